// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"time"

	"dynwan/updater/message"
)

// ProbeSource decides when to ask a server which address it sees, for accounts
// whose line holds another one because the router is behind a router. It is for
// one family, and the question leaves by that: an account that publishes both
// has two. All accounts with the same probe share one, and one of them asks for
// all. Like the Machines that it serves it never looks at a clock.
type ProbeSource struct {
	// Server is the server to ask, as messages name it.
	Server string
	// IPv6 says that it is asked for that, else for IPv4.
	IPv6 bool
	// Key names the probe, and its state file.
	Key string
	// Settle is how long the line must hold still before a probe.
	Settle time.Duration
	// Every is the time between two probes while the line stays the same.
	// Least, which is not longer, is the time between any two that may have
	// arrived.
	Every, Least time.Duration
	// Again probes although the answer is known, because the user asks for it.
	Again bool

	seenAddress            // what is kept across a restart of the process
	waits       *Machine   // of the first of these accounts, whose policy applies here too
	line        netip.Addr // what the device holds; invalid: nothing
	device      string     // which one that is, if there are several
	since       time.Time  // when it began to change
	settled     time.Time  // when it will have held still
	retryAt     time.Time  // not before: the wait after a probe without an answer
	tries       int        // probes in a row without an answer
	away        int        // of these, the ones that the server did not accept
	last        Outcome    // how the last probe ended, if it had no answer
	route       time.Time  // when a new route last started a probe
	asking      bool
	moved       bool            // the line has changed since the running probe began
	unsaved     bool            // the state file does not say what we know
	saved       uint32          // the checksum of what it holds; 0: nothing
	unkept      message.Message // why it cannot be kept
}

// seenAddress is what a server saw.
type seenAddress struct {
	known netip.Addr // what the device held then; invalid: no longer valid
	by    string     // which device that was, if there are several
	found netip.Addr // what the server saw
	asked time.Time  // when the last probe was sent, or over
	pause time.Time  // not before: what the server asked for
}

// probeFile is how the names of these state files end.
const probeFile = ".probe"

func (k *ProbeSource) file() string { return k.Key + probeFile }

// fields are the lines of the state file.
func (s *seenAddress) fields() []Field {
	return []Field{{"line", &s.known}, {"by", &s.by}, {"found", &s.found}, {"asked", &s.asked}, {"pause", &s.pause}}
}

// observe tells the ProbeSource what the device holds now. Two lines may well have
// the same private address; by is "" if there is one.
func (k *ProbeSource) observe(now time.Time, line netip.Addr, by string) {
	changed := line != k.line || by != k.device
	k.line, k.device = line, by
	k.compare()
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

// compare forgets what is not about the present line. A line that was gone may
// come back with its old address, behind a router that has a new one.
func (k *ProbeSource) compare() {
	if k.known.IsValid() && (k.known != k.line || k.by != k.device) {
		k.known, k.by, k.unsaved = netip.Addr{}, "", true
	}
}

// knows says whether the server was asked about what the line holds.
func (k *ProbeSource) knows() bool { return k.line.IsValid() && k.line == k.known }

// needed says that a probe must come before anything else: the address is not
// known, or the user wants to know it now.
func (k *ProbeSource) needed() bool {
	return k.line.IsValid() && (!k.knows() || k.asking && k.Again)
}

// soon says that the answer is not known and will come in a moment.
func (k *ProbeSource) soon() bool {
	due, ok := k.due()
	return k.needed() && k.last.Kind == "" && (k.asking || ok && !due.After(k.settled))
}

func (k *ProbeSource) family() string {
	if k.IPv6 {
		return "IPv6"
	}
	return "IPv4"
}

// record is a record with an address of its family alone.
func (k *ProbeSource) record(ip netip.Addr) Record {
	if k.IPv6 {
		return Record{IPv6: ip}
	}
	return Record{IPv4: ip}
}

// sees is what the server sees of what the line holds, nothing if that is not
// known.
func (k *ProbeSource) sees() Record {
	if !k.knows() {
		return Record{}
	}
	return k.record(k.found)
}

// without says why nothing was seen; the parameter why the device holds nothing.
func (k *ProbeSource) without(why message.Message) message.Message {
	switch {
	case !k.line.IsValid():
		return why
	case k.last.Kind != "":
		return k.last.Text
	case !k.soon():
		return message.New(message.AsksRarely, Span(k.Least.Seconds()))
	}
	return message.New(message.NotSeenYet, k.Server)
}

// due returns when to probe, false while there is nothing to probe for.
func (k *ProbeSource) due() (at time.Time, ok bool) {
	if k.asking || !k.line.IsValid() {
		return at, false
	}
	switch {
	case !k.knows():
		at = k.settled
		if limit := k.since.Add(k.waits.Policy.MaxHold); limit.Before(at) {
			at = limit
		}
	case !k.Again && k.last.Kind == "":
		at = k.asked.Add(k.Every)
	}
	return latest(at, k.least(), k.retryAt), true
}

// least returns when the next probe may be sent at the earliest.
func (k *ProbeSource) least() time.Time {
	if k.asked.IsZero() {
		return k.pause
	}
	return latest(k.asked.Add(k.Least), k.pause)
}

// begin takes the probe that is due. Every begin is followed by one finish.
func (k *ProbeSource) begin() { k.asking, k.moved = true, false }

// stale says that the running probe is about what the line held before.
func (k *ProbeSource) stale() bool { return k.asking && k.moved }

// finish tells how the probe of the last begin ended.
func (k *ProbeSource) finish(now time.Time, o Outcome) {
	stale := k.stale()
	k.asking, k.Again = false, false
	if o.Sent {
		k.asked, k.unsaved = now, true // the server may just have received it
	}
	if o.Wait > 0 {
		k.pause, k.unsaved = now.Add(min(o.Wait, k.waits.Policy.MaxWait)), true
	}
	if stale {
		k.since = now // in a storm of changes a child starts every MaxHold, not for each change
		return        // the new line does not inherit the waits of the old one
	}
	if o.Kind == Confirmed {
		k.known, k.by, k.found, k.unsaved = k.line, k.device, o.Seen, true
		k.retryAt, k.tries, k.away, k.last = time.Time{}, 0, 0, Outcome{}
		return
	}
	var wait time.Duration
	switch p := k.waits.Policy; {
	case o.Sent:
		wait = k.waits.spread(min(k.Least<<min(k.tries, 6), k.Every))
	case o.Reached:
		wait = k.waits.draw(step(p.Away, k.away))
		k.away++
	default:
		wait = k.waits.spread(step(p.Retry, k.tries))
	}
	k.tries++
	k.last, k.retryAt = o, now.Add(wait)
}

// clockSet ends a wait for the clock to be set.
func (k *ProbeSource) clockSet(now time.Time) {
	if k.last.Clock && k.retryAt.After(now) {
		k.retryAt = now
	}
}

// routed ends a wait because nobody could be reached.
func (k *ProbeSource) routed(now time.Time) {
	if k.last.Unreached() && k.retryAt.After(now) && !now.Before(k.route.Add(routePause)) {
		k.retryAt, k.tries, k.route = now, 0, now
	}
}

// idle says whether a new image of this process would know all that this one
// knows; the parameter says that nobody needs the address.
func (k *ProbeSource) idle(idle bool) bool {
	return !k.unsaved && k.unkept == "" && k.last.Kind == "" && (!k.line.IsValid() || k.knows() || idle)
}
