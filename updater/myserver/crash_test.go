// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/updater"
)

// crash counts what a client does on the network, and stops everything at one
// of these moments, as the end of its process does.
type crash struct {
	left atomic.Int64
	stop context.CancelFunc
}

// tick says whether the client still lives.
func (c *crash) tick() bool {
	left := c.left.Add(-1)
	if left == 0 {
		c.stop()
	}
	return left > 0
}

func (c *crash) happened() bool { return c.left.Load() <= 0 }

// fragile is a connection that goes with its process.
type fragile struct {
	net.Conn
	crash *crash
}

func (f *fragile) Write(p []byte) (int, error) {
	if !f.crash.tick() {
		f.Close()
		return 0, net.ErrClosed
	}
	return f.Conn.Write(p)
}

func (f *fragile) Read(p []byte) (int, error) {
	if !f.crash.tick() {
		f.Close()
		return 0, net.ErrClosed
	}
	return f.Conn.Read(p)
}

// TestACrashAnywhereLeavesNoSecondRecord ends the client at each of its steps
// on the network. What follows it puts things right when the provider's pause
// is over.
func TestACrashAnywhereLeavesNoSecondRecord(t *testing.T) {
	states := map[int]bool{} // how many records there were after the crash
	n := int64(1)
	for ; n < 500; n++ {
		w := newWorld(t)
		if err := w.SetRecords(good.Text("hostname"), before); err != nil {
			t.Fatal(err)
		}
		whole, r := w.crashes(n)
		w.ended()
		list := w.holds()
		states[slices.Index(list, after)*10+len(list)] = true
		if whole {
			w.Close()
			break
		}
		if len(list) > 1 || r.Deleted && slices.Contains(list, before) {
			t.Fatalf("crash at %d: got %+v, and the host holds %s", n, r, list)
		}
		w.passed.Store(int64(10 * time.Minute))
		again := w.attempt(after)
		w.ended()
		if list := w.holds(); again.Kind != updater.Confirmed || !slices.Equal(list, []netip.Addr{after}) {
			t.Errorf("after a crash at %d: got %+v, and the host holds %s", n, again, list)
		}
		if b := w.Breaches(); len(b) > 0 {
			t.Errorf("after a crash at %d: breaches %q, want none", n, b)
		}
		w.Close()
	}
	if n < 20 || n == 500 || len(states) != 3 {
		t.Errorf("played %d moments and met %v, want some dozens with the old record, none and the new one", n, states)
	}
}

// crashes makes one change that ends at the n-th moment. whole says that it
// was over before.
func (w *world) crashes(n int64) (whole bool, r result) {
	ctx, cancel := context.WithTimeout(w.t.Context(), maxTime)
	defer cancel()
	c := &crash{stop: cancel}
	c.left.Store(n)
	usual := w.client.way.Line.Dial
	defer func() { w.client.way.Line.Dial = usual }()
	w.client.way.Line.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !c.tick() {
			return nil, context.Canceled
		}
		conn, err := usual(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &fragile{conn, c}, nil
	}
	r = w.client.update(ctx, before, after, always, always)
	return !c.happened(), r
}

// ended waits until the sandbox has done with all connections: ten minutes
// are long.
func (w *world) ended() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), maxTime)
	defer cancel()
	if err := w.Wait(ctx, func() bool {
		return !slices.ContainsFunc(w.Connections(), func(c sandbox.Connection) bool { return !c.Ended })
	}); err != nil {
		w.t.Fatal(err)
	}
}
