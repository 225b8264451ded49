// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"dynwan/updater/message"
)

func TestTheServersViewIsPublished(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "wan has only 192.168.1.2, a private address")
		h.sleep(10 * time.Second)
		l.wantAsked("1s")
		h.wantSent("203.0.113.1 at 2s")
		if h.status.Address != "203.0.113.1" || h.status.Probe.String() != nat {
			t.Errorf("status: got %s and %q, want 203.0.113.1 and %q", h.status.Address, h.status.Probe, nat)
		}
		h.sleep(90 * time.Minute)
		l.wantAsked("1s", "30m2s", "1h3s", "1h30m4s")
		h.wantSent("203.0.113.1 at 2s")
		l.sees(recB.IPv4)
		h.sleep(time.Hour)
		h.wantSent("203.0.113.1 at 2s", "203.0.113.2 at 2h6s")
		h.wantLines(
			"home: 192.168.1.2 on wan; asking eyes.example which address it sees in 1s",
			"home: confirmed 203.0.113.1",
			"home: confirmed 203.0.113.2",
		)
	})
}

func TestAPublicAddressOfItsOwnIsNotBehindNAT(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.sees(recA, "")
		h.sleep(time.Minute)
		l.wantAsked("1s")
		h.wantSent("203.0.113.1 at 2s")
		if h.status.Probe != "" {
			t.Errorf("status: got %q, want nothing to tell", h.status.Probe)
		}
	})
}

func TestAChangeOfTheLineAsksAgainButNotTooOften(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		h.holds("192.168.1.3", "")
		h.sleep(time.Minute)
		l.wantAsked("1s", "10m1s")
		// The line breaks and comes back as it was, the router in front of it
		// has another address.
		h.holds("", "wan has no carrier")
		l.sees(recB.IPv4)
		h.sleep(time.Second)
		h.holds("192.168.1.3", "")
		h.sleep(30 * time.Minute)
		l.wantAsked("1s", "10m1s", "15m2s")
		h.wantSent("203.0.113.1 at 2s", "203.0.113.2 at 15m3s")
		want := "home: 192.168.1.3 on wan; the server may be asked only once every 5m; asking eyes.example which address it sees in 4m1s"
		if !slices.Contains(h.lines, want) {
			t.Errorf("log: got %q, want %q among it", h.lines, want)
		}
	})
}

func TestALineThatNeverRestsIsAskedAboutAllTheSame(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		for i := range 40 {
			h.holds(fmt.Sprintf("192.168.1.%d", 2+i%2), "")
			h.sleep(500 * time.Millisecond)
		}
		if len(l.times()) != 1 || l.times()[0] != "10s" {
			t.Errorf("asked: got %q, want once, at 10s", l.times())
		}
	})
}

func TestARestartAsksNothingAgain(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		h.stop()
		l.boot()
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		l.wantAsked("1s")
		h.wantSent("203.0.113.1 at 2s")
		if h.status.State != Current || h.status.Probe.String() != nat {
			t.Errorf("status: got %s and %q, want it current and behind NAT", h.status.State, h.status.Probe)
		}
		h.sleep(11 * time.Minute)
		l.wantAsked("1s", "30m2s")
		// What broke while nobody looked has to be asked about again.
		h.stop()
		l.boot()
		h.holds("", "wan is down")
		h.stop()
		l.boot()
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		l.wantAsked("1s", "30m2s", "35m3s")
	})
}

func TestAKillDuringAQuestionKeepsTheLeastTime(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(1500 * time.Millisecond) // the question is sent
		saved := h.sight()
		if saved.asked.IsZero() {
			t.Fatalf("during the question the state holds %+v; want its time", saved)
		}
		h.stop()
		if err := os.Truncate(h.store().path("q.probe"), 10); err != nil { // whatever can be worse
			t.Fatal(err)
		}
		l.boot()
		h.holds("192.168.1.2", "")
		h.sleep(4 * time.Minute)
		l.wantAsked("1s")
		h.sleep(2 * time.Minute)
		l.wantAsked("1s", "5m2s")
	})
}

func TestAnAnswerAboutAnOldLineCountsForNothing(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(1500 * time.Millisecond) // the question is on its way
		h.holds("10.0.0.2", "")
		l.sees(recB.IPv4)
		h.sleep(4 * time.Minute)
		h.wantSent()
		h.sleep(4 * time.Minute)
		l.wantAsked("1s", "5m2s")
		h.wantSent("203.0.113.2 at 5m3s")
	})
}

func TestARefusalEndsTheQuestions(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.update = h.provider(no)
		h.holds("192.168.1.2", "")
		h.sleep(5 * time.Hour)
		l.wantAsked("1s")
		if h.status.State != Refused || h.quiet == 0 {
			t.Errorf("got %s, quiet %d times; want it refused and quiet", h.status.State, h.quiet)
		}
	})
}

func TestAWaitForTheNextQuestionIsQuiet(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(0)
		if h.quiet > 0 {
			t.Error("before the answer: got quiet, want not")
		}
		h.reread <- os.Interrupt
		h.sleep(time.Minute)
		if h.quiet == 0 {
			t.Error("after the answer: got never quiet, want it: the next question is in the state file")
		}
		h.reread <- os.Interrupt
		l.failing([]Outcome{{Kind: Unsent, Sent: true, Text: message.Text("x")}})
		h.sleep(30 * time.Minute)
		h.quiet = 0
		h.reread <- os.Interrupt
		h.sleep(0)
		if h.quiet > 0 {
			t.Error("after a question without an answer: got quiet, want not")
		}
	})
}

func TestAClockThatIsSetEndsTheWaitForIt(t *testing.T) {
	k := &ProbeSource{waits: &Machine{Policy: usualPolicy()}, Every: 30 * time.Minute, Least: 5 * time.Minute}
	k.observe(epoch, recA.IPv4, "")
	k.begin()
	k.finish(epoch, Outcome{Kind: Unsent, Reached: true, Clock: true, Text: message.Text("the clock says 1970")})
	if at, _ := k.due(); !at.After(epoch) {
		t.Fatalf("due: got %s, want a wait", at)
	}
	k.clockSet(epoch.Add(time.Second))
	if at, _ := k.due(); at.After(epoch.Add(time.Second)) {
		t.Errorf("due: got %s, want it at once", at)
	}
}
