// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"testing"

	"dynwan/updater"
)

// TestThePublishedIPv4AddressIsNoted: that is the one that is kept if a device
// has several. Another account at the same device may publish IPv6 alone.
func TestThePublishedIPv4AddressIsNoted(t *testing.T) {
	p := &plan{Accounts: []updater.Config{{Name: "home", Device: "wan"}, {Name: "six", Device: "wan"}}}
	for _, c := range []struct{ account, confirmed, want string }{
		{"home", "203.0.113.9", "203.0.113.9"},
		{"six", "2001:db8::9", "203.0.113.9"},
		{"home", "203.0.113.10 2001:db8::9", "203.0.113.10"},
		{"home", "", "203.0.113.10"},
	} {
		p.note(&updater.Status{Name: c.account, Confirmed: c.confirmed})
		if got := p.published[choiceOf(&p.Accounts[0], 0)]; got != mustAddr(c.want) {
			t.Errorf("%s confirmed %q: got %v, want %s", c.account, c.confirmed, got, c.want)
		}
	}
}
