// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"fmt"
	"net/netip"
	"runtime"
	"strconv"
	"testing"
	"time"
)

// TestAFurtherRecordCostsLittle: all counts that is allocated from the start until
// the process rests, for the resident collects no garbage before a megabyte of it.
func TestAFurtherRecordCostsLittle(t *testing.T) {
	const few, many = 8, 40
	t.Chdir(t.TempDir())
	for _, c := range []struct {
		title   string
		current bool // an earlier process has updated all records
		shown   bool // which was an image of the same process
		most    int  // bytes on 64 bits; two thirds of that on 32
	}{
		{"before the first update", false, false, 1900},
		{"after a restart", true, false, 2600},
		{"in a new image", true, true, 1600},
	} {
		cost := func(n int) int {
			w := recordWorld{t: t, dir: fmt.Sprint("var/run/dynwan", c.title, n), n: n}
			if c.current {
				w.run(recA.IPv4, nil)
			}
			var shown []Status
			if c.shown {
				shown = w.shown
			}
			if c.current {
				return w.run(recA.IPv4, shown)
			}
			return w.run(netip.Addr{}, shown)
		}
		got := (cost(many) - cost(few)) / (many - few)
		if most := c.most * (strconv.IntSize + 32) / 96; got > most {
			t.Errorf("%s: a further record costs %d bytes, want at most %d", c.title, got, most)
		} else {
			t.Logf("%s: a further record costs %d bytes", c.title, got)
		}
	}
}

// recordWorld runs a Loop with some records of one account.
type recordWorld struct {
	t     *testing.T
	dir   string
	n     int
	shown []Status // what was shown last
}

// run runs it on a line with an address, or without, until nothing is left to do,
// and returns how many bytes it has allocated by then.
func (w *recordWorld) run(ip netip.Addr, shown []Status) int {
	list := make([]Config, w.n)
	for i := range list {
		digest := fmt.Sprintf("%08x", i)
		name := fmt.Sprintf("name%d.example.net", i)
		list[i] = Config{Name: "home/" + name, Account: "home", Hostname: name, Device: "wan0", Key: digest, Settings: digest, Login: digest}
	}
	ctx, stop := context.WithCancel(w.t.Context())
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var board Board
	loop := &Loop{
		Accounts: NewAccounts(list), Shown: shown,
		Store: Store{Dir: w.dir, BootID: "boot1", Boot: func() time.Duration { return time.Since(epoch) }},
		Send: func(context.Context, Job, <-chan struct{}, func() bool) Outcome {
			return Outcome{Kind: Confirmed, Sent: true, Answer: `"good"`}
		},
		Show:     func(s *Status, _ bool) { board.Set(s) },
		AllShown: func() { board.Write(w.dir) },
		Idle:     func() { runtime.ReadMemStats(&after); stop() },
	}
	seen := make(chan Observation, 1)
	seen <- Observation{Device: "wan0", Record: Record{IPv4: ip}}
	loop.Run(ctx, seen, nil)
	w.shown = board.Records()
	return int(after.TotalAlloc - before.TotalAlloc)
}
