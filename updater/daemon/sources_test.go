// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"fmt"
	"slices"
	"testing"

	"dynwan/netwatch"
	"dynwan/updater"
)

// TestEachDeviceIsWatchedOnce, whatever it is for, but once for each preference.
func TestEachDeviceIsWatchedOnce(t *testing.T) {
	lan := &updater.Host{Device: "br-lan"}
	p := &Plan{Accounts: []updater.Config{
		{Device: "wan", Host: lan}, {Device: "wan", Host: lan}, {Device: "br-lan"}, {Device: "wan2", Prefer: "!2001:db8::/32", Host: lan},
		{Host: &updater.Host{}},
	}}
	want := []netwatch.Choice{{Device: "wan"}, {Device: "br-lan"}, {Device: "wan2", Prefer: "!2001:db8::/32"}, {Device: "br-lan", Prefer: "!2001:db8::/32"}}
	if got := p.Choices(); !slices.Equal(got, want) {
		t.Errorf("choices: got %v, want %v", got, want)
	}
	if got, want := p.devices(), []string{"br-lan", "wan", "wan2"}; !slices.Equal(got, want) {
		t.Errorf("devices: got %q, want %q", got, want)
	}
}

// TestAllLinesAreWatched, each once, with the preference of the account, whichever
// is in use.
func TestAllLinesAreWatched(t *testing.T) {
	lines := []updater.Line{{Device: "wan"}, {}, {Device: "lte"}}
	p := &Plan{Accounts: []updater.Config{
		{Device: "wan", Lines: lines, Prefer: "!2001:db8::/32"}, {Device: "lte", Lines: lines}, {Device: "lte"}, // the second uses its second line
		{Device: "", Lines: []updater.Line{{}, {Device: "eth9"}}},
	}}
	want := []netwatch.Choice{{Device: "wan", Prefer: "!2001:db8::/32"}, {Device: "lte", Prefer: "!2001:db8::/32"}, {Device: "wan"}, {Device: "lte"}, {Device: "eth9"}}
	if got := p.Choices(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
