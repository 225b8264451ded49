// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"testing"
	"time"

	"dynwan/internal/lab"
	"dynwan/internal/scene"
	"dynwan/updater"
)

const (
	lease, alias = "203.0.113.9/26", "203.0.113.200/32"
	choice       = "home: pppoe-wan has 203.0.113.200 too; prefer says which one is published"
	soon         = "home: 203.0.113.200 on pppoe-wan; the provider allows one update in 1s; sending in T"
	later        = "home: 203.0.113.9 on pppoe-wan; the provider allows one update in 1s; sending in T"
)

// hour is the lifetime that a DHCP client gives an address.
var hour = lab.Lifetime(time.Hour, time.Hour)

// adds gives the line an address, loses takes one.
func (p *play) adds(ip string, options ...lab.AddrOption) {
	p.t.Helper()
	p.ok(p.Net.AddAddr(scene.Device, ip, options...))
	p.ok(p.Net.Route(scene.Device))
}

func (p *play) loses(ip string) { p.t.Helper(); p.ok(p.Net.DelAddr(scene.Device, ip)) }

// prefers starts with a preference on a line with a permanent address and a
// younger one.
func (p *play) prefers(prefer string) {
	p.t.Helper()
	p.ok(p.Configure(scene.Config{Keys: []string{`prefer = "` + prefer + `"`}}))
	p.adds(alias)
	p.adds(lease)
	p.start()
}

// choiceRows are lines with more than one address, and with a late route.
var choiceRows = []row{
	{"a lease that is lost for two seconds, beside an address that is permanent", func(p *play) {
		p.adds(lease, hour)
		p.adds(alias)
		p.start()
		p.recovers()
		p.loses(lease)
		p.says("confirmed 203.0.113.200")
		p.adds(lease, hour)
		p.recovers()
	}, []string{choice, usual, confirmed, soon, "home: confirmed 203.0.113.200", choice, later, confirmed}, updater.Current, "203.0.113.9", 3},
	{"the published address stays, over its loss and over a restart", func(p *play) {
		p.adds("203.0.113.9/32")
		p.adds(alias)
		p.start()
		p.recovers()
		p.loses("203.0.113.9/32")
		p.adds("203.0.113.9/32") // the younger one now
		p.pass(2)
		_, err := p.daemon.Stop()
		p.ok(err)
		p.once(exitOK, "home: confirmed 203.0.113.9")
		p.start()
		p.recovers()
		p.pass(1)
	}, []string{choice, confirmed}, updater.Current, "203.0.113.9", 1},
	{"an address that is preferred", func(p *play) {
		p.prefers("203.0.113.0/26")
		p.recovers()
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"an address that is not wanted", func(p *play) {
		p.prefers("!203.0.113.200")
		p.recovers()
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"a route that comes long after the address", func(p *play) {
		p.ok(p.Net.AddAddr(scene.Device, "203.0.113.9"))
		p.start()
		p.says("cannot find dyn.example.com")
		time.Sleep(3 * time.Second) // the next try would be five seconds later, or more
		p.ok(p.Net.Route(scene.Device))
		start := time.Now()
		p.recovers()
		if took := time.Since(start); took > 2*time.Second {
			p.t.Errorf("published %v after the route, want less than 2s", took)
		}
		p.settles("no socket for routes", func() bool { return len(sockets(p.t, p.daemon.PID())) == 1 })
	}, []string{usual, again("cannot learn what home.example.net holds: found no name servers of example.net: network is unreachable; " +
		"the system's resolver 198.51.100.53: network is unreachable"),
		again("cannot find dyn.example.com: network is unreachable"), confirmed}, updater.Current, "203.0.113.9", 1},
}

func TestEachAccountOfADeviceHasTheAddressThatItPrefers(t *testing.T) {
	p := newPlay(t, nil)
	p.adds(alias)
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
		return b.Account("second").Address
	}
	p.settles("the address of the second account", func() bool { return second() == "203.0.113.200" })
	p.loses(lease)
	p.says("home: pppoe-wan has only 203.0.113.200, which prefer leaves out; nothing to publish")
	p.adds("203.0.113.11/26") // which no configuration knows
	p.says("home: confirmed 203.0.113.11")
	if got := second(); got != "203.0.113.200" {
		t.Errorf("the address of the second account: got %s, want 203.0.113.200", got)
	}
	p.settles("one socket for both", func() bool { return len(sockets(t, p.daemon.PID())) <= 2 }) // the second may wait for a route
	if got := p.state(updater.Current); got.Check != "" {
		t.Errorf("the status: got %q although it was chosen", got.Check)
	}
}
