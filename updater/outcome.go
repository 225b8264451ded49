// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"time"

	"dynwan/updater/message"
)

// Kind is the kind of an outcome: it decides what follows.
type Kind string

// The kinds of outcome. In case of doubt it is Unsure.
const (
	// Confirmed: the provider, or its DNS, holds the wanted record.
	Confirmed Kind = "confirmed"
	// Unverified: the provider took the update and said neither yes nor no.
	// DNS is asked later; nothing is sent again.
	Unverified Kind = "unverified"
	// Unsent: nothing left the router. Try again soon.
	Unsent Kind = "unsent"
	// Unsure: the update may have arrived. Forget what the provider held, and
	// wait.
	Unsure Kind = "unsure"
	// Rejected: the provider said no. Stop until the user acts; after a guess
	// try once a day, then once a week.
	Rejected Kind = "rejected"
)

// Unreached says that nothing left the router and nobody was reached, so that
// the line may be at fault.
func (o Outcome) Unreached() bool { return o.Kind == Unsent && o.Tried && !o.Reached }

// ended is what is kept of an Outcome.
type ended struct {
	kind         Kind
	text         message.Message
	unreached    bool // see Unreached
	other, clock bool // Other and Clock
}

func (o Outcome) ended() ended { return ended{o.Kind, o.Text, o.Unreached(), o.Other, o.Clock} }

// Outcome is how a job ended.
type Outcome struct {
	Kind Kind
	// Text says what happened, without secrets.
	Text message.Message
	// Remedy says what the user can do about a refusal.
	Remedy message.Message
	// Guess says that the refusal was inferred, so that it may be wrong or
	// temporary.
	Guess bool
	// Sent says that a request may have reached the provider.
	Sent bool
	// Other says that the zone's own servers hold another record.
	Other bool
	// Deleted says that the old record is deleted, so that what the provider
	// holds is the wanted record or none.
	Deleted bool
	// OfAccount says that a refusal is of the account, not of one of its names.
	OfAccount bool
	// Answer is what the server said, quoted and bounded.
	Answer string
	// Seen is the address that the server sees, the result of the task Probe.
	Seen netip.Addr
	// Wait is the time until the next request that the provider asks for.
	Wait time.Duration
	// Reached says that the provider's machine was reached but accepted no
	// request, so that the line is not at fault.
	Reached bool
	// Tried says that a sender ran, so that this machine is not at fault.
	Tried bool
	// Clock says that setting the clock may solve it.
	Clock bool
	// Blind says that nobody could say what the name holds, so that nothing was
	// sent.
	Blind bool
	// TTL is how long the queried cache keeps its answer. It matters only with
	// Blind; 0: nobody answered.
	TTL time.Duration
	// Notice is what the provider says about the account itself, such as when
	// it ends. An empty one means nothing new.
	Notice message.Message
}

// fields are the parts of an outcome's line. Tried is for the daemon to say.
func (o *Outcome) fields() []Field {
	return []Field{
		{"kind", (*string)(&o.Kind)}, {"text", &o.Text}, {"remedy", &o.Remedy}, {"guess", &o.Guess}, {"sent", &o.Sent},
		{"other", &o.Other}, {"deleted", &o.Deleted}, {"of_account", &o.OfAccount}, {"answer", &o.Answer}, {"seen", &o.Seen},
		{"wait", (*int64)(&o.Wait)}, {"reached", &o.Reached}, {"clock", &o.Clock}, {"blind", &o.Blind}, {"ttl", (*int64)(&o.TTL)},
		{"notice", &o.Notice},
	}
}

// AppendText appends the outcome as one line, without its end.
func (o Outcome) AppendText(b []byte) ([]byte, error) { return AppendFields(b, o.fields(), '\t'), nil }

// UnmarshalText reads what AppendText has written.
func (o *Outcome) UnmarshalText(text []byte) error {
	*o = Outcome{}
	return ReadFields(string(text), o.fields(), "\t")
}
