// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/netip"
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
	var text strings.Builder
	for _, l := range r.lines {
		text.WriteString(l.key + " " + l.value + "\n")
	}
	return exchange.OnlyAddress(text.String(), exchange.IPv4, public)
}
