// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"strings"
	"syscall"
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
	p.settles("a new image after the update", func() bool { return strings.Contains(p.image(), "-lock") })
	image := p.stack()
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.says("home: 203.0.113.10 on pppoe-wan; the provider allows one update in 1s; sending in")
	p.says("home: confirmed 203.0.113.10")
	p.holds("203.0.113.10")
	p.requests(2)
	s := p.state(updater.Current)
	if s.Address != "203.0.113.10" || s.Confirmed != "203.0.113.10" || s.Hostname != scene.Domain || s.Answer != `"Record successfully updated"` {
		t.Errorf("status: got %+v", s)
	}
	e := p.Box.Ledger()[0]
	if e.UserAgent != "dynwan/test" || e.Scheme != "https" || e.Port != 443 || e.Password != "right" {
		t.Errorf("request: got %+v", e)
	}
	p.settles("one more image", func() bool { return p.stack() != image })
	p.settles("a netlink socket of it", func() bool { return len(sockets(t, p.daemon.PID())) == 1 })
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

func TestAStopWhileARequestIsOnItsWay(t *testing.T) {
	p := newPlay(t, nil)
	p.fault(sandbox.HangAfterApply, 1, "")
	p.ok(p.Line("203.0.113.9"))
	p.start()
	_, err := p.Box.WaitRequests(p.ctx, 1)
	p.ok(err)
	took, err := p.daemon.Stop()
	p.ok(err)
	if took > time.Second {
		t.Errorf("SIGTERM took %v, want less than a second", took)
	}
	s := p.state(updater.Waiting)
	if !strings.Contains(s.Text.String(), "dynwan did not wait for the answer, the update may have arrived") || s.Confirmed != "" {
		t.Errorf("status after the stop: got %+v, want it to say that the update may have arrived", s)
	}
	p.start()
	p.says("an update may have arrived before dynwan was stopped; trying again in")
	p.says("home: home.example.net answers 203.0.113.9")
	p.requests(1)
}

func TestNewsAndProblemsGoApart(t *testing.T) {
	p := newPlay(t, nil)
	p.fault(sandbox.PasswordText, 1, "")
	p.ok(p.Line("203.0.113.9"))
	var news, problems bytes.Buffer
	cmd := p.Command("run", "-config", p.ConfigFile())
	cmd.Stdout, cmd.Stderr = &news, &problems
	p.ok(cmd.Start())
	_, err := p.Box.WaitRequests(p.ctx, 1)
	p.ok(err)
	time.Sleep(300 * time.Millisecond)
	p.ok(cmd.Process.Signal(syscall.SIGTERM))
	p.ok(cmd.Wait())
	if got := news.String(); strings.Count(got, "\n") != 2 || !strings.Contains(got, "comparing with DNS") {
		t.Errorf("stdout: got %q, want the start and the address", got)
	}
	if got := problems.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "home: refused:") {
		t.Errorf("stderr: got %q, want the refusal", got)
	}
}

func TestARefusalOutlastsARestartUntilThePasswordChanges(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	p.ok(p.Configure(scene.Config{Pass: "not it"}))
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("home: refused:")
	_, err := p.daemon.Stop()
	p.ok(err)
	p.pass(2)
	p.start()
	p.says("home: refused:")
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.pass(2)
	if n := len(p.Box.Ledger()); n != 1 {
		t.Errorf("requests of a refused account: got %d, want the one that was refused", n)
	}
	p.daemon.Kill()
	p.ok(p.Configure(scene.Config{}))
	p.start()
	p.says("home: confirmed 203.0.113.10")
	p.holds("203.0.113.10")
	if n := len(p.Box.Ledger()); n != 2 {
		t.Errorf("requests after the password was corrected: got %d, want one more", n)
	}
}
