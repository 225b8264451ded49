// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"testing"
	"time"
)

// TestRecordsShareTheirPolicy: the records of an account have the same waits,
// and those of another account its own.
func TestRecordsShareTheirPolicy(t *testing.T) {
	minutes := func(name string, gap time.Duration) Config { return Config{Name: name, MinGap: gap * time.Minute} }
	list := NewAccounts([]Config{minutes("a/1", 11), minutes("a/2", 11), minutes("b", 20), minutes("c", 11)})
	if list[0].Machine.Policy != list[1].Machine.Policy {
		t.Error("two records of one account have a policy each, want one for both")
	}
	for i, want := range []time.Duration{11, 11, 20, 11} {
		if got := list[i].Machine.Policy.MinGap; got != want*time.Minute {
			t.Errorf("%s: got a gap of %v, want %v", list[i].Name, got, want*time.Minute)
		}
	}
	with := Config{MinGap: 11 * time.Minute, UsualGap: 11 * time.Minute}
	for what, c := range map[string]Config{
		"settle":     {MinGap: with.MinGap, UsualGap: with.UsualGap, Settle: time.Second},
		"usual gap":  {MinGap: with.MinGap, UsualGap: 22 * time.Minute},
		"recheck":    {MinGap: with.MinGap, UsualGap: with.UsualGap, Recheck: time.Hour},
		"refresh":    {MinGap: with.MinGap, UsualGap: with.UsualGap, Refresh: time.Hour},
		"gate":       {MinGap: with.MinGap, UsualGap: with.UsualGap, Gate: time.Hour},
		"needs old":  {MinGap: with.MinGap, UsualGap: with.UsualGap, NeedsOld: true},
		"no query":   {MinGap: with.MinGap, UsualGap: with.UsualGap, NoQuery: true},
		"both":       {MinGap: with.MinGap, UsualGap: with.UsualGap, IPv4: true, IPv6: true},
		"the probes": {MinGap: with.MinGap, UsualGap: with.UsualGap, Probes: []*ProbeSource{newLook()}},
	} {
		if list := NewAccounts([]Config{with, c}); list[0].Machine.Policy == list[1].Machine.Policy {
			t.Errorf("two accounts that differ in %s have one policy, want two", what)
		}
	}
}
