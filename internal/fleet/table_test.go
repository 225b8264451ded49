// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheTableShowsEveryResult(t *testing.T) {
	results := []Result{
		{Scenario: "a", Client: "dynwan", EndPeak: 15, EndMinute: 10, Names: 1000, Usual: 2, Connects: 1234567, Most: 90 * time.Second, All: -1},
		{Scenario: "a", Client: "x", EndPeak: 130, EndMinute: 120, Names: 1000, Usual: 2},
		{Scenario: "b", Client: "dynwan", ConnectPeak: 3},
		{Scenario: "b", Client: "y", ConnectPeak: 6},
	}
	text, markdown := ResultTable(results).Text(), ResultTable(results).Markdown()
	for _, want := range []string{"1,234,567", "10.0", "1m30s", "never"} {
		if !strings.Contains(text, want) || !strings.Contains(markdown, "| "+want+" |") {
			t.Errorf("want %q in both tables, got:\n%s\n%s", want, text, markdown)
		}
	}
	want := []string{
		"a: dynwan's busiest minute at the end is 1/12.0 of that of x; 0 needless updates; 99 % right after 1m30s",
		"    a tenth of the busiest minute of x is 12.0/s, 99 % right after 1m39s at best",
		"b: dynwan's peak is 1/2.0 of that of y; 0 needless updates; 99 % right after 0.0s",
	}
	if got := Aims(results); !slices.Equal(got, want) {
		t.Errorf("got %s\nwant %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSharesOfNames(t *testing.T) {
	var waits []time.Duration
	for i := range 200 {
		waits = append(waits, time.Duration(i+1))
	}
	for _, tt := range []struct {
		n, percent int
		want       time.Duration
	}{{200, 50, 100}, {200, 99, 198}, {200, 100, 200}, {201, 100, -1}, {203, 99, -1}, {0, 99, 0}, {1, 50, 1}} {
		if got := share(waits, tt.n, tt.percent); got != tt.want {
			t.Errorf("%d %% of %d names: got %d, want %d", tt.percent, tt.n, got, tt.want)
		}
	}
	if got := fmt.Sprint(number(999), " ", number(1000), " ", number(1234567)); got != "999 1,000 1,234,567" {
		t.Errorf("numbers: got %s", got)
	}
}
