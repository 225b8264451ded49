// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// changed is the log of a confirmed record that somebody else has changed.
const changed = "home: accepted 203.0.113.9, but home.example.net answers 203.0.113.77 (ns1.example.com, ns2.example.com); comparing with DNS in T"

// loopRows are what happens to the daemon itself, and to a record that it has
// confirmed.
var loopRows = []row{
	{"somebody else changes a confirmed record", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{`recheck = "2s"`}}))
		p.begins()
		p.recovers()
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.77")}))
		p.recovers()
	}, []string{usual, confirmed, changed, confirmed}, updater.Current, "203.0.113.9", 2},
	{"the provider loses a confirmed record, and the daemon is killed between two looks", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{`recheck = "2s"`}}))
		p.begins()
		p.recovers()
		p.fault(sandbox.AuthorityNXDomain, 0, "")
		p.settles("the first look", func() bool { return strings.Contains(p.saved(), `"other":1`) })
		p.daemon.Kill()
		p.start()
		p.says("answers nothing")
		p.ok(p.Box.Clear(sandbox.AuthorityNXDomain))
		p.finds() // it was there after all
	}, []string{confirmed, strings.Replace(changed, "203.0.113.77", "nothing", 1), found}, updater.Current, "203.0.113.9", 1},
	{"somebody changes a confirmed record for a moment", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{`recheck = "2s"`}}))
		p.begins()
		p.recovers()
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.77")}))
		p.settles("the first look", func() bool { return strings.Contains(p.saved(), `"other":1`) })
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.9")}))
		p.settles("the second", func() bool { return !strings.Contains(p.saved(), `"other":1`) })
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"a cache lies about a confirmed record", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{`recheck = "1s"`}}))
		p.begins()
		p.recovers()
		p.fault(sandbox.AuthoritySilent, 0, "")
		p.fault(sandbox.ResolverLies, 0, "203.0.113.66")
		time.Sleep(12 * time.Second)
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"the provider itself shows another address", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{"hb = true", `recheck = "1s"`}}))
		p.begins()
		p.recovers()
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.77"), HB: true}))
		time.Sleep(12 * time.Second)
	}, []string{usual, confirmed}, updater.Current, "203.0.113.77", 1},
	{stepName + "somebody else changes a confirmed record", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{`recheck = "2s"`}}))
		p.had("203.0.113.9")
		p.begins()
		p.finds()
		p.had("203.0.113.77")
		p.recovers()
	}, []string{usual, found, changed, confirmed}, updater.Current, "203.0.113.9", 3},
	{"the state directory is deleted", func(p *play) {
		p.ok(p.Configure(scene.Config{MinGap: 30 * time.Second}))
		p.begins()
		p.recovers()
		p.settles("a new image", func() bool { return strings.Contains(p.image(), "-lock") && len(sockets(p.t, p.daemon.PID())) == 1 })
		for range 3 { // what is made again is watched again
			p.ok(os.RemoveAll(p.StateDir()))
			p.settles("the state is written anew", func() bool {
				_, err := p.Status()
				return err == nil && p.saved() != ""
			})
		}
		if _, problems, code := p.run("run", "-config", p.ConfigFile()); code != exitSystem || !strings.Contains(problems, "another dynwan runs") {
			p.t.Errorf("a second daemon: got code %d and %q", code, problems)
		}
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("the provider allows one update in")
		if out, _, code := p.run("once", "-config", p.ConfigFile(), "home"); code != exitUnsent || !strings.Contains(out, "the provider allows one update in") {
			p.t.Errorf("once: got code %d and %q, want the gap kept", code, out)
		}
	}, []string{usual, confirmed, "home: 203.0.113.10 on pppoe-wan; the provider allows one update in 30s; sending in T"},
		updater.Waiting, "203.0.113.9", 1},
	{"dynwan stopped while DNS hangs", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		p.fault(sandbox.ResolverSilent, 0, "")
		p.begins()
		p.senderOf()
		time.Sleep(200 * time.Millisecond)
		_, err := p.daemon.Stop()
		p.ok(err)
	}, []string{usual}, updater.Settling, "203.0.113.8", 0},
	{"a sender frozen before its permit goes on after a new daemon has sent", func(p *play) {
		p.begins()
		p.recovers()
		p.pass(2)
		p.fault(sandbox.ResolverSlow, 0, "500ms") // time to freeze in
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		sender := p.senderOf()
		time.Sleep(50 * time.Millisecond)
		p.ok(syscall.Kill(p.daemon.PID(), syscall.SIGSTOP))
		time.Sleep(1500 * time.Millisecond) // it is ready by now, and nobody hears that
		p.ok(syscall.Kill(sender, syscall.SIGSTOP))
		p.ok(p.Box.Clear(sandbox.ResolverSlow))
		p.ok(syscall.Kill(p.daemon.PID(), syscall.SIGCONT))
		p.settles("the permit", func() bool { return strings.Contains(p.saved(), `"in_flight":true`) })
		time.Sleep(50 * time.Millisecond)
		p.daemon.Kill()
		p.ok(p.Change("203.0.113.10", "203.0.113.11"))
		p.start()
		p.says("confirmed 203.0.113.11")
		p.ok(syscall.Kill(sender, syscall.SIGCONT))
		p.settles("the end of the sender", func() bool { return syscall.Kill(sender, 0) != nil || zombie(sender) })
	}, []string{"home: 203.0.113.11 on pppoe-wan; the provider allows one update in 1s; sending in T", "home: confirmed 203.0.113.11"},
		updater.Current, "203.0.113.11", 2},
}

// saved is the state of the account home, "" if there is none.
func (p *play) saved() string {
	text, _ := os.ReadFile(filepath.Join(p.StateDir(), "2fb4043f.state"))
	return string(text)
}

// zombie says that a process has ended and nobody has asked how.
func zombie(pid int) bool {
	text, _ := os.ReadFile(procFile(pid, "stat"))
	_, rest, _ := strings.Cut(string(text), ") ")
	return strings.HasPrefix(rest, "Z")
}
