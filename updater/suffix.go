// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net"
	"net/netip"

	"dynwan/updater/message"
)

// ParseSuffix reads the lower half of an IPv6 address, in one of the two forms in
// which a user knows it: "::1234", or the MAC address of a host that makes its
// address of that.
func ParseSuffix(text string) (netip.Addr, error) {
	ip, err := netip.ParseAddr(text)
	if err != nil {
		mac, err := net.ParseMAC(text)
		if err != nil || len(mac) != 6 {
			return netip.Addr{}, message.New(message.NotSuffix)
		}
		return eui64([6]byte(mac)), nil
	}
	suffix := lower(ip)
	switch {
	case !ip.Is6() || ip.Zone() != "" || ip.IsUnspecified(): // the last is no host but the nearest router (RFC 4291, 2.6.1)
		return netip.Addr{}, message.New(message.NotSuffix)
	case suffix != ip:
		return netip.Addr{}, message.New(message.SuffixTooLong)
	}
	return suffix, nil
}

// lower is the lower half of an address.
func lower(ip netip.Addr) netip.Addr {
	b := ip.As16()
	clear(b[:8])
	return netip.AddrFrom16(b)
}

// eui64 makes a suffix of a MAC address: ff:fe in the middle, and the bit that
// says who assigned it inverted (RFC 4291, appendix A).
func eui64(mac [6]byte) netip.Addr {
	return netip.AddrFrom16([16]byte{8: mac[0] ^ 2, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]})
}
