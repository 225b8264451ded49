// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

// behind runs a test of an account behind another router, which a server sees
// as 203.0.113.1 until see says otherwise. ask answers the questions; nil is
// with what is seen, after a second.
func behind(t *testing.T, f func(h *loopTest, l *probeServer)) {
	inLoop(t, func(h *loopTest) {
		h.stop()
		l := &probeServer{h: h, seen: recA.IPv4, update: h.send}
		h.send = func(ctx context.Context, j Job, w <-chan struct{}, ask func() bool) Outcome {
			if j.Task != Probe {
				return l.update(ctx, j, w, ask)
			}
			return l.ask(j, w, ask)
		}
		l.boot()
		f(h, l)
	})
}

// probeServer is a server that says which address it sees.
type probeServer struct {
	h      *loopTest
	seen   netip.Addr
	seen6  netip.Addr // by IPv6
	fails  []Outcome  // answers the next questions, before the address
	fails6 []Outcome  // the same by IPv6
	asked  []string   // when
	update Sender     // the provider
}

// The senders have goroutines of their own.
func (l *probeServer) locked(f func()) { l.h.mu.Lock(); defer l.h.mu.Unlock(); f() }

func (l *probeServer) sees(ip netip.Addr)         { l.locked(func() { l.seen = ip }) }
func (l *probeServer) failing(outcomes []Outcome) { l.locked(func() { l.fails = outcomes }) }
func (l *probeServer) cut(n int)                  { l.locked(func() { l.asked = l.asked[:n] }) }
func (l *probeServer) times() (list []string) {
	l.locked(func() { list = slices.Clone(l.asked) })
	return list
}
func (l *probeServer) forgets(now netip.Addr) { l.locked(func() { l.h.sent, l.seen = nil, now }) }

func (l *probeServer) boot() {
	l.h.look = newLook()
	l.h.boot()
}

func newLook() *ProbeSource {
	return &ProbeSource{Server: "eyes.example", Key: "q", Settle: time.Second, Every: 30 * time.Minute, Least: 5 * time.Minute}
}

func (l *probeServer) ask(j Job, withdrawn <-chan struct{}, ask func() bool) Outcome {
	var o Outcome
	six := j.Want.IPv6.IsValid()
	l.locked(func() {
		fails := &l.fails
		if six {
			fails = &l.fails6
		}
		if len(*fails) > 0 {
			o, *fails = (*fails)[0], (*fails)[1:]
		}
	})
	if o.Kind != "" && !o.Sent {
		return o
	}
	select {
	case <-withdrawn:
		return Outcome{Kind: Unsent, Text: message.Text("withdrawn")}
	default:
	}
	if !ask() {
		return Outcome{Kind: Unsent, Text: message.Text("withdrawn")}
	}
	if s := l.h.sight(); !six && l.h.look.Key == "q" && s.asked != l.h.store().Now() {
		l.h.t.Errorf("the state holds %+v as the question is sent, want its time", s)
	}
	var seen netip.Addr
	l.locked(func() {
		at := Span(time.Since(l.h.start).Seconds())
		if seen = l.seen; six {
			seen, at = l.seen6, at+" by IPv6"
		}
		l.asked = append(l.asked, at)
	})
	time.Sleep(time.Second)
	if o.Sent {
		return o
	}
	return Outcome{Kind: Confirmed, Seen: seen, Sent: true}
}

func (l *probeServer) wantAsked(want ...string) {
	l.h.t.Helper()
	l.h.mu.Lock()
	defer l.h.mu.Unlock()
	if !slices.Equal(l.asked, want) {
		l.h.t.Errorf("asked: got %q, want %q", l.asked, want)
	}
}

// holds tells what the device holds: a hidden address, or why there is none.
func (h *loopTest) holds(address, why string) {
	o := Observation{Device: "wan", Why4: message.Text(why)}
	if address != "" {
		o.Hidden = netip.MustParseAddr(address)
	}
	h.seen <- o
	synctest.Wait()
}

// holdLock takes the lock of an account, as another process does.
func (h *loopTest) holdLock(key string) lock {
	h.t.Helper()
	l, err := h.store().lock(key)
	if err != nil {
		h.t.Fatal(err)
	}
	return l
}

// rewrites changes the state file of an account, as another process does.
func (h *loopTest) rewrites(key string, change func(m *memory)) {
	h.t.Helper()
	m, _, _ := h.store().load(key)
	change(&m)
	if _, err := h.store().save(key, key, m); err != nil {
		h.t.Fatal(err)
	}
}

// sight is what the state file of the question has.
func (h *loopTest) sight() (s seenAddress) {
	h.t.Helper()
	if _, err := h.store().read("q.probe", s.fields()); err != nil {
		h.t.Fatal(err)
	}
	return s
}

// resees changes that, as another process does.
func (h *loopTest) resees(change func(s *seenAddress)) {
	h.t.Helper()
	s := h.sight()
	change(&s)
	if _, err := h.store().write("q.probe", s.fields()); err != nil {
		h.t.Fatal(err)
	}
}

const nat = "behind NAT: wan holds 192.168.1.2, eyes.example sees 203.0.113.1"
