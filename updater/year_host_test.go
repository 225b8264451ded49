// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

// hostStories are years of an account with a host behind the router: the line has
// IPv4, the LAN a prefix. At the start the provider has both addresses.
var hostStories = []story{
	{
		name:     "a host: another prefix every night is one request a night",
		live:     renumbersLAN,
		requests: 364, bound: settle + answer, lines: 3 + 364*2,
	},
	{
		name:     "a host: a redial while the LAN keeps its prefix is one request",
		live:     func(y *year) { redialsBefore(y, 0) },
		requests: 364, bound: settle + answer, lines: 3 + 364*3,
	},
	{
		name:     "a host: another prefix some seconds after the redial goes along",
		live:     func(y *year) { redialsBefore(y, 4*time.Second) },
		requests: 364, bound: 4*time.Second + settle + answer, lines: 3 + 364*4,
	},
	{
		name:     "a host: another prefix half a minute after the redial is a second request after the gap",
		live:     func(y *year) { redialsBefore(y, 30*time.Second) },
		requests: 2 * 364, bound: gap, lines: 3 + 364*6,
	},
	{
		name:     "a host: a prefix that changes five times in the gap is two requests",
		live:     renumbersInTheGap,
		requests: 2 * 51, bound: gap, lines: 3 + 51*7,
	},
	{
		name:     "a host: a prefix that is lost and comes back is no request",
		live:     func(y *year) { losesPrefix(y, false) },
		requests: 0, lines: 3 + 364*2,
	},
	{
		name:     "a host: another prefix after an hour without one is one request",
		live:     func(y *year) { losesPrefix(y, true) },
		requests: 364, bound: settle + answer, lines: 3 + 364*3,
	},
	{
		name:     "a host: a reboot in which the LAN is read long before or after the line is no request",
		live:     rebootsWithAHost,
		requests: 0, lines: 3 + 24*2,
	},
}

// hasHost begins a year with a host.
func (y *year) hasHost() {
	y.stop()
	y.both, y.host = true, &Host{Device: "br-lan", Suffix: netip.MustParseAddr("::1234")}
	y.holds.IPv6 = y.host.in(address6(0))
	y.boot()
	y.lanHas(address6(0))
	y.wanHas(address(0))
	y.sleep(time.Minute)
}

// wanHas tells that the line has an address; it has none of IPv6.
func (y *year) wanHas(ip netip.Addr) {
	y.line, y.line6 = ip, y.host.in(y.prefix)
	y.moved()
	y.seen <- Observation{Device: "wan", Record: Record{IPv4: ip}, IPv6: message.Text("wan has no IPv6 address")}
	synctest.Wait()
}

// lanHas tells which address the router has in the LAN; the zero Addr: none that
// is preferred.
func (y *year) lanHas(ip netip.Addr) {
	y.prefix, y.line6 = ip, netip.Addr{}
	if y.line.IsValid() {
		y.line6 = y.host.in(ip)
	}
	y.moved()
	o := Observation{Device: "br-lan", Record: Record{IPv6: ip}, Why4: message.Text("br-lan has only 192.168.1.1"), IPv6: message.Text(ip.String())}
	if !ip.IsValid() {
		o.IPv6 = message.Text("br-lan has only fd00::1, a private address")
	}
	y.seen <- o
	synctest.Wait()
}

func renumbersLAN(y *year) {
	y.hasHost()
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.lanHas(address6(n)) // the old one is deprecated at the same time
		y.expectHere(y.now() + settle)
	}
}

// redialsBefore dials each night; the LAN gets another prefix later, if it does.
func redialsBefore(y *year, later time.Duration) {
	y.hasHost()
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.offersNothing("wan is down")
		if later > 0 {
			y.lanHas(netip.Addr{}) // netifd takes it with the line
		}
		y.sleep(3 * time.Second)
		y.wanHas(address(n))
		sent := y.now() + hold
		switch {
		case later == 0:
			y.expectHere(y.now() + settle)
			continue
		case later > hold:
			y.expectHere(sent)
		}
		y.sleep(later)
		y.lanHas(address6(n))
		if later > hold {
			y.expectHere(sent + answer + gap)
		} else {
			y.expectHere(y.now() + settle)
		}
	}
}

func renumbersInTheGap(y *year) {
	y.hasHost()
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		first := y.now() + settle
		y.lanHas(address6(5 * n))
		y.expectHere(first)
		for i := range 4 {
			y.sleep(time.Minute)
			y.lanHas(address6(5*n + i + 1))
		}
		y.expectHere(first + answer + gap)
	}
}

// losesPrefix loses it for an hour each day.
func losesPrefix(y *year, renumbered bool) {
	y.hasHost()
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		here := y.prefix
		y.lanHas(netip.Addr{})
		y.sleep(time.Hour)
		if renumbered {
			here = address6(n)
		}
		y.lanHas(here)
		if renumbered {
			y.expectHere(y.now() + settle)
		}
	}
}

func rebootsWithAHost(y *year) {
	y.hasHost()
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		here := y.line
		y.reboots()
		y.wanHas(here)
		y.sleep(time.Minute)
		y.lanHas(y.prefix)
		y.sleep(time.Hour)
		y.reboots()
		y.lanHas(y.prefix)
		y.sleep(time.Minute)
		y.wanHas(here)
	}
}
