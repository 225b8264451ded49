// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vishvananda/netlink"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// soakVariable is how long the soak test takes; make test gives it some
// seconds, make soak ten minutes.
const soakVariable = "DYNWAN_SOAK"

// soakFaults are switched on one after another, each for one request.
var soakFaults = []struct {
	fault sandbox.Fault
	arg   string
}{
	{sandbox.DropBeforeApply, ""}, {sandbox.DropAfterApply, ""}, {sandbox.ResetHandshake, ""}, {sandbox.Status, "500"},
	{sandbox.Delay, "50ms"}, {sandbox.Cut, ""}, {sandbox.DropAccept, ""}, {sandbox.CertSelfSigned, ""}, {sandbox.Portal, ""},
}

// storm makes address events on a device of its own as fast as it can, up to
// 10,000 a second, until ctx ends. It counts them.
func storm(ctx context.Context, p *play, events *atomic.Int64) (wait func()) {
	p.ok(p.Net.AddDevice("storm0"))
	h, err := netlink.NewHandle()
	p.ok(err)
	link, err := h.LinkByName("storm0")
	p.ok(err)
	addr, err := netlink.ParseAddr("10.9.8.7/32")
	p.ok(err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer h.Close()
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			for range 50 {
				if h.AddrAdd(link, addr) == nil {
					events.Add(1)
				}
				if h.AddrDel(link, addr) == nil {
					events.Add(1)
				}
			}
			<-tick.C
		}
	}()
	return func() { <-done }
}

// footprint is what a process uses.
type footprint struct{ anon, fds, threads int }

func footprintOf(t *testing.T, pid int) footprint {
	t.Helper()
	text, err := os.ReadFile(procFile(pid, "status"))
	if err != nil {
		t.Fatal(err)
	}
	fds, err := os.ReadDir(procFile(pid, "fd"))
	if err != nil {
		t.Fatal(err)
	}
	f := footprint{fds: len(fds)}
	for _, line := range strings.Split(string(text), "\n") {
		name, value, _ := strings.Cut(line, ":")
		n, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), " kB"))
		switch name {
		case "RssAnon":
			f.anon = n
		case "Threads":
			f.threads = n
		}
	}
	if f.anon == 0 || f.threads == 0 {
		t.Fatalf("footprint of %d: got %+v from\n%s", pid, f, text)
	}
	return f
}

// soakLimit in KiB is what an image of the resident may use at work, here.
const soakLimit = 3 << 10

func TestSoak(t *testing.T) {
	length := 8 * time.Second
	if text := os.Getenv(soakVariable); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	p := newPlay(t, func(c *sandbox.Config) { c.MinGap = 10 * time.Millisecond })
	p.ok(p.Configure(scene.Config{MinGap: 15 * time.Millisecond, Settle: time.Millisecond}))
	p.begins()
	p.recovers()
	ctx, cancel := context.WithCancel(t.Context())
	var events atomic.Int64
	wait := storm(ctx, p, &events)
	began, address := time.Now(), "203.0.113.9"
	var first, last footprint
	changes := 0
	for time.Since(began) < length {
		if changes%10 == 0 {
			f := soakFaults[changes/10%len(soakFaults)]
			p.fault(f.fault, 1, f.arg)
		}
		next := fmt.Sprintf("203.0.113.%d", 10+changes%200)
		p.ok(p.Change(address, next))
		address = next
		changes++
		p.arrives(address)
		if since := time.Since(began); since < length/5 {
			first = larger(first, footprintOf(t, p.daemon.PID()))
		} else if since > length*4/5 {
			last = larger(last, footprintOf(t, p.daemon.PID()))
		}
	}
	cancel()
	wait()
	rate := float64(events.Load()) / time.Since(began).Seconds()
	time.Sleep(time.Second)
	p.holds(address)
	if b := p.Box.Breaches(); len(b) > 0 {
		t.Errorf("broken rules: %q", b[:min(len(b), 5)])
	}
	t.Logf("%v: %.0f address events a second, %d changes, %d requests; first fifth %+v, last fifth %+v (KiB)",
		length, rate, changes, len(p.Box.Ledger()), first, last)
	// The images of the process take turns, so a fifth may have met a small one.
	if last.anon > max(first.anon*11/10+128, soakLimit) || last.fds > first.fds+2 || last.threads > first.threads+2 {
		t.Errorf("the resident grew: first %+v, last %+v", first, last)
	}
	if n := len(children(t, p.daemon.PID())); n != 0 {
		t.Errorf("children at the end: got %d, want none", n)
	}
	if rate < 1000 || changes < int(length.Seconds()) {
		t.Errorf("%.0f events a second and %d changes in %v are no soak", rate, changes, length)
	}
}

// arrives waits until the provider holds an address.
func (p *play) arrives(address string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 30*time.Second)
	defer cancel()
	p.Box.Wait(ctx, func() bool { return p.Box.Records()[0].Settings.IP.String() == address })
	p.holds(address)
}

func larger(a, b footprint) footprint {
	return footprint{max(a.anon, b.anon), max(a.fds, b.fds), max(a.threads, b.threads)}
}
