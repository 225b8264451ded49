// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"

	"dynwan/updater/message"
)

var (
	epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	recA  = record("203.0.113.1", "s1")
	recB  = record("203.0.113.2", "s1")
	recC  = record("203.0.113.3", "s1")
)

func record(ip, settings string) Record {
	return Record{IPv4: netip.MustParseAddr(ip), Settings: settings}
}

// machineTest drives a Machine by hand: every step is at a time after the epoch.
type machineTest struct {
	t *testing.T
	m *Machine
}

func play(t *testing.T) machineTest {
	p := DefaultPolicy()
	return machineTest{t, &Machine{Policy: &p, Login: "login1"}}
}

func at(d time.Duration) time.Time { return epoch.Add(d) }

// holding starts with a record that the provider confirmed long ago.
func (p machineTest) holding(r Record) machineTest {
	p.m.load(epoch, memory{held: r, requested: r.Settings, arrived: epoch.Add(-24 * time.Hour)})
	p.m.Observe(epoch, r, "")
	return p
}

func (p machineTest) sees(d time.Duration, r Record) { p.m.Observe(at(d), r, "") }

func (p machineTest) wantDue(d time.Duration) {
	p.t.Helper()
	got, ok := p.m.Due()
	if !ok || !got.Equal(at(d)) {
		p.t.Errorf("due: got %v (%v after the epoch), want %v", ok, got.Sub(epoch), d)
	}
}

func (p machineTest) wantIdle() {
	p.t.Helper()
	if got, ok := p.m.Due(); ok {
		p.t.Errorf("due %v after the epoch, want nothing to do", got.Sub(epoch))
	}
}

// ends runs one job that begins when it is due and ends a second later.
func (p machineTest) ends(o Outcome) (Job, time.Duration) {
	p.t.Helper()
	due, ok := p.m.Due()
	if !ok {
		p.t.Fatalf("nothing is due, want a job that ends %v", o.Kind)
	}
	job := p.m.Begin()
	if o.Sent {
		p.m.Sending(due)
	}
	p.m.Finish(due.Add(time.Second), o)
	return job, due.Add(time.Second).Sub(epoch)
}

var (
	yes     = Outcome{Kind: Confirmed, Sent: true}
	inDNS   = Outcome{Kind: Confirmed}
	nothing = Outcome{Kind: Unsent, Text: message.Text("no route to host")}
	blind   = Outcome{Kind: Unsent, Blind: true}
	lost    = Outcome{Kind: Unsure, Sent: true, Text: message.Text("no answer")}
	unclear = Outcome{Kind: Unverified, Sent: true}
	no      = Outcome{Kind: Rejected, Sent: true, Text: message.Text("wrong password"), Remedy: message.Text("correct it")}
)

func TestFirstChangeAfterAQuietTimeGoesAfterSettling(t *testing.T) {
	p := play(t).holding(recA)
	p.wantIdle()
	p.sees(time.Minute, recB)
	p.wantDue(time.Minute + time.Second)
	job, _ := p.ends(yes)
	if job.Task != Update || job.Query || job.Want != recB || job.Previous != recA {
		t.Errorf("job: got %+v, want an update from A to B without a check", job)
	}
	p.wantIdle()
}

func TestTheGapHoldsTheSecondChange(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(yes)
	p.sees(end+time.Minute, recC)
	p.wantDue(end + 11*time.Minute)
}

func TestAnAddressThatComesBackIsNotSent(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.sees(500*time.Millisecond, recA)
	p.wantIdle()
	p.m.Observe(at(time.Second), Record{}, message.Text("pppoe-wan is down"))
	p.wantIdle()
	p.sees(2*time.Second, recA)
	p.wantIdle()
}

func TestAnAddressThatNeverHoldsStillIsSentAfterTenSeconds(t *testing.T) {
	p := play(t).holding(recA)
	for d := time.Duration(0); d < 9600*time.Millisecond; d += 800 * time.Millisecond {
		p.sees(d, recB)
		p.sees(d+400*time.Millisecond, recC)
	}
	p.wantDue(10 * time.Second)
}

func TestAStormStartsFewJobs(t *testing.T) {
	p := play(t).holding(recA)
	begun := 0
	for d := time.Duration(0); d < time.Minute; d += 100 * time.Millisecond {
		p.sees(d, []Record{recB, recC}[int(d/(100*time.Millisecond))%2])
		if due, ok := p.m.Due(); ok && !due.After(at(d)) {
			p.m.Begin()
			begun++
			p.sees(d+time.Millisecond, record("203.0.113.4", "s1"))
			p.m.Finish(at(d+2*time.Millisecond), nothing) // withdrawn
		}
	}
	if begun > 6 {
		t.Errorf("a storm of a minute began %d jobs, want one in ten seconds at most", begun)
	}
}

func TestNothingSentIsRetriedByTheTable(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	for i, wait := range DefaultPolicy().Retry {
		_, end := p.ends(nothing)
		p.wantDue(end + wait)
		if t.Failed() {
			t.Fatalf("after failure %d", i+1)
		}
	}
	_, end := p.ends(nothing)
	p.wantDue(end + 5*time.Minute)

	p.sees(end+time.Second, recC)
	p.wantDue(end + 2*time.Second) // a new observation starts anew
	_, end = p.ends(nothing)
	p.wantDue(end + 250*time.Millisecond)
}

func TestAProviderThatIsDownIsLeftAlone(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.ends(nothing)
	closed := nothing
	closed.Reached = true
	for _, wait := range []time.Duration{30 * time.Second, 30 * time.Second, around, around} {
		_, end := p.ends(closed)
		p.wantDue(end + wait)
	}
	_, end := p.ends(nothing)
	p.wantDue(end + 500*time.Millisecond) // another trouble has its own table
}

func TestWaitsAreSpreadByTheHalf(t *testing.T) {
	m := &Machine{Rand: rand.New(rand.NewPCG(1, 2))}
	low, high := time.Hour, time.Duration(0)
	for range 1000 {
		d := m.spread(time.Minute)
		low, high = min(low, d), max(high, d)
	}
	if low < time.Minute || low > 61*time.Second || high > 90*time.Second || high < 89*time.Second {
		t.Errorf("a wait of a minute became %v to %v, want 1m to 1m30s", low, high)
	}
}

func TestALostAnswerWaitsForTheGapAndAsksDNS(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(lost)
	p.wantDue(end + 11*time.Minute)
	job, _ := p.ends(inDNS)
	if !job.Query || job.Previous != (Record{}) {
		t.Errorf("job after a lost answer: got %+v, want a check and no known previous record", job)
	}
	p.wantIdle()
}

func TestLostAnswersWaitLonger(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	for _, wait := range []float64{11, 11, 14.5, 14.5, 14.5, 30, 60, 120, 120} {
		_, end := p.ends(lost)
		p.wantDue(end + time.Duration(wait*float64(time.Minute)))
	}
	// The same address again owes the wait; another one only the gap.
	due, _ := p.m.Due()
	p.m.Observe(due.Add(-time.Hour), Record{}, message.Text("down"))
	p.m.Observe(due.Add(-59*time.Minute), recB, "")
	p.wantDue(due.Sub(epoch))
	p.m.Observe(due.Add(-58*time.Minute), recC, "")
	p.wantDue(due.Sub(epoch) - 58*time.Minute + time.Second)
}

func TestDNSCannotConfirmSettings(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, record("203.0.113.1", "s2"))
	job, _ := p.ends(lost)
	if job.Query {
		t.Errorf("job for new settings: got %+v, want no check: DNS shows addresses only", job)
	}
	if job, _ = p.ends(lost); job.Query {
		t.Errorf("job after a lost answer: got %+v, want no check while settings are in doubt", job)
	}
	if job, _ = p.ends(lost); !job.Query {
		t.Errorf("job after two lost answers: got %+v, want a check: the same settings were asked for twice", job)
	}
	p.ends(yes)
	p.wantIdle()
}

func TestAnUnclearAnswerIsNeverSentAgain(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(unclear)
	for _, wait := range DefaultPolicy().Verify {
		p.wantDue(end + wait)
		var job Job
		if job, end = p.ends(nothing); job.Task != Verify {
			t.Fatalf("job after an unclear answer: got %+v, want one that only asks DNS", job)
		}
	}
	p.wantIdle()
	p.sees(end+time.Hour, recC)
	p.wantDue(end + time.Hour + time.Second)
}

func TestTheUserMayInsistOnAnUnclearUpdate(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(unclear)
	p.m.Again = true
	p.wantDue(end + 11*time.Minute)
	if job := p.m.Begin(); job.Task != Update || !job.Query {
		t.Errorf("job when the user insists: got %+v, want an update after a check", job)
	}
	p.m.Finish(at(end+12*time.Minute), unclear)
	if job := p.m.Begin(); job.Task != Verify {
		t.Errorf("job after that: got %+v, want DNS asked only", job)
	}
}

func TestACacheIsNotBelievedAfterAnotherAddressWasTried(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(lost)
	p.sees(end, recA)
	if job, _ := p.ends(inDNS); !job.Query || !job.Strict {
		t.Errorf("job for A while B may have arrived: got %+v, want a strict check", job)
	}
}

func TestNameServersThatAlwaysDisagree(t *testing.T) {
	p := play(t)
	p.sees(0, recA)
	var job Job
	for range unsettled {
		if job, _ = p.ends(nothing); job.Anyway {
			t.Fatalf("job: got %+v, want patience", job)
		}
	}
	if due, _ := p.m.Due(); due.Before(at(time.Hour)) {
		t.Errorf("patience ended %v after the start, want an hour at least", due.Sub(epoch))
	}
	if job, _ = p.ends(yes); !job.Anyway {
		t.Errorf("job after %d tries: got %+v, want it sent", unsettled, job)
	}
}

func TestDNSConfirmsAnUnclearAnswer(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.ends(unclear)
	p.ends(inDNS)
	p.wantIdle()
	if p.m.unverified || p.m.held != recB {
		t.Errorf("after DNS agreed: unverified %v, held %v; want B confirmed", p.m.unverified, p.m.held)
	}
}

func TestARefusalStopsUntilTheSettingsChange(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.ends(no)
	p.wantIdle()
	p.sees(time.Hour, recC)
	p.wantIdle()

	again := play(t)
	again.m.load(at(2*time.Hour), p.m.memory)
	again.sees(2*time.Hour, recC)
	again.wantIdle()

	corrected := play(t)
	corrected.m.Login = "login2"
	corrected.m.load(at(2*time.Hour), p.m.memory)
	corrected.sees(2*time.Hour, recC)
	corrected.wantDue(2*time.Hour + time.Second)
	corrected.ends(yes)
	corrected.m.Login = "login1"
	if corrected.m.Refused() {
		t.Error("a confirmed update leaves the refusal in memory, want it gone")
	}
}

func TestARefusalLeavesWhatTheProviderHeld(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.ends(no)
	if p.m.held != recA || p.m.requested != "s1" {
		t.Errorf("held %v (settings %q) after a refusal, want A as before", p.m.held, p.m.requested)
	}
}

func TestTheProvidersWaitWinsWhenLonger(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	slow := lost
	slow.Wait = time.Hour
	_, end := p.ends(slow)
	p.wantDue(end + time.Hour)
	p.sees(end+time.Minute, recC)
	p.wantDue(end + time.Hour) // another address does not shorten it
	slow.Wait = 1000 * time.Hour
	_, end = p.ends(slow)
	p.wantDue(end + 24*time.Hour)
}

func TestAStartWithoutMemoryAsksDNSFirst(t *testing.T) {
	p := play(t)
	p.sees(0, recA)
	p.wantDue(time.Second)
	job, first := p.ends(blind)
	for due, _ := p.m.Due(); due.Before(at(first + 2*time.Minute)); due, _ = p.m.Due() {
		if job, _ = p.ends(blind); !job.Query || job.Anyway || job.Aged {
			t.Fatalf("job at %v: got %+v, want a check that must be answered", due.Sub(epoch), job)
		}
	}
	p.wantDue(first + 2*time.Minute)
	if job, _ := p.ends(yes); !job.Query || !job.Anyway || job.Aged {
		t.Errorf("job when patience is over: got %+v, want a check that need not be answered", job)
	}
	p.wantIdle()
}

func TestAClockThatIsSetStartsWhatWaitedForIt(t *testing.T) {
	for _, waits := range []bool{true, false} {
		p := play(t).holding(recA)
		p.sees(0, recB)
		o := nothing
		o.Clock = waits
		var end time.Duration
		for range 9 {
			_, end = p.ends(o)
		}
		p.wantDue(end + time.Minute)
		p.m.ClockSet(at(end + time.Second))
		if waits {
			p.wantDue(end + time.Second)
		} else {
			p.wantDue(end + time.Minute)
		}
	}
}

// A server that refuses for the clock may not say so: PowerDNS calls a wrong time
// a wrong key.
func TestAClockThatIsSetEndsARefusalForIt(t *testing.T) {
	for _, clock := range []bool{true, false} {
		p := play(t).holding(recA)
		p.sees(0, recB)
		_, end := p.ends(Outcome{Kind: Rejected, Guess: true, Clock: clock, Text: "no"})
		p.m.ClockSet(at(end + time.Hour))
		if due, _ := p.m.Due(); due.After(at(end+time.Hour)) == clock {
			t.Errorf("clock %v: due at %v, an hour after the refusal at %v", clock, due, at(end))
		}
	}
}

func TestAClockThatIsSetLeavesTheGap(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(lost)
	p.m.ClockSet(at(end + time.Second))
	p.wantDue(end + 11*time.Minute)
}

func TestADeathWhileSendingLeavesADoubt(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.m.Begin()
	p.m.Sending(at(time.Second))
	next := play(t)
	next.m.load(at(6*time.Second), p.m.memory)
	next.sees(6*time.Second, recB)
	next.wantDue(6*time.Second + 11*time.Minute)
	if job := next.m.Begin(); !job.Query || job.Previous != (Record{}) {
		t.Errorf("job after the death: got %+v, want a check and no known previous record", job)
	}
}

func TestADeathBeforeSendingLeavesNoDoubt(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.m.Begin()
	next := play(t)
	next.m.load(at(6*time.Second), p.m.memory)
	next.sees(6*time.Second, recB)
	next.wantDue(7 * time.Second)
}

func TestAChangeDuringTheJob(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.m.Begin()
	p.wantIdle()
	p.sees(2*time.Second, recC)
	if !p.m.Stale() {
		t.Error("the job serves B and the line holds C: want it stale")
	}
	p.m.Sending(at(2 * time.Second))
	p.m.Finish(at(3*time.Second), yes)
	p.wantDue(3*time.Second + 11*time.Minute)
	p.sees(4*time.Second, recB)
	p.wantIdle() // B is what the provider has confirmed
}

func TestAFailureOfTheOldAddressDoesNotDelayTheNew(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.m.Begin()
	p.sees(2*time.Second, recC)
	p.m.Finish(at(2500*time.Millisecond), nothing)
	p.wantDue(3 * time.Second)
}

func TestAChangeBackWhileSendingIsSent(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	p.m.Begin()
	p.m.Sending(at(time.Second))
	p.sees(2*time.Second, recA)
	p.m.Finish(at(3*time.Second), yes)
	p.wantDue(3*time.Second + 11*time.Minute) // the provider holds B now
}
