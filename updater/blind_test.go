// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"testing"
	"time"
)

// cached is the outcome of an answer that a cache keeps for some more time.
func cached(ttl time.Duration) Outcome { return Outcome{Kind: Unsent, Blind: true, TTL: ttl} }

func TestACacheIsWaitedFor(t *testing.T) {
	p := play(t)
	p.sees(0, recA)
	_, first := p.ends(cached(100 * time.Second))
	p.wantDue(first + 101*time.Second)
	// Somebody else has filled the cache in the meantime.
	job, second := p.ends(cached(3000 * time.Second))
	if job.Anyway || job.Aged {
		t.Errorf("job when the first answer has run out: got %+v, want another check", job)
	}
	p.wantDue(first + 5*time.Minute)
	if second >= first+5*time.Minute {
		t.Fatalf("the second question ended at %v", second)
	}
	if job, _ = p.ends(yes); !job.Anyway || !job.Aged {
		t.Errorf("job after five minutes: got %+v, want it to go on", job)
	}
	p.wantIdle()
}

func TestACacheThatWakesUpAfterTwoMinutesIsWaitedForAllTheSame(t *testing.T) {
	p := play(t)
	p.sees(0, recA)
	_, first := p.ends(blind)
	for due, _ := p.m.Due(); due.Before(at(first + 2*time.Minute)); due, _ = p.m.Due() {
		p.ends(blind)
	}
	job, _ := p.ends(cached(3000 * time.Second))
	if !job.Anyway || job.Aged {
		t.Errorf("job after two minutes: got %+v, want one that goes on without an answer and not against a cache", job)
	}
	p.wantDue(first + 5*time.Minute)
	if job, _ = p.ends(yes); !job.Aged {
		t.Errorf("job after five minutes: got %+v, want it to go on", job)
	}
}

func TestAnAnswerEndsNotKnowing(t *testing.T) {
	p := play(t)
	p.sees(0, recA)
	_, first := p.ends(blind)
	p.ends(nothing) // DNS told, and the provider was out of reach
	for due, _ := p.m.Due(); due.Before(at(first + 2*time.Minute)); due, _ = p.m.Due() {
		p.ends(nothing)
	}
	_, again := p.ends(blind)
	for due, _ := p.m.Due(); due.Before(at(again + 2*time.Minute)); due, _ = p.m.Due() {
		if job, _ := p.ends(blind); job.Anyway {
			t.Fatalf("job at %v: got %+v, want two minutes from the new silence at %v on", due.Sub(epoch), job, again)
		}
	}
	// A provider out of reach does not start the two minutes anew.
	for range 3 {
		if job, _ := p.ends(nothing); !job.Anyway {
			t.Errorf("job: got %+v, want one that need not know", job)
		}
	}
}

func TestAChangeOfTheLineStartsNotKnowingAnew(t *testing.T) {
	p := play(t)
	p.sees(0, recA)
	for range 12 {
		p.ends(blind)
	}
	due, _ := p.m.Due()
	p.sees(due.Sub(epoch), recB)
	if job, _ := p.ends(blind); job.Anyway || job.Aged {
		t.Errorf("first job for another address: got %+v, want a check that must be answered", job)
	}
}

func TestNotKnowingNeverSpins(t *testing.T) {
	p := adding(t)
	p.sees(0, recA)
	for range 100 {
		_, end := p.ends(cached(time.Second))
		if due, _ := p.m.Due(); due.Before(at(end + 2*time.Second)) {
			t.Fatalf("asked again %v after the answer at %v", due.Sub(at(end)), end)
		}
	}
}
