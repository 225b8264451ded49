// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// behind runs a test of an account behind another router, which a server sees
// as 203.0.113.1 until see says otherwise. ask answers the questions; nil is
// with what is seen, after a second.
func behind(t *testing.T, f func(h *house, l *lookout)) {
	inHouse(t, func(h *house) {
		h.stop()
		l := &lookout{h: h, seen: recA.IPv4}
		update := h.send
		h.send = func(ctx context.Context, j Job, w <-chan struct{}, ask func() bool) Outcome {
			if j.Task != Ask {
				return update(ctx, j, w, ask)
			}
			return l.ask(w, ask)
		}
		l.boot()
		f(h, l)
	})
}

// lookout is a server that says which address it sees.
type lookout struct {
	h     *house
	seen  netip.Addr
	fails []Outcome // answers the next questions, before the address
	asked []string  // when
}

// The senders have goroutines of their own.
func (l *lookout) locked(f func()) { l.h.mu.Lock(); defer l.h.mu.Unlock(); f() }

func (l *lookout) sees(ip netip.Addr)         { l.locked(func() { l.seen = ip }) }
func (l *lookout) failing(outcomes []Outcome) { l.locked(func() { l.fails = outcomes }) }
func (l *lookout) cut(n int)                  { l.locked(func() { l.asked = l.asked[:n] }) }
func (l *lookout) times() (list []string) {
	l.locked(func() { list = slices.Clone(l.asked) })
	return list
}
func (l *lookout) forgets(now netip.Addr) { l.locked(func() { l.h.sent, l.seen = nil, now }) }

func (l *lookout) boot() {
	l.h.look = newLook()
	l.h.boot()
}

func newLook() *Look {
	return &Look{Server: "eyes.example", Key: "q", Settle: time.Second, Every: 30 * time.Minute, Least: 5 * time.Minute}
}

func (l *lookout) ask(withdrawn <-chan struct{}, ask func() bool) Outcome {
	var o Outcome
	l.locked(func() {
		if len(l.fails) > 0 {
			o, l.fails = l.fails[0], l.fails[1:]
		}
	})
	if o.Kind != "" && !o.Sent {
		return o
	}
	select {
	case <-withdrawn:
		return Outcome{Kind: Unsent, Text: "withdrawn"}
	default:
	}
	if !ask() {
		return Outcome{Kind: Unsent, Text: "withdrawn"}
	}
	var seen netip.Addr
	l.locked(func() {
		l.asked = append(l.asked, Span(time.Since(l.h.start).Seconds()))
		seen = l.seen
	})
	time.Sleep(time.Second)
	if o.Sent {
		return o
	}
	return Outcome{Kind: Confirmed, Seen: seen, Sent: true}
}

func (l *lookout) wantAsked(want ...string) {
	l.h.t.Helper()
	l.h.mu.Lock()
	defer l.h.mu.Unlock()
	if !slices.Equal(l.asked, want) {
		l.h.t.Errorf("asked: got %q, want %q", l.times(), want)
	}
}

// holds tells what the device holds: a hidden address, or why there is none.
func (h *house) holds(address, why string) {
	o := Observation{Device: "wan", Why4: why}
	if address != "" {
		o.Hidden = netip.MustParseAddr(address)
	}
	h.seen <- o
	synctest.Wait()
}

const nat = "behind NAT: wan holds 192.168.1.2, eyes.example sees 203.0.113.1"

func TestTheServersViewIsPublished(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		h.holds("192.168.1.2", "wan has only 192.168.1.2, a private address")
		h.sleep(10 * time.Second)
		l.wantAsked("1s")
		h.wantSent("203.0.113.1 at 2s")
		if h.status.Address != "203.0.113.1" || h.status.Check != nat {
			t.Errorf("status: got %s and %q, want 203.0.113.1 and %q", h.status.Address, h.status.Check, nat)
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
	behind(t, func(h *house, l *lookout) {
		h.sees(recA, "")
		h.sleep(time.Minute)
		l.wantAsked("1s")
		h.wantSent("203.0.113.1 at 2s")
		if h.status.Check != "" {
			t.Errorf("status: got %q, want nothing to tell", h.status.Check)
		}
	})
}

func TestAChangeOfTheLineAsksAgainButNotTooOften(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
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
		want := "home: 192.168.1.3 on wan; the server may be asked once in 5m; asking eyes.example which address it sees in 4m1s"
		if !slices.Contains(h.lines, want) {
			t.Errorf("log: got %q, want %q among it", h.lines, want)
		}
	})
}

// twins lets another account with the same question live beside the first.
func (l *lookout) twins() *Account {
	l.h.stop()
	policy := l.h.account.Machine.Policy
	twin := &Account{Name: "office", Device: "wan", Key: "o", Settings: "s1", Look: newLook(), Machine: &Machine{Policy: policy, Login: "login2"}}
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
		lock, err := s.lock("o")
		if err != nil {
			t.Fatal(err)
		}
		h.sleep(29*time.Minute + 500*time.Millisecond)
		m, _, _ := s.load("o", time.Now()) // dynwan once for the twin is about to send
		m.arrived, m.inFlight = time.Now(), true
		if _, err := s.save("o", "office", time.Now(), m); err != nil {
			t.Fatal(err)
		}
		l.sees(recB.IPv4)
		h.sleep(time.Minute)
		l.wantAsked("1s", "30m2s")
		if got, _, _ := s.load("o", time.Now()); !got.inFlight {
			t.Errorf("what dynwan once wrote is lost: %+v", got)
		}
		lock.Close()
		h.reread <- os.Interrupt
		h.sleep(0)
		got, _, _ := s.load("o", time.Now())
		if got.sight.found != recB.IPv4 || time.Since(got.sight.asked) > 2*time.Minute || twin.Look.unsaved {
			t.Errorf("the twin's state has %+v, want the answer", got.sight)
		}
	})
}

func TestAQuestionOfATwinByAnotherProcessCounts(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		l.twins()
		h.holds("192.168.1.2", "")
		h.sleep(29 * time.Minute)
		m, _, _ := h.store().load("o", time.Now())
		m.sight.found, m.sight.asked = recB.IPv4, time.Now()
		if _, err := h.store().save("o", "office", time.Now(), m); err != nil {
			t.Fatal(err)
		}
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
		m, _, _ := h.store().load("k", time.Now()) // the last that was written before the kill
		m.sight.asked = time.Now()
		m.sight.line = netip.Addr{}
		if _, err := h.store().save("k", "home", time.Now(), m); err != nil {
			t.Fatal(err)
		}
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
			m, _, _ := h.store().load(key, time.Now())
			m.sight.key, m.sight.asked = question, time.Now().Add(-3*time.Minute)
			if key == "k" {
				m.sight.asked = time.Now().Add(-time.Minute)
			}
			if _, err := h.store().save(key, key, time.Now(), m); err != nil {
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
		m := memory{sight: sight{key: "q", line: netip.MustParseAddr("192.168.1.2"), found: recB.IPv4, asked: time.Now()}}
		if _, err := h.store().save("o", "office", time.Now(), m); err != nil {
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
				{Name: "office", Device: "wan", Key: "o", Settings: "s1", Look: newLook(), Machine: &Machine{Policy: policy, Login: "login2"}},
				{Name: "direct", Device: "wan", Key: "d", Settings: "s1", Machine: &Machine{Policy: policy, Login: "login3"}},
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

func TestALineThatNeverRestsIsAskedAboutAllTheSame(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
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
	behind(t, func(h *house, l *lookout) {
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		h.stop()
		l.boot()
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		l.wantAsked("1s")
		h.wantSent("203.0.113.1 at 2s")
		if h.status.State != Current || h.status.Check != nat {
			t.Errorf("status: got %s and %q, want it current and behind NAT", h.status.State, h.status.Check)
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
	behind(t, func(h *house, l *lookout) {
		h.holds("192.168.1.2", "")
		h.sleep(1500 * time.Millisecond) // the question is sent
		saved, _, err := h.store().load("k", time.Now())
		if err != nil || saved.sight.asked.IsZero() {
			t.Fatalf("during the question the state holds %+v, %v; want its time", saved.sight, err)
		}
		h.stop()
		if err := os.Truncate(h.store().path("k"), 10); err != nil { // whatever can be worse
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

func TestQuestionsWithoutAnAnswer(t *testing.T) {
	failed := Outcome{Kind: Unsent, Sent: true, Text: "no answer came in time"}
	waits := failed
	waits.Wait = time.Hour
	away := Outcome{Kind: Unsent, Reached: true, Text: "cannot reach eyes.example: connection refused"}
	for _, c := range []struct {
		name  string
		fails []Outcome
		asked []string
	}{
		{"nothing was sent", []Outcome{nothing, nothing, nothing}, []string{"3s"}},
		{"the server is away", []Outcome{away, away}, []string{"5m31s"}},
		{"the answers are lost", []Outcome{failed, failed, failed, failed, failed},
			[]string{"1s", "5m2s", "15m3s", "35m4s", "1h5m5s", "1h35m6s"}},
		{"the server asks for a pause", []Outcome{waits}, []string{"1s", "1h2s"}},
	} {
		behind(t, func(h *house, l *lookout) {
			l.failing(c.fails)
			h.holds("192.168.1.2", "")
			h.sleep(110 * time.Minute)
			if n := len(c.asked); len(l.times()) < n {
				t.Errorf("%s: asked at %q, want %q", c.name, l.times(), c.asked)
				return
			}
			l.cut(len(c.asked))
			if l.wantAsked(c.asked...); t.Failed() {
				t.Errorf("in %s", c.name)
			}
			if want := again("home: "+c.fails[0].Text, h.lines); want == "" {
				t.Errorf("%s: the log %q does not tell of the trouble", c.name, h.lines)
			}
		})
	}
}

// again returns the line of a log that tells of a trouble.
func again(trouble string, lines []string) string {
	for _, l := range lines {
		if len(l) > len(trouble) && l[:len(trouble)] == trouble {
			return l
		}
	}
	return ""
}

func TestAFailedQuestionInBetweenKeepsWhatIsKnown(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		l.failing([]Outcome{{Kind: Unsent, Sent: true, Text: "no answer came in time"}})
		h.sleep(21 * time.Minute)
		want := nat + "; cannot ask again: no answer came in time"
		if h.status.State != Current || h.status.Check != want {
			t.Errorf("status: got %s and %q, want it current and %q", h.status.State, h.status.Check, want)
		}
		h.reread <- os.Interrupt
		h.sleep(10 * time.Minute)
		l.wantAsked("1s", "30m2s", "35m3s")
		if h.status.Check != nat {
			t.Errorf("status: got %q, want %q", h.status.Check, nat)
		}
		h.wantSent("203.0.113.1 at 2s")
	})
}

func TestAnAnswerAboutAnOldLineCountsForNothing(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
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
	behind(t, func(h *house, l *lookout) {
		update := h.provider(no)
		before := h.send
		h.send = func(ctx context.Context, j Job, w <-chan struct{}, ask func() bool) Outcome {
			if j.Task == Ask {
				return before(ctx, j, w, ask)
			}
			return update(ctx, j, w, ask)
		}
		h.holds("192.168.1.2", "")
		h.sleep(5 * time.Hour)
		l.wantAsked("1s")
		if h.status.State != Refused || h.quiet == 0 {
			t.Errorf("got %s, quiet %d times; want it refused and quiet", h.status.State, h.quiet)
		}
	})
}

func TestAWaitForTheNextQuestionIsQuiet(t *testing.T) {
	behind(t, func(h *house, l *lookout) {
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
		l.failing([]Outcome{{Kind: Unsent, Sent: true, Text: "x"}})
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
	m := &Machine{Policy: DefaultPolicy()}
	k := &Look{Every: 30 * time.Minute, Least: 5 * time.Minute}
	k.observe(epoch, m, recA.IPv4, "")
	k.begin()
	k.finish(epoch, m, Outcome{Kind: Unsent, Reached: true, Clock: true, Text: "the clock says 1970"})
	if at, _ := k.due(m); !at.After(epoch) {
		t.Fatalf("due: got %s, want a wait", at)
	}
	k.clockSet(epoch.Add(time.Second))
	if at, _ := k.due(m); at.After(epoch.Add(time.Second)) {
		t.Errorf("due: got %s, want it at once", at)
	}
}
