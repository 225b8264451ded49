// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"slices"
	"testing"

	"dynwan/updater"
	"dynwan/updater/daemon"
)

// TestOnceHearsOfBothDevices, although it may begin to read only when both have
// been reported.
func TestOnceHearsOfBothDevices(t *testing.T) {
	p := &daemon.Plan{Accounts: []updater.Config{{Device: "wan", Host: &updater.Host{Device: "br-lan"}}}}
	seen, see := firstReports(p)
	for _, c := range p.Choices() {
		see(updater.Observation{Device: c.Device})
	}
	see(updater.Observation{Device: "later"})
	close(seen)
	var got []string
	for o := range seen {
		got = append(got, o.Device)
	}
	if want := []string{"wan", "br-lan"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
