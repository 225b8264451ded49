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
	// Least, which is not longer, that between any two that may have arrived.
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
	route   time.Time  // when a new route started one last
	asking  bool
	moved   bool // the line has changed since the running question began
	unsaved bool // what was known is over, and the state file does not say so
}

// sight is what a server saw: the part of a Look that outlives the process.
type sight struct {
	key   string     // of the question
	line  netip.Addr // what the device held then; invalid: that is over
	found netip.Addr // what the server saw
	asked time.Time  // when the last question was sent, or over
	pause time.Time  // not before: what the server asked for
}

// observe tells what the device holds now, or why it holds nothing.
func (k *Look) observe(now time.Time, m *Machine, line netip.Addr, why string) {
	changed := line != k.line
	k.line, k.why = line, why
	k.compare(m)
	if !changed {
		return
	}
	k.moved = true
	if !now.Before(k.settled) {
		k.since = now
	}
	k.settled = now.Add(k.Settle)
	k.retryAt, k.tries, k.away, k.last, k.route = time.Time{}, 0, 0, Outcome{}, time.Time{}
}

// compare forgets what does not concern the present question and line. A line
// that was gone may come back with its old address, behind a router that has a
// new one.
func (k *Look) compare(m *Machine) {
	s := &m.sight
	if s.line.IsValid() && s.line != k.line {
		s.line, k.unsaved = netip.Addr{}, true
	}
	switch {
	case s.key == k.Key || !k.line.IsValid(): // an interface that is down has another question, or none
	case s.key == "": // a state file that could not be read: some question may just have been sent
		s.key = k.Key
	default:
		*s, k.unsaved = sight{key: k.Key}, true
	}
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
	if k.asking || !k.line.IsValid() || m.stopped() {
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
		return m.sight.pause
	}
	return latest(m.sight.asked.Add(k.Least), m.sight.pause)
}

// begin takes the question that is due. Every begin is followed by one finish.
func (k *Look) begin() Job {
	k.asking, k.moved = true, false
	return Job{Task: Ask}
}

// stale says that the running question is about what the line held before.
func (k *Look) stale() bool { return k.asking && k.moved }

// finish tells how the question of the last begin ended.
func (k *Look) finish(now time.Time, m *Machine, o Outcome) {
	stale := k.stale()
	k.asking, k.Again = false, false
	if o.Sent {
		m.sight.asked = now // the server may have heard it a moment ago
	}
	if o.Wait > 0 {
		m.sight.pause = now.Add(min(o.Wait, m.Policy.MaxWait))
	}
	if stale {
		k.since = now // a storm starts a child each MaxHold, not each change
		return        // the new line does not owe the waits of the old one
	}
	if o.Kind == Confirmed {
		m.sight.line, m.sight.found = k.line, o.Seen
		k.retryAt, k.tries, k.away, k.last = time.Time{}, 0, 0, Outcome{}
		return
	}
	wait := step(m.Policy.Retry, k.tries)
	switch {
	case o.Sent:
		wait = min(k.Least<<min(k.tries, 6), k.Every)
	case o.Reached:
		wait = step(m.Policy.Away, k.away)
		k.away++
	}
	k.tries++
	k.last, k.retryAt = o, now.Add(m.spread(wait))
}

// clockSet starts what waited for the clock to be set.
func (k *Look) clockSet(now time.Time) {
	if k.last.Clock && k.retryAt.After(now) {
		k.retryAt = now
	}
}

// routed starts what waited because nobody could be reached.
func (k *Look) routed(now time.Time) {
	if k.last.Unreached() && k.retryAt.After(now) && !now.Before(k.route.Add(routePause)) {
		k.retryAt, k.tries, k.route = now, 0, now
	}
}

// calm says whether a new image of this process would know all that we know.
func (k *Look) calm(m *Machine) bool {
	return !k.unsaved && k.last.Kind == "" && (!k.line.IsValid() || k.knows(m) || m.stopped())
}
