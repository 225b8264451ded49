// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// stepName starts the names of the rows in which the account is one of
// MyServer.org.
const stepName = "steps: "

// fails arms a fault of one step.
func (p *play) fails(f sandbox.Fault, arg string, step sandbox.Step) {
	p.t.Helper()
	p.ok(p.Box.Arm(sandbox.ActiveFault{Name: f, N: 1, Arg: arg, Step: step}))
}

// failing plays a fault of one step of the change from one record to another.
func failing(f sandbox.Fault, arg string, step sandbox.Step, line string) func(p *play) {
	return func(p *play) {
		p.had("203.0.113.8")
		p.fails(f, arg, step)
		p.begins()
		p.says(line)
	}
}

// relayed does the same for an account with a port relay.
func relayed(f sandbox.Fault, arg string, line string) func(p *play) {
	return func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: withRelay}))
		failing(f, arg, sandbox.StepRelay, line)(p)
	}
}

// refusing plays n connections that are closed, after some that stand.
func refusing(after, n int, line string) func(p *play) {
	return func(p *play) {
		p.had("203.0.113.8")
		p.ok(p.Box.Arm(sandbox.ActiveFault{Name: sandbox.DropAccept, N: n, After: after}))
		p.begins()
		p.says(line)
	}
}

// between brings the change to where the old record is deleted and the add
// tries to connect, and does something then.
func between(do func(p *play)) func(p *play) {
	return func(p *play) {
		p.had("203.0.113.8")
		p.ok(p.Box.Arm(sandbox.ActiveFault{Name: sandbox.HangAccept, N: 1, After: 2}))
		p.begins()
		_, err := p.Box.WaitConnections(p.ctx, 3)
		p.ok(err)
		do(p)
	}
}

// reboots ends the daemon and empties the RAM. Nobody remembers the gap over a
// reboot, so this one outlasts it.
func (p *play) reboots() {
	p.t.Helper()
	p.daemon.Kill()
	files, err := filepath.Glob(filepath.Join(p.StateDir(), "*"))
	p.ok(err)
	for _, file := range files {
		p.ok(os.Remove(file))
	}
	p.pass(1)
}

// killsChild kills the sender.
func (p *play) killsChild() {
	p.t.Helper()
	for _, pid := range children(p.t, p.daemon.PID()) {
		p.ok(syscall.Kill(pid, syscall.SIGKILL))
	}
}

// The troubles of the steps.
const (
	inLogin   = "cannot log in: "
	inDelete  = "whether the record of 203.0.113.8 is deleted is not known: "
	noDelete  = "cannot delete the record of 203.0.113.8: "
	notAdded  = "; nothing was added"
	inAdd     = ", 203.0.113.9 may have been added"
	noAdd     = "the record of 203.0.113.8 is deleted, and 203.0.113.9 not added: cannot add 203.0.113.9: "
	inRelay   = "home: confirmed 203.0.113.9; cannot set up the port relay: "
	late      = "no answer came in time"
	broken    = "the connection broke before the answer was complete"
	status500 = "the answer has the status 500"
	saidError = `the server said "Error:Sandbox blocked the account"`
	closed    = "cannot reach dyn.example.com: the connection was closed"
)

// ends is a row of a change that ends well after one trouble, or none.
func ends(name string, sent int, play func(p *play), trouble ...string) row {
	shown := []string{usual}
	for _, text := range trouble {
		shown = append(shown, again(text))
	}
	return row{stepName + name, play, append(shown, confirmed), updater.Current, "203.0.113.9", sent}
}

// relays is a row of a change whose port relay fails.
func relays(name string, f sandbox.Fault, arg, trouble string) row {
	return row{stepName + name, relayed(f, arg, inRelay+trouble), []string{usual, inRelay + trouble}, updater.Current, "203.0.113.9", 4}
}

var stepRows = []row{
	ends("a record is replaced", 3, failing(sandbox.Delay, "10ms", sandbox.StepLogin, confirmed)),
	ends("there is no record yet", 2, func(p *play) { p.begins(); p.recovers() }),

	ends("login: refused connection", 3, func(p *play) {
		p.had("203.0.113.8")
		untilCleared(sandbox.Refuse, "", "connection refused")(p)
	}, "cannot reach dyn.example.com: connection refused"),
	ends("login: no answer", 4, failing(sandbox.HangBeforeApply, "", sandbox.StepLogin, confirmed), inLogin+late),
	ends("login: answer cut", 4, failing(sandbox.Cut, "", sandbox.StepLogin, confirmed), inLogin+broken),
	ends("login: status 500", 4, failing(sandbox.Status, "500", sandbox.StepLogin, confirmed), inLogin+status500),
	ends("login: an error", 4, failing(sandbox.BlockedText, "", sandbox.StepLogin, confirmed), inLogin+saidError),
	{stepName + "login: wrong password", func(p *play) {
		failing(sandbox.PasswordText, "", sandbox.StepLogin, "home: refused:")(p)
		p.pass(3)
	}, []string{usual, `home: refused: cannot log in: the server said "Error:Invalid Password"; correct user or pass`},
		updater.Refused, "203.0.113.8", 1},

	ends("delete: refused connection", 4, refusing(1, 1, confirmed), noDelete+closed+notAdded),
	ends("delete: no answer, not deleted", 5, failing(sandbox.HangBeforeApply, "", sandbox.StepDelete, confirmed), inDelete+late+notAdded),
	ends("delete: no answer, deleted", 4, failing(sandbox.HangAfterApply, "", sandbox.StepDelete, confirmed), inDelete+late+notAdded),
	ends("delete: answer cut", 4, failing(sandbox.Cut, "", sandbox.StepDelete, confirmed), inDelete+broken+notAdded),
	ends("delete: status 500", 5, failing(sandbox.Status, "500", sandbox.StepDelete, confirmed), inDelete+status500+notAdded),
	ends("delete: an error", 5, failing(sandbox.BlockedText, "", sandbox.StepDelete, confirmed), noDelete+saidError+notAdded),

	ends("add: refused connection, once", 3, refusing(2, 1, confirmed)),
	ends("add: refused connections", 4, refusing(2, 3, confirmed), noAdd+closed),
	ends("add: no answer, not added", 5, failing(sandbox.HangBeforeApply, "", sandbox.StepAdd, confirmed), late+inAdd),
	{stepName + "add: no answer, added", failing(sandbox.HangAfterApply, "", sandbox.StepAdd, found),
		[]string{usual, again(late + inAdd), found}, updater.Current, "203.0.113.9", 3},
	{stepName + "add: answer cut", failing(sandbox.Cut, "", sandbox.StepAdd, found),
		[]string{usual, again(broken + inAdd), found}, updater.Current, "203.0.113.9", 3},
	ends("add: status 500", 5, failing(sandbox.Status, "500", sandbox.StepAdd, confirmed), status500+inAdd),
	ends("add: an error", 5, failing(sandbox.BlockedText, "", sandbox.StepAdd, confirmed), noAdd+saidError),

	{stepName + "add: an answer that says nothing, not added", func(p *play) {
		p.had("203.0.113.8")
		p.fails(sandbox.GarbageText, "", sandbox.StepAdd)
		p.begins()
		p.recovers()
	}, []string{usual,
		`home: accepted 203.0.113.9, not confirmed: the answer was "\x00\x7fxq~ \xff\xfe 7Zk@ %%s \x1b[2J zzyzx"; asking DNS in T`,
		"home: accepted 203.0.113.9, but home.example.net answers nothing (ns1.example.com, ns2.example.com); asking DNS in T",
		confirmed}, updater.Current, "203.0.113.9", 5},
	{stepName + "add: wrong password, and what follows when the user has acted", func(p *play) {
		p.begins()
		p.says(confirmed)
		p.pass(2)
		p.fails(sandbox.PasswordText, "", sandbox.StepAdd)
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says(`home: refused: cannot add 203.0.113.10: the server said "Error:Invalid Password"; correct user or pass`)
		p.pass(2)
		p.requests(5)
		p.daemon.Kill()
		p.ok(p.Configure(scene.Config{Keys: []string{`failure = ["never said"]`}}))
		p.start()
		p.says("home: confirmed 203.0.113.10")
	}, []string{"home: 203.0.113.10 on pppoe-wan; the old record is deleted and the new one not added; comparing with DNS in T",
		"home: confirmed 203.0.113.10"}, updater.Current, "203.0.113.10", 7},

	relays("relay: no answer", sandbox.HangAfterApply, "", late),
	relays("relay: answer cut", sandbox.Cut, "", broken),
	relays("relay: status 500", sandbox.Status, "500", status500),
	relays("relay: an error", sandbox.BlockedText, "", saidError),
	{stepName + "relay: refused connection", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: withRelay}))
		refusing(3, 1, "home: confirmed")(p)
	}, []string{usual, inRelay + closed}, updater.Current, "203.0.113.9", 3},

	{stepName + "several records", func(p *play) {
		p.had("203.0.113.7", "203.0.113.8")
		p.begins()
		p.says("home: refused:")
		p.pass(3)
	}, []string{usual, "home: refused: home.example.net has more than one address, 203.0.113.7 and 203.0.113.8: " +
		"delete all but one at the provider; then run dynwan once"}, updater.Refused, "203.0.113.7 203.0.113.8", 0},
	{stepName + "the record is there already", func(p *play) {
		p.had("203.0.113.9")
		p.begins()
		p.finds()
		p.pass(2)
	}, []string{usual, found}, updater.Current, "203.0.113.9", 0},
	{stepName + "the record is missing", func(p *play) {
		p.begins()
		p.says(confirmed)
		p.had()
		p.pass(2)
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("home: confirmed 203.0.113.10")
	}, []string{usual, confirmed, "home: 203.0.113.10 on pppoe-wan; sending in T",
		again(`cannot delete the record of 203.0.113.9: the server said "Error:Sandbox has no such record"; nothing was added`),
		"home: confirmed 203.0.113.10"}, updater.Current, "203.0.113.10", 6},
	ends("name servers silent: nothing is sent", 3, func(p *play) {
		p.had("203.0.113.8")
		untilCleared(sandbox.AuthoritySilent, "", "which may be old")(p)
	}, "home.example.net answers 203.0.113.8 (the system's resolver), which may be old"),

	{stepName + "a reboot, an address that is remembered, and no DNS", func(p *play) {
		p.ok(p.Configure(scene.Config{Keys: []string{"remember = true"}, Top: fmt.Sprintf("rememberdir = %q", p.Dir)}))
		p.begins()
		p.says(confirmed)
		p.reboots()
		p.fault(sandbox.AuthorityRefused, 0, "")
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.start()
		p.says("home: confirmed 203.0.113.10")
	}, []string{"home: 203.0.113.10 on pppoe-wan; comparing with DNS in T",
		again("home.example.net answers 203.0.113.9 (the system's resolver), which may be old"),
		"home: confirmed 203.0.113.10"}, updater.Current, "203.0.113.10", 5},

	ends("the sender is killed while the record is deleted", 4, func(p *play) {
		p.had("203.0.113.8")
		p.fails(sandbox.HangAfterApply, "", sandbox.StepDelete)
		p.begins()
		_, err := p.Box.WaitRequests(p.ctx, 2)
		p.ok(err)
		p.killsChild()
		p.recovers()
	}, "the sender ended without a word: signal: killed, the update may have arrived"),
	ends("the sender is killed between delete and add", 4, between(func(p *play) { p.killsChild(); p.recovers() }),
		"the sender ended without a word: signal: killed, the update may have arrived"),
	{stepName + "dynwan is killed between delete and add", between(func(p *play) {
		p.daemon.Kill()
		p.start()
		p.recovers()
	}), []string{again("an update may have arrived before dynwan was stopped"), confirmed}, updater.Current, "203.0.113.9", 4},
	{stepName + "dynwan is stopped between delete and add", between(func(p *play) {
		_, err := p.daemon.Stop()
		p.ok(err)
		p.start()
		p.recovers()
	}), []string{again("an update may have arrived before dynwan was stopped"), confirmed}, updater.Current, "203.0.113.9", 4},
	{stepName + "the address goes between delete and add", func(p *play) {
		p.had("203.0.113.8")
		p.fails(sandbox.Delay, "2s", sandbox.StepDelete)
		p.begins()
		_, err := p.Box.WaitRequests(p.ctx, 2)
		p.ok(err)
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("home: confirmed 203.0.113.10")
	}, []string{usual, again(inDelete + late + notAdded), "home: confirmed 203.0.113.10"}, updater.Current, "203.0.113.10", 4},
	{stepName + "a second change in the gap", func(p *play) {
		p.ok(p.Configure(scene.Config{MinGap: 4 * time.Second}))
		p.had("203.0.113.8")
		p.begins()
		p.says(confirmed)
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("home: 203.0.113.10 on")
		p.ok(p.Change("203.0.113.10", "203.0.113.11"))
		p.says("home: confirmed 203.0.113.11")
	}, []string{usual, confirmed,
		"home: 203.0.113.10 on pppoe-wan; the provider allows one update in 4s; sending in T",
		"home: 203.0.113.11 on pppoe-wan; the provider allows one update in 4s; sending in T",
		"home: confirmed 203.0.113.11"}, updater.Current, "203.0.113.11", 6},
}

var withRelay = []string{fmt.Sprintf("relay_query = %q", sandbox.RelayQuery), "port = 8080"}
