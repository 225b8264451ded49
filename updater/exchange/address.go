// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"net/netip"
	"slices"
	"strings"

	"dynwan/updater/message"
)

// The families of addresses.
const (
	IPv4 = "IPv4"
	IPv6 = "IPv6"
)

// OnlyAddress returns the public address of a family in a text that a server
// wrote. It is an error if there is none, or another one too;
// how often it stands there makes no difference, nor does anything that is not
// public. public decides which addresses are.
func OnlyAddress(text, family string, public func(netip.Addr) bool) (netip.Addr, error) {
	var found []netip.Addr
	var hidden netip.Addr // the first one that is not public
	for _, ip := range addresses(text) {
		switch {
		case ip.Is4() != (family == IPv4), slices.Contains(found, ip):
		case public(ip):
			found = append(found, ip)
		case !hidden.IsValid():
			hidden = ip
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return netip.Addr{}, message.New(message.CheckManyAddresses, family, found[0], found[1])
	case hidden.IsValid():
		return netip.Addr{}, message.New(message.CheckNotPublic, hidden)
	}
	return netip.Addr{}, message.New(message.CheckNoAddress, family)
}

// addresses returns the words of a text that are addresses. What stands between
// blanks, quotes, brackets and the like is a word. With a slash it is a network,
// the version of a program or a link.
func addresses(text string) []netip.Addr {
	var list []netip.Addr
	for _, word := range strings.FieldsFunc(text, func(c rune) bool {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		return !letter && (c < '0' || c > '9') && !strings.ContainsRune(".:/-_", c) && c < 0x80
	}) {
		if ip, ok := addressIn(word); ok {
			list = append(list, ip)
		}
	}
	return list
}

// addressIn reads a word: an address, at most with a full stop or a colon after
// it, with a port, or with the name of the field before it.
func addressIn(word string) (netip.Addr, bool) {
	_, value, _ := strings.Cut(word, ":")
	for _, w := range []string{word, value} {
		w = strings.TrimSuffix(w, ".")
		for _, w := range []string{w, strings.TrimSuffix(w, ":")} {
			if ip, err := netip.ParseAddr(w); err == nil {
				return ip.Unmap(), true
			}
		}
		if to, err := netip.ParseAddrPort(w); err == nil {
			return to.Addr().Unmap(), true
		}
	}
	return netip.Addr{}, false
}
