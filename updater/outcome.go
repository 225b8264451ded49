// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"time"

	"dynwan/updater/message"
)

// Kind says what can follow from the end of a job.
type Kind string

// The kinds of outcome. Whatever cannot be told apart is Unsure.
const (
	// Confirmed: the provider, or its DNS, holds the wanted record.
	Confirmed Kind = "confirmed"
	// Unverified: the provider took the update and said neither yes nor no.
	// DNS is asked later; nothing is sent again.
	Unverified Kind = "unverified"
	// Unsent: nothing left the router. Try again soon.
	Unsent Kind = "unsent"
	// Unsure: the update may have arrived. Forget what we believed and wait.
	Unsure Kind = "unsure"
	// Rejected: the provider said no. Stop until the user acts; after a guess
	// try once a day, then once a week.
	Rejected Kind = "rejected"
)

// Unreached says that nothing left the router and nobody was reached, so that
// the trouble may be the line's.
func (o Outcome) Unreached() bool { return o.Kind == Unsent && o.Tried && !o.Reached }

// Outcome is how a job ended.
type Outcome struct {
	Kind Kind `json:"kind"`
	// Text says what happened, without secrets.
	Text message.Message `json:"text,omitempty"`
	// Remedy says what the user can do about a refusal.
	Remedy message.Message `json:"remedy,omitempty"`
	// Guess says that the refusal was inferred, so that it may be none or pass.
	Guess bool `json:"guess,omitempty"`
	// Answer is what the server said, quoted and bounded.
	Answer string `json:"answer,omitempty"`
	// Seen is the address that the server sees, the answer to the task Ask.
	Seen netip.Addr `json:"seen,omitzero"`
	// Sent says that a request may have reached the provider.
	Sent bool `json:"sent,omitempty"`
	// Wait is the provider's own wish for the time until the next request.
	Wait time.Duration `json:"wait,omitempty"`
	// Reached says that the provider's machine was reached and would not
	// take a request, so that the trouble is not the line's.
	Reached bool `json:"reached,omitempty"`
	// Tried says that a sender ran, so that the trouble is not this machine's.
	Tried bool `json:"-"`
	// Clock says that a clock set right may cure it.
	Clock bool `json:"clock,omitempty"`
	// Blind says that nobody could be asked what the name holds, so that
	// nothing was sent.
	Blind bool `json:"blind,omitempty"`
	// TTL is how long the cache that was asked keeps what it said. It means
	// something with Blind only; 0: nobody was there at all.
	TTL time.Duration `json:"ttl,omitempty"`
	// Other says that the zone's own servers hold another record.
	Other bool `json:"other,omitempty"`
	// Deleted says that the old record is deleted, so that what the provider
	// holds is the wanted record or none.
	Deleted bool `json:"deleted,omitempty"`
	// Notice is what the provider tells about the account itself, such as
	// when it ends. An empty one tells nothing new.
	Notice message.Message `json:"notice,omitempty"`
}
