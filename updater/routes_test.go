// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"fmt"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

// routed is a Loop whose jobs end as answer says.
type routed struct {
	mu      sync.Mutex // the test has it but while it waits
	seen    chan Observation
	tries   []time.Duration // when, since the start
	answer  Outcome
	heard   int // how often it began to hear of routes
	hearing bool
	come    func()
	status  Status
}

func inLine(t *testing.T, answer Outcome, f func(r *routed)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		r := &routed{seen: make(chan Observation), answer: answer}
		start := time.Now()
		loop := &Loop{
			Accounts: []*Account{{Config: &Config{Name: "home", Device: "wan", Key: "k"}, Machine: &Machine{Policy: usualPolicy(), Login: "l"}}},
			Store:    Store{Dir: t.TempDir(), BootID: "b", Boot: func() time.Duration { return time.Since(start) + time.Hour }},
			Show: func(s *Status, _ bool) {
				r.mu.Lock()
				defer r.mu.Unlock()
				r.status = *s
			},
			Send: func(context.Context, Job, <-chan struct{}, func() bool) Outcome {
				r.mu.Lock()
				r.tries = append(r.tries, time.Since(start))
				r.mu.Unlock()
				time.Sleep(100 * time.Millisecond)
				r.mu.Lock()
				defer r.mu.Unlock()
				return r.answer
			},
			Routes: func(ctx context.Context, come func()) error {
				r.mu.Lock()
				r.heard, r.hearing, r.come = r.heard+1, true, come
				r.mu.Unlock()
				<-ctx.Done()
				r.mu.Lock()
				defer r.mu.Unlock()
				r.hearing = false
				return nil
			},
		}
		over := make(chan struct{})
		r.mu.Lock()
		go func() { loop.Run(ctx, r.seen, nil); close(over) }()
		r.observe("203.0.113.9")
		f(r)
		r.mu.Unlock()
		stop()
		<-over
		synctest.Wait()
		if r.hearing {
			t.Error("it hears of routes after the end")
		}
	})
}

func (r *routed) observe(ip string) {
	o := Observation{Device: "wan", Why4: message.Text("wan has no IPv4 address")}
	o.Record.IPv4, _ = netip.ParseAddr(ip)
	r.mu.Unlock()
	r.seen <- o
	synctest.Wait()
	r.mu.Lock()
}

func (r *routed) sleep(d time.Duration) {
	r.mu.Unlock()
	time.Sleep(d)
	synctest.Wait()
	r.mu.Lock()
}

// comes is a new default route.
func (r *routed) comes() {
	come := r.come
	r.mu.Unlock()
	come()
	synctest.Wait()
	r.mu.Lock()
}

var noRoute = Outcome{Kind: Unsent, Tried: true, Text: message.Text("network is unreachable")}

func TestARouteThatComesLateStartsWhatWaited(t *testing.T) {
	inLine(t, noRoute, func(r *routed) {
		if r.heard != 0 {
			t.Error("it hears of routes before anything waits")
		}
		r.sleep(6 * time.Minute)
		before := len(r.tries)
		if last := r.tries[before-1]; last > 5*time.Minute || !r.hearing {
			t.Fatalf("after six minutes: the last try was at %v, hearing is %v; want a long wait, and true", last, r.hearing)
		}
		r.answer = Outcome{Kind: Confirmed}
		r.comes()
		r.sleep(time.Second)
		if last := r.tries[len(r.tries)-1]; len(r.tries) != before+1 || last != 6*time.Minute || r.status.State != Current {
			t.Errorf("after the route: got %d tries more, the last at %v, %s; want one, at once", len(r.tries)-before, last, r.status.State)
		}
		if r.hearing || r.heard != 1 {
			t.Errorf("after the end of the wait: it hears of routes (%v), and began %d times", r.hearing, r.heard)
		}
	})
}

func TestARouteThatComesDuringATryIsNotLost(t *testing.T) {
	inLine(t, noRoute, func(r *routed) {
		for len(r.tries) < 7 {
			r.sleep(10 * time.Millisecond)
		}
		r.comes()
		r.sleep(100 * time.Millisecond)
		r.answer = Outcome{Kind: Confirmed}
		r.sleep(time.Second)
		if got := len(r.tries); got != 8 || r.status.State != Current {
			t.Errorf("got %d tries and %s, want one more at the end of the seventh", got, r.status.State)
		}
	})
}

func TestWhatNoRouteCuresHearsOfNone(t *testing.T) {
	for name, c := range map[string]struct {
		ends Outcome
		line string // that the line has later
	}{
		"the provider took nothing":      {Outcome{Kind: Unsent, Tried: true, Reached: true, Text: message.Text("refused")}, "203.0.113.9"},
		"no sender could be started":     {Outcome{Kind: Unsent, Text: message.Text("too many open files")}, "203.0.113.9"},
		"the answer was lost":            {Outcome{Kind: Unsure, Sent: true, Text: message.Text("lost")}, "203.0.113.9"},
		"the provider said no":           {Outcome{Kind: Rejected, Text: message.Text("no")}, "203.0.113.9"},
		"all is well":                    {Outcome{Kind: Confirmed}, "203.0.113.9"},
		"the line has no address by now": {noRoute, ""},
	} {
		inLine(t, c.ends, func(r *routed) {
			r.sleep(2 * time.Second)
			r.observe(c.line)
			r.sleep(time.Second)
			if r.hearing {
				t.Errorf("%s: it hears of routes", name)
			}
		})
	}
}

func TestARouteStartsTheQuestionForTheAddress(t *testing.T) {
	now := time.Now()
	k := &ProbeSource{Server: "s", Every: time.Hour, waits: &Machine{Policy: usualPolicy()}}
	k.observe(now, netip.MustParseAddr("10.0.0.2"), "")
	for range 12 {
		k.begin()
		k.finish(now, noRoute)
	}
	later := now.Add(time.Minute)
	if at, ok := k.due(); !ok || !at.After(later) {
		t.Fatalf("after twelve tries: got %v, %v; want a longer wait", at.Sub(now), ok)
	}
	k.routed(later)
	if at, ok := k.due(); !ok || at.After(later) {
		t.Errorf("after a route: got %v, want at once", fmt.Sprint(at.Sub(now)))
	}
}
