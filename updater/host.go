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
	// Device is the LAN's: its public address has the prefix. If it is empty, Down
	// says why there is none, or else it is that of the line.
	Device string
	Down   message.Message
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

// ofLine says whether the network is that of the line.
func (h *Host) ofLine() bool { return h.Device == "" && h.Down == "" }

// part says what the line and the device of the network offer together; ok is
// false until both have been read.
func (a *Account) part(line Observation) (both Observation, ok bool) {
	switch {
	case line.down() != "": // requests leave by it, or not at all
		return line, true
	case a.Host.ofLine(), a.Host.Device == line.Device:
		return a.Host.with(line, line), true
	case a.Host.Device == "":
		return a.Host.with(line, Observation{IPv6: a.Host.Down}), true
	case a.lan == nil:
		return both, false
	}
	return a.Host.with(line, *a.lan), true
}

// with returns what a line offers, with the IPv6 address of the host in the
// place of its own.
func (h *Host) with(line, lan Observation) Observation {
	line.Record.IPv6, line.IPv6 = h.in(lan.Record.IPv6), lan.IPv6
	return line
}
