// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import "net/netip"

// block is a network that is not public, and what it is instead.
type block struct {
	network netip.Prefix
	word    Word
}

// local blocks can never be published, whatever the configuration allows.
var local = []block{
	{netip.MustParsePrefix("127.0.0.0/8"), Loopback},
	{netip.MustParsePrefix("169.254.0.0/16"), LinkLocal},
	{netip.MustParsePrefix("224.0.0.0/4"), Multicast},
	{netip.MustParsePrefix("0.0.0.0/32"), Unspecified},
	{netip.MustParsePrefix("255.255.255.255/32"), Broadcast},
	{netip.MustParsePrefix("::1/128"), Loopback},
	{netip.MustParsePrefix("::/128"), Unspecified},
	{netip.MustParsePrefix("fe80::/10"), LinkLocal},
	{netip.MustParsePrefix("ff00::/8"), Multicast},
}

// special blocks are not reachable from the Internet (the registries of RFC 6890).
var special = []block{
	{netip.MustParsePrefix("10.0.0.0/8"), Private},
	{netip.MustParsePrefix("172.16.0.0/12"), Private},
	{netip.MustParsePrefix("192.168.0.0/16"), Private},
	{netip.MustParsePrefix("100.64.0.0/10"), Shared},
	{netip.MustParsePrefix("192.0.0.0/24"), UpToNAT},
	{netip.MustParsePrefix("192.0.2.0/24"), Documentation},
	{netip.MustParsePrefix("198.51.100.0/24"), Documentation},
	{netip.MustParsePrefix("203.0.113.0/24"), Documentation},
	{netip.MustParsePrefix("198.18.0.0/15"), Benchmarks},
	{netip.MustParsePrefix("0.0.0.0/8"), Reserved},
	{netip.MustParsePrefix("240.0.0.0/4"), Reserved},
	{netip.MustParsePrefix("2001:db8::/32"), Documentation},
	{netip.MustParsePrefix("3fff::/20"), Documentation},
	{netip.MustParsePrefix("fc00::/7"), Private},
}

// global is the part of IPv6 that IANA assigns as public addresses (RFC 4291).
var global = netip.MustParsePrefix("2000::/3")

// Public says whether an address is public. For allow see [Decide].
func Public(ip netip.Addr, allow []netip.Prefix) bool { return reserved(ip, allow) == "" }

// reserved says what ip is if it is not a public address, or nothing.
func reserved(ip netip.Addr, allow []netip.Prefix) Word {
	if word := find(ip, local); word != "" {
		return word
	}
	for _, p := range allow {
		if p.Contains(ip) {
			return ""
		}
	}
	if word := find(ip, special); word != "" {
		return word
	}
	if ip.Is6() && !global.Contains(ip) {
		return Reserved
	}
	return ""
}

func find(ip netip.Addr, table []block) Word {
	for _, b := range table {
		if b.network.Contains(ip) {
			return b.word
		}
	}
	return ""
}
