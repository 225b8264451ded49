// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/netip"
	"testing"

	"github.com/miekg/dns"
)

const (
	old6 = "2001:db8:1::1"
	new6 = "2001:db8:1::2"
)

// both are the settings of a domain with an address in each family; "" is none.
func both(ip4, ip6 string) (set Settings) {
	if ip4 != "" {
		set.IP = netip.MustParseAddr(ip4)
	}
	if ip6 != "" {
		set.IPv6 = netip.MustParseAddr(ip6)
	}
	return set
}

func TestBothFamiliesInTheZone(t *testing.T) {
	const lie6 = "2001:db8:66::66"
	for _, tt := range []struct {
		name    string
		fault   Fault
		arg     string
		a, aaaa string
	}{
		{"no fault", "", "", newAddress, new6},
		{"stale", AuthorityStale, "", oldAddress, old6},
		{"a lie about IPv4", AuthorityLies, lieAddress, lieAddress, new6},
		{"a lie about IPv6", AuthorityLies, lie6, newAddress, lie6},
		{"a second IPv6 address", AuthoritySeveral, lie6, newAddress, new6 + " " + lie6},
		{"a CNAME", AuthorityCNAME, "", "alias." + home + ". " + newAddress, "alias." + home + ". " + new6},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t)
			for _, set := range []Settings{both(oldAddress, old6), both(newAddress, new6)} {
				if err := l.SetRecord(home, set); err != nil {
					t.Fatal(err)
				}
			}
			if tt.fault != "" {
				l.setFault(tt.fault, 0, tt.arg)
			}
			for kind, want := range map[uint16]string{dns.TypeA: tt.a, dns.TypeAAAA: tt.aaaa} {
				if got := brief(exchange("udp", l.at.Authority[0], home, kind)); got != "NOERROR aa "+want {
					t.Errorf("%s: %q; want %q", dns.TypeToString[kind], got, want)
				}
			}
		})
	}
}

// A change of one family leaves the other one, and is a change.
func TestAChangeOfOneFamilyIsStaleForBoth(t *testing.T) {
	l := newLab(t)
	for _, set := range []Settings{both("", old6), both(newAddress, old6), both(newAddress, new6)} {
		if err := l.SetRecord(home, set); err != nil {
			t.Fatal(err)
		}
	}
	l.setFault(AuthorityStale, 0, "")
	for kind, want := range map[uint16]string{dns.TypeA: newAddress, dns.TypeAAAA: old6} {
		if got := brief(exchange("udp", l.at.Authority[0], home, kind)); got != "NOERROR aa "+want {
			t.Errorf("%s: %q; want %q", dns.TypeToString[kind], got, want)
		}
	}
}

func TestANameWithOneFamilyExists(t *testing.T) {
	l := newLab(t, func(c *Config) { c.Zones = []string{"example.net"} })
	if err := l.SetRecord(home, both("", new6)); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{home: "NOERROR aa SOA", office: "NXDOMAIN aa SOA"} {
		if got := brief(exchange("udp", l.at.Authority[0], q, dns.TypeA)); got != want {
			t.Errorf("%s: %q; want %q", q, got, want)
		}
	}
	if r := l.record(home); r.Previous6.IsValid() || r.IPv6.String() != new6 {
		t.Errorf("record %+v", r)
	}
}
