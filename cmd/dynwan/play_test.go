// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"net/netip"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// What several tests and the scripts of the matrix do in a scene.

// begins starts the daemon on a line that has an address.
func (p *play) begins() {
	p.t.Helper()
	p.ok(p.Line("203.0.113.9"))
	p.start()
}

// pass lets some gaps go by.
func (p *play) pass(gaps int) { time.Sleep(time.Duration(gaps) * 1200 * time.Millisecond) }

// recovers waits for the end of a trouble that the fault made by itself.
func (p *play) recovers() { p.t.Helper(); p.says("confirmed 203.0.113.9") }

// settles waits ten seconds for what must become true.
func (p *play) settles(what string, holds func() bool) {
	for range 1000 {
		if holds() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.t.Errorf("%s: still wrong after ten seconds", what)
}

// stepped makes the account one of MyServer.org.
func stepped(c *sandbox.Config) { c.Accounts[0].MyServer = &sandbox.MyServer{} }

// had gives the name a record before the start.
func (p *play) had(addresses ...string) {
	p.t.Helper()
	var list []netip.Addr
	for _, a := range addresses {
		list = append(list, mustAddr(a))
	}
	p.ok(p.Box.SetRecords(scene.Domain, list...))
}

// pageHost is a name of the web server that has an IPv4 address alone.
const pageHost = "page.example.com"

// looking gives the sandbox a user who asks which address it sees.
func looking(c *sandbox.Config) {
	c.CertNames = append(c.CertNames, scene.Web, pageHost) // of pages
	c.Hosts = map[string][]netip.Addr{pageHost: {mustAddr(scene.Web)}}
	c.CheckGap = 950 * time.Millisecond // a little less than the shortest that dynwan takes
	c.Accounts = append(c.Accounts, sandbox.Account{Email: "looker", Pass: "never sent", MyServer: &sandbox.MyServer{},
		Domains: []string{"other.example.net"}})
}

// looks configures the account for the IP check, and puts a router in front of ours.
func (p *play) looks(interval string) {
	p.t.Helper()
	p.ok(p.Configure(scene.Config{Keys: lookKeys(interval)}))
	p.Box.SeeAs(mustAddr("203.0.113.9"))
	p.ok(p.Line("192.168.1.2"))
}

// lookKeys are the lines of the account for the IP check.
func lookKeys(interval string) []string {
	return []string{`address = "probe"`, `probe_user = "looker"`,
		`probe_interval = "` + interval + `"`, `probe_server = "https://` + scene.Host + `"`}
}
