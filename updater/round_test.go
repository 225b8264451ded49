// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"testing"
	"time"
)

// waitsOf returns the waits of a Machine with chance after jobs that all end so,
// each of which takes no time.
func waitsOf(chance *rand.Rand, o Outcome, n int) (waits []time.Duration) {
	p := DefaultPolicy()
	m := &Machine{Policy: &p, Rand: chance}
	m.Observe(epoch, recA, "")
	now, _ := m.Due()
	for range n {
		m.Begin()
		if o.Sent {
			m.Sending(now)
		}
		m.Finish(now, o)
		due, _ := m.Due()
		waits, now = append(waits, due.Sub(now)), due
	}
	return waits
}

func TestEachRouterKeepsAMomentOfItsOwn(t *testing.T) {
	chance, tenths := rand.New(rand.NewPCG(1, 1)), [10]int{}
	const routers = 2000
	for range routers {
		waits := waitsOf(chance, Outcome{Kind: Unsent, Reached: true}, 6)
		if first := waits[0]; first < 30*time.Second || first > 45*time.Second {
			t.Fatalf("the first wait is %v, want 30s to 45s", first)
		}
		if second := waits[1]; second < 30*time.Second || second > around {
			t.Fatalf("the second wait is %v, want 30s to %v", second, around)
		}
		for i, wait := range waits[2:] {
			if wait != around {
				t.Fatalf("wait %d is %v, want %v", i+3, wait, around)
			}
		}
		at := (waits[0] + waits[1]) % around
		tenths[10*at/around]++
	}
	for i, n := range tenths {
		if n < 100 || n > 250 { // nobody tries less than half a minute after the first wait
			t.Errorf("in tenth %d of the round are %d of %d routers that failed at once, want about a tenth", i, n, routers)
		}
	}
}

func TestWaitsAfterErrorsKeepTheGapAndTheRound(t *testing.T) {
	chance, low, high := rand.New(rand.NewPCG(1, 1)), time.Hour, time.Duration(0)
	for range 2000 {
		waits := waitsOf(chance, Outcome{Kind: Unsure, Sent: true}, 9)
		low, high = min(low, waits[1]), max(high, waits[1])
		if waits[0] != gap || waits[2] != around || waits[3] != around || waits[4] != around {
			t.Fatalf("waits %v, want the gap, one that is drawn, and three rounds", waits)
		}
		for i, least := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour, 2 * time.Hour} {
			if wait := waits[5+i]; wait < least || wait > least*3/2 {
				t.Fatalf("wait %d is %v, want %v and up to a half more", 6+i, wait, least)
			}
		}
	}
	if low < gap || low > gap+5*time.Second || high > 17*time.Minute || high < 17*time.Minute-5*time.Second {
		t.Errorf("the second wait is %v to %v, want 11m to 17m", low, high)
	}
}
