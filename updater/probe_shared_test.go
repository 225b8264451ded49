// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"os"
	"testing"
	"time"

	"dynwan/updater/message"
)

// second lets another account with the same question live beside the first.
func (l *probeServer) second() *Account {
	l.h.stop()
	policy := *l.h.account.Machine.Policy
	other := &Account{Config: &Config{Name: "office", Device: "wan", Key: "o", Settings: "s1", Probes: []*ProbeSource{newLook()}}, Machine: &Machine{Policy: &policy, Login: "login2"}}
	l.h.beside = []*Account{other}
	l.boot()
	return other
}

func TestAQuestionLeavesTheStatesOfItsAccountsAlone(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.second()
		h.holds("192.168.1.2", "")
		h.sleep(time.Minute)
		s := h.store()
		lock := h.holdLock("o")
		h.sleep(29*time.Minute + 500*time.Millisecond)
		h.rewrites("o", func(m *memory) { // dynwan once for the second account is about to send
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
		if got := h.sight(); got.found != recB.IPv4 || h.since(got.asked) > 2*time.Minute {
			t.Errorf("the state of the question has %+v, want the answer", got)
		}
	})
}

func TestAQuestionOfAnotherProcessCountsForBothAccounts(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.second()
		h.holds("192.168.1.2", "")
		h.sleep(29 * time.Minute)
		h.resees(func(s *seenAddress) { s.found, s.asked = recB.IPv4, h.store().Now() })
		h.reread <- os.Interrupt
		h.sleep(20 * time.Minute)
		l.wantAsked("1s")
		if h.account.Machine.held.IPv4 != recB.IPv4 {
			t.Errorf("the other account has %s, want what the other process learned", h.account.Machine.held.IPv4)
		}
	})
}

func TestAfterAKillTheLatestQuestionOfAllTwinsCounts(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.second()
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		h.stop()
		h.resees(func(s *seenAddress) { // the last that was written before the kill
			s.asked, s.known = h.store().Now(), netip.Addr{}
		})
		l.second()
		h.holds("192.168.1.3", "")
		h.sleep(4 * time.Minute)
		l.wantAsked("1s")
		h.sleep(2 * time.Minute)
		if len(l.times()) != 2 {
			t.Errorf("asked: got %q, want once more for both", l.times())
		}
	})
}

func TestAnAccountThatIsNewToAQuestionWaitsForItToo(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(3 * time.Minute)
		h.stop()
		if err := os.Remove(h.store().path("k.state")); err != nil { // another account asked it
			t.Fatal(err)
		}
		l.second()
		h.holds("192.168.1.3", "")
		h.sleep(90 * time.Second)
		l.wantAsked("1s")
		h.sleep(time.Minute)
		l.wantAsked("1s", "5m2s")
	})
}

func TestAQuestionOfTheFutureWasJustNow(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(3 * time.Minute)
		h.stop()
		h.resees(func(s *seenAddress) { s.asked, s.pause = s.asked.Add(1000*time.Hour), s.pause.Add(1000*time.Hour) })
		l.boot()
		h.holds("192.168.1.3", "")
		h.sleep(4 * time.Minute)
		l.wantAsked("1s")
		h.sleep(2 * time.Minute)
		l.wantAsked("1s", "8m")
	})
}

func TestAQuestionIsNotSentWhileAnotherProcessAsksIt(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.second()
		lock := h.holdLock("q.probe")
		h.holds("192.168.1.2", "")
		h.sleep(2 * time.Second)
		l.wantAsked()
		s := seenAddress{known: netip.MustParseAddr("192.168.1.2"), found: recB.IPv4, asked: h.store().Now()}
		if _, err := h.store().write("q.probe", s.fields()); err != nil {
			t.Fatal(err)
		}
		lock.Close()
		h.reread <- os.Interrupt
		h.sleep(time.Minute)
		l.wantAsked()
		if h.account.Machine.held.IPv4 != recB.IPv4 {
			t.Errorf("got %s, want what dynwan once has learned", h.account.Machine.held.IPv4)
		}
	})
}

func TestAccountsWithTheSameQuestionAskOnce(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.stop()
		policy := *h.account.Machine.Policy
		begin := func() {
			h.beside = []*Account{
				{Config: &Config{Name: "office", Device: "wan", Key: "o", Settings: "s1", Probes: []*ProbeSource{newLook()}}, Machine: &Machine{Policy: &policy, Login: "login2"}},
				{Config: &Config{Name: "direct", Device: "wan", Key: "d", Settings: "s1"}, Machine: &Machine{Policy: &policy, Login: "login3"}},
			}
			l.boot()
		}
		begin()
		h.holds("192.168.1.2", "")
		h.sleep(time.Hour)
		l.wantAsked("1s", "30m2s")
		h.wantSent("203.0.113.1 at 2s", "203.0.113.1 at 2s")
		for _, a := range append(h.beside[:1:1], h.account) {
			if a.Machine.held.IPv4 != recA.IPv4 || a.Probes[0].asking {
				t.Errorf("%s: got %+v, still asking: %v; want the answer", a.Name, a.Machine.held, a.Probes[0].asking)
			}
		}
		h.reread <- os.Interrupt // from here on the accounts are the loop's again
		// Without an answer both wait, and one tries again for both.
		l.failing([]Outcome{{Kind: Unsent, Sent: true, Text: message.Text("no answer came in time")}})
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

func TestTheShortestTimeOfTwinsCounts(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.stop()
		often := newLook()
		often.Every = 10 * time.Minute
		h.beside = []*Account{{Config: &Config{Name: "office", Device: "wan", Key: "o", Settings: "s1", Probes: []*ProbeSource{often}},
			Machine: &Machine{Policy: h.account.Machine.Policy, Login: "login2"}}}
		l.boot()
		h.holds("192.168.1.2", "")
		h.sleep(15 * time.Minute)
		l.wantAsked("1s", "10m2s")
	})
}
