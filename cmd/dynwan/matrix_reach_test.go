// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"net"
	"strings"
	"time"

	"github.com/vishvananda/netlink"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// sentIn is a row in which nothing but the way to the provider is bad, and the
// request comes in time all the same.
func sentIn(name string, limit time.Duration, set func(p *play)) row {
	return row{name, func(p *play) {
		set(p)
		p.ok(p.Line("203.0.113.9"))
		start := time.Now()
		p.start()
		p.recovers()
		if took := p.Box.Ledger()[0].Accepted.Sub(start); took > limit {
			p.t.Errorf("the request came after %v, want at most %v", took, limit)
		}
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1}
}

// habit is a resolver with a bad habit that costs a working line nothing.
func habit(f sandbox.Fault) func(p *play) { return func(p *play) { p.fault(f, 0, "") } }

// servers are the resolvers of a line whose user has set no times.
func (p *play) servers(list ...string) {
	p.t.Helper()
	p.ok(p.Net.ResolvConf("nameserver " + strings.Join(list, "\nnameserver ") + "\n"))
}

// from makes the kernel choose another address of the line for its packets.
func (p *play) from(address string) {
	p.t.Helper()
	link, err := netlink.LinkByName(scene.Device)
	p.ok(err)
	_, all, err := net.ParseCIDR("0.0.0.0/0")
	p.ok(err)
	routes, err := netlink.RouteListFiltered(netlink.FAMILY_V4, &netlink.Route{Dst: all}, netlink.RT_FILTER_DST)
	p.ok(err)
	for _, r := range routes {
		if r.LinkIndex == link.Attrs().Index {
			r.Src = net.ParseIP(address)
			p.ok(netlink.RouteReplace(&r))
		}
	}
}

// twoAddresses plays a line with an alias from which the kernel speaks.
func twoAddresses(keys ...string) func(p *play) {
	return func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: keys}))
		p.ok(p.Line("203.0.113.9"))
		p.ok(p.Net.AddAddr(scene.Device, "203.0.113.200"))
		p.from("203.0.113.200")
		p.start()
		p.recovers()
		p.remote("203.0.113.9")
	}
}

// remote checks where the first request came from.
func (p *play) remote(want string) {
	p.t.Helper()
	if got, _, _ := net.SplitHostPort(p.Box.Ledger()[0].Remote); got != want {
		p.t.Errorf("the request came from %s, want %s", got, want)
	}
}

const noRoute = "cannot reach dyn.example.com: no route by pppoe-wan"

// twoHeld is said of a device with two addresses to choose from.
const twoHeld = "home: pppoe-wan has 203.0.113.200 too; prefer says which one is published"

var reachRows = []row{
	sentIn("resolver answers FORMERR to EDNS", 3*time.Second, habit(sandbox.ResolverFormerrEDNS)),
	sentIn("resolver drops EDNS", 3*time.Second, habit(sandbox.ResolverDropEDNS)),
	sentIn("resolver repeats the OPT record", 3*time.Second, habit(sandbox.ResolverEchoOPT)),
	sentIn("resolver drops AAAA", 4*time.Second, habit(sandbox.ResolverDropAAAA)),
	sentIn("resolver answers SERVFAIL to AAAA", 3*time.Second, habit(sandbox.ResolverServfailAAAA)),
	sentIn("the first resolver is dead", 4*time.Second, func(p *play) { p.servers("198.51.100.99", scene.Resolver) }),
	sentIn("a resolver that takes its time", 16*time.Second, func(p *play) {
		p.servers(scene.Resolver)
		p.fault(sandbox.ResolverSlow, 0, "2500ms")
	}),
	{"the provider sees the address that is published", twoAddresses(`ip = "server"`), []string{twoHeld, usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"requests leave from the address that is published", twoAddresses(), []string{twoHeld, usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"a line of its own choice is not bound to an address", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{"bind = false"}}))
		p.ok(p.Line("203.0.113.9"))
		p.ok(p.Net.AddDevice("wg0"))
		p.ok(p.Net.AddAddr("wg0", "203.0.113.200"))
		p.noRoute4()
		p.ok(p.Net.Route("wg0"))
		p.start()
		p.recovers()
		p.remote("203.0.113.200")
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{lookName + "a published address that the device does not have", func(p *play) {
		p.looks("2s")
		p.start()
		p.recovers()
	}, []string{asking, natted, confirmed}, updater.Current, "203.0.113.9", 2},
	{"the provider's name does not exist", func(p *play) {
		p.ok(p.Configure(scene.Config{Server: "https://nowhere.example.com"}))
		p.begins()
		p.says("trying again")
		p.pass(1)
	}, []string{usual, again("cannot find nowhere.example.com: no such host")}, updater.Waiting, "invalid IP", 0},
	{"another device has the default route", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		p.ok(p.Net.AddAddr(scene.Device, "203.0.113.9"))
		p.ok(p.Net.AddDevice("wg0"))
		p.ok(p.Net.AddAddr("wg0", "203.0.113.77"))
		p.ok(p.Net.Route("wg0"))
		p.start()
		p.says(noRoute)
		p.ok(p.Net.Route(scene.Device))
		p.recovers()
	}, []string{usual,
		again(noRoute + ", but by another device: see bind"), confirmed}, updater.Current, "203.0.113.9", 1},
}
