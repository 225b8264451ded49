// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dynwan/updater"
)

const small = 2000

func TestTheQueueGivesEventsByTimeAndThenByTurn(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	var q queue
	var want []event
	for i := range 3000 {
		e := event{at: time.Duration(random.IntN(500)), router: int32(i)}
		q.push(e)
		e.seq = uint32(i)
		want = append(want, e)
		if i%3 == 2 { // take one out in between
			got, ok := q.pop()
			first := slices.MinFunc(want, byTime)
			want = slices.DeleteFunc(want, func(e event) bool { return e == first })
			if !ok || got != first {
				t.Fatalf("pop after %d pushes: got %+v, %v, want %+v", i+1, got, ok, first)
			}
		}
	}
	slices.SortFunc(want, byTime)
	for _, e := range want {
		if got, ok := q.pop(); !ok || got != e {
			t.Fatalf("got %+v, %v, want %+v", got, ok, e)
		}
	}
	if e, ok := q.pop(); ok {
		t.Errorf("the queue is empty and gave %+v", e)
	}
}

// byTime orders by time and then by push: the routers are numbered by that.
func byTime(a, b event) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.router, b.router))
}

func TestEveryNameIsRightInTheEnd(t *testing.T) {
	for _, m := range Matches() {
		for _, c := range m.Clients {
			w := play(m.Scenario, c, small, 7)
			changes := 0
			for r := range w.line {
				changed, right := w.changed[r], w.right[r]
				if changed > 0 {
					changes++
				}
				// What changes in the last minutes may still be under way.
				if changed < m.Scenario.length-5*time.Minute && !w.isRight(int32(r)) {
					t.Errorf("%s, %s: router %d holds %x and its name %x", m.Scenario.Name, c.Name, r, w.line[r], w.name[r])
				}
				if right > 0 && right < changed {
					t.Errorf("%s, %s: router %d changed at %v and was right at %v, before that", m.Scenario.Name, c.Name, r, changed, right)
				}
			}
			if changes < small/50 {
				t.Errorf("%s, %s: %d of %d lines changed, want many more", m.Scenario.Name, c.Name, changes, small)
			}
		}
	}
}

func TestUpdatesAreTheChangesTheNeedlessAndTheTurnedAway(t *testing.T) {
	for _, m := range Matches() {
		for _, c := range m.Clients {
			w := play(m.Scenario, c, small, 3)
			right, away := 0, 0
			for _, at := range w.right {
				if at > 0 {
					right++
				}
			}
			if o := m.Scenario.outage; o.as == busy {
				away = sum(w.updates[o.from/time.Second : o.to/time.Second])
			}
			if got, want := sum(w.updates), right+w.needless+away; got != want {
				t.Errorf("%s, %s: got %d updates, want %d changes + %d needless + %d turned away = %d",
					m.Scenario.Name, c.Name, got, right, w.needless, away, want)
			}
		}
	}
}

func TestDynwanSendsNothingNeedless(t *testing.T) {
	for _, m := range Matches() {
		if r := Run(m.Scenario, m.Clients[0], small, 5); r.Needless != 0 || r.Updates == 0 {
			t.Errorf("%s: got %d needless of %d updates, want none", r.Scenario, r.Needless, r.Updates)
		}
	}
}

func TestARenumberedRouterSendsOneRequest(t *testing.T) {
	r := Run(Renumbered(), DynwanBoth(updater.DefaultPolicy()), 10*small, 5)
	if r.Names != small || r.Updates != small || r.Connects != small || r.Needless != 0 || r.Questions != 0 {
		t.Errorf("got %+v, want one request for each of %d names and nothing else", r, small)
	}
	// A prefix that comes up to eight seconds after the address, and one second of holding still.
	if r.Half > 2*time.Second || r.All > 10*time.Second {
		t.Errorf("right: half after %v, all after %v; want half at once, all within ten seconds", r.Half, r.All)
	}
	both := Run(RenumberedBoth(), DynwanBoth(updater.DefaultPolicy()), 10*small, 5)
	if both.Names != small || both.Updates != small || both.Needless != 0 || both.All > 10*time.Second {
		t.Errorf("a new address and a new prefix: got %+v, want one request for each of %d names within ten seconds", both, small)
	}
	if alone := Run(Renumbered(), Dynwan(updater.DefaultPolicy()), 10*small, 5); alone.Updates <= r.Updates*11/10 {
		t.Errorf("a client that does not wait for the second family sends %d requests, want more than %d: this test proves nothing", alone.Updates, r.Updates)
	}
}

func TestNeedlessAfterABootAreThe70In100WhoseAddressStayed(t *testing.T) {
	power := Power()
	for _, tt := range []struct {
		client Client
		all    bool // each router sends
	}{
		{Dynwan(updater.DefaultPolicy()), false}, {DDNSScripts(), true}, {Inadyn(), true}, {InadynWithFile(), false},
	} {
		r := Run(power, tt.client, 10*small, 1)
		want := 0
		if tt.all {
			want = small - r.Names
		}
		if r.Needless != want || r.Names < small*25/100 || r.Names > small*35/100 {
			t.Errorf("%s: got %d needless updates and %d new addresses of %d, want %d and about 30 in 100",
				tt.client.Name, r.Needless, r.Names, small, want)
		}
	}
}

func TestTheSeedDecidesEverything(t *testing.T) {
	for _, m := range []Match{Matches()[1], Matches()[3]} {
		for _, c := range m.Clients {
			first := Run(m.Scenario, c, small, 11)
			if again := Run(m.Scenario, c, small, 11); first != again {
				t.Errorf("seed 11 twice: got %+v, then %+v", first, again)
			}
			one, other := play(m.Scenario, c, small, 11), play(m.Scenario, c, small, 12)
			if slices.Equal(one.right, other.right) {
				t.Errorf("%s, %s: seeds 11 and 12 give the same", m.Scenario.Name, c.Name)
			}
		}
	}
}

func TestAllClientsMeetTheSameChanges(t *testing.T) {
	for _, m := range Matches() {
		want := play(m.Scenario, m.Clients[0], small, 2).changed
		for _, c := range m.Clients[1:] {
			if got := play(m.Scenario, c, small, 2).changed; !slices.Equal(got, want) {
				t.Errorf("%s: the lines of %s change at other times than those of %s", m.Scenario.Name, c.Name, m.Clients[0].Name)
			}
		}
	}
}

func TestTheQuestionsToDNSAreCounted(t *testing.T) {
	booted := small / 10
	for _, tt := range []struct {
		client Client
		want   func(names int) int
	}{
		// One check at the boot, and one of what was sent a minute later.
		{Dynwan(updater.DefaultPolicy()), func(names int) int { return zoneServers * (booted + names) }},
		// At 50 minutes: one at the boot and each 10 minutes after it.
		{DDNSScripts(), func(int) int { return 5 * booted }},
		{Inadyn(), func(int) int { return booted }},
		{InadynWithFile(), func(int) int { return 0 }},
	} {
		r := Run(Power(), tt.client, small, 1)
		if want := tt.want(r.Names); r.Questions != want {
			t.Errorf("%s: got %d questions for %d boots and %d new addresses, want %d",
				tt.client.Name, r.Questions, booted, r.Names, want)
		}
	}
}
