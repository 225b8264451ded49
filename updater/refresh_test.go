// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"testing"
	"time"

	"dynwan/updater/message"
)

const fiveDays = 5 * day

// expiring is a Machine for a provider that deletes names after a week.
func expiring(t *testing.T) machineTest {
	p := play(t)
	p.m.Policy.Refresh = fiveDays
	return p
}

// took is a request that ends a second after the address has settled.
func (p machineTest) took() (end time.Duration) {
	p.t.Helper()
	p.sees(0, recA)
	job, end := p.ends(yes)
	if job.Query {
		p.t.Errorf("job: got %+v, want DNS not asked: nothing is known of the last request", job)
	}
	p.wantDue(end + fiveDays)
	return end
}

func TestTheSameIsSentOnceMoreBeforeANameExpires(t *testing.T) {
	p := expiring(t)
	end := p.took()
	for range 3 {
		job, next := p.ends(yes)
		if job.Task != Update || job.Query || job.Want != recA {
			t.Errorf("job: got %+v, want an update with the same address and no query", job)
		}
		if want := end + fiveDays + time.Second; next != want {
			t.Errorf("refreshed after %v, want %v", next, want)
		}
		end = next
		p.wantDue(end + fiveDays)
	}
}

func TestAChangeBeginsTheTermAnew(t *testing.T) {
	p := expiring(t)
	end := p.took()
	p.sees(end+day, recB)
	_, end = p.ends(yes)
	p.wantDue(end + fiveDays)
}

func TestAnUnclearAnswerBeginsTheTermAndALookAtDNSDoesNot(t *testing.T) {
	p := expiring(t)
	p.took()
	p.sees(day, recB)
	_, end := p.ends(unclear)
	for range 6 {
		if job, _ := p.ends(nothing); job.Task != Verify {
			t.Fatalf("job: got %+v, want a query", job)
		}
	}
	p.wantDue(end + fiveDays)

	p = expiring(t)
	first := p.took()
	p.sees(day, recB)
	p.ends(lost)
	if job, _ := p.ends(inDNS); !job.Query {
		t.Fatalf("job: got %+v, want DNS asked about the change", job)
	}
	p.wantDue(first + fiveDays) // the safe side: perhaps it was never asked
}

func TestWhatBecomesOfARefresh(t *testing.T) {
	fail := time.Second // a job takes a second
	for name, c := range map[string]struct {
		outcomes []Outcome
		due      []time.Duration // after the end of each
	}{
		"nothing can be sent":        {[]Outcome{nothing, nothing, nothing}, []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second}},
		"the provider takes nothing": {[]Outcome{{Kind: Unsent, Reached: true}, {Kind: Unsent, Reached: true}, {Kind: Unsent, Reached: true}}, []time.Duration{30 * time.Second, 30 * time.Second, around}},
		"the answer is lost":         {[]Outcome{lost, lost, lost}, []time.Duration{gap, gap, around}},
		"the provider wants a pause": {[]Outcome{{Kind: Unsure, Sent: true, Wait: time.Hour}, yes}, []time.Duration{time.Hour, fiveDays}},
		"it may be refused":          {[]Outcome{{Kind: Rejected, Sent: true, Guess: true}, {Kind: Rejected, Sent: true, Guess: true}}, []time.Duration{day, week}},
	} {
		p := expiring(t)
		end := p.took() + fiveDays
		for i, o := range c.outcomes {
			job, at := p.ends(o)
			if job.Query || job.Task != Update {
				t.Errorf("%s: job: got %+v, want no query", name, job)
			}
			if end += fail; at != end {
				t.Errorf("%s: try %d ends after %v, want %v", name, i, at, end)
			}
			end += c.due[i]
			p.wantDue(end)
			if !p.m.held.Covers(recA) {
				t.Errorf("%s: what the provider holds is forgotten", name)
			}
		}
	}
	p := expiring(t)
	p.took()
	p.ends(no)
	p.wantIdle()
	p.m.Login = "login2"
	p.wantDue(2*time.Second + fiveDays + time.Second + gap)
}

func TestARefreshIsNotSwallowedByDNSAndDoesNotWaitForIt(t *testing.T) {
	p := expiring(t)
	p.m.Policy.Recheck = day
	p.sees(0, recA)
	_, end := p.ends(yes)
	for n := range 4 {
		if job, _ := p.ends(inDNS); job.Task != Verify {
			t.Fatalf("day %d: got %+v, want the daily look at DNS", n+1, job)
		}
	}
	p.wantDue(end + fiveDays)
	if job, _ := p.ends(yes); job.Task != Update {
		t.Errorf("day 5: got %+v, want the refresh", job)
	}
	// Under a provider's new rule nothing is known of the last request.
	p = expiring(t).holding(recA)
	p.wantDue(time.Second)
}

func TestTheTermLastsOverARestartAndIsLostInAReboot(t *testing.T) {
	p := expiring(t)
	end := p.took()
	kept := p.m.memory
	again := func(d time.Duration, m memory) {
		p.m = &Machine{Policy: p.m.Policy, Login: "login1"}
		p.m.load(at(d), m)
		p.m.Observe(at(d), recA, "")
	}
	again(end+day, kept)
	p.wantDue(end + fiveDays)
	again(end+8*day, kept) // it was switched off meanwhile
	p.wantDue(end + 8*day + time.Second)
	again(end+9*day, memory{})
	p.wantDue(end + 9*day + time.Second)

	// It is killed in the middle of a refresh.
	again(end+day, kept)
	p.m.Begin()
	p.m.Sending(at(end + fiveDays))
	again(end+fiveDays+time.Minute, p.m.memory)
	p.wantDue(end + fiveDays + time.Minute + gap)
	// A term that began under another rule, and one in a snapshot.
	kept.refreshAt = at(100 * day)
	again(0, kept)
	p.wantDue(fiveDays + fiveDays/10)
}

func TestARefreshIsSpreadOverATenth(t *testing.T) {
	p := expiring(t)
	p.m.Rand = rand.New(rand.NewPCG(1, 2))
	p.sees(0, recA)
	low, high := 2*fiveDays, time.Duration(0)
	for range 200 {
		_, end := p.ends(yes)
		due, _ := p.m.Due()
		low, high = min(low, due.Sub(at(end))), max(high, due.Sub(at(end)))
	}
	if low < fiveDays || high >= fiveDays*11/10 || high-low < fiveDays/12 {
		t.Errorf("refreshed after %v to %v, want %v and up to a tenth more", low, high, fiveDays)
	}
}

func TestTheLineOfARefresh(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.stop()
		h.rules = func(c *Config) { c.Refresh = fiveDays }
		h.send = h.provider(Outcome{Kind: Confirmed, Sent: true, Text: message.Text("confirmed")}, lost, yes)
		h.boot()
		h.sees(recA, "")
		h.sleep(time.Minute)
		quiet := h.quiet
		h.sleep(4 * day)
		if h.quiet != quiet {
			t.Errorf("the loop woke up %d times before the term was over", h.quiet-quiet)
		}
		h.sleep(day + time.Hour)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.1 at 5d2s", "203.0.113.1 at 5d11m3s")
		h.wantLines("home: 203.0.113.1 on wan; sending in 1s", "home: confirmed; sending it once more in 5d",
			"home: no answer; trying again in 11m", "home: confirmed 203.0.113.1; sending it once more in 5d")
	})
}

func TestARefreshThatLacksAFamilyAndMayBeRefusedIsNoLoop(t *testing.T) {
	p := expiring(t)
	p.sees(0, families(1, 1))
	_, end := p.ends(yes)
	p.sees(end+day, families(1, 0))
	job, end := p.ends(Outcome{Kind: Rejected, Sent: true, Guess: true})
	if job.Want != families(1, 0) {
		t.Fatalf("job: got %+v, want the refresh of what is left", job)
	}
	p.wantDue(end + day) // what DNS says of it would only be the same
	_, end = p.ends(yes)
	p.wantDue(end + fiveDays)
	p.sees(end+day, families(1, 1)) // the other one may have expired meanwhile
	if job, _ := p.ends(yes); job.Query {
		t.Errorf("job: got %+v, want the other family sent without a look at DNS", job)
	}
}

func TestTheWaitsAfterAFailedRefreshOutlastANewImage(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.stop()
		h.rules = func(c *Config) { c.Refresh = fiveDays }
		h.send = h.provider(yes, Outcome{Kind: Unsent, Reached: true, Text: message.Text("closed")}, yes)
		h.boot()
		h.sees(recA, "")
		h.sleep(fiveDays)
		quiet := h.quiet
		h.sleep(20 * time.Second)
		if h.quiet != quiet {
			t.Error("the loop may be replaced although it waits for the next try")
		}
		h.sleep(time.Minute)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.1 at 5d33s")
	})
}
