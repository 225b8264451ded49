// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"slices"

	"golang.org/x/sys/unix"

	"dynwan/internal/scene"
)

// tap is a socket that sees what leaves by a device.
type tap struct {
	device string
	fd     int
}

// doTap begins to look at what leaves by a device.
func (s *script) doTap(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	link, err := net.InterfaceByName(args[0])
	if err != nil {
		return err
	}
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return err
	}
	s.taps = append(s.taps, tap{args[0], fd})
	return unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: inOrder(unix.ETH_P_ALL), Ifindex: link.Index})
}

// doUnused checks that no packet of IPv4 has left by a device since then, but for
// questions to the router's resolver, which may be anywhere.
func (s *script) doUnused(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	i := slices.IndexFunc(s.taps, func(t tap) bool { return t.device == args[0] })
	if i < 0 {
		return errors.New("nobody has looked: tap comes first")
	}
	for count, b := 0, make([]byte, 20); ; {
		_, from, err := unix.Recvfrom(s.taps[i].fd, b, 0)
		switch l, _ := from.(*unix.SockaddrLinklayer); {
		case err == unix.EINTR:
		case err != nil && count > 0:
			return fmt.Errorf("%d packets have left by %s, want none", count, args[0])
		case err != nil:
			return nil
		case l.Pkttype == unix.PACKET_OUTGOING && l.Protocol == inOrder(unix.ETH_P_IP) && net.IP(b[16:]).String() != scene.Resolver:
			count++
		}
	}
}

// inOrder is a protocol in the byte order of the network.
func inOrder(protocol uint16) uint16 {
	return binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, protocol))
}
