// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
	"time"

	"dynwan/updater/message"
)

// adding is a player whose provider adds records.
func adding(t *testing.T) machineTest {
	p := play(t)
	p.m.Policy.NeedsOld = true
	return p
}

// halfway is a job that has deleted the old record and not added the new one.
var halfway = Outcome{Kind: Unsure, Sent: true, Deleted: true, Text: message.Text("deleted, and not added")}

func TestAnAddIsDecidedByDNSUnlessTheOldRecordIsKnown(t *testing.T) {
	for _, c := range []struct {
		name  string
		begin func(p machineTest)
		check bool
		old   Record
	}{
		{"at the first start", func(machineTest) {}, true, Record{}},
		{"after a confirmed add", func(p machineTest) { p.sees(0, recA); p.ends(yes) }, false, recA},
		{"after an add that nobody confirmed", func(p machineTest) { p.sees(0, recA); p.ends(unclear) }, true, Record{}},
		{"after an add that may have arrived", func(p machineTest) { p.sees(0, recA); p.ends(lost) }, true, Record{}},
		{"after an add that was refused", func(p machineTest) {
			p.sees(0, recA)
			p.ends(yes)
			p.sees(30*time.Minute, recB)
			p.ends(Outcome{Kind: Rejected, Sent: true, Deleted: true, Text: message.Text("no")})
			p.m.Login = "login2"
		}, true, Record{}},
		{"after half of a change", func(p machineTest) { p.sees(0, recA); p.ends(halfway) }, true, Record{}},
	} {
		p := adding(t)
		c.begin(p)
		p.sees(time.Hour, recB)
		job := p.m.Begin()
		if job.Task != Update || job.Query != c.check || job.Strict != c.check || job.Previous != c.old || job.Want != recB {
			t.Errorf("%s: got %+v, want a strict check %v and the old record %v", c.name, job, c.check, c.old)
		}
	}
}

func TestHalfOfAChangeOutlivesTheProcess(t *testing.T) {
	p := adding(t)
	p.sees(0, recA)
	p.ends(yes)
	p.sees(time.Hour, recB)
	p.m.Begin()
	p.m.Sending(at(time.Hour + time.Second))
	p.m.Halfway()
	saved := p.m.memory
	next := adding(t)
	next.m.load(at(2*time.Hour), saved)
	if !next.m.gone || next.m.held != (Record{}) {
		t.Errorf("memory: got gone %v and %v held, want the old record gone and none known", next.m.gone, next.m.held)
	}
	next.sees(2*time.Hour, recB)
	if job, _ := next.ends(yes); !job.Query || next.m.gone {
		t.Errorf("the next job: got %+v, and afterwards gone %v; want DNS asked, and the change over", job, next.m.gone)
	}
}

func TestAnAddThatNobodyEverConfirmsIsDecidedByDNS(t *testing.T) {
	p := adding(t)
	p.sees(0, recA)
	p.ends(unclear)
	for range p.m.Policy.Verify {
		if job, _ := p.ends(nothing); job.Task != Verify {
			t.Fatalf("after an unclear answer: got %+v, want DNS asked", job)
		}
	}
	if job, _ := p.ends(yes); job.Task != Update || !job.Query {
		t.Errorf("after the last question to DNS: got %+v, want an update that DNS decides", job)
	}
	p.wantIdle()
}

func TestNobodySendsBlindlyWithoutARememberedAddress(t *testing.T) {
	for _, remembered := range []netip.Addr{{}, recB.IPv4} {
		p := adding(t)
		p.m.Remembered = remembered
		p.sees(0, recA)
		var begun, first time.Duration
		for try := range 40 {
			due, _ := p.m.Due()
			job, end := p.ends(blind)
			if begun = due.Sub(epoch); try == 0 {
				first = end
			}
			may := remembered.IsValid() && begun >= first+2*time.Minute
			if !job.Query || job.Anyway != may || job.Remembered.IsValid() != may {
				t.Errorf("try %d with %v remembered: got %+v, want it to go on blindly: %v", try, remembered, job, may)
			}
		}
	}
}

// records is a provider that adds and deletes, and what can go wrong with it.
type records struct {
	held []netip.Addr
	rand *rand.Rand
	calm bool // nothing goes wrong any more
}

// chance is true once in n times.
func (r *records) chance(n int) bool { return !r.calm && r.rand.IntN(n) == 0 }

// command does one command, and says whether it was done and what is known of
// that: Confirmed, Unsent or Unsure.
func (r *records) command(do func()) (bool, Kind) {
	switch {
	case r.chance(8):
		return false, Unsent
	case r.chance(8):
		return false, Unsure
	case r.chance(8):
		do()
		return true, Unsure
	}
	do()
	return true, Confirmed
}

// perform is a sender: DNS, delete, add. died says that it was killed, before
// its parent heard of anything after the last ask.
func (r *records) perform(job Job, ask func(half int)) (o Outcome, died bool) {
	old := job.Previous.IPv4
	if job.Query {
		switch {
		case r.chance(4):
			return blind, false
		case len(r.held) > 1:
			return no, false
		case slices.Equal(r.held, []netip.Addr{job.Want.IPv4}):
			return inDNS, false
		case len(r.held) == 1:
			old = r.held[0]
		}
	}
	ask(1)
	if r.chance(8) {
		return o, true
	}
	o.Sent = true
	if old.IsValid() {
		done, kind := r.command(func() { r.held = slices.DeleteFunc(r.held, func(a netip.Addr) bool { return a == old }) })
		if o.Kind = kind; kind != Confirmed {
			return o, false
		}
		o.Deleted = done
		ask(2)
		if r.chance(8) {
			return o, true
		}
	}
	_, o.Kind = r.command(func() { r.held = append(r.held, job.Want.IPv4) })
	return o, r.chance(8)
}

// TestNeverTwoRecords lets the line change, commands fail and processes die, a
// hundred lives long.
func TestNeverTwoRecords(t *testing.T) {
	for seed := range uint64(100) {
		r := &records{rand: rand.New(rand.NewPCG(seed, 1))}
		p := adding(t)
		now := time.Duration(0)
		for range 300 {
			if r.rand.IntN(3) == 0 {
				p.sees(now, []Record{recA, recB, recC}[r.rand.IntN(3)])
			}
			due, ok := p.m.Due()
			if !ok {
				now += time.Minute
				continue
			}
			now = max(now, due.Sub(epoch))
			p = p.works(r, now)
			if len(r.held) > 1 {
				t.Fatalf("seed %d: the provider holds %v, want one record at most", seed, r.held)
			}
			now += time.Second
		}
		r.calm = true
		for now += 30 * 24 * time.Hour; ; now += time.Hour {
			if due, ok := p.m.Due(); !ok || due.After(at(now)) {
				break
			}
			p = p.works(r, now)
		}
		if !slices.Equal(r.held, []netip.Addr{p.m.want.IPv4}) {
			t.Fatalf("seed %d: the provider holds %v a month after the last trouble, want %v", seed, r.held, p.m.want)
		}
	}
}

// works does the job that is due, as the loop does.
func (p machineTest) works(r *records, now time.Duration) machineTest {
	want := p.m.want
	job := p.m.Begin()
	if job.Task == Verify {
		p.m.Finish(at(now), nothing)
		return p
	}
	asked := false
	o, died := r.perform(job, func(half int) {
		if asked = true; half == 1 {
			p.m.Sending(at(now))
		} else {
			p.m.Halfway()
		}
	})
	if died { // the daemon with it
		next := adding(p.t)
		next.m.load(at(now), p.m.memory)
		next.sees(now, want)
		return next
	}
	if asked && o.Kind == Unsent {
		o.Kind = Unsure
	}
	p.m.Finish(at(now), o)
	return p
}
