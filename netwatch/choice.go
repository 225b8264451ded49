// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
)

// Choice is a device, and in the form that [ParsePreference] reads, which of its addresses is wanted if several are
// usable.
type Choice struct{ Device, Prefer string }

// Preference is a set of networks that an address should be in, or must be outside of.
type Preference struct {
	networks []netip.Prefix
	outside  bool
}

// ParsePreference reads addresses and networks, separated by blanks. An exclamation mark before the first means any
// address but these.
func ParsePreference(text string) (p Preference, err error) {
	text, p.outside = strings.CutPrefix(strings.TrimLeft(text, " "), "!")
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }) {
		network, err := netip.ParsePrefix(word)
		if ip, e := netip.ParseAddr(word); e == nil && ip.Zone() == "" {
			network, err = ip.Prefix(ip.BitLen())
		}
		if err != nil {
			return p, errors.New("neither an address nor a network")
		}
		p.networks = append(p.networks, network)
	}
	return p, nil
}

func (p Preference) prefers(ip netip.Addr) bool {
	return p.outside != slices.ContainsFunc(p.networks, func(n netip.Prefix) bool { return n.Contains(ip) })
}
