// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// snapshot is what the kernel holds at one moment.
type snapshot struct {
	links     map[string]Link   // by the name that was asked for
	addresses map[int][]Address // by the index of the link
}

// dump asks the kernel for the devices and for all addresses. The result is in doubt if the error is
// netlink.ErrDumpInterrupted; with any other error there is none.
func dump(devices []string) (snapshot, error) {
	s := snapshot{links: map[string]Link{}, addresses: map[int][]Address{}}
	for _, name := range devices {
		link, err := readLink(name)
		if err != nil {
			return s, fmt.Errorf("cannot read the state of %s: %w", name, err)
		}
		s.links[name] = link
	}
	list, err := netlink.AddrList(nil, netlink.FAMILY_ALL)
	if err != nil {
		err = fmt.Errorf("cannot list the addresses: %w", err)
	}
	for _, a := range list {
		if x, ok := convert(a); ok {
			s.addresses[a.LinkIndex] = append(s.addresses[a.LinkIndex], x)
		}
	}
	return s, err
}

// readLink looks the device up by its name each time: after a redial it is the same name but another index.
func readLink(name string) (Link, error) {
	link, err := netlink.LinkByName(name)
	var none netlink.LinkNotFoundError
	if errors.As(err, &none) || errors.Is(err, unix.ENODEV) {
		return Link{Name: name}, nil
	}
	if err != nil {
		return Link{}, err
	}
	attrs := link.Attrs()
	return Link{
		Name:    name,
		Index:   attrs.Index,
		Up:      attrs.Flags&net.FlagUp != 0,
		Running: attrs.Flags&net.FlagRunning != 0,
	}, nil
}

// convert takes the local address: the library puts IFA_LOCAL into IPNet and a point-to-point peer into Peer.
func convert(a netlink.Addr) (Address, bool) {
	if a.IPNet == nil {
		return Address{}, false
	}
	ip, ok := netip.AddrFromSlice(a.IP)
	return Address{IP: ip.Unmap(), Flags: uint32(a.Flags), Scope: uint8(a.Scope)}, ok
}
