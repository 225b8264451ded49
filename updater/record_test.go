// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"testing"
)

// families makes a record with the settings "s1" of its last byte in each
// family, 0 for none: families(1, 2) has 203.0.113.1 and 2001:db8::2.
func families(v4, v6 byte) Record {
	r := Record{Settings: "s1"}
	if v4 > 0 {
		r.IPv4 = netip.AddrFrom4([4]byte{203, 0, 113, v4})
	}
	if v6 > 0 {
		r.IPv6 = netip.AddrFrom16([16]byte{0: 0x20, 1: 0x01, 2: 0x0d, 3: 0xb8, 15: v6})
	}
	return r
}

func TestRecordsAreComparedByFamily(t *testing.T) {
	other := families(1, 1)
	other.Settings = "s2"
	for _, c := range []struct {
		name          string
		held, want    Record
		covers, lacks bool
		with          Record
	}{
		{"the same", families(1, 1), families(1, 1), true, false, families(1, 1)},
		{"the same IPv4", families(1, 0), families(1, 0), true, false, families(1, 0)},
		{"another IPv4", families(1, 0), families(2, 0), false, false, families(2, 0)},
		{"another IPv4 beside the same IPv6", families(1, 1), families(2, 1), false, false, families(2, 1)},
		{"another IPv6 beside the same IPv4", families(1, 1), families(1, 2), false, false, families(1, 2)},
		{"IPv6 has gone", families(1, 1), families(1, 0), true, false, families(1, 1)},
		{"IPv4 has gone", families(1, 1), families(0, 1), true, false, families(1, 1)},
		{"IPv6 has gone, and another IPv4", families(1, 1), families(2, 0), false, false, families(2, 1)},
		{"IPv6 has come", families(1, 0), families(1, 1), false, true, families(1, 1)},
		{"IPv4 has come", families(0, 1), families(1, 1), false, true, families(1, 1)},
		{"IPv6 has come, and another IPv4", families(1, 0), families(2, 1), false, false, families(2, 1)},
		{"IPv6 has come in place of IPv4", families(1, 0), families(0, 1), false, true, families(1, 1)},
		{"nothing is known", Record{}, families(1, 1), false, true, families(1, 1)},
		{"other settings", other, families(1, 1), false, false, families(1, 1)},
		{"other settings, and IPv6 has gone", other, families(1, 0), false, false, families(1, 1)},
		{"other settings, and one family was not known", Record{IPv4: other.IPv4, Settings: "s2"}, families(1, 1), false, false, families(1, 1)},
	} {
		covers, lacks, with := c.held.Covers(c.want), c.held.Lacks(c.want), c.held.With(c.want)
		if covers != c.covers || lacks != c.lacks || with != c.with {
			t.Errorf("%s: got covers %v, lacks %v, with %+v; want %v, %v, %+v", c.name, covers, lacks, with, c.covers, c.lacks, c.with)
		}
	}
	for want, r := range map[string]Record{
		"": {Settings: "s1"}, "203.0.113.1": families(1, 0), "2001:db8::1": families(0, 1), "203.0.113.1 2001:db8::2": families(1, 2),
	} {
		if got := r.Addresses(); got != want || r.HasAddress() != (want != "") {
			t.Errorf("addresses of %+v: got %q, %v; want %q", r, got, r.HasAddress(), want)
		}
	}
}
