// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"os"
	"testing"
	"time"
)

// limited is a Machine of an account with such limits, and without a gap.
func limited(t *testing.T, limits ...Limit) machineTest {
	p := play(t)
	p.m.Policy.MinGap, p.m.Tally = 0, &Tally{Limits: limits}
	return p
}

func TestALimitIsASlidingWindow(t *testing.T) {
	for name, c := range map[string]struct {
		limits []Limit
		ends   []time.Duration // of requests for which the line changes at once
	}{
		"2 in 2m":                    {[]Limit{{2, 2 * time.Minute}}, seconds(2, 4, 123, 125, 244)},
		"1 in 1m":                    {[]Limit{{1, time.Minute}}, seconds(2, 63, 124, 185)},
		"3 in 10s and 4 in 1h":       {[]Limit{{3, 10 * time.Second}, {4, time.Hour}}, seconds(2, 4, 6, 13, 3603, 3605)},
		"more than there ever are":   {[]Limit{{48, day}}, seconds(2, 4, 6, 8)},
		"an order that is no matter": {[]Limit{{4, time.Hour}, {3, 10 * time.Second}}, seconds(2, 4, 6, 13, 3603, 3605)},
	} {
		p := limited(t, c.limits...)
		for i, want := range c.ends {
			var now time.Duration
			if i > 0 {
				now = c.ends[i-1]
			}
			p.sees(now, []Record{recA, recB}[i%2])
			if i == 0 {
				p.m.held, p.m.requested = recB, "s1" // nothing to ask DNS about
			}
			if _, end := p.ends(yes); end != want {
				t.Errorf("%s: request %d is over after %v, want %v", name, i, end, want)
			}
		}
		if n := len(p.m.Tally.sent); n > 48 || len(c.limits) == 1 && n > c.limits[0].N {
			t.Errorf("%s: %d requests are kept, want no more than count", name, n)
		}
	}
}

func seconds(list ...int) (spans []time.Duration) {
	for _, n := range list {
		spans = append(spans, time.Duration(n)*time.Second)
	}
	return spans
}

func TestWhatCountsForALimit(t *testing.T) {
	for name, c := range map[string]struct {
		o    Outcome
		want int
	}{
		"a confirmed request":     {yes, 1},
		"one that may be lost":    {lost, 1},
		"a refusal":               {no, 1},
		"what DNS has already":    {inDNS, 0},
		"nothing that was sent":   {nothing, 0},
		"what nobody understands": {Outcome{Kind: "nonsense"}, 1},
	} {
		p := limited(t, Limit{5, time.Hour})
		p.sees(0, recA)
		_, end := p.ends(c.o)
		if got := p.m.Tally.sent; len(got) != c.want || c.want == 1 && got[0] != at(end).UnixNano() {
			t.Errorf("%s: got %v counted, want %d at its end", name, got, c.want)
		}
	}
}

// twoNames are records of one login that may send twice in two minutes.
func twoNames(h *loopTest) {
	h.stop()
	h.login = "home"
	h.rules = func(c *Config) {
		c.MinGap, c.UsualGap = time.Second, time.Second
		c.Tally = &Tally{Key: "t", Limits: []Limit{{2, 2 * time.Minute}}}
	}
	other := Config{Name: "home/b", Account: "home", Device: "wan", Key: "k2", Settings: "s1", Settle: time.Second, MinGap: time.Second}
	h.rules(&other)
	b := accountOf(other)
	b.Machine.Rand = nil
	h.beside = []*Account{b}
	h.boot()
}

func TestTheNamesOfALoginShareItsLimits(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		twoNames(h)
		h.sees(recA, "")
		h.sleep(10 * time.Second) // at 1s and 2s
		h.sees(recB, "")
		h.sleep(2 * time.Second)
		want := "home: 203.0.113.2 on wan; the provider allows 2 updates in 2m; sending in 1m50s"
		if got := h.all["home"].Line(h.uptime().Seconds()); got != want {
			t.Errorf("status: got %q, want %q", got, want)
		}
		h.sleep(10 * time.Second)
		h.sees(recC, "") // the newest replaces what waits
		h.sleep(3 * time.Minute)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.1 at 2s", "203.0.113.3 at 2m2s", "203.0.113.3 at 2m3s")
	})
}

func TestTheCountOfALimitLastsOverAKill(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		twoNames(h)
		h.send = h.provider(yes)
		h.sees(recA, "")
		h.sleep(1500 * time.Millisecond) // in the middle of a request
		kept, err := os.ReadFile(h.dir + "/t.tally")
		if err != nil {
			t.Fatal(err)
		}
		state, _ := os.ReadFile(h.dir + "/k.state")
		h.sleep(5 * time.Second)
		h.stop()
		// As a kill leaves it: the request counts although nobody saw its end.
		os.WriteFile(h.dir+"/t.tally", kept, 0o600)
		os.WriteFile(h.dir+"/k.state", state, 0o600)
		os.Remove(h.dir + "/k2.state")
		h.beside, h.sent = nil, nil
		h.boot()
		if got := h.account.Tally.sent; len(got) != 1 || got[0] != h.store().Now().UnixNano() {
			t.Errorf("after the kill: got %v, want one request, over now", got)
		}
		h.stop()
		os.WriteFile(h.dir+"/t.tally", []byte("no tally"), 0o600)
		h.boot()
		if got := len(h.account.Tally.sent); got != 1 {
			t.Errorf("after damage: got %d requests, want one that may just have been sent", got)
		}
		h.stop()
		os.Remove(h.dir + "/t.tally")
		h.boot()
		if got := len(h.account.Tally.sent); got != 0 {
			t.Errorf("after a reboot: got %d requests, want none known", got)
		}
	})
}

func TestALimitThatAnotherProcessUsedUpIsNoticedBeforeSending(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		twoNames(h)
		provider := h.provider(yes)
		before := true
		h.send = func(ctx context.Context, job Job, w <-chan struct{}, ask func() bool) Outcome {
			if before { // "dynwan once" sends twice meanwhile
				before = false
				other := &Loop{Store: h.store()}
				o := &Tally{Key: "t", sent: []int64{other.Store.Now().UnixNano(), other.Store.Now().UnixNano()}}
				other.saveTally(o)
			}
			return provider(ctx, job, w, ask)
		}
		h.sees(recA, "")
		h.sleep(5 * time.Minute)
		h.wantSent("203.0.113.1 at 2m1s", "203.0.113.1 at 2m2s")
	})
}

// TestATallyOutOfOrder, as no version has written it, still counts the newest.
func TestATallyOutOfOrder(t *testing.T) {
	at := func(n int) int64 { return time.Unix(int64(n), 0).UnixNano() }
	tally := &Tally{sent: []int64{at(5), at(900), at(3), at(4)}}
	tally.bound(time.Unix(100, 0))
	for i, want := range []int{3, 4, 5, 100} {
		if tally.sent[i] != at(want) {
			t.Errorf("time %d: got %v, want %v", i, tally.sent[i], at(want))
		}
	}
}
