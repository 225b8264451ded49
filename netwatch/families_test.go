// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"net/netip"
	"testing"
	"time"

	"dynwan/internal/lab"
)

// TestBothFamiliesOfADeviceAreReported goes through the life of a PPPoE line:
// IPv4 first, IPv6 later, another prefix beside the old one, IPv6 lost, another IPv4
// address.
func TestBothFamiliesOfADeviceAreReported(t *testing.T) {
	n := newNet(t, wan)
	p := watch(t, []string{wan})
	both := func(v4, v6 string) {
		t.Helper()
		p.next(wan, Addrs{IPv4: netip.MustParseAddr(v4), IPv6: netip.MustParseAddr(v6)})
	}
	without6 := func(v4, why string) {
		t.Helper()
		p.next(wan, Addrs{IPv4: netip.MustParseAddr(v4), Why6: because(why)})
	}
	p.empty()
	must(t, n.AddAddr(wan, "203.0.113.9"))
	p.only4("203.0.113.9")
	must(t, n.AddAddr(wan, "2001:db8:1::9/64", lab.DAD()))
	without6("203.0.113.9", wan+" has only 2001:db8:1::9, not checked for duplicates yet")
	both("203.0.113.9", "2001:db8:1::9")
	// A new prefix, and the old one is deprecated: each on its own changes nothing of IPv4.
	must(t, n.AddAddr(wan, "2001:db8:2::9/64"))
	both("203.0.113.9", "2001:db8:2::9")
	must(t, n.ReplaceAddr(wan, "2001:db8:1::9/64", lab.Lifetime(time.Hour, 0)))
	p.quiet()
	must(t, n.DelAddr(wan, "2001:db8:1::9/64"))
	p.quiet()
	// IPv6 is lost slowly, and comes back as it was.
	must(t, n.ReplaceAddr(wan, "2001:db8:2::9/64", lab.Lifetime(time.Hour, 0)))
	without6("203.0.113.9", wan+" has only 2001:db8:2::9, deprecated")
	must(t, n.ReplaceAddr(wan, "2001:db8:2::9/64", lab.Lifetime(2*time.Hour, time.Hour)))
	both("203.0.113.9", "2001:db8:2::9")
	// IPv4 changes alone.
	must(t, n.DelAddr(wan, "203.0.113.9"))
	p.only6("2001:db8:2::9")
	must(t, n.AddAddr(wan, "203.0.113.10"))
	both("203.0.113.10", "2001:db8:2::9")
}
