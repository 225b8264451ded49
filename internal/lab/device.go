// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// The provider's end of every line. Routes on the router need it for IPv6; for IPv4 it is the peer of a PPPoE address.
const (
	Peer4 = "198.51.100.1"
	Peer6 = "2001:db8:100::1"
)

// customers are the networks that the provider takes to be behind a line, unless it holds the address itself.
var customers = []string{
	"10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.0.2.0/24", "192.168.0.0/16", "203.0.113.0/24", "8.0.0.0/8",
	"2000::/3", "fc00::/7",
}

// line is one veth pair: the device is the router's end, peer the provider's.
type line struct {
	peer   string
	metric int
	radvd  *radvd // if something is advertised
}

// AddDevice lays a line: a device of that name on the router, its other end at the provider, both up and with carrier.
// The device has no address yet, not even a link-local one.
func (n *Net) AddDevice(name string) error {
	n.count++
	l := &line{peer: "isp" + strconv.Itoa(n.count), metric: 100 + n.count}
	link := &netlink.Veth{
		LinkAttrs:     netlink.LinkAttrs{Name: name},
		PeerName:      l.peer,
		PeerNamespace: netlink.NsFd(n.namespace.Fd()),
	}
	if err := n.router.LinkAdd(link); err != nil {
		return fmt.Errorf("cannot add the device %s: %w", name, err)
	}
	n.lines[name] = l
	// A link-local address would appear a second later and send an event that no test asked for.
	if err := n.router.LinkSetIP6AddrGenMode(link, nl6AddrGenNone); err != nil {
		return fmt.Errorf("cannot keep %s without a link-local address: %w", name, err)
	}
	if err := n.LinkUp(name); err != nil {
		return err
	}
	return n.CarrierUp(name)
}

// nl6AddrGenNone is IN6_ADDR_GEN_MODE_NONE of linux/if_link.h.
const nl6AddrGenNone = 1

// DelDevice removes the device and the line, as the end of a PPPoE session does.
func (n *Net) DelDevice(name string) error {
	link, err := n.device(name)
	if err != nil {
		return err
	}
	if err := n.router.LinkDel(link); err != nil {
		return fmt.Errorf("cannot remove the device %s: %w", name, err)
	}
	advertiser := n.lines[name].radvd
	delete(n.lines, name)
	if advertiser != nil {
		return advertiser.stop()
	}
	return nil
}

// LinkUp brings the device up (ip link set up). Routes that a LinkDown took away do not come back by themselves.
func (n *Net) LinkUp(name string) error {
	if err := n.change(name, n.router.LinkSetUp); err != nil {
		return err
	}
	return n.ready(name)
}

// LinkDown brings the device down. The kernel then removes its routes and IPv6 addresses; IPv4 addresses stay.
func (n *Net) LinkDown(name string) error { return n.change(name, n.router.LinkSetDown) }

func (n *Net) change(name string, f func(netlink.Link) error) error {
	link, err := n.device(name)
	if err != nil {
		return err
	}
	if err := f(link); err != nil {
		return fmt.Errorf("cannot change the state of %s: %w", name, err)
	}
	return nil
}

// Rename gives the device another name. Older kernels refuse that while it is up, so it goes down for a moment
// there.
func (n *Net) Rename(from, to string) error {
	link, err := n.device(from)
	if err != nil {
		return err
	}
	err = n.router.LinkSetName(link, to)
	if errors.Is(err, unix.EBUSY) {
		err = errors.Join(n.LinkDown(from), n.router.LinkSetName(link, to), n.router.LinkSetUp(link))
	}
	if err != nil {
		return fmt.Errorf("cannot rename %s to %s: %w", from, to, err)
	}
	n.lines[to] = n.lines[from]
	delete(n.lines, from)
	return nil
}

func (n *Net) device(name string) (netlink.Link, error) {
	if n.lines[name] == nil {
		return nil, fmt.Errorf("the lab has no device %s", name)
	}
	link, err := n.router.LinkByName(name)
	if err != nil {
		return nil, fmt.Errorf("cannot find the device %s: %w", name, err)
	}
	return link, nil
}
