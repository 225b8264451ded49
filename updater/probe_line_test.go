// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"net/netip"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

// wantNew checks that only what the server sees now was published since.
func (l *probeServer) wantNew(what string) {
	l.h.t.Helper()
	l.h.mu.Lock()
	defer l.h.mu.Unlock()
	for _, s := range l.h.sent {
		if s[:11] != l.seen.String() {
			l.h.t.Errorf("%s: published %q, asked %q; want %s alone", what, l.h.sent, l.asked, l.seen)
		}
	}
	if len(l.h.sent) == 0 {
		l.h.t.Errorf("%s: nothing was published, asked %q", what, l.asked)
	}
}

func TestALineThatBreaksDuringTheQuestionIsAskedAboutAnew(t *testing.T) {
	for _, away := range []time.Duration{100 * time.Millisecond, 5 * time.Minute} {
		behind(t, func(h *loopTest, l *probeServer) {
			h.holds("192.168.1.2", "")
			h.sleep(1500 * time.Millisecond) // asked, not answered
			h.holds("", "wan has no carrier")
			l.sees(recB.IPv4)
			h.sleep(away)
			h.holds("192.168.1.2", "")
			h.sleep(20 * time.Minute)
			l.wantNew("away for " + away.String())
		})
	}
}

func TestALineThatWasAnotherForAMomentIsAskedAboutAnew(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Second)
		h.holds("10.0.0.2", "")
		l.forgets(recB.IPv4)
		h.sleep(10 * time.Second)
		h.holds("192.168.1.2", "")
		h.sleep(15 * time.Minute)
		l.wantNew("there and back")
	})
}

func TestTheEndOfALineIsWrittenDownWithoutDisturbingAnotherProcess(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		// dynwan once is about to send.
		s := h.store()
		lock := h.holdLock("k")
		h.rewrites("k", func(m *memory) {
			m.arrived, m.inFlight = h.store().Now(), true
		})
		question := h.holdLock("q.probe")
		h.resees(func(s *seenAddress) { s.asked = h.store().Now() })
		h.sleep(time.Second)
		h.holds("", "wan has no carrier")
		if got, _, _ := s.load("k"); !got.inFlight || h.since(got.arrived) > 2*time.Second {
			t.Errorf("what the other process wrote is lost: %+v", got)
		}
		lock.Close()
		question.Close()
		h.reread <- os.Interrupt
		synctest.Wait()
		if got := h.sight(); got.known.IsValid() {
			t.Errorf("the state believes %+v of a line that is gone", got)
		}
		l.sees(recB.IPv4)
		h.holds("192.168.1.2", "")
		h.sleep(20 * time.Minute)
		if len(l.times()) != 2 {
			t.Errorf("asked: got %q, want once more", l.times())
		}
	})
}

func TestTheEndOfALineIsWrittenDownWhenThatCanBe(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		lock := h.holdLock("q.probe")
		h.quiet = 0
		h.holds("", "wan has no carrier")
		if h.quiet > 0 {
			t.Error("while another process has the account: got quiet, want not")
		}
		// That one was killed, after it had noted that it asks.
		h.resees(func(s *seenAddress) { s.asked = h.store().Now() })
		lock.Close()
		h.sleep(time.Second)
		h.holds("", "wan is down")
		got := h.sight()
		if got.known.IsValid() || h.since(got.asked) > 2*time.Second {
			t.Errorf("the state has %+v; want the line forgotten and the request kept", got)
		}
	})
}

func TestAnInterfaceThatWasDownAtTheStartIsAskedAboutAnew(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		h.stop()
		down := &Account{Config: &Config{Name: "home", Down: message.Text("interface wan is down"), Key: "k", Settings: "s1", Probes: []*ProbeSource{newLook()}},
			Machine: &Machine{Policy: usualPolicy(), Login: "login1"}}
		down.Probes[0].Key = "of no device"
		ctx, cancel := context.WithCancel(h.t.Context())
		over := make(chan struct{})
		go func() {
			(&Loop{Accounts: []*Account{down}, Store: h.store(), Send: h.send, Show: func(*Status, bool) {}}).Run(ctx, nil, nil)
			close(over)
		}()
		h.sleep(time.Minute)
		cancel()
		<-over
		l.forgets(recB.IPv4)
		l.boot()
		h.holds("192.168.1.2", "")
		h.sleep(20 * time.Minute)
		l.wantNew("down and up again")
	})
}

func TestAStormStartsFewQuestions(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		begun, ask := 0, h.send
		h.send = func(ctx context.Context, j Job, w <-chan struct{}, may func() bool) Outcome {
			begun++
			select {
			case <-w:
				return Outcome{Kind: Unsent, Text: message.Text("withdrawn")}
			case <-time.After(600 * time.Millisecond): // DNS and TLS
			}
			return ask(ctx, j, w, may)
		}
		for i := range byte(120) {
			h.seen <- Observation{Device: "wan", Hidden: netip.AddrFrom4([4]byte{192, 168, 1, 2 + i%3})}
			h.sleep(500 * time.Millisecond)
		}
		if begun < 2 || begun > 7 {
			t.Errorf("in a minute of changes %d questions began, want about one in ten seconds", begun)
		}
	})
}

func TestAnAnswerOfAnotherProcessCounts(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(15 * time.Minute)
		h.resees(func(s *seenAddress) { s.found, s.asked = recB.IPv4, h.store().Now() })
		h.reread <- os.Interrupt
		h.sleep(29 * time.Minute)
		l.wantAsked("1s")
		h.wantSent("203.0.113.1 at 2s", "203.0.113.2 at 15m")
	})
}

func TestAnotherQuestionOwesNothingToTheOldOne(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		h.stop()
		l.sees(recB.IPv4)
		h.look = newLook()
		h.look.Key = "another server"
		h.boot()
		h.holds("192.168.1.2", "")
		synctest.Wait()
		if got := h.sight(); got.known.IsValid() || h.look.seenAddress != (seenAddress{}) {
			t.Errorf("the state has %+v and the new question %+v, want the old one over and nothing of it", got, h.look.seenAddress)
		}
		h.holds("192.168.1.2", "") // the loop goes on after what was read here
		h.sleep(20 * time.Minute)
		l.wantAsked("1s", "1m1s")
		h.wantSent("203.0.113.1 at 2s", "203.0.113.2 at 11m3s")
	})
}

func TestTheUserMayAskAgain(t *testing.T) {
	for _, c := range []struct {
		since time.Duration // the last question
		asked int
		want  string
	}{
		{10 * time.Minute, 2, "203.0.113.2"},
		{time.Minute, 1, "203.0.113.1"}, // too soon
	} {
		behind(t, func(h *loopTest, l *probeServer) {
			h.holds("192.168.1.2", "")
			h.sleep(c.since)
			h.stop()
			l.sees(recB.IPv4)
			h.look = newLook()
			h.look.Again = true
			h.boot()
			h.holds("192.168.1.2", "")
			h.sleep(2 * time.Minute)
			if len(l.times()) != c.asked || h.status.Confirmed != c.want {
				t.Errorf("%s after the last question: asked %q, the provider has %s; want %d questions and %s",
					c.since, l.times(), h.status.Confirmed, c.asked, c.want)
			}
		})
	}
}

func TestARefusedAccountWithAnUnknownLineIsQuiet(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.update = h.provider(no)
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		h.holds("192.168.1.3", "")
		h.quiet = 0
		h.reread <- os.Interrupt
		h.sleep(time.Hour)
		l.wantAsked("1s")
		if h.quiet == 0 {
			t.Error("refused, on a line that nobody asked about: got never quiet, want it")
		}
	})
}

func TestAnEndIsWrittenDownWhenTheDaemonStops(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		lock := h.holdLock("q.probe")
		h.holds("", "wan has no carrier")
		lock.Close()
		h.stop()
		if got := h.sight(); got.known.IsValid() || got.asked.IsZero() {
			t.Errorf("the state has %+v; want the line forgotten and the time kept", got)
		}
	})
}

func TestAnEndIsNotTakenBackByAnOlderFile(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		lock := h.holdLock("q.probe")
		h.holds("10.0.0.2", "")
		h.holds("192.168.1.2", "")
		h.resees(func(s *seenAddress) { s.pause = h.store().Now() })
		lock.Close()
		l.forgets(recB.IPv4)
		h.reread <- os.Interrupt
		h.sleep(20 * time.Minute)
		l.wantNew("there and back while another process had the account")
	})
}

func TestAPauseThatTheServerAsksForIsKept(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.failing([]Outcome{{Kind: Unsent, Sent: true, Text: message.Text("status 429"), Wait: time.Hour}})
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		h.holds("192.168.1.3", "")
		h.sleep(10 * time.Minute)
		h.stop()
		l.boot()
		h.holds("192.168.1.2", "")
		h.sleep(2 * time.Hour)
		if len(l.times()) < 2 || l.times()[1] != "1h2s" {
			t.Errorf("asked: got %q, want nothing before 1h2s", l.times())
		}
	})
}
