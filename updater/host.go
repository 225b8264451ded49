// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"

	"dynwan/updater/message"
)

// Host is a host behind the router whose IPv6 address is published. The upper
// half of it is the prefix that the router gives to the LAN, the lower half is
// the host's own.
type Host struct {
	// Device is the LAN's: its public address has the prefix. Down says why there
	// is no device, if Device is empty.
	Device string          `json:",omitempty"`
	Down   message.Message `json:",omitempty"`
	// Suffix has the lower half.
	Suffix netip.Addr
}

// in is the address of the host in the network of a router's address, invalid if
// that is.
func (h *Host) in(router netip.Addr) netip.Addr {
	if !router.Is6() {
		return netip.Addr{}
	}
	b, own := router.As16(), h.Suffix.As16()
	copy(b[8:], own[8:])
	return netip.AddrFrom16(b)
}

// part keeps what one of the two devices of an account with a Host offers, and
// says what they offer together; ok is false until both have been read.
func (a *Account) part(o Observation) (both Observation, ok bool) {
	if o.Device == a.Device {
		a.line = &o
	}
	if o.Device == a.Host.Device {
		a.lan = &o
	}
	switch {
	case a.line == nil:
		return both, false
	case a.line.down() != "": // requests leave by it, or not at all
		return *a.line, true
	case a.Host.Device == "":
		return a.Host.with(*a.line, Observation{IPv6: a.Host.Down}), true
	case a.lan == nil:
		return both, false
	}
	return a.Host.with(*a.line, *a.lan), true
}

// with returns what a line offers, with the IPv6 address of the host in the
// place of its own.
func (h *Host) with(line, lan Observation) Observation {
	line.Record.IPv6, line.IPv6 = h.in(lan.Record.IPv6), lan.IPv6
	return line
}
