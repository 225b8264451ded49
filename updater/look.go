// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"time"
)

// Look decides when to ask a server which address it sees, for an account
// whose line holds another one: that of a router behind a router. Like the
// Machine that it finds the address for it never looks at a clock.
type Look struct {
	// Server is whom to ask, for messages.
	Server string
	// Key names the question. Of the accounts with the same one, one asks for
	// all.
	Key string
	// Settle is how long the line must hold still before a question.
	Settle time.Duration
	// Every is the time between two questions while the line stays as it is,
	// Least that between any two that may have arrived.
	Every, Least time.Duration
	// Again asks although the answer is known, because the user asks.
	Again bool

	line    netip.Addr // what the device holds; invalid: nothing
	why     string     // why it holds nothing
	since   time.Time  // when it began to change
	settled time.Time  // when it will have held still
	retryAt time.Time  // not before: the wait after a question without an answer
	tries   int        // questions in a row without an answer
	away    int        // of these, the ones that the server would not take
	last    Outcome    // how the last question ended, if it had no answer
	asks    netip.Addr // what the line held when the running question began
	asking  bool
}

// sight is what a server saw: the part of a Look that outlives the process.
type sight struct {
	line  netip.Addr // what the device held then; invalid: that is over
	found netip.Addr // what the server saw
	asked time.Time  // when the last question was sent, or over
}

// observe tells what the device holds now, or why it holds nothing. It returns
// true if that ends what was known: a line that was gone may come back with its
// old address, behind a router that has a new one.
func (k *Look) observe(now time.Time, m *Machine, line netip.Addr, why string) (ends bool) {
	if !line.IsValid() && m.sight.line.IsValid() {
		m.sight.line, ends = line, true
	}
	k.why = why
	if line == k.line {
		return ends
	}
	k.line = line
	if !now.Before(k.settled) {
		k.since = now
	}
	k.settled = now.Add(k.Settle)
	k.retryAt, k.tries, k.away, k.last = time.Time{}, 0, 0, Outcome{}
	return ends
}

// knows says whether the server was asked about what the line holds.
func (k *Look) knows(m *Machine) bool { return k.line.IsValid() && k.line == m.sight.line }

// lacks says that the address has to be asked for before anything else: it is
// not known, or the user wants to know it now.
func (k *Look) lacks(m *Machine) bool {
	return k.line.IsValid() && (!k.knows(m) || k.asking && k.Again)
}

// wants returns the record to publish, or why there is none.
func (k *Look) wants(m *Machine) (Record, string) {
	switch {
	case k.knows(m):
		return Record{IPv4: m.sight.found}, ""
	case k.line.IsValid():
		return Record{}, "the address that " + k.Server + " sees is not known yet"
	}
	return Record{}, k.why
}

// due returns when to ask, false while there is nothing to ask about.
func (k *Look) due(m *Machine) (at time.Time, ok bool) {
	if k.asking || !k.line.IsValid() || m.Refused() {
		return at, false
	}
	switch {
	case !k.knows(m):
		at = k.settled
		if limit := k.since.Add(m.Policy.MaxHold); limit.Before(at) {
			at = limit
		}
	case !k.Again && k.last.Kind == "":
		at = m.sight.asked.Add(k.Every)
	}
	return latest(at, k.least(m), k.retryAt), true
}

// least returns when the next question may be sent, whatever is known.
func (k *Look) least(m *Machine) time.Time {
	if m.sight.asked.IsZero() {
		return time.Time{}
	}
	return m.sight.asked.Add(k.Least)
}

// begin takes the question that is due. Every begin is followed by one finish.
func (k *Look) begin() Job {
	k.asking, k.asks = true, k.line
	return Job{Task: Ask}
}

// stale says that the running question is about what the line held before.
func (k *Look) stale() bool { return k.asking && k.asks != k.line }

// finish tells how the question of the last begin ended.
func (k *Look) finish(now time.Time, m *Machine, o Outcome) {
	stale := k.stale()
	k.asking, k.Again = false, false
	if o.Sent {
		m.sight.asked = now // the server may have heard it a moment ago
	}
	if o.Kind == Confirmed {
		m.sight.line, m.sight.found = k.asks, o.Seen
		k.retryAt, k.tries, k.away, k.last = time.Time{}, 0, 0, Outcome{}
		return
	}
	if stale {
		return // the new line does not owe the waits of the old one
	}
	wait := step(m.Policy.Retry, k.tries)
	switch {
	case o.Sent:
		wait = min(k.Least<<min(k.tries, 6), max(k.Least, k.Every))
	case o.Reached:
		wait = step(m.Policy.Away, k.away)
		k.away++
	}
	k.tries++
	k.last, k.retryAt = o, now.Add(max(m.spread(wait), min(o.Wait, m.Policy.MaxWait)))
}

// clockSet starts what waited for the clock to be set.
func (k *Look) clockSet(now time.Time) {
	if k.last.Clock && k.retryAt.After(now) {
		k.retryAt = now
	}
}

// calm says whether a new image of this process would know all that we know.
func (k *Look) calm(m *Machine) bool {
	return !k.Again && k.last.Kind == "" && (!k.line.IsValid() || k.knows(m) || m.Refused())
}

// describe fills in what is done to learn the address, and returns when that
// ends, if it does.
func (k *Look) describe(s *Status, m *Machine) (until time.Time) {
	due, _ := k.due(m)
	s.State, s.Text, s.Next = Settling, k.line.String()+" on "+s.Device, "asking "+k.Server+" which address it sees"
	switch {
	case k.asking:
		s.State = Busy
	case k.last.Text != "":
		s.State, s.Text, s.Next, s.Problem = Waiting, k.last.Text, "asking again", true
	case due.After(k.settled):
		s.State = Waiting
		s.Text += "; the server may be asked once in " + Span(k.Least.Seconds())
	}
	return due
}

// tell says what the server saw, if that is not what the line holds, and what
// hinders the next question.
func (k *Look) tell(s *Status, m *Machine) string {
	if !k.knows(m) {
		return ""
	}
	text := ""
	if m.sight.found != k.line {
		text = "behind NAT: " + s.Device + " holds " + k.line.String() + ", " + k.Server + " sees " + m.sight.found.String()
	}
	if k.last.Text != "" {
		if text != "" {
			text += "; "
		}
		text += "cannot ask again: " + k.last.Text
	}
	return text
}
