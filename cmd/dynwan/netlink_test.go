// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"slices"
	"testing"
	"time"

	"dynwan/internal/scene"
)

// TestOneNetlinkSocketForAllLines: three accounts with two lines each and a
// network of the LAN share one, and there is another while somebody waits for a
// route. Otherwise no route wakes the daemon.
func TestOneNetlinkSocketForAllLines(t *testing.T) {
	p := newPlay(t, nil)
	for _, device := range []string{"eth1", "eth2", "eth3", "br-lan"} {
		p.ok(p.Net.AddDevice(device))
	}
	p.ok(p.Configure(scene.Config{Device: `["pppoe-wan", "eth1"]`, Tail: `
[account.office]
provider = "mtgsy"
device = ["eth2", "eth3"]
email = "office.example.net"
pass = "x"
server = "https://dyn.example.com"
[account.server]
provider = "dyndns2"
device = ["eth3", "no-such"]
hostname = "server.example.net"
user = "me"
pass = "x"
server = "https://dyn.example.com"
ipv6 = true
ip6suffix = "::1234"
ip6device = "br-lan"
`}))
	has := func(n int) func() bool {
		want := slices.Repeat([]string{"netlink"}, n)
		return func() bool { return slices.Equal(sockets(t, p.daemon.PID()), want) }
	}
	p.start()
	p.says("watches br-lan, eth1, eth2, eth3, no-such, pppoe-wan for 3 account(s)")
	p.settles("one netlink socket", has(1))
	p.ok(p.Net.AddAddr(scene.Device, "203.0.113.9"))
	p.says("network is unreachable")
	p.settles("one more while an account waits for a route", has(2))
	p.ok(p.Net.Route(scene.Device))
	p.says("home: confirmed 203.0.113.9")
	p.settles("one netlink socket again", has(1))
	time.Sleep(2 * time.Second) // what follows the update is over
	before := switches(t, p.daemon.PID())
	p.ok(p.Net.AddAddr("eth1", "10.9.9.9/32"))
	p.settles("an address wakes it", func() bool { return switches(t, p.daemon.PID()) > before })
	time.Sleep(time.Second)
	before = switches(t, p.daemon.PID())
	for range 100 {
		p.ok(p.Net.Route("eth1"))
		p.ok(p.Net.Route(scene.Device))
	}
	time.Sleep(time.Second)
	// The Go runtime's own threads may look around now and then, more on a busy machine.
	if n := switches(t, p.daemon.PID()) - before; n > 20 {
		t.Errorf("200 routes have woken the daemon %d times, want at most 20", n)
	}
	if !has(1)() {
		t.Errorf("sockets: got %q, want one of netlink", sockets(t, p.daemon.PID()))
	}
	p.requests(1)
}
