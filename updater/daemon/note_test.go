// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"net/netip"
	"testing"

	"dynwan/netwatch"
	"dynwan/updater"
)

// TestThePublishedIPv4AddressIsNoted: that is the one that is kept if a device
// has several. Another account at the same device may publish IPv6 alone.
func TestThePublishedIPv4AddressIsNoted(t *testing.T) {
	p := &Plan{Accounts: []updater.Config{{Name: "home", Device: "wan"}, {Name: "six", Device: "wan"}}}
	for _, c := range []struct{ account, confirmed, want string }{
		{"home", "203.0.113.9", "203.0.113.9"},
		{"six", "2001:db8::9", "203.0.113.9"},
		{"home", "203.0.113.10 2001:db8::9", "203.0.113.10"},
		{"home", "", "203.0.113.10"},
	} {
		p.note(&updater.Status{Name: c.account, Confirmed: c.confirmed})
		if got := p.published[choiceOf(&p.Accounts[0], 0)]; got != netip.MustParseAddr(c.want) {
			t.Errorf("%s confirmed %q: got %v, want %s", c.account, c.confirmed, got, c.want)
		}
	}
}

// TestAReasonIsASentence: what netwatch names is said of the device.
func TestAReasonIsASentence(t *testing.T) {
	private := netip.MustParseAddr("10.0.0.1")
	for _, c := range []struct {
		reason netwatch.Reason
		want   string
	}{
		{netwatch.Reason{}, ""},
		{netwatch.Reason{Word: netwatch.NoDevice}, "wan does not exist"},
		{netwatch.Reason{Word: netwatch.DeviceDown}, "wan is down"},
		{netwatch.Reason{Word: netwatch.NoCarrier}, "wan has no carrier"},
		{netwatch.Reason{Word: netwatch.NoAddress}, "wan has no IPv6 address"},
		{netwatch.Reason{Word: netwatch.Private, Address: private}, "wan has only 10.0.0.1, a private address"},
		{netwatch.Reason{Word: netwatch.LeftOutByPrefer, Address: private, More: 2}, "wan has only 10.0.0.1, which prefer leaves out (and 2 more)"},
	} {
		if got := why("wan", "IPv6", c.reason).String(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.reason, got, c.want)
		}
	}
}
