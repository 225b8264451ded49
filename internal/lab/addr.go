// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// AddrOption changes how AddAddr and ReplaceAddr set an address.
type AddrOption func(*netlink.Addr)

// Peer sets another peer than the provider's Peer4.
func Peer(ip string) AddrOption {
	return func(a *netlink.Addr) { a.Peer = host(net.ParseIP(ip)) }
}

// DAD lets the kernel look for a duplicate of an IPv6 address before it may be used, some one or two seconds; without
// carrier the address stays tentative. Otherwise the lab's addresses are usable at once.
func DAD() AddrOption {
	return func(a *netlink.Addr) { a.Flags &^= unix.IFA_F_NODAD }
}

// Lifetime sets how long the address is valid and preferred, in whole seconds. Preferred 0 makes it deprecated.
func Lifetime(valid, preferred time.Duration) AddrOption {
	return func(a *netlink.Addr) {
		a.ValidLft, a.PreferedLft = int(valid/time.Second), int(preferred/time.Second)
	}
}

// AddAddr gives the device an address. An IPv4 address without a prefix length gets the provider as its peer, as on a
// PPPoE line; with one ("192.168.1.2/24") it is set plainly. IPv6 may come with or without. The provider then sends
// what is for that address to this device.
func (n *Net) AddAddr(device, local string, options ...AddrOption) error {
	return n.setAddr(n.router.AddrAdd, device, local, options)
}

// ReplaceAddr is AddAddr for an address that may be there already; it refreshes its lifetimes, as a renewal does.
func (n *Net) ReplaceAddr(device, local string, options ...AddrOption) error {
	return n.setAddr(n.router.AddrReplace, device, local, options)
}

type setter func(netlink.Link, *netlink.Addr) error

func (n *Net) setAddr(set setter, device, local string, options []AddrOption) error {
	link, err := n.device(device)
	if err != nil {
		return err
	}
	a, err := parse(local, options)
	if err != nil {
		return err
	}
	if err := setAddr(set, n.router, link, a); err != nil {
		return fmt.Errorf("cannot give %s the address %s: %w", device, local, err)
	}
	peer, _, err := n.peer(device)
	if err != nil || peer.Attrs().Flags&net.FlagUp == 0 {
		return err
	}
	return n.ispRoute(peer, host(a.IP).String(), 1)
}

// setAddr sets the address and waits until it can be used. Even where it does not look for duplicates of an IPv6
// address, the kernel leaves the local route and the group that answers neighbours to a worker, in the reverse order.
func setAddr(set setter, h *netlink.Handle, link netlink.Link, a *netlink.Addr) error {
	up := link.Attrs().Flags&net.FlagUp != 0
	if err := set(link, a); err != nil || !up || a.Flags&unix.IFA_F_NODAD == 0 {
		return err
	}
	local := &netlink.Route{LinkIndex: link.Attrs().Index, Dst: host(a.IP), Table: unix.RT_TABLE_LOCAL}
	const filter = netlink.RT_FILTER_OIF | netlink.RT_FILTER_DST | netlink.RT_FILTER_TABLE
	return wait("it does not become local", func() (bool, error) {
		routes, err := h.RouteListFiltered(netlink.FAMILY_V6, local, filter)
		if errors.Is(err, netlink.ErrDumpInterrupted) {
			return false, nil
		}
		return len(routes) > 0, err
	})
}

// plain is the address without a peer and, for IPv6, without a search for duplicates.
func plain(ip *net.IPNet) *netlink.Addr {
	a := &netlink.Addr{IPNet: ip}
	if ip.IP.To4() == nil {
		a.Flags = unix.IFA_F_NODAD
	}
	return a
}

// DelAddr takes the address away; local is written as for AddAddr, with the same Peer option if there was one.
func (n *Net) DelAddr(device, local string, options ...AddrOption) error {
	link, err := n.device(device)
	if err != nil {
		return err
	}
	a, err := parse(local, options)
	if err != nil {
		return err
	}
	if err := n.router.AddrDel(link, a); err != nil {
		return fmt.Errorf("cannot take %s from %s: %w", local, device, err)
	}
	if peer, _, err := n.peer(device); err == nil {
		// It is gone already if the other end was down in between.
		_ = n.isp.RouteDel(&netlink.Route{LinkIndex: peer.Attrs().Index, Dst: host(a.IP), Priority: 1})
	}
	return nil
}

// Route lets the device carry all IPv4. A device that was added earlier wins over a later one, unless a socket is
// bound to its device.
func (n *Net) Route(device string) error {
	_, all, _ := net.ParseCIDR("0.0.0.0/0")
	return n.route(device, &netlink.Route{Dst: all, Scope: netlink.SCOPE_LINK})
}

// Route6 lets the device carry all IPv6, as Route does for IPv4.
func (n *Net) Route6(device string) error {
	_, all, _ := net.ParseCIDR("::/0")
	// Neighbours are found by multicast, which the provider's loopback addresses do not answer: IPv6 needs a gateway.
	return n.route(device, &netlink.Route{Dst: host(net.ParseIP(Peer6))}, &netlink.Route{Dst: all, Gw: net.ParseIP(Peer6)})
}

func (n *Net) route(device string, routes ...*netlink.Route) error {
	link, err := n.device(device)
	if err != nil {
		return err
	}
	for _, r := range routes {
		r.LinkIndex, r.Priority = link.Attrs().Index, n.lines[device].metric
		if err := n.router.RouteReplace(r); err != nil {
			return fmt.Errorf("cannot route %s by %s: %w", r.Dst, device, err)
		}
	}
	return nil
}

func parse(local string, options []AddrOption) (*netlink.Addr, error) {
	var a *netlink.Addr
	if ip, err := netip.ParseAddr(local); err == nil {
		a = plain(host(ip.AsSlice()))
		if ip.Is4() {
			a.Peer = host(net.ParseIP(Peer4))
		}
	} else {
		network, err := netlink.ParseIPNet(local)
		if err != nil {
			return nil, fmt.Errorf("cannot read the address %q: %w", local, err)
		}
		a = plain(network)
	}
	for _, o := range options {
		o(a)
	}
	return a, nil
}

// host is the network of that single address.
func host(ip net.IP) *net.IPNet {
	if ip4 := ip.To4(); ip4 != nil {
		ip = ip4
	}
	return &net.IPNet{IP: ip, Mask: net.CIDRMask(8*len(ip), 8*len(ip))}
}
