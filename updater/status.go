// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"strconv"
	"time"

	"dynwan/updater/message"
)

// State is what an account is doing, in one word or two.
type State string

// The states of an account.
const (
	NoAddress     State = "no address"    // the line holds nothing to publish
	Settling      State = "settling"      // a new address must hold still for a moment
	Waiting       State = "waiting"       // held back until a time, for a reason
	Busy          State = "sending"       // the sender is at work
	Current       State = "current"       // the provider holds what the line holds
	Doubtful      State = "unverified"    // accepted, but not confirmed
	Refused       State = "refused"       // the provider said no; the user must act
	Misconfigured State = "misconfigured" // the configuration has a problem
)

// Status is what a record shows: the log line and status.json are two prints
// of it. Times are seconds since boot (CLOCK_BOOTTIME), 0 for none, so that a
// clock that jumps cannot make them wrong.
type Status struct {
	Name      string `json:"record"` // the record in the log
	Hostname  string `json:"hostname,omitempty"`
	Family    string `json:"family,omitempty"` // "" for both
	Device    string `json:"device,omitempty"` // of the line in use, which may be another record's second one
	State     State  `json:"state"`
	Address   string `json:"address"`   // what the line holds, "" for nothing; two with a blank between them
	Confirmed string `json:"confirmed"` // what the provider confirmed, "" if not known
	// Text is what has happened, Next what happens next, and Until when.
	Text  message.Message `json:"text"`
	Next  message.Message `json:"next,omitempty"`
	Since float64         `json:"since"`
	Until float64         `json:"until,omitempty"`
	// Answer is the last answer of the provider, quoted, and Asked when the
	// last request was sent.
	Answer      string  `json:"answer,omitempty"`
	Asked       float64 `json:"asked,omitempty"`
	ConfirmedAt float64 `json:"confirmed_at,omitempty"` // when the provider or DNS confirmed the record last, since the start of the daemon
	Requests    int     `json:"requests,omitempty"`     // updates that were sent since then, or may have been
	// Refusals is how many updates were refused since then, by the ID of the reason.
	Refusals Refusals `json:"refusals,omitempty"`
	// Problem says that the text is bad news.
	Problem bool `json:"problem,omitempty"`
	// About is what status.json says once for all records of the account.
	About `json:"-"`
}

// About is what an account shows beside its records.
type About struct {
	Account  string `json:"account"`
	Provider string `json:"provider,omitempty"`
	// IPv6 is the public IPv6 address of the line, or why there is none, for an
	// account that does not publish it.
	IPv6 message.Message `json:"ipv6,omitempty"`
	// Probe is what the IP check has found, if the address is not the device's
	// own: that the line is behind NAT, or why it could not be probed again.
	// Otherwise it names another usable address of the device, or a family of
	// which the device has none.
	Probe message.Message `json:"probe,omitempty"`
	// Notice is what the provider says about the account itself.
	Notice message.Message `json:"notice,omitempty"`
	// Memory says why the state cannot be kept across a restart.
	Memory message.Message `json:"memory,omitempty"`
}

// Fields are the parts of a status as a line, with the names that they have in
// status.json, and in that order.
func (s *Status) Fields() []Field {
	return append([]Field{
		{"record", &s.Name}, {"hostname", &s.Hostname}, {"family", &s.Family}, {"device", &s.Device}, {"state", (*string)(&s.State)},
		{"address", &s.Address}, {"confirmed", &s.Confirmed}, {"text", &s.Text}, {"next", &s.Next}, {"since", &s.Since},
		{"until", &s.Until}, {"answer", &s.Answer}, {"asked", &s.Asked},
		{"confirmed_at", &s.ConfirmedAt}, {"requests", &s.Requests}, {refusedField, (*string)(&s.Refusals)}, {"problem", &s.Problem},
	}, s.About.fields()...)
}

func (a *About) fields() []Field {
	return []Field{
		{"account", &a.Account}, {"provider", &a.Provider}, {"ipv6", &a.IPv6}, {"probe", &a.Probe}, {"notice", &a.Notice}, {"memory", &a.Memory},
	}
}

// Same says whether two statuses say the same to a reader of the log. A later
// time for the next try or another answer makes no difference, nor does what
// the log line leaves out: IPv6, and the address while nothing can be sent.
func (s Status) Same(t Status) bool {
	s.Since, s.Until, s.Answer, s.Asked, s.IPv6, s.Notice, s.Probe = t.Since, t.Until, t.Answer, t.Asked, t.IPv6, t.Notice, t.Probe
	s.ConfirmedAt, s.Requests, s.Refusals = t.ConfirmedAt, t.Requests, t.Refusals
	if s.State == Refused {
		s.Address = t.Address
	}
	return s == t
}

// Line prints the status as a line of the log. uptime is the time since boot.
func (s Status) Line(uptime float64) string {
	return string(s.AppendLine(nil, uptime))
}

// AppendLine appends Line.
func (s Status) AppendLine(b []byte, uptime float64) []byte {
	b = s.Text.Append(append(append(b, s.Name...), ": "...))
	if s.Next == "" {
		return b
	}
	b = s.Next.Append(append(b, "; "...))
	if s.Until > 0 {
		b = append(append(b, " in "...), Span(s.Until-uptime)...)
	}
	return b
}

// Span prints seconds for people: "250ms", "9m12s", "2h".
func Span(seconds float64) string {
	d := time.Duration(max(seconds, 0) * float64(time.Second))
	if d < time.Second-5*time.Millisecond {
		return strconv.FormatInt(d.Round(10*time.Millisecond).Milliseconds(), 10) + "ms"
	}
	n := int(d.Round(time.Second).Seconds())
	days, h, m, s := n/86400, n/3600%24, n/60%60, n%60
	text := ""
	for _, part := range []struct {
		n    int
		unit string
	}{{days, "d"}, {h, "h"}, {m, "m"}, {s, "s"}} {
		if part.n > 0 {
			text += strconv.Itoa(part.n) + part.unit
		}
	}
	return text
}
