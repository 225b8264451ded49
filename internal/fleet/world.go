// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"math/rand/v2"
	"slices"
	"time"
)

// behaviour is what a client does. Every method is about one router, and a
// router's client waits for one thing at a time: a wait, a look-up or an
// answer, whichever it asked for last.
type behaviour interface {
	// up tells that the line has got an address.
	up(r int32, booted bool)
	// down tells that the line has lost its address.
	down(r int32)
	// wake tells that the wait is over.
	wake(r int32)
	// looked gives the answer of DNS to a look-up; held is nobody if there is none.
	looked(r int32, held uint32)
	// answered tells how a connection ended: refused, busy or accepted.
	answered(r int32, end kind)
}

// publisher6 is a client that publishes IPv6 too.
type publisher6 interface {
	// renumbered tells that the line has another prefix.
	renumbered(r int32)
}

// world is the lines, the provider and its name servers. Addresses are IPv4
// addresses as numbers; 0 is none.
type world struct {
	now     time.Duration // since the start of the run
	queue   queue
	rand    *rand.Rand
	outage  outage
	silent  outage // when the zone's servers do not answer
	client  behaviour
	line    []uint32 // what each line holds
	name    []uint32 // what each name holds
	line6   []uint32 // the same of IPv6; nil if no line has it
	name6   []uint32
	cache   []cached        // the only one that each line can ask; nil: it can ask the zone's servers
	turn    []uint16        // see event
	changed []time.Duration // when the line came up with another address; 0: never
	right   []time.Duration // when the name followed; 0: not yet
	meter
}

// outage is when the provider is out of order and how its machine behaves then.
type outage struct {
	from, to time.Duration
	as       kind // refused or busy
}

// cached is the record of a name in a resolver's cache.
type cached struct {
	held  uint32
	until time.Duration // when it will be fetched again
}

// recordTTL is the time to live of all records, one of the usual ones.
const recordTTL = 5 * time.Minute

// nobody in the place of what a name holds is that nobody has answered.
const nobody = 0

// on says whether it lasts at a time.
func (o outage) on(at time.Duration) bool { return at >= o.from && at < o.to }

func newWorld(routers int, s Scenario, seed uint64) *world {
	w := &world{
		rand: rand.New(rand.NewPCG(seed, 0)), outage: s.outage, silent: s.silent,
		line: make([]uint32, routers), name: make([]uint32, routers),
		turn: make([]uint16, routers), changed: make([]time.Duration, routers),
		right: make([]time.Duration, routers),
		meter: newMeter(s.length),
	}
	for r := range w.line {
		w.line[r] = oldAddress(int32(r))
		w.name[r] = w.line[r]
	}
	if s.both {
		w.line6, w.name6 = slices.Clone(w.line), slices.Clone(w.line)
	}
	if s.cached {
		w.cache = make([]cached, routers)
		for r := range w.cache { // somebody has asked for each name in the last minutes
			w.cache[r] = cached{w.name[r], lead + w.delay(0, recordTTL)}
		}
	}
	return w
}

// oldAddress and newAddress are the two addresses that a router has in a run.
func oldAddress(r int32) uint32 { return 0x20000000 + uint32(r) }
func newAddress(r int32) uint32 { return 0x60000000 + uint32(r) }

// run plays events until the end of the run.
func (w *world) run(length time.Duration) {
	for {
		e, ok := w.queue.pop()
		if !ok || e.at >= length {
			return
		}
		w.now = e.at
		w.happen(e)
	}
}

func (w *world) happen(e event) {
	r := e.router
	if e.kind >= wake && e.turn != w.turn[r] {
		return // the client has thought better of it
	}
	switch e.kind {
	case lineDown:
		if w.line[r] = 0; w.line6 != nil {
			w.line6[r] = 0 // until the line is renumbered
		}
		w.client.down(r)
	case lineUp, powerUp:
		w.line[r] = newAddress(r)
		if e.turn == sameAddress {
			w.line[r] = oldAddress(r)
		}
		if w.line[r] != w.name[r] {
			w.changed[r] = w.now
		}
		w.client.up(r, e.kind == powerUp)
	case renumbered:
		w.line6[r] = newAddress(r)
		if w.changed[r] == 0 {
			w.changed[r] = w.now
		}
		w.client.(publisher6).renumbered(r)
	case wake:
		w.client.wake(r)
	case looked:
		w.client.looked(r, w.answer(r))
	case unanswered:
		w.client.looked(r, nobody)
	default:
		w.client.answered(r, e.kind)
	}
}

// sameAddress in the turn of a line's event means that the line gets the
// address that it had.
const sameAddress = 1

// after plans what the client of a router waits for, in place of what it
// waited for until now.
func (w *world) after(r int32, d time.Duration, k kind) {
	w.turn[r]++
	w.queue.push(event{at: w.now + d, router: r, turn: w.turn[r], kind: k})
}

// cancel takes back what the client of a router waits for.
func (w *world) cancel(r int32) { w.turn[r]++ }

// lookup asks DNS what the name of a router holds. questions is how many of
// the zone's servers hear of it, unless only a cache can be asked.
func (w *world) lookup(r int32, questions int) {
	switch {
	case w.silent.on(w.now):
		w.after(r, 5*time.Second, unanswered)
		return
	case w.cache == nil:
		w.dns += questions
	case w.now >= w.cache[r].until:
		w.cache[r] = cached{w.name[r], w.now + recordTTL}
		w.dns++
	}
	w.after(r, w.delay(10*time.Millisecond, 60*time.Millisecond), looked)
}

// answer is what DNS says that a name holds.
func (w *world) answer(r int32) uint32 {
	if w.cache != nil {
		return w.cache[r].held
	}
	return w.name[r]
}

// connect sends an update for a router to the provider, which sees it at once.
// It returns how that will end; the client hears of it later.
func (w *world) connect(r int32, address uint32) kind { return w.connect6(r, address, 0) }

// connect6 is connect with an IPv6 address, if that is not 0.
func (w *world) connect6(r int32, address, address6 uint32) kind {
	end := accepted
	if w.outage.on(w.now) {
		end = w.outage.as
	}
	w.count(w.now, end)
	if end == refused {
		w.after(r, w.delay(20*time.Millisecond, 80*time.Millisecond), end)
		return end
	}
	if end == accepted {
		if w.name[r] == address && (address6 == 0 || w.name6[r] == address6) {
			w.needless++
		}
		if w.name[r] = address; address6 != 0 {
			w.name6[r] = address6
		}
		if w.changed[r] > 0 && w.right[r] == 0 && w.isRight(r) {
			w.right[r] = w.now
		}
	}
	w.after(r, w.delay(100*time.Millisecond, 300*time.Millisecond), end)
	return end
}

// isRight says whether a name holds all that the line does.
func (w *world) isRight(r int32) bool {
	return w.name[r] == w.line[r] && (w.line6 == nil || w.name6[r] == w.line6[r])
}

// delay returns a time between from and to.
func (w *world) delay(from, to time.Duration) time.Duration {
	return from + time.Duration(w.rand.Int64N(int64(to-from)))
}
