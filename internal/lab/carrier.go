// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/vishvananda/netlink"
)

// CarrierDown takes the provider's end down: the device stays up but has no carrier, like a pulled cable.
func (n *Net) CarrierDown(name string) error {
	peer, _, err := n.peer(name)
	if err != nil {
		return err
	}
	return n.isp.LinkSetDown(peer)
}

// CarrierUp brings the provider's end up, with its addresses and the routes to the customers.
func (n *Net) CarrierUp(name string) error {
	peer, l, err := n.peer(name)
	if err != nil {
		return err
	}
	if err := n.isp.LinkSetUp(peer); err != nil {
		return fmt.Errorf("cannot bring up the other end of %s: %w", name, err)
	}
	for _, ip := range []string{Peer4, Peer6} {
		if err := setAddr(n.isp.AddrReplace, n.isp, peer, plain(host(net.ParseIP(ip)))); err != nil {
			return fmt.Errorf("cannot give the other end of %s the address %s: %w", name, ip, err)
		}
	}
	for _, network := range customers {
		if err := n.ispRoute(peer, network, l.metric); err != nil {
			return err
		}
	}
	if err := n.ready(name); err != nil {
		return err
	}
	return n.forget(name)
}

// forget drops the neighbours that the router asked for in vain. Otherwise the kernel would call them unreachable for
// some seconds more, which a PPPoE line, having no neighbours, never does.
func (n *Net) forget(name string) error {
	link, err := n.device(name)
	if err != nil {
		return err
	}
	all, err := n.router.NeighList(link.Attrs().Index, netlink.FAMILY_ALL)
	if err != nil && !errors.Is(err, netlink.ErrDumpInterrupted) {
		return fmt.Errorf("cannot list the neighbours of %s: %w", name, err)
	}
	for _, neighbour := range all {
		if neighbour.State&netlink.NUD_NOARP == 0 {
			_ = n.router.NeighDel(&neighbour) // It may have gone by itself.
		}
	}
	return nil
}

// ready waits until the kernel has told both ends that they have carrier. It does so a little after they are up, and
// what is sent before is lost.
func (n *Net) ready(name string) error {
	return wait(name+" is up at both ends but has no carrier", func() (bool, error) {
		device, err := n.device(name)
		if err != nil {
			return false, err
		}
		peer, _, err := n.peer(name)
		if err != nil {
			return false, err
		}
		a, b := device.Attrs(), peer.Attrs()
		bothUp := a.Flags&b.Flags&net.FlagUp != 0
		return !bothUp || a.OperState == netlink.OperUp && b.OperState == netlink.OperUp, nil
	})
}

// wait asks done every millisecond for two seconds.
func wait(complaint string, done func() (bool, error)) error {
	for range 2000 {
		if ok, err := done(); ok || err != nil {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return errors.New(complaint)
}

func (n *Net) ispRoute(peer netlink.Link, network string, metric int) error {
	dst, err := netlink.ParseIPNet(network)
	if err != nil {
		return fmt.Errorf("cannot read the network %q: %w", network, err)
	}
	r := &netlink.Route{LinkIndex: peer.Attrs().Index, Dst: dst, Priority: metric}
	if dst.IP.To4() != nil {
		r.Scope = netlink.SCOPE_LINK
	}
	if err := n.isp.RouteReplace(r); err != nil {
		return fmt.Errorf("cannot route %s at the provider: %w", network, err)
	}
	return nil
}

func (n *Net) peer(name string) (netlink.Link, *line, error) {
	l := n.lines[name]
	if l == nil {
		return nil, nil, fmt.Errorf("the lab has no device %s", name)
	}
	link, err := n.isp.LinkByName(l.peer)
	if err != nil {
		return nil, nil, fmt.Errorf("cannot find the other end of %s: %w", name, err)
	}
	return link, l, nil
}
