// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"net/netip"
	"slices"
	"strings"

	"dynwan/updater/message"
)

// OnlyAddress returns the public IPv4 address in a text that a server wrote. It
// is an error if there is none, or another one too; how often it stands there
// makes no difference. public decides which addresses are public.
func OnlyAddress(text string, public func(netip.Addr) bool) (netip.Addr, error) {
	var found []netip.Addr
	for _, ip := range addresses(text) {
		if public(ip) && !slices.Contains(found, ip) {
			found = append(found, ip)
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

// addresses returns the words of a text that are IPv4 addresses. A full stop
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
