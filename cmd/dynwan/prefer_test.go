// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"testing"

	"dynwan/internal/scene"
	"dynwan/updater"
)

// adds gives the line an address and its route.
func (p *play) adds(ip string) {
	p.t.Helper()
	p.ok(p.Net.AddAddr(scene.Device, ip))
	p.ok(p.Net.Route(scene.Device))
}

func TestEachAccountOfADeviceHasTheAddressThatItPrefers(t *testing.T) {
	const lease = "203.0.113.9/26"
	p := newPlay(t, nil)
	p.adds("203.0.113.200/32")
	p.adds(lease)
	p.ok(p.Configure(scene.Config{Keys: []string{`prefer = "!203.0.113.200"`}, Tail: `[account.second]
provider = "mtgsy"
device = "pppoe-wan"
prefer = "203.0.113.200"
email = "second.example.net"
pass = "x"
server = "http://127.0.0.1:9"
`}))
	p.start()
	p.recovers()
	second := func() string {
		b, err := p.Board()
		p.ok(err)
		return b.Record("second").Address
	}
	p.settles("the address of the second account", func() bool { return second() == "203.0.113.200" })
	p.ok(p.Net.DelAddr(scene.Device, lease))
	p.says("home: pppoe-wan has only 203.0.113.200, which prefer leaves out; nothing to publish")
	p.adds("203.0.113.11/26") // which no configuration knows
	p.says("home: confirmed 203.0.113.11")
	if got := second(); got != "203.0.113.200" {
		t.Errorf("the address of the second account: got %s, want 203.0.113.200", got)
	}
	p.settles("one socket for both", func() bool { return len(sockets(t, p.daemon.PID())) <= 2 }) // the second may wait for a route
	if got := p.state(updater.Current); got.Probe != "" {
		t.Errorf("the status: got %q although it was chosen", got.Probe)
	}
}
