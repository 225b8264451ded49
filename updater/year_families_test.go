// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"time"
)

// hold is how long a family that is expected is waited for.
const hold = 10 * time.Second

// familyStories are years of an account that publishes both families. At the
// start the provider has both. A story that says nothing of the provider has one
// that keeps a family which a request lacks.
var familyStories = []story{
	{
		name:     "both families: an IPv6 address that comes while the IPv4 address settles goes along",
		live:     func(y *year) { redialsOfBoth(y, 800*time.Millisecond, true) },
		requests: 364, bound: settle + answer, lines: 4 + 364*4,
	},
	{
		name:     "both families: a new IPv6 address some seconds later goes along",
		live:     func(y *year) { redialsOfBoth(y, 3*time.Second, true) },
		requests: 364, bound: 3*time.Second + settle + answer, lines: 4 + 364*5,
	},
	{
		name:     "both families: the same IPv6 address some seconds later, and the provider would remove it",
		live:     func(y *year) { y.removes = true; redialsOfBoth(y, 3*time.Second, false) },
		requests: 364, bound: 3*time.Second + settle + answer, lines: 4 + 364*5,
	},
	{
		name:     "both families: a new IPv6 address half a minute later is a second request after the gap",
		live:     func(y *year) { redialsOfBoth(y, 30*time.Second, true) },
		requests: 2 * 364, bound: gap, lines: 4 + 364*6,
	},
	{
		name:     "both families: the same IPv6 address half a minute later is no second request",
		live:     func(y *year) { redialsOfBoth(y, 30*time.Second, false) },
		requests: 364, bound: hold + answer, lines: 4 + 364*6,
	},
	{
		name:     "both families: another IPv6 address is one request",
		live:     renumbers,
		requests: 364, bound: settle + answer, lines: 4 + 364*2,
	},
	{
		name:     "both families: an IPv6 address that is lost and comes back is no request",
		live:     func(y *year) { losesIPv6(y, false) },
		requests: 0, lines: 4 + 364*2,
	},
	{
		name:     "both families: a lost IPv6 address is not sent along, and sent when it is back",
		live:     func(y *year) { y.removes = true; losesIPv6(y, true) },
		requests: 2 * 364, bound: hold + answer, lines: 4 + 364*5,
	},
	{
		name:     "both families: a reboot with IPv6 some seconds later is no request",
		live:     rebootsOfBoth,
		requests: 0, lines: 4 + 12*4,
	},
}

// address6 is the IPv6 address number n of a line.
func address6(n int) netip.Addr {
	return netip.AddrFrom16([16]byte{0: 0x20, 1: 0x01, 2: 0x0d, 3: 0xb8, 6: byte(n >> 8), 7: byte(n), 15: 9})
}

// publishesBoth begins a year with both families.
func (y *year) publishesBoth() {
	y.stop()
	y.both, y.line6, y.holds.IPv6 = true, address6(0), address6(0)
	y.boot()
	y.offers(y.line)
}

// offers6 tells that the line holds an IPv6 address now, beside what it holds.
func (y *year) offers6(ip netip.Addr) {
	y.line6 = ip
	y.offers(y.line)
}

// expectHere says that the story calls for a request with what the line holds.
func (y *year) expectHere(at time.Duration) {
	want := y.here()
	want.Settings = y.account.Settings
	y.want = append(y.want, request{want: want, at: at})
}

// redialsOfBoth dials each night; IPv6 comes later, with another address if the
// provider of the line gives another prefix.
func redialsOfBoth(y *year, later time.Duration, renumbered bool) {
	y.publishesBoth()
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		here := y.line6
		y.offersNothing("wan is down")
		y.sleep(3 * time.Second)
		y.offers(address(n))
		sent := y.now() + hold
		if later > hold {
			y.expectHere(sent)
		}
		y.sleep(later)
		if renumbered {
			here = address6(n)
		}
		y.offers6(here)
		switch {
		case later < hold:
			y.expectHere(y.now() + settle)
		case renumbered, y.removes:
			y.expectHere(sent + answer + gap)
		}
	}
}

func renumbers(y *year) {
	y.publishesBoth()
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.offers6(address6(n)) // the old one is deprecated at the same time
		y.expectHere(y.now() + settle)
	}
}

// losesIPv6 loses it for an hour each day; the IPv4 address may change then.
func losesIPv6(y *year, redials bool) {
	y.publishesBoth()
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		here := y.line6
		y.offers6(netip.Addr{})
		if redials {
			y.sleep(time.Minute)
			y.offers(address(n))
			y.expectHere(y.now() + hold)
		}
		y.sleep(time.Hour)
		y.offers6(here)
		if redials {
			y.expectHere(y.now() + settle)
		}
	}
}

func rebootsOfBoth(y *year) {
	y.publishesBoth()
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		here := y.line6
		y.line6 = netip.Addr{}
		y.reboots()
		y.offers(y.line)
		y.sleep(3 * time.Second)
		y.offers6(here)
		y.sleep(time.Minute)
	}
}
