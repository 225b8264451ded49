// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import "net/netip"

// block is a network that is not public, and what it is instead.
type block struct {
	network netip.Prefix
	words   string
}

// local blocks cannot be published by anybody, whatever the configuration allows.
var local = []block{
	{netip.MustParsePrefix("127.0.0.0/8"), "a loopback address"},
	{netip.MustParsePrefix("169.254.0.0/16"), "a link-local address"},
	{netip.MustParsePrefix("224.0.0.0/4"), "a multicast address"},
	{netip.MustParsePrefix("0.0.0.0/32"), "no address at all"},
	{netip.MustParsePrefix("255.255.255.255/32"), "the broadcast address"},
	{netip.MustParsePrefix("::1/128"), "a loopback address"},
	{netip.MustParsePrefix("::/128"), "no address at all"},
	{netip.MustParsePrefix("fe80::/10"), "a link-local address"},
	{netip.MustParsePrefix("ff00::/8"), "a multicast address"},
}

// special blocks are not reachable from the Internet (the registries of RFC 6890).
var special = []block{
	{netip.MustParsePrefix("10.0.0.0/8"), "a private address"},
	{netip.MustParsePrefix("172.16.0.0/12"), "a private address"},
	{netip.MustParsePrefix("192.168.0.0/16"), "a private address"},
	{netip.MustParsePrefix("100.64.0.0/10"), "shared by the provider's NAT"},
	{netip.MustParsePrefix("192.0.0.0/24"), "used only up to the provider's NAT"}, // RFC 6333 (DS-Lite), RFC 7335
	{netip.MustParsePrefix("192.0.2.0/24"), "a documentation address"},
	{netip.MustParsePrefix("198.51.100.0/24"), "a documentation address"},
	{netip.MustParsePrefix("203.0.113.0/24"), "a documentation address"},
	{netip.MustParsePrefix("198.18.0.0/15"), "an address for benchmarks"},
	{netip.MustParsePrefix("0.0.0.0/8"), "a reserved address"},
	{netip.MustParsePrefix("240.0.0.0/4"), "a reserved address"},
	{netip.MustParsePrefix("2001:db8::/32"), "a documentation address"},
	{netip.MustParsePrefix("3fff::/20"), "a documentation address"},
	{netip.MustParsePrefix("fc00::/7"), "a private address"},
}

// global is the part of IPv6 that IANA gives out as public addresses (RFC 4291).
var global = netip.MustParsePrefix("2000::/3")

// Public says whether an address can be one of the Internet. For allow see [Decide].
func Public(ip netip.Addr, allow []netip.Prefix) bool { return reserved(ip, allow) == "" }

// reserved says what ip is if it is not a public address, or nothing.
func reserved(ip netip.Addr, allow []netip.Prefix) string {
	if words := find(ip, local); words != "" {
		return words
	}
	for _, p := range allow {
		if p.Contains(ip) {
			return ""
		}
	}
	if words := find(ip, special); words != "" {
		return words
	}
	if ip.Is6() && !global.Contains(ip) {
		return "a reserved address"
	}
	return ""
}

func find(ip netip.Addr, table []block) string {
	for _, b := range table {
		if b.network.Contains(ip) {
			return b.words
		}
	}
	return ""
}
