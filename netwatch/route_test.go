// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
)

// churn adds and removes routes that are no default ones.
func churn(t *testing.T, rounds int) {
	t.Helper()
	link, err := netlink.LinkByName(wan)
	must(t, err)
	for i := range rounds {
		for _, network := range []string{fmt.Sprintf("198.18.%d.0/24", i%250), "0.0.0.0/1", "2001:db8:5::/48"} {
			_, dst, err := net.ParseCIDR(network)
			must(t, err)
			r := &netlink.Route{LinkIndex: link.Attrs().Index, Dst: dst}
			must(t, netlink.RouteAdd(r))
			must(t, netlink.RouteDel(r))
		}
	}
}

func TestRoutesHearsOfDefaultRoutesOnly(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, "203.0.113.9"))
	must(t, n.AddAddr(wan, "2001:db8:1::9/64"))
	ctx, stop := context.WithCancel(context.Background())
	came, ended := make(chan struct{}, 100), make(chan error, 1)
	go func() { ended <- Routes(ctx, func() { came <- struct{}{} }) }()
	for len(listeners(t)) == 0 {
		time.Sleep(time.Millisecond)
	}
	comes := func(what string, want bool) {
		t.Helper()
		select {
		case <-came:
			if !want {
				t.Errorf("%s: it was heard", what)
			}
		case <-time.After(5 * pause):
			if want {
				t.Errorf("%s: it was not heard", what)
			}
		}
	}
	churn(t, 300)
	comes("routes that are no default ones", false)
	must(t, n.Route(wan))
	comes("a default route of IPv4", true)
	must(t, n.Route6(wan))
	comes("a default route of IPv6", true)
	must(t, n.DelAddr(wan, "203.0.113.9"))
	must(t, n.LinkDown(wan)) // takes all routes
	comes("routes that go", false)
	stop()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("it does not end with its context")
	}
	if got := len(listeners(t)); got != 0 {
		t.Errorf("%d sockets are still subscribed", got)
	}
}

func TestRoutesWakeNoWatch(t *testing.T) {
	n := newNet(t, wan, "eth1", "br-lan")
	must(t, n.AddAddr(wan, "203.0.113.9"))
	p := watch(t, []string{wan, "eth1", "br-lan"})
	p.only4("203.0.113.9")
	for _, device := range []string{"eth1", "br-lan"} {
		p.next(device, Addrs{Why4: because(device + " has no IPv4 address"), Why6: because(device + " has no IPv6 address")})
	}
	p.quiet()
	before := p.dumps.Load()
	churn(t, 300)
	must(t, n.Route(wan))
	must(t, n.Route("eth1"))
	must(t, n.Route6("br-lan"))
	p.quiet()
	if got := p.dumps.Load() - before; got != 0 {
		t.Errorf("%d looks because of routes, want none", got)
	}
}
