// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// moreRows are the words and hands of others: odd answers, the user, a second
// dynwan, a cable.
var moreRows = []row{
	{"an error that may pass", struck(sandbox.Status, 1, "200;body=Database error, try again"),
		[]string{usual, again(`the provider is in trouble: "Database error, try again"`), confirmed}, updater.Current, "203.0.113.9", 2},
	{"an error without a reason", struck(sandbox.Status, 1, "200;body=Error"),
		[]string{usual, again(`the provider did not update: "Error"`), confirmed}, updater.Current, "203.0.113.9", 2},
	{"an answer that wants to be a page, and a terminal's command", func(p *play) {
		p.fault(sandbox.StatusApplied, 1, "200;body=<b>\x1b[2J"+strings.Repeat("\n", 300))
		p.begins()
		p.finds()
	}, []string{usual, `home: accepted 203.0.113.9, not confirmed: the answer was "<b>\x1b[2J"; asking DNS in T`, found},
		updater.Current, "203.0.113.9", 1},
	{"an answer without an end of the line", func(p *play) {
		p.fault(sandbox.StatusApplied, 1, "200;body="+strings.Repeat("x", 3000))
		p.begins()
		p.finds()
	}, []string{usual, `home: accepted 203.0.113.9, not confirmed: the answer was "` + strings.Repeat("x", 120) + `"; asking DNS in T`, found},
		updater.Current, "203.0.113.9", 1},
	{"the provider asks for a pause, and the line changes meanwhile", func(p *play) {
		p.fault(sandbox.Status, 1, "503;retry-after=3")
		p.begins()
		p.says("status 503")
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("confirmed 203.0.113.10")
	}, []string{usual, again("the provider is in trouble (status 503)"),
		"home: 203.0.113.10 on pppoe-wan; the provider asked for a pause; sending in T", "home: confirmed 203.0.113.10"},
		updater.Current, "203.0.113.10", 2},
	{"dynwan killed while it sends", duringRequest("1s", func(p *play) {
		p.daemon.Kill()
		p.start()
		p.finds()
	}), []string{again("an update may have arrived before dynwan was stopped"), found}, updater.Current, "203.0.113.9", 1},
	{"the user sends by hand at that moment", func(p *play) {
		lock, err := os.Create(filepath.Join(p.StateDir(), "2fb4043f.lock"))
		p.ok(err)
		p.ok(syscall.Flock(int(lock.Fd()), syscall.LOCK_EX))
		p.begins()
		p.says("another dynwan")
		p.ok(lock.Close())
		p.recovers()
	}, []string{usual, again("another dynwan sends for this account"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"the configuration changed under the daemon", func(p *play) {
		p.start()
		p.says("nothing to publish")
		p.ok(p.Configure(scene.Config{Keys: []string{"hb = true"}}))
		p.ok(p.Line("203.0.113.9"))
		p.says("has changed")
		p.ok(p.Configure(scene.Config{}))
		p.recovers()
	}, []string{noAddress, usual, again("the configuration has changed since the start of dynwan"), confirmed},
		updater.Current, "203.0.113.9", 1},
	{"the cable is pulled, the device taken down", func(p *play) {
		p.begins()
		p.recovers()
		p.ok(p.Net.CarrierDown(scene.Device))
		p.says("has no carrier")
		p.ok(p.Net.LinkDown(scene.Device))
		p.says("is down")
		p.ok(p.Net.CarrierUp(scene.Device))
		p.ok(p.Net.LinkUp(scene.Device))
		p.recovers()
	}, []string{usual, confirmed, "home: pppoe-wan has no carrier; nothing to publish", "home: pppoe-wan is down; nothing to publish", confirmed},
		updater.Current, "203.0.113.9", 1},
}
