// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"errors"
	"net"
	"net/netip"
	"syscall"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// TestNoRoute asks the real kernel, and holds the answer against what a socket
// of the device meets there.
func TestNoRoute(t *testing.T) {
	n := newNet(t, wan, "wg0")
	must(t, n.AddAddr(wan, "203.0.113.9/26"))
	must(t, n.AddAddr("wg0", "203.0.113.77"))
	link, err := netlink.LinkByName(wan)
	must(t, err)
	_, all, _ := net.ParseCIDR("0.0.0.0/0")
	policy := netlink.NewRule()
	policy.Src, policy.Table, policy.Priority = &net.IPNet{IP: net.IPv4(203, 0, 113, 9), Mask: net.CIDRMask(32, 32)}, 77, 1000
	own, none, web := netip.MustParseAddr("203.0.113.9"), netip.Addr{}, netip.MustParseAddr("198.51.100.99")
	for _, c := range []struct {
		name               string
		set                func() error
		device             string
		from, to           netip.Addr
		missing, elsewhere bool
	}{
		{"no route at all", func() error { return nil }, wan, own, web, true, false},
		{"a neighbour", func() error { return nil }, wan, own, netip.MustParseAddr("203.0.113.10"), false, false},
		{"another device has the default route", func() error { return n.Route("wg0") }, wan, own, web, true, true},
		{"by that device", func() error { return nil }, "wg0", none, web, false, false},
		{"IPv6 knows by itself", func() error { return nil }, wan, none, netip.MustParseAddr("2001:db8::1"), false, false},
		{"no such device", func() error { return nil }, "eth9", none, web, false, false},
		{"a route for packets of that address", func() error {
			if err := netlink.RuleAdd(policy); err != nil {
				return err
			}
			return netlink.RouteAdd(&netlink.Route{LinkIndex: link.Attrs().Index, Dst: all, Scope: netlink.SCOPE_LINK, Table: 77})
		}, wan, own, web, false, false},
		{"the same, for packets of any address", func() error { return nil }, wan, none, netip.MustParseAddr("198.51.100.98"), true, true},
		{"a device without neighbours", func() error { return netlink.LinkSetARPOff(link) }, wan, none, web, false, false},
		{"a default route", func() error {
			return errors.Join(netlink.LinkSetARPOn(link), n.Route(wan))
		}, wan, none, web, false, false},
	} {
		must(t, c.set())
		word := NoRoute(c.device, c.from, c.to)
		missing, elsewhere := word != "", word == RoutedElsewhere
		if missing != c.missing || elsewhere != c.elsewhere {
			t.Errorf("%s: got missing %v, elsewhere %v; want %v, %v", c.name, missing, elsewhere, c.missing, c.elsewhere)
		}
		if !missing {
			continue
		}
		start := time.Now()
		d := net.Dialer{Timeout: 1500 * time.Millisecond, Control: func(_, _ string, s syscall.RawConn) error {
			return s.Control(func(fd uintptr) { unix.BindToDevice(int(fd), c.device) })
		}}
		if conn, err := d.Dial("tcp4", netip.AddrPortFrom(c.to, 80).String()); err == nil || time.Since(start) < time.Second {
			t.Errorf("%s: a socket got %v, %v after %v; want it to wait for a neighbour in vain", c.name, conn, err, time.Since(start))
		}
	}
}
