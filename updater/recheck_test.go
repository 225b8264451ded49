// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"math/rand/v2"
	"net/netip"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

// rechecked is a year in which a confirmed record is looked at once a day. The
// day of the first confirmation ends a second after the settling time.
func rechecked(t *testing.T, live, judge func(y *year)) {
	inYear(t, func(y *year) {
		y.stop()
		y.recheck = day
		y.boot()
		y.offers(address(0))
		live(y)
	}, judge)
}

// becomesOther lets somebody else write the record.
func (y *year) becomesOther(ip netip.Addr) {
	y.mu.Lock()
	y.holds.IPv4 = ip
	y.mu.Unlock()
	y.moved()
}

func (y *year) wantRequests(n int) {
	y.t.Helper()
	lost, needless, early := y.sins()
	if len(y.ledger) != n || lost+needless+early != 0 {
		y.t.Errorf("requests: got %d with %d lost, %d needless, %d early; want %d and none of these", len(y.ledger), lost, needless, early, n)
	}
}

func TestAYearOfLooksSendsNothing(t *testing.T) {
	for name, live := range map[string]func(y *year){
		"the record is right": func(*year) {},
		"DNS is silent": func(y *year) {
			y.sleep(time.Hour)
			y.mu.Lock()
			y.silent = true
			y.mu.Unlock()
		},
		"another record for half an hour": func(y *year) {
			for n := 1; n < 300; n++ {
				y.until(time.Duration(n)*day - 20*time.Minute)
				y.becomesOther(address(900))
				y.sleep(40 * time.Minute)
				y.becomesOther(address(0))
			}
		},
		"a restart or a new image every ten hours": func(y *year) {
			for y.now() < 360*day {
				y.sleep(10 * time.Hour)
				y.stop()
				y.shown = nil
				if int(y.now()/time.Hour)%20 == 0 {
					y.shown = []Status{y.status}
				}
				y.boot()
				y.sees(Record{IPv4: y.line}, "")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			rechecked(t, live, func(y *year) {
				y.wantRequests(0)
				if n := len(y.asks); n < 364 || n > 2*366 {
					y.t.Errorf("questions to DNS: got %d, want one a day", n)
				}
				if len(y.lines) > 4+36*24 || name == "the record is right" && len(y.lines) != 3 {
					y.t.Errorf("the log has %d lines, want none about the looks: %q", len(y.lines), y.lines[:min(5, len(y.lines))])
				}
				y.wantRight(day)
			})
		})
	}
}

func TestAnotherRecordIsPutRightWithinADayAndAnHour(t *testing.T) {
	for name, c := range map[string]struct{ restart, noQuery bool }{
		"in one process":                                             {},
		"with a kill between the two looks":                          {restart: true},
		"where the provider says what it holds":                      {noQuery: true},
		"where the provider does, with a kill between the two looks": {true, true},
	} {
		t.Run(name, func(t *testing.T) {
			restart, changes, lines, next := c.restart, 50, 3, "comparing with DNS"
			rechecked(t, func(y *year) {
				if c.noQuery {
					y.under(func(config *Config) { config.NoQuery = true })
					y.becomesOther(address(900)) // the first request is not needless
					changes, lines, next = 51, 4, "sending"
				}
				for n := 1; n <= 50; n++ {
					y.until(time.Duration(n) * 7 * day)
					y.becomesOther(address(900))
					if !restart {
						continue
					}
					for other := 0; other == 0 && y.now() < time.Duration(n)*7*day+2*day; y.sleep(time.Minute) {
						saved, _, err := y.store().load("k")
						if other = saved.other; err != nil {
							y.t.Fatal(err)
						}
					}
					y.sleep(30 * time.Minute)
					y.stop()
					y.boot()
					y.sees(Record{IPv4: y.line}, "")
				}
			}, func(y *year) {
				y.wantRequests(changes)
				y.wantRight(day + time.Hour + settle + 2*answer)
				if restart {
					return
				}
				if want := lines + 100; len(y.lines) != want {
					y.t.Errorf("the log has %d lines, want %d: %q", len(y.lines), want, y.lines[:min(6, len(y.lines))])
				}
				if want := "home: DNS says otherwise; " + next + " in 1s"; len(y.lines) > lines && y.lines[lines] != want {
					y.t.Errorf("log: got %q, want %q", y.lines[lines], want)
				}
			})
		})
	}
}

func TestRedialsAndLooksDoNotDisturbEachOther(t *testing.T) {
	rechecked(t, redials, func(y *year) {
		y.wantRequests(364)
		y.wantRight(settle + answer)
	})
}

func TestTheLooksOfAFleetAreSpread(t *testing.T) {
	hours := map[int]int{}
	for i := range uint64(2000) {
		m := &Machine{Policy: usualPolicy(), Rand: rand.New(rand.NewPCG(i, 1))}
		m.Policy.Recheck = day
		m.Observe(epoch, recA, "")
		m.Begin()
		m.Finish(epoch, yes)
		due, ok := m.Due()
		if wait := due.Sub(epoch); !ok || wait < 18*time.Hour || wait > 30*time.Hour {
			t.Fatalf("the next look: got %v, %v, want it within six hours of a day", wait, ok)
		} else {
			hours[int(wait/time.Hour)]++
		}
	}
	for hour, n := range hours {
		if n > 2000/12*3/2 {
			t.Errorf("hour %d: got %d of 2000 looks, want a twelfth", hour, n)
		}
	}
}

func TestALookAsksTheZonesOwnServersAndSoDoesTheUpdateAfterIt(t *testing.T) {
	for _, adds := range []bool{false, true} {
		m := &Machine{Policy: usualPolicy()}
		m.Policy.Recheck, m.Policy.NeedsOld = day, adds
		now := epoch
		m.Observe(now, recA, "")
		m.Begin()
		m.Finish(now, Outcome{Kind: Confirmed})
		for n := range 2 {
			now, _ = m.Due()
			if job := m.Begin(); job.Task != Verify || !job.Strict {
				t.Fatalf("look %d: got %+v, want a strict question", n, job)
			}
			m.Finish(now, Outcome{Kind: Unsent, Other: true})
		}
		if wait := now.Sub(epoch); wait != day+time.Hour {
			t.Errorf("the second look: got it after %v, want a day and an hour", wait)
		}
		if job := m.Begin(); job.Task != Update || !job.Query || !job.Strict {
			t.Errorf("after two looks: got %+v, want an update that asks the zone's own servers first", job)
		}
	}
}

func TestOtherRulesForTheLooksTakeEffectAfterARestart(t *testing.T) {
	saved := memory{held: recA, recheckAt: epoch.Add(20 * time.Hour)}
	for _, c := range []struct{ every, want time.Duration }{{day, 20 * time.Hour}, {time.Hour, time.Hour}, {0, 0}} {
		m := &Machine{Policy: usualPolicy()}
		m.Policy.Recheck = c.every
		m.load(epoch, saved)
		m.Observe(epoch, recA, "")
		if at, ok := m.Due(); ok != (c.want > 0) || ok && at.Sub(epoch) != c.want {
			t.Errorf("every %v: got %v, %v, want %v", c.every, at.Sub(epoch), ok, c.want)
		}
	}
}

func TestAPlannedLookIsNoReasonToStayTheSameImage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &loopTest{t: t, dir: t.TempDir(), start: time.Now(), recheck: day}
		h.send = h.provider(yes)
		h.boot()
		h.sees(recA, "")
		h.sleep(time.Minute)
		h.quiet = 0
		h.reread <- os.Interrupt
		h.sleep(0)
		if _, planned := h.account.Machine.Due(); !planned || h.quiet == 0 {
			t.Errorf("planned %v, quiet %d; want a look planned and the loop quiet", planned, h.quiet)
		}
		h.stop()
	})
}

func TestATimeThatCannotBeIsJustNow(t *testing.T) {
	far := epoch.Add(100_000 * time.Second)
	for name, saved := range map[string]memory{
		"a request":  {arrived: far},
		"a wait":     {arrived: far, unsure: 1, resendAt: far, tried: recA},
		"an address": {held: recB, arrived: far},
	} {
		m := &Machine{Policy: usualPolicy()}
		m.load(epoch, saved)
		m.Observe(epoch, recA, "")
		if at, ok := m.Due(); !ok || at.Sub(epoch) > 3*time.Hour || at.Sub(epoch) < gap {
			t.Errorf("%s in the future: due %v, %v; want it after the gap and within hours", name, at.Sub(epoch), ok)
		}
	}
}

// slow is a sender that tells what runs at once, and when each began.
type slow struct {
	running, most int
	began         []string
}

func TestTwoSendersAtOnceFirstComeFirstServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &loopTest{t: t, dir: t.TempDir(), start: time.Now()}
		var s slow
		h.send = func(_ context.Context, job Job, _ <-chan struct{}, _ func() bool) Outcome {
			h.mu.Lock()
			s.running++
			s.most = max(s.most, s.running)
			s.began = append(s.began, job.Account)
			h.mu.Unlock()
			time.Sleep(10 * time.Second)
			h.mu.Lock()
			s.running--
			h.mu.Unlock()
			return Outcome{Kind: Confirmed}
		}
		for i, name := range []string{"last", "third", "second"} {
			policy := DefaultPolicy()
			policy.Settle = time.Duration(4-i) * time.Second
			h.beside = append(h.beside, &Account{Config: &Config{Name: name, Device: "wan", Key: name}, Machine: &Machine{Policy: &policy, Login: name}})
		}
		h.boot()
		h.sees(recA, "")
		h.sleep(5 * time.Second)
		h.mu.Lock()
		for _, name := range []string{"third", "last"} {
			if got := h.all[name]; got.State != Waiting || got.Text.String() != "203.0.113.1 on wan; waiting for its turn" || got.Next == "" {
				t.Errorf("%s: got %+v, want it to say that it waits for its turn", name, got)
			}
		}
		h.mu.Unlock()
		h.sleep(time.Minute)
		if want := "[home second third last]"; s.most != 2 || listed(s.began) != want {
			t.Errorf("senders: got %d at once, in the order %v; want 2, %s", s.most, s.began, want)
		}
		for name, got := range h.all {
			if got.State != Current {
				t.Errorf("%s: got %+v, want it current", name, got)
			}
		}
		if len(h.lines) != 8 {
			t.Errorf("log: got %q, want nothing about turns", h.lines)
		}
		h.stop()
	})
}

func listed(words []string) string {
	text := "["
	for i, w := range words {
		if i > 0 {
			text += " "
		}
		text += w
	}
	return text + "]"
}

func TestTheLogsLastWordOfALongTroubleStaysTrue(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.send = h.provider(nothing)
		h.sees(recA, "")
		h.sleep(7 * day)
		h.wantLines(
			"home: 203.0.113.1 on wan; comparing with DNS in 1s",
			"home: no route to host; trying again in 250ms",
			"home: no route to host; trying again in 2m",
		)
	})
}

func TestAStopIsNoTroubleToTellOf(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.send = func(ctx context.Context, _ Job, _ <-chan struct{}, _ func() bool) Outcome {
			<-ctx.Done()
			return Outcome{Kind: Unsent, Text: message.Text("context canceled")}
		}
		h.sees(recA, "")
		h.sleep(5 * time.Second)
		h.cancel()
		<-h.over
		h.wantLines("home: 203.0.113.1 on wan; comparing with DNS in 1s")
		if h.status.State == Busy || h.status.Problem {
			t.Errorf("status after the stop: got %+v, want no sender at work and no trouble", h.status)
		}
	})
}

func TestADeletedStateDirectoryIsMadeAgain(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.sees(recA, "")
		h.sleep(time.Minute)
		if err := os.RemoveAll(h.dir); err != nil {
			t.Fatal(err)
		}
		h.reread <- os.Interrupt // as the deletion does
		h.sleep(0)
		saved, _, err := h.store().load("k")
		if want := h.account.Machine.memory; err != nil || saved != want {
			t.Errorf("state: got %+v, %v, want what the daemon knows, %+v", saved, err, want)
		}
	})
}

func TestTroubleOfTheUpdateAfterTwoLooksIsToldAsItIs(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.recheck = day
		h.stop()
		other := Outcome{Kind: Unsent, Other: true, Text: message.Text("accepted 203.0.113.1, but DNS answers 203.0.113.7")}
		h.send = h.provider(yes, other, other, nothing)
		h.boot()
		h.sees(recA, "")
		h.sleep(2 * day)
		h.wantLines(
			"home: 203.0.113.1 on wan; comparing with DNS in 1s",
			"home: confirmed 203.0.113.1",
			"home: accepted 203.0.113.1, but DNS answers 203.0.113.7; comparing with DNS in 1s",
			"home: no route to host; trying again in 250ms",
			"home: no route to host; trying again in 2m",
		)
	})
}
