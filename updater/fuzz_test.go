// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"testing"
	"time"
)

// The events of a story, as FuzzMachine reads them: one byte, and the bytes
// that the event takes.
const (
	evOffers   = iota // a byte: A, B, C or nothing
	evPasses          // a byte: how long
	evJob             // the bytes of a job
	evJob2            // the same once more: jobs are what matters
	evCrash           // the process dies and starts again
	evReboot          // it starts again without memory
	evDamage          // it starts again with a damaged file
	evClock           // somebody sets the clock
	evSettings        // it starts again with other settings
	evLogin           // it starts again with another login
	evAgain           // the user wants it tried in spite of a refusal
	evDNS             // DNS falls silent, or speaks again
	evOffers6         // a byte: D, E or nothing beside the IPv4 address
	evCount
)

// FuzzMachine lets anything happen and checks after each event what dynwan
// promises.
func FuzzMachine(f *testing.F) {
	for _, seed := range machineSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, story []byte) {
		if len(story) <= longest { // a longer one tells nothing new
			live(t, story)
		}
	})
}

const longest = 400

// TestMachineKeepsItsPromises is FuzzMachine with random stories, so that every
// run of the tests has some that are long.
func TestMachineKeepsItsPromises(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	story := make([]byte, longest)
	for range 1000 {
		for i := range story {
			story[i] = byte(rnd.Uint32())
		}
		if live(t, story); t.Failed() {
			t.Fatalf("the story was %v", story)
		}
	}
}

// live lets a story happen.
func live(t *testing.T, story []byte) {
	w := &world{t: t, bytes: story, now: epoch, settings: "s1", login: "login1", holds: recA, blurred: true}
	kind := w.next()
	if kind%2 == 1 {
		w.rand = rand.New(rand.NewPCG(1, 2))
	}
	if kind&2 != 0 {
		w.every = day
	}
	w.removes, w.both = kind&4 != 0, kind&8 != 0
	if kind&16 != 0 {
		w.rules.Refresh = fiveDays
	}
	if w.rules.NoQuery = kind&32 != 0; w.rules.NoQuery {
		w.holds = Record{} // there it cannot be known
	}
	if kind&64 != 0 {
		w.limit = []Limit{{2, time.Hour}, {3, 5 * time.Hour}}
	}
	w.starts(memory{})
	w.offers(Record{})
	for len(w.bytes) > 0 && !t.Failed() {
		w.happens(w.next())
	}
	w.ends()
}

// happens lets one event happen. While a job runs, only those can that do not
// end the process or begin a job.
func (w *world) happens(event int) {
	running := w.m.job != nil
	switch event := event % evCount; {
	case event == evOffers:
		r := []Record{recA, recB, recC, {}}[w.next()%4]
		r.IPv6 = w.line.IPv6
		w.offers(r)
	case event == evOffers6:
		r := w.line
		r.IPv6 = []Record{{}, families(0, 1), families(0, 2)}[w.next()%3].IPv6
		w.offers(r)
	case event == evPasses:
		w.passes(w.oddTime())
	case event == evClock:
		w.m.ClockSet(w.now)
		w.m.Routed(w.now)
	case event == evDNS:
		w.silent = !w.silent
	case running:
		return
	case event == evJob, event == evJob2:
		w.job()
	default:
		w.restarts(event)
	}
	if w.m.job == nil {
		w.wantPromises()
	}
}

// restarts is every event that ends the process, and the user's hand.
func (w *world) restarts(event int) {
	other := map[string]string{"s1": "s2", "s2": "s1", "login1": "login2", "login2": "login1"}
	switch event {
	case evReboot:
		w.forgets(memory{})
		return
	case evDamage:
		w.forgets(ignorance(w.now))
		return
	case evAgain:
		w.m.Again = true
		return
	case evSettings:
		w.settings = other[w.settings]
	case evLogin:
		w.login = other[w.login]
	}
	w.starts(w.kept)
	w.offers(w.line)
}

// rechecks says that nothing is due but another look at a confirmed record, and a
// refresh some day.
func (w *world) rechecks() bool {
	if w.rules.Refresh > 0 && !w.m.refreshAt.After(w.now) {
		return false
	}
	return !w.m.planned() && !w.m.unverified && w.every+w.rules.Refresh > 0
}

// ends makes everything work and wants the line's record at the provider.
func (w *world) ends() {
	w.silent = false
	if !w.line.HasAddress() {
		w.offers(recB)
	}
	limit := latest(w.now.Add(w.longer(2*time.Hour)), w.pause, w.over.Add(gap), w.free()).Add(10 * time.Second)
	if w.m.guessed() {
		limit = latest(limit, w.m.guessAt.Add(10*time.Second))
	}
	sent := 0
	for range 20 {
		due, ok := w.m.Due()
		if !ok || w.rechecks() {
			break
		}
		w.now = latest(w.now, due)
		job := w.m.Begin()
		w.wantSound(job)
		o, done := w.compare(job)
		if !done {
			w.wantAllowed(job)
			sent++
			w.m.Sending(w.now)
			w.arrives(job, true)
			o = Outcome{Kind: Confirmed, Sent: true}
		}
		if refresh := w.taken.Covers(job.Want); job.Task == Update && w.now.After(limit) && !refresh {
			w.t.Fatalf("%+v is sent %v late", job, w.now.Sub(limit))
		}
		w.m.Finish(w.now, o)
		w.remember(job, o)
	}
	if due, ok := w.m.Due(); ok && !w.rechecks() {
		w.t.Errorf("everything works, and still something is due in %v", due.Sub(w.now))
	}
	if sent > 1 {
		w.t.Errorf("everything works: got %d requests, want at most one", sent)
	}
	excused := w.m.Refused() || w.m.unverified
	if !excused && !w.shows(w.line) {
		w.t.Errorf("the provider holds %v, want %v", w.holds, w.line)
	}
	w.wantPromises()
}
