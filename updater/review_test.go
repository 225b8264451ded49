// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"testing"
	"time"

	"dynwan/updater/message"
)

// blindly is a machine whose first question told of nothing but a cache, if ttl
// is not 0, a second after the start.
func blindly(t *testing.T, ttl time.Duration) machineTest {
	p := play(t)
	p.sees(0, recA)
	p.m.Begin()
	p.m.Finish(at(time.Second), Outcome{Kind: Unsent, Tried: true, Blind: true, TTL: ttl, Text: message.Text("unknown")})
	return p
}

// A route is a reason to ask again. It is none to send without knowing, or to
// believe a cache before its time.
func TestARouteShortensNoPatience(t *testing.T) {
	for name, ttl := range map[string]time.Duration{"nobody was there": 0, "a cache told": time.Hour} {
		p := blindly(t, ttl)
		for i := 0; ttl == 0 && !p.m.anyway; i++ { // until the next try would be at the end of the patience
			due, _ := p.m.Due()
			p.m.Begin()
			p.m.Finish(due.Add(time.Second), Outcome{Kind: Unsent, Tried: true, Blind: true, Text: message.Text("unknown")})
		}
		early := p.m.blind.Add(100 * time.Second)
		p.m.Routed(early)
		if due, ok := p.m.Due(); !ok || due.After(early) {
			t.Fatalf("%s: the next try is at %v, %v; want at once", name, due.Sub(epoch), ok)
		}
		if job := p.m.Begin(); job.Anyway || job.Aged {
			t.Errorf("%s: after a route within the patience the job is %+v, want neither anyway nor aged", name, job)
		}
	}
}

// A provider to which nothing is sent without knowing must not be given up for
// as long as a cache, or a liar, says.
func TestATimeToLiveBoundsNoWaitForEver(t *testing.T) {
	p := play(t)
	p.m.Policy.NeedsOld = true
	p.sees(0, recA)
	now := at(time.Second)
	for range 30 {
		p.m.Begin()
		now = now.Add(time.Second)
		p.m.Finish(now, Outcome{Kind: Unsent, Tried: true, Blind: true, TTL: 24 * time.Hour, Text: message.Text("may be old")})
		due, ok := p.m.Due()
		if wait := due.Sub(now); !ok || wait > 5*time.Minute {
			t.Fatalf("%v after the start the next question is in %v, %v; want it within 5 minutes", now.Sub(epoch), wait, ok)
		}
		now = due
	}
}

// A line that changes each hour must not put off for ever that a guess is tried
// again.
func TestALineThatChangesOftenDoesNotKeepAGuess(t *testing.T) {
	p := play(t)
	now, last := at(0), at(0)
	for n := range 100 {
		want := recA
		if n%2 == 1 {
			want = recB
		}
		p.m.Observe(now, want, "")
		next := now.Add(time.Hour)
		for due, ok := p.m.Due(); ok && due.Before(next); due, ok = p.m.Due() {
			job := p.m.Begin()
			o := Outcome{Kind: Unsent, Tried: true, Text: message.Text("DNS says otherwise")}
			if job.Task == Update {
				p.m.Sending(due)
				o, last = guess, due
			}
			p.m.Finish(due.Add(time.Second), o)
		}
		now = next
	}
	if last.Before(at(24 * time.Hour)) {
		t.Errorf("in a hundred hours the last update was sent after %v, want one after a day", last.Sub(epoch))
	}
}

// When a guess is tried again and nobody can be reached, what is told is when
// that will be tried once more.
func TestTheStatusOfAGuessNamesTheNextTry(t *testing.T) {
	p := play(t)
	p.m.Observe(at(0), recA, "")
	p.m.Begin()
	p.m.Sending(at(time.Second))
	p.m.Finish(at(2*time.Second), guess)
	for {
		due, ok := p.m.Due()
		if !ok {
			t.Fatal("nothing is due")
		}
		job := p.m.Begin()
		now := due.Add(time.Second)
		p.m.Finish(now, Outcome{Kind: Unsent, Tried: true, Text: message.Text("no route to host")})
		if job.Task != Update {
			continue
		}
		var s Status
		a := Account{Config: &Config{Name: "home"}, Machine: p.m}
		if until := a.describe(&s); s.State != Refused || until.Before(now) {
			t.Errorf("got %s, %q until %v ago, want a time to come", s.State, s.Next, now.Sub(until))
		}
		return
	}
}

// Some programs set the same default route every few seconds. That must not
// keep us at work for as long as nobody can be reached.
func TestRoutesWithoutEndKeepNobodyBusy(t *testing.T) {
	p := play(t)
	p.sees(0, recA)
	k := &ProbeSource{Server: "s", Every: time.Hour, waits: p.m}
	k.observe(at(0), recA.IPv4, "")
	tries, questions := 0, 0
	for now := at(time.Second); now.Before(at(time.Hour)); now = now.Add(time.Second) {
		p.m.Routed(now)
		k.routed(now)
		if due, ok := p.m.Due(); ok && !due.After(now) {
			p.m.Begin()
			p.m.Routed(now)
			p.m.Finish(now, noRoute)
			tries++
		}
		if due, ok := k.due(); ok && !due.After(now) {
			k.begin()
			k.finish(now, noRoute)
			questions++
		}
	}
	if most := 10 * 60; tries > most || questions > most { // what the first waits after a route give in its minute
		t.Errorf("in an hour: got %d tries and %d questions, want %d at most", tries, questions, most)
	}
}
