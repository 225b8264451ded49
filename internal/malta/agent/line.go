// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"net"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// The marker is an Ethernet frame of a type for experiments (IEEE 802), which
// no machine answers.
const (
	markerType = 0x88b5
	gateway    = "203.0.113.1"
	flapping   = "10.9.8.7/32"
)

// line is the WAN device.
type line struct {
	link   netlink.Link
	raw    int
	marker []byte
}

func openLine(device string) (*line, error) {
	link, err := netlink.LinkByName(device)
	if err != nil {
		return nil, fmt.Errorf("cannot find %s: %w", device, err)
	}
	// Protocol 0 receives nothing, so the socket costs the machine nothing.
	raw, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW, 0)
	if err != nil {
		return nil, fmt.Errorf("cannot open a raw socket: %w", err)
	}
	frame := []byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	frame = append(frame, link.Attrs().HardwareAddr...)
	frame = append(frame, markerType>>8, markerType&0xff)
	return &line{link: link, raw: raw, marker: append(frame, "change"...)}, nil
}

// change takes one address from the line and gives it another with the route
// through it, as pppd does; "-" stands for none. The marker goes out in between.
func (l *line) change(from, to string) error {
	if from != "-" {
		if err := l.address(netlink.AddrDel, from+"/24"); err != nil {
			return err
		}
		// What hears of the loss may have ended its work before the next event.
		time.Sleep(300 * time.Millisecond)
	}
	if to == "-" {
		return nil
	}
	at := &unix.SockaddrLinklayer{Ifindex: l.link.Attrs().Index, Halen: 6}
	if err := unix.Sendto(l.raw, l.marker, 0, at); err != nil {
		return fmt.Errorf("cannot mark the change: %w", err)
	}
	if err := l.address(netlink.AddrAdd, to+"/24"); err != nil {
		return err
	}
	_, all, _ := net.ParseCIDR("0.0.0.0/0")
	route := &netlink.Route{LinkIndex: l.link.Attrs().Index, Dst: all, Gw: net.ParseIP(gateway)}
	if err := netlink.RouteReplace(route); err != nil {
		return fmt.Errorf("cannot set the route: %w", err)
	}
	return nil
}

// flap adds a private address and takes it away again.
func (l *line) flap(pause time.Duration) error {
	if err := l.address(netlink.AddrAdd, flapping); err != nil {
		return err
	}
	time.Sleep(pause)
	err := l.address(netlink.AddrDel, flapping)
	time.Sleep(pause)
	return err
}

func (l *line) address(do func(netlink.Link, *netlink.Addr) error, cidr string) error {
	a, err := netlink.ParseAddr(cidr)
	if err != nil {
		return err
	}
	if err := do(l.link, a); err != nil {
		return fmt.Errorf("cannot change the address %s: %w", cidr, err)
	}
	return nil
}
