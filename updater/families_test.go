// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"testing"
	"time"
)

// wantJob begins the job that is due and wants it to be this one.
func (p machineTest) wantJob(want Job, o Outcome) time.Duration {
	p.t.Helper()
	job, end := p.ends(o)
	if job != want {
		p.t.Errorf("job: got %+v, want %+v", job, want)
	}
	return end
}

func TestBothFamiliesThatComeTogetherAreSentTogether(t *testing.T) {
	p := play(t).holding(families(1, 1))
	p.sees(0, Record{})
	p.wantIdle()
	p.sees(time.Second, families(2, 0))
	p.sees(1900*time.Millisecond, families(2, 2)) // before the first has settled
	p.wantDue(2900 * time.Millisecond)
	p.wantJob(Job{Task: Update, Previous: families(1, 1), Want: families(2, 2)}, yes)
	p.wantIdle()
}

func TestTheFirstFamilyDoesNotWaitForTheSecond(t *testing.T) {
	p := play(t).holding(families(1, 1))
	p.sees(0, families(2, 0))
	p.wantDue(time.Second)
	end := p.wantJob(Job{Task: Update, Previous: families(1, 1), Want: families(2, 0)}, yes)
	p.wantIdle()
	p.sees(3*time.Second, families(2, 1))
	p.wantDue(end + 11*time.Minute)
	// Whether the request without IPv6 deleted it, DNS has to say.
	p.wantJob(Job{Task: Update, Previous: families(2, 0), Want: families(2, 1), Query: true, Strict: true}, inDNS)
	p.wantIdle()
}

func TestAFamilyThatComesBeforeThePermitGoesAlong(t *testing.T) {
	p := play(t).holding(families(1, 1))
	p.sees(0, families(2, 0))
	p.m.Begin()
	p.sees(1100*time.Millisecond, families(2, 2))
	if !p.m.Stale() {
		t.Error("the job is not stale, want both families sent at once")
	}
	p.m.Finish(at(1200*time.Millisecond), nothing) // withdrawn
	p.wantDue(2100 * time.Millisecond)
	p.wantJob(Job{Task: Update, Previous: families(1, 1), Want: families(2, 2)}, yes)
}

func TestAFamilyThatComesAfterThePermitLetsTheJobEnd(t *testing.T) {
	p := play(t).holding(families(1, 1))
	p.sees(0, families(2, 0))
	p.m.Begin()
	p.m.Sending(at(time.Second))
	for _, c := range []struct {
		then  Record
		stale bool
	}{{families(2, 2), false}, {families(2, 0), false}, {families(3, 0), true}, {families(0, 2), true}, {Record{}, true}} {
		if p.sees(1500*time.Millisecond, c.then); p.m.Stale() != c.stale {
			t.Errorf("%+v while it sends: stale %v, want %v", c.then, p.m.Stale(), c.stale)
		}
	}
	p.sees(2*time.Second, families(2, 2))
	p.m.Finish(at(4*time.Second), yes)
	p.wantDue(4*time.Second + 11*time.Minute)
}

func TestAFamilyThatGoesIsNoUpdateAndNotSentAlong(t *testing.T) {
	p := play(t).holding(families(1, 1))
	p.sees(0, families(1, 0))
	p.wantIdle()
	p.sees(time.Minute, families(1, 1))
	p.wantIdle()
	p.sees(2*time.Minute, families(0, 1))
	p.wantIdle()
	p.sees(3*time.Minute, families(1, 1))
	p.m.Begin() // would be wrong: nothing is due. It stands for a job that began before.
	p.m.job.Want = families(2, 1)
	p.sees(4*time.Minute, families(2, 0))
	if !p.m.Stale() {
		t.Error("the job has an address that has gone, want it stale")
	}
}

// TestFamiliesThatFlapLetAChangeSettle: their coming and going is no difference,
// so MaxHold does not run.
func TestFamiliesThatFlapLetAChangeSettle(t *testing.T) {
	p := play(t).holding(families(1, 1))
	for d := time.Duration(0); d < 20*time.Second; d += 900 * time.Millisecond {
		p.sees(d, []Record{families(1, 0), families(0, 1)}[d/(900*time.Millisecond)%2])
	}
	p.sees(20*time.Second, families(2, 1))
	p.wantDue(21 * time.Second)
}

func TestAFamilyThatIsLateAfterARebootIsComparedWithDNS(t *testing.T) {
	p := play(t)
	p.sees(0, families(1, 0))
	p.wantJob(Job{Task: Update, Want: families(1, 0), Query: true}, inDNS)
	p.sees(3*time.Second, families(1, 1))
	p.wantDue(4 * time.Second) // nothing was sent, so no gap
	p.wantJob(Job{Task: Update, Previous: families(1, 0), Want: families(1, 1), Query: true}, inDNS)
	p.wantIdle()
	if p.m.held != families(1, 1) {
		t.Errorf("held: got %+v, want both", p.m.held)
	}
}

func TestARenumberedFamilyIsSentWithoutAQuery(t *testing.T) {
	p := play(t).holding(families(1, 1))
	p.sees(0, families(1, 2))
	p.wantJob(Job{Task: Update, Previous: families(1, 1), Want: families(1, 2)}, yes)
	p.wantIdle()
}

func TestDNSKeepsWhatItWasNotAskedAbout(t *testing.T) {
	p := play(t).holding(families(1, 0))
	p.sees(0, families(0, 1))
	p.wantJob(Job{Task: Update, Previous: families(1, 0), Want: families(0, 1), Query: true}, inDNS)
	p.sees(time.Minute, families(1, 1))
	p.wantIdle()
}

func TestAnUnclearAnswerIsConfirmedForTheFamiliesThatDNSShows(t *testing.T) {
	p := play(t).holding(families(1, 1))
	p.sees(0, families(2, 2))
	end := p.wantJob(Job{Task: Update, Previous: families(1, 1), Want: families(2, 2)}, unclear)
	p.sees(end, families(2, 0))
	p.wantDue(end + time.Minute)
	p.wantJob(Job{Task: Verify, Previous: families(2, 2), Want: families(2, 0)}, inDNS)
	p.wantIdle()
	if p.m.held != families(2, 0) {
		t.Errorf("held: got %+v, want no more than DNS showed", p.m.held)
	}
}

func TestTheWaitsAfterALostAnswerAreOfWhatWasAskedFor(t *testing.T) {
	for _, c := range []struct {
		name   string
		then   Record
		due    time.Duration // after the end of the third job
		strict bool          // a cache may be older than the last request
	}{
		{"a family has gone", families(2, 0), around, false},
		{"it has changed", families(2, 3), 11 * time.Minute, true},
	} {
		p := play(t).holding(families(1, 1))
		p.sees(0, families(2, 2))
		p.ends(lost)
		p.ends(lost)
		_, end := p.ends(lost)
		p.sees(end, c.then)
		due, _ := p.m.Due()
		if job := p.m.Begin(); due.Sub(at(end)) != c.due || job.Strict != c.strict {
			t.Errorf("%s: due in %v, %+v; want %v, strict %v", c.name, due.Sub(at(end)), job, c.due, c.strict)
		}
	}
}

func TestARecheckIsOfTheFamiliesOnTheLine(t *testing.T) {
	p := play(t)
	p.m.Policy.Recheck = day
	p.holding(families(1, 1))
	p.sees(0, families(1, 0))
	other := Outcome{Kind: Unsent, Other: true}
	want := Job{Task: Verify, Strict: true, Previous: families(1, 1), Want: families(1, 0)}
	p.wantJob(want, inDNS)
	p.sees(25*time.Hour, families(1, 1))
	want.Want = families(1, 1)
	p.wantJob(want, other)
	p.wantJob(want, other)
	p.wantJob(Job{Task: Update, Want: families(1, 1), Query: true, Strict: true}, yes)
	if p.m.held != families(1, 1) {
		t.Errorf("held: got %+v, want both again", p.m.held)
	}
}
