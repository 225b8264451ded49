// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/netip"
	"slices"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// ParseAddress reads the answer to an IP check. Where in it the address is, is
// not documented. So it must say DNS LOGIN:SUCCESS and contain exactly one
// public IPv4 address, however often. public decides which addresses are
// public.
func ParseAddress(body string, public func(netip.Addr) bool) (netip.Addr, error) {
	r := ParseReply(body)
	if e := r.Errors(); len(e) > 0 {
		return netip.Addr{}, message.New(message.CheckError, exchange.Quote(e[0]))
	}
	if !r.LoggedIn() {
		return netip.Addr{}, message.New(message.CheckNoLogin, keyLogin+":"+valueLoggedIn)
	}
	var found []netip.Addr
	for _, l := range r.lines {
		for _, ip := range addresses(l.key + " " + l.value) {
			if public(ip) && !slices.Contains(found, ip) {
				found = append(found, ip)
			}
		}
	}
	switch len(found) {
	case 0:
		return netip.Addr{}, message.New(message.CheckNoAddress)
	case 1:
		return found[0], nil
	}
	return netip.Addr{}, message.New(message.CheckManyAddresses, found[0], found[1])
}

// addresses returns the words of a line that are IPv4 addresses. A full stop
// may end one.
func addresses(text string) []netip.Addr {
	var list []netip.Addr
	for _, word := range strings.FieldsFunc(text, func(c rune) bool {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		return !letter && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' && c < 0x80
	}) {
		if ip, err := netip.ParseAddr(strings.TrimSuffix(word, ".")); err == nil {
			list = append(list, ip)
		}
	}
	return list
}
