// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"fmt"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/internal/lab"
)

func preference(t *testing.T, text string) Preference {
	t.Helper()
	p, err := ParsePreference(text)
	must(t, err)
	return p
}

func leased(ip string, flags ...uint32) Address {
	a := at(ip, flags...)
	a.Leased = true
	return a
}

func TestWhichAddressOfSeveral(t *testing.T) {
	const secondary = unix.IFA_F_SECONDARY
	alias, lease := at("8.8.4.4"), leased("9.9.9.9", secondary)
	for _, c := range []struct {
		name              string
		addresses         []Address
		prefer, published string
		want, also        string
	}{
		{"the first, if nothing tells them apart", []Address{alias, at("9.9.9.9")}, "", "", "8.8.4.4", "9.9.9.9"},
		{"a lease before a permanent one", []Address{alias, lease}, "", "", "9.9.9.9", "8.8.4.4"},
		{"a lease even before the published one", []Address{alias, lease}, "", "8.8.4.4", "9.9.9.9", "8.8.4.4"},
		{"of two leases the published one", []Address{leased("8.8.4.4"), lease}, "", "9.9.9.9", "9.9.9.9", "8.8.4.4"},
		{"of two permanent ones the published one", []Address{alias, at("9.9.9.9", secondary)}, "", "9.9.9.9", "9.9.9.9", "8.8.4.4"},
		{"a published one that is gone", []Address{alias, at("9.9.9.9")}, "", "9.9.9.10", "8.8.4.4", "9.9.9.9"},
		{"a published one that is not fit", []Address{alias, at("9.9.9.9", unix.IFA_F_DEPRECATED)}, "", "9.9.9.9", "8.8.4.4", ""},
		{"a published one that is private", []Address{at("10.0.0.1"), alias}, "", "10.0.0.1", "8.8.4.4", ""},
		{"the preferred one before all", []Address{alias, lease}, "8.8.4.0/24", "9.9.9.9", "8.8.4.4", ""},
		{"an address that is preferred", []Address{alias, lease}, "8.8.4.4", "9.9.9.9", "8.8.4.4", ""},
		{"two preferred ones", []Address{alias, lease}, "8.8.4.4 9.0.0.0/8", "", "9.9.9.9", "8.8.4.4"},
		{"a preferred one that is not there", []Address{alias, lease}, "1.1.1.1", "", "9.9.9.9", "8.8.4.4"},
		{"a preferred one that is not fit", []Address{alias, at("9.9.9.9", unix.IFA_F_DEPRECATED)}, "9.9.9.9", "", "8.8.4.4", ""},
		{"any but one", []Address{alias, at("9.9.9.9")}, "!8.8.4.4", "", "9.9.9.9", ""},
		{"any but one that is published", []Address{alias, at("9.9.9.9"), at("9.9.9.10")}, "!8.8.4.4", "8.8.4.4", "9.9.9.9", "9.9.9.10"},
		{"any but one that is alone", []Address{alias}, "! 8.8.4.4 9.9.9.9", "", "pppoe-wan has only 8.8.4.4, which prefer leaves out", ""},
		{"any but one, and a private one", []Address{at("10.0.0.1"), alias}, "!8.8.4.4", "8.8.4.4", "pppoe-wan has only 8.8.4.4, which prefer leaves out (and 1 more)", ""},
		{"a private one is no choice", []Address{alias, at("10.0.0.1")}, "", "", "8.8.4.4", ""},
		{"the newest of IPv6, whatever its lifetime", []Address{at("2a00:2::1"), leased("2a00:1::1")}, "", "2a00:1::1", "2a00:2::1", ""},
		{"a preferred one of IPv6", []Address{at("2a00:2::1"), at("2a00:1::1")}, "2a00:1::/64", "", "2a00:1::1", ""},
	} {
		published, _ := netip.ParseAddr(c.published)
		a := Decide(up, c.addresses, nil, preference(t, c.prefer), published)
		got := a.Why4
		if a.IPv4.IsValid() {
			got = Reason{Address: a.IPv4}
		} else if a.IPv6.IsValid() {
			got = Reason{Address: a.IPv6}
		}
		also, _ := netip.ParseAddr(c.also)
		if got != chosen(c.want) || a.Also != also {
			t.Errorf("%s: got %v and also %s, want %s and %q", c.name, got, a.Also, c.want, c.also)
		}
	}
}

func TestParsePreference(t *testing.T) {
	for text, want := range map[string]string{
		"203.0.113.9":                   "{[203.0.113.9/32] false} <nil>",
		" 203.0.113.0/24  2001:db8::1 ": "{[203.0.113.0/24 2001:db8::1/128] false} <nil>",
		"!203.0.113.9 203.0.113.10":     "{[203.0.113.9/32 203.0.113.10/32] true} <nil>",
		"":                              "{[] false} <nil>",
		"203.0.113.9 !203.0.113.10":     "neither an address nor a network",
		"203.0.113.9/33":                "neither an address nor a network",
		"fe80::1%eth0":                  "neither an address nor a network",
		"fe80::1%eth0/64":               "neither an address nor a network",
		"home.example.net":              "neither an address nor a network",
	} {
		p, err := ParsePreference(text)
		got := fmt.Sprint("{", p.networks, " ", p.outside, "} ", err)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("ParsePreference(%q): got %s, want %s", text, got, want)
		}
	}
}

const lease, alias = "203.0.113.10/26", "203.0.113.200/32"

// renewed is the lifetime that a DHCP client gives an address.
var renewed = lab.Lifetime(time.Hour, time.Hour)

// A device that has got two addresses from two hands: the lease is the younger
// one after each loss, and the kernel lists it last.
func TestALeaseThatComesBackIsTakenAgain(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, lease, renewed))
	must(t, n.AddAddr(wan, alias))
	var published atomic.Pointer[netip.Addr]
	p := watch(t, []string{wan}, func(w *watcher) {
		w.published = func(Choice) netip.Addr {
			if ip := published.Load(); ip != nil {
				return *ip
			}
			return netip.Addr{}
		}
	})
	p.two("203.0.113.10", "203.0.113.200")
	for range 2 {
		must(t, n.DelAddr(wan, lease))
		p.only4("203.0.113.200")
		alone := netip.MustParseAddr("203.0.113.200")
		published.Store(&alone) // it has been there for long enough
		must(t, n.AddAddr(wan, lease, renewed))
		p.two("203.0.113.10", "203.0.113.200")
		must(t, n.ReplaceAddr(wan, lease, lab.Lifetime(7*time.Second, 7*time.Second)))
		p.quiet()
	}
}

func TestThePublishedAddressStays(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, "203.0.113.10/32"))
	must(t, n.AddAddr(wan, "203.0.113.11/32"))
	ten := netip.MustParseAddr("203.0.113.10")
	p := watch(t, []string{wan}, func(w *watcher) { w.published = func(Choice) netip.Addr { return ten } })
	p.two("203.0.113.10", "203.0.113.11")
	must(t, n.DelAddr(wan, "203.0.113.10/32"))
	p.only4("203.0.113.11")
	must(t, n.AddAddr(wan, "203.0.113.10/32")) // is the last in the list now
	p.two("203.0.113.10", "203.0.113.11")
}

func TestEachInterfaceOfADeviceHasItsAddress(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, alias))
	must(t, n.AddAddr(wan, lease))
	p := watch(t, []string{wan, wan}, func(w *watcher) {
		w.prefer = []Preference{preference(t, "!203.0.113.200"), preference(t, "203.0.113.200")}
	})
	p.only4("203.0.113.10")
	p.only4("203.0.113.200")
	must(t, n.DelAddr(wan, lease))
	p.next(wan, Addrs{Why4: because(wan + " has only 203.0.113.200, which prefer leaves out"), Why6: because(none6)})
	must(t, n.AddAddr(wan, "203.0.113.11/26")) // a number that nobody was told of
	p.only4("203.0.113.11")
	p.quiet()
	if got := len(listeners(t)); got != 1 {
		t.Errorf("%d sockets are subscribed, want 1", got)
	}
}
