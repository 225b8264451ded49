// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"net/netip"
	"os"
	"testing"
	"time"
)

// twins lets another account with the same question live beside the first.
func (l *lookout) twins() *Account {
	l.h.stop()
	policy := l.h.account.Machine.Policy
	twin := &Account{Config: Config{Name: "office", Device: "wan", Key: "o", Settings: "s1", Look: newLook()}, Machine: &Machine{Policy: policy, Login: "login2"}}
	l.h.beside = []*Account{twin}
	l.boot()
	return twin
}

func TestTheStateOfATwinIsWrittenWithItsLock(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		twin := l.twins()
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		s := h.store()
		lock := h.occupy("o")
		h.sleep(29*time.Minute + 500*time.Millisecond)
		h.rewrites("o", func(m *memory) { // dynwan once for the twin is about to send
			m.arrived, m.inFlight = h.store().Now(), true
		})
		l.sees(recB.IPv4)
		h.sleep(time.Minute)
		l.wantAsked("1s", "30m2s")
		if got, _, _ := s.load("o"); !got.inFlight {
			t.Errorf("what dynwan once wrote is lost: %+v", got)
		}
		lock.Close()
		h.reread <- os.Interrupt
		h.sleep(0)
		got, _, _ := s.load("o")
		if got.sight.found != recB.IPv4 || h.since(got.sight.asked) > 2*time.Minute || twin.Look.unsaved {
			t.Errorf("the twin's state has %+v, want the answer", got.sight)
		}
	})
}

func TestAQuestionOfATwinByAnotherProcessCounts(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		l.twins()
		h.holds("192.168.1.2", "")
		h.sleep(29 * time.Minute)
		h.rewrites("o", func(m *memory) {
			m.sight.found, m.sight.asked = recB.IPv4, h.store().Now()
		})
		h.reread <- os.Interrupt
		h.sleep(20 * time.Minute)
		l.wantAsked("1s")
		if h.account.Machine.held.IPv4 != recB.IPv4 {
			t.Errorf("the other account has %s, want what its twin learned", h.account.Machine.held.IPv4)
		}
	})
}

func TestAfterAKillTheLatestQuestionOfAllTwinsCounts(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		l.twins()
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		h.stop()
		h.rewrites("k", func(m *memory) { // the last that was written before the kill
			m.sight.asked = h.store().Now()
			m.sight.line = netip.Addr{}
		})
		l.twins()
		h.holds("192.168.1.3", "")
		h.sleep(4 * time.Minute)
		l.wantAsked("1s")
		h.sleep(2 * time.Minute)
		if len(l.times()) != 2 {
			t.Errorf("asked: got %q, want once more for both", l.times())
		}
	})
}

func TestATwinWithAnotherQuestionSharesNothing(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		l.twins()
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		h.stop()
		for key, question := range map[string]string{"k": "an old question", "o": "q"} {
			m, _, _ := h.store().load(key)
			m.sight.key, m.sight.asked = question, h.store().Now().Add(-3*time.Minute)
			if key == "k" {
				m.sight.asked = h.store().Now().Add(-time.Minute)
			}
			if _, err := h.store().save(key, key, m); err != nil {
				t.Fatal(err)
			}
		}
		l.twins()
		h.holds("192.168.1.3", "")
		h.sleep(90 * time.Second)
		// The first is new to the question and asks for both; its twin has
		// asked three minutes ago.
		l.wantAsked("1s")
		h.sleep(time.Minute)
		if len(l.times()) != 2 {
			t.Errorf("asked: got %q, want once more", l.times())
		}
	})
}

func TestAQuestionIsNotSentIfATwinHasJustAsked(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		l.twins()
		ask := h.send
		h.send = func(ctx context.Context, j Job, w <-chan struct{}, may func() bool) Outcome {
			if j.Task == Ask {
				time.Sleep(3 * time.Second) // DNS and TLS
			}
			return ask(ctx, j, w, may)
		}
		h.holds("192.168.1.2", "")
		h.sleep(2 * time.Second)
		m := memory{sight: sight{key: "q", line: netip.MustParseAddr("192.168.1.2"), found: recB.IPv4, asked: h.store().Now()}}
		if _, err := h.store().save("o", "office", m); err != nil {
			t.Fatal(err)
		}
		h.reread <- os.Interrupt
		h.sleep(time.Minute)
		l.wantAsked()
		if h.account.Machine.held.IPv4 != recB.IPv4 || h.account.Look.last != (Outcome{}) {
			t.Errorf("got %s and %+v, want what dynwan once has learned, and no trouble", h.account.Machine.held.IPv4, h.account.Look.last)
		}
	})
}

func TestAccountsWithTheSameQuestionAskOnce(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		h.stop()
		policy := h.account.Machine.Policy
		begin := func() {
			h.beside = []*Account{
				{Config: Config{Name: "office", Device: "wan", Key: "o", Settings: "s1", Look: newLook()}, Machine: &Machine{Policy: policy, Login: "login2"}},
				{Config: Config{Name: "direct", Device: "wan", Key: "d", Settings: "s1"}, Machine: &Machine{Policy: policy, Login: "login3"}},
			}
			l.boot()
		}
		begin()
		h.holds("192.168.1.2", "")
		h.sleep(time.Hour)
		l.wantAsked("1s", "30m2s")
		h.wantSent("203.0.113.1 at 2s", "203.0.113.1 at 2s")
		for _, a := range append(h.beside[:1:1], h.account) {
			if a.Machine.held.IPv4 != recA.IPv4 || a.Look.asking {
				t.Errorf("%s: got %+v, still asking: %v; want the answer", a.Name, a.Machine.held, a.Look.asking)
			}
		}
		h.reread <- os.Interrupt // from here on the accounts are the loop's again
		// Without an answer both wait, and one tries again for both.
		l.failing([]Outcome{{Kind: Unsent, Sent: true, Text: "no answer came in time"}})
		h.sleep(30 * time.Minute)
		l.wantAsked("1s", "30m2s", "1h3s", "1h5m4s")
		// A question of which nobody knows the end keeps the time for both.
		h.holds("192.168.1.3", "")
		h.sleep(1100 * time.Millisecond)
		h.stop() // does not wait for the answer
		h.account.flight.lock.Close()
		begin()
		h.holds("192.168.1.3", "")
		h.sleep(4 * time.Minute)
		l.wantAsked("1s", "30m2s", "1h3s", "1h5m4s", "1h30m1s")
		h.sleep(4 * time.Minute)
		l.wantAsked("1s", "30m2s", "1h3s", "1h5m4s", "1h30m1s", "1h35m1s")
	})
}
