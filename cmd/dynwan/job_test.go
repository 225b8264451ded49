// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

func TestTheMainJob(t *testing.T) {
	p := newPlay(t, nil)
	p.start()
	p.says("dynwan test watches pppoe-wan for 1 account(s)")
	p.says("home: pppoe-wan has no IPv4 address; nothing to publish")
	p.ok(p.Line("203.0.113.9"))
	p.says("home: 203.0.113.9 on pppoe-wan; comparing with DNS in")
	p.says("home: confirmed 203.0.113.9")
	p.holds("203.0.113.9")
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.says("home: 203.0.113.10 on pppoe-wan; the provider allows one update in 1s; sending in")
	p.says("home: confirmed 203.0.113.10")
	p.holds("203.0.113.10")
	p.requests(2)
	s := p.state(updater.Current)
	if s.Address != "203.0.113.10" || s.Confirmed != "203.0.113.10" || s.Hostname != scene.Domain || s.Answer != `"800"` {
		t.Errorf("status: got %+v", s)
	}
	e := p.Box.Ledger()[0]
	if e.UserAgent != "dynwan/test" || e.Scheme != "https" || e.Port != 443 || e.Password != "right" {
		t.Errorf("request: got %+v", e)
	}
	took, err := p.daemon.Stop()
	p.ok(err)
	if took > time.Second {
		t.Errorf("SIGTERM took %v, want less than a second", took)
	}
	if b, err := p.Board(); err != nil || b.Running {
		t.Errorf("status.json after the stop: got %+v, %v; want it not running", b, err)
	}
}

func TestARestartSendsNothing(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("confirmed 203.0.113.9")
	_, err := p.daemon.Stop()
	p.ok(err)
	p.start()
	p.says("home: confirmed 203.0.113.9")
	p.requests(1)
}

func TestARebootAsksDNS(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.9")}))
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("home: home.example.net answers 203.0.113.9 (ns1.example.com, ns2.example.com)")
	p.state(updater.Current)
	p.requests(0)
}
