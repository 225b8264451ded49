// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"strings"
	"testing"
	"time"

	"dynwan/internal/budget"
)

// report is a run in which dynwan keeps its promises, changed by change.
func report(change func(dynwan *result)) *Report {
	all := clients()
	for i, c := range all {
		for n := range 200 {
			c.result.told = append(c.result.told, time.Duration((i+1)*(n+1))*100*time.Microsecond)
		}
		c.result.alone, c.result.first, c.result.second = c.result.told, c.result.told, c.result.told
		c.result.sealed = 20
		c.result.wakeups = 4
	}
	all[2].result.written = written{files: map[string]int{"/var/cache/a": 1, "/var/cache/b": 3}, bytes: 7}
	change(&all[0].result)
	return &Report{Options{Changes: 200, Alone: 5, Disk: 20, Idle: 2 * time.Minute}, all, "0.1"}
}

var limits = budget.Budget{
	"host.p50_ms":   {Name: "host.p50_ms", Value: 15},
	"host.p99_ms":   {Name: "host.p99_ms", Value: 40},
	"host.syscalls": {Name: "host.syscalls", Value: 0},
	"host.wakeups":  {Name: "host.wakeups", Value: 2},
	"host.files":    {Name: "host.files", Value: 0},
}

func TestEachBrokenPromiseIsNamed(t *testing.T) {
	slow := func(d time.Duration, from int) func(*result) {
		return func(r *result) {
			r.told = append([]time.Duration(nil), r.told...)
			for i := from; i < len(r.told); i++ {
				r.told[i] = d
			}
		}
	}
	for _, c := range []struct {
		what   string
		change func(*result)
		want   string // "" for no error
	}{
		{"all is well", func(*result) {}, ""},
		{"half of the changes are late", slow(16*time.Millisecond, 99), "host.p50_ms: 16 is over budget"},
		{"some changes are very late", slow(time.Second, 197), "host.p99_ms: 1000 is over budget"},
		{"one system call", func(r *result) { r.calls = 1 }, "host.syscalls: 1"},
		{"three wake-ups", func(r *result) { r.wakeups = 5 }, "host.wakeups: 2.5"},
		{"a file", func(r *result) { r.written.files = map[string]int{"/etc/x": 1} }, "host.files: 1"},
		{"a change that needs the disk", func(r *result) { r.sealed = 19 }, "19 of 20 changes"},
	} {
		err := report(c.change).Check(limits)
		if c.want == "" && err != nil {
			t.Errorf("%s: got %v, want no error", c.what, err)
		}
		if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), "\n") > 0) {
			t.Errorf("%s: got %v, want %q alone", c.what, err, c.want)
		}
	}
}

func TestTheTableHasEveryMeasureOfEveryClientWithItsRatio(t *testing.T) {
	table := report(func(*result) {}).Table()
	want := map[string][]string{
		"change to request, told at once (200), p50": {"ms", "10.0", "20.0", "2.00", "30.0", "3.00"},
		"left alone, usual period, p99 (computed)":   {"ms", "19.8", "118820.0", "6001", "297030.0", "15002"},
		"the same: writes to their names":            {"", "0", "0", "-", "4", "-"},
		"idle 2m0s: wake-ups a minute":               {"", "2.0", "2.0", "1.00", "2.0", "1.00"},
	}
	for _, row := range table.Rows {
		if len(row) != len(table.Heading) {
			t.Errorf("%q: got %d cells, want %d", row, len(row), len(table.Heading))
		}
		if cells, ok := want[row[0]]; ok && strings.Join(row[1:], " ") != strings.Join(cells, " ") {
			t.Errorf("%s: got %q, want %q", row[0], row[1:], cells)
		}
		delete(want, row[0])
	}
	if len(want) > 0 {
		t.Errorf("rows that are missing: %v", want)
	}
}

func TestTheSecondOfTwoNamesIsReported(t *testing.T) {
	r := report(func(r *result) { r.second = []time.Duration{30 * time.Millisecond, 50 * time.Millisecond} })
	want := "two names that change together (2), ms from change to request: the first p50 10.0, p99 19.8; the second p50 30.0, p99 50.0"
	if got := r.Notes()[1]; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAPercentileIsOneOfTheTimes(t *testing.T) {
	times := []time.Duration{5, 1, 3, 2, 4}
	for p, want := range map[int]time.Duration{0: 1, 50: 3, 60: 3, 61: 4, 90: 5, 100: 5} {
		if got := percentile(times, p); got != want {
			t.Errorf("percentile %d of %v: got %d, want %d", p, times, got, want)
		}
	}
}
