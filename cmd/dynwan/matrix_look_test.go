// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// lookName starts the names of the rows in which the router is behind another
// one, and asks a server which address that sees.
const lookName = "check: "

// unseen plays questions that a fault leaves without an answer.
func unseen(f sandbox.Fault, arg string) func(p *play) {
	return func(p *play) {
		p.looks("2s")
		p.fails(f, arg, sandbox.StepAddress)
		p.start()
		p.recovers()
	}
}

const (
	asking   = "home: 192.168.1.2 on pppoe-wan; asking dyn.example.com which address it sees in T"
	natted   = "home: behind NAT: pppoe-wan holds 192.168.1.2, dyn.example.com sees 203.0.113.9"
	askAgain = "; asking again in T"
)

// sighted is a row in which a question has some trouble and the next one none.
func sighted(name string, sent int, play func(p *play), trouble ...string) row {
	shown := []string{asking}
	for _, text := range trouble {
		shown = append(shown, "home: "+text+askAgain)
	}
	return row{lookName + name, play, append(shown, natted, confirmed), updater.Current, "203.0.113.9", sent}
}

var lookRows = []row{
	sighted("a router behind a router", 2, func(p *play) {
		p.looks("1h")
		p.start()
		p.recovers()
		if s := p.state(updater.Current); s.Address != "203.0.113.9" || "home: "+s.Check != natted {
			p.t.Errorf("status: got %q, %q; want the address and that it is behind NAT", s.Address, s.Check)
		}
	}),
	sighted("refused connection", 2, func(p *play) {
		p.looks("2s")
		p.fault(sandbox.Refuse, 0, "")
		p.start()
		p.says("connection refused")
		p.ok(p.Box.Clear(sandbox.Refuse))
		p.recovers()
	}, "cannot reach dyn.example.com: connection refused"),
	sighted("no answer", 3, unseen(sandbox.HangBeforeApply, ""), late),
	sighted("answer cut", 3, unseen(sandbox.Cut, ""), broken),
	sighted("status 500", 3, unseen(sandbox.Status, "500"), "the server did not answer the IP check: "+status500),
	sighted("an error", 3, unseen(sandbox.BlockedText, ""),
		`the server answered the IP check with an error: "Sandbox blocked the account"`),
	sighted("a web page", 3, unseen(sandbox.Portal, ""), "the answer to the IP check does not say DNS LOGIN:SUCCESS"),
	{lookName + "daemon killed while it asks", func(p *play) {
		p.looks("2s")
		p.fails(sandbox.HangBeforeApply, "", sandbox.StepAddress)
		p.start()
		_, err := p.Box.WaitRequests(p.ctx, 1)
		p.ok(err)
		p.daemon.Kill()
		p.start()
		p.recovers()
	}, []string{"home: 192.168.1.2 on pppoe-wan; the server may be asked once in 2s; asking dyn.example.com which address it sees in T",
		natted, confirmed}, updater.Current, "203.0.113.9", 3},
	{lookName + "restart of the daemon", func(p *play) {
		p.looks("1h")
		p.start()
		p.recovers()
		_, err := p.daemon.Stop()
		p.ok(err)
		p.start()
		p.recovers()
		p.pass(1)
	}, []string{natted, confirmed}, updater.Current, "203.0.113.9", 2},
	{lookName + "the router in front gets another address", func(p *play) {
		p.looks("2s")
		p.Box.SeeAs(mustAddr("203.0.113.8"))
		p.start()
		p.says("confirmed 203.0.113.8")
		p.Box.SeeAs(mustAddr("203.0.113.9"))
		p.recovers()
		time.Sleep(time.Second) // less than until the next question
	}, []string{asking,
		"home: behind NAT: pppoe-wan holds 192.168.1.2, dyn.example.com sees 203.0.113.8",
		"home: confirmed 203.0.113.8", natted, confirmed},
		updater.Current, "203.0.113.9", 4},
	{lookName + "the line is public by itself", func(p *play) {
		p.looks("1h")
		p.ok(p.Change("192.168.1.2", "203.0.113.9"))
		p.start()
		p.recovers()
	}, []string{"home: 203.0.113.9 on pppoe-wan; asking dyn.example.com which address it sees in T", confirmed}, updater.Current, "203.0.113.9", 2},
	{lookName + "the line is away", func(p *play) {
		p.looks("1h")
		p.ok(p.Net.DelAddr(scene.Device, "192.168.1.2"))
		p.start()
		p.says("has no IPv4 address")
		p.pass(2)
	}, []string{"home: pppoe-wan has no IPv4 address; nothing to publish"}, updater.NoAddress, "invalid IP", 0},
}
