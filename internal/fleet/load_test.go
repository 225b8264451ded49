// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"slices"
	"testing"
	"time"

	"dynwan/updater"
)

// million plays a scenario with a million routers, a fifth at a time, and counts
// them together: what they do to the provider is the same.
func million(s Scenario, c Client) Result {
	const parts = 5
	var all *world
	var waits []time.Duration
	for seed := range uint64(parts) {
		w := play(s, c, 1_000_000/parts, seed)
		some, never := w.waits(s.outage.to)
		if waits = append(waits, some...); never > 0 {
			waits = append(waits, slices.Repeat([]time.Duration{s.length}, never)...)
		}
		if all == nil {
			all = w
			continue
		}
		for i, n := range w.connects {
			all.connects[i] += n
		}
	}
	r := all.result(s, c.Name)
	slices.Sort(waits)
	r.Names, r.Usual, r.Most = len(waits), r.Usual*parts, share(waits, len(waits), 99)
	return r
}

func TestAProviderThatComesBackIsNotOverloaded(t *testing.T) {
	for _, s := range []Scenario{Refusing(), Answering503()} {
		dynwan, peer := million(s, Dynwan(updater.DefaultPolicy())), million(s, DDNSScripts())
		if dynwan.EndMinute > peer.EndMinute/10 {
			t.Errorf("%s: %.1f connections/s in the busiest minute, want a tenth of the %.1f of %s", s.Name, dynwan.EndMinute, peer.EndMinute, peer.Client)
		}
		best, ok := peer.best()
		if !ok || dynwan.Most > best*5/4 {
			t.Errorf("%s: 99 %% right after %v, want 1.25 times %v at most", s.Name, dynwan.Most, best)
		}
	}
}

func TestTheFirstTryAfterAShortOutageComesSoon(t *testing.T) {
	for _, tt := range []struct {
		s    Scenario
		last time.Duration
	}{{Refusing(), 45 * time.Second}, {Answering503(), 11 * time.Minute}} {
		s := tt.s.For(30 * time.Second)
		if r := Run(s, Dynwan(updater.DefaultPolicy()), 50*small, 3); r.All > tt.last || r.Names < 25 {
			t.Errorf("%s: %d names right after %v, want more names and %v", s.Name, r.Names, r.All, tt.last)
		}
	}
}
