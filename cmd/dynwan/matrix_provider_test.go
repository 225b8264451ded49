// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// struck plays a fault that strikes the first n times and is survived.
func struck(f sandbox.Fault, n int, arg string) func(p *play) {
	return func(p *play) {
		p.fault(f, n, arg)
		p.begins()
		p.recovers()
	}
}

// struckFor plays a status after which the next request comes no earlier than
// the provider wishes.
func struckFor(wait time.Duration, status string) func(p *play) {
	return func(p *play) {
		struck(sandbox.Status, 1, status)(p)
		l := p.Box.Ledger()
		if got := l[len(l)-1].Time.Sub(l[0].Time); got < wait {
			p.t.Errorf("the provider asked for %v, the next request came after %v", wait, got)
		}
	}
}

// lostButDone plays a fault after which the provider has done its part: DNS
// tells, and nothing is sent again.
func lostButDone(f sandbox.Fault, arg string) func(p *play) {
	return func(p *play) {
		p.fault(f, 1, arg)
		p.begins()
		p.finds()
	}
}

// untilCleared plays a fault that lasts until its line was seen.
func untilCleared(f sandbox.Fault, arg, line string) func(p *play) {
	return func(p *play) {
		p.fault(f, 0, arg)
		p.begins()
		p.says(line)
		p.ok(p.Box.Clear(f))
		p.recovers()
	}
}

// refusedFor plays a fault that stops the account.
func refusedFor(f sandbox.Fault, arg string) func(p *play) {
	return func(p *play) {
		p.fault(f, 1, arg)
		p.begins()
		p.says("home: refused:")
		p.pass(3) // longer than the gap: nothing more may come
	}
}

// endless is the beginning of the sandbox's answer without an end.
var endless = `"` + strings.Repeat("please wait ... ", 7) + `please w"`

var connectionRows = []row{
	{"the provider refuses connections", untilCleared(sandbox.Refuse, "", "connection refused"),
		[]string{usual, again("cannot reach dyn.example.com: connection refused"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"closes after accepting", struck(sandbox.DropAccept, 2, ""),
		[]string{usual, again("cannot reach dyn.example.com: the connection was closed"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"resets after accepting", struck(sandbox.ResetAccept, 2, ""),
		[]string{usual, again("cannot reach dyn.example.com: connection reset by peer"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"hangs after accepting", struck(sandbox.HangAccept, 1, ""),
		[]string{usual, again("cannot reach dyn.example.com: no connection in 10s"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"speaks no TLS", struck(sandbox.GarbageTLS, 2, ""),
		[]string{usual, again(`cannot reach dyn.example.com: "tls: first record does not look like a TLS handshake"`), confirmed}, updater.Current, "203.0.113.9", 1},
	{"certificate of another name", struck(sandbox.CertWrongName, 2, ""),
		[]string{usual, again("cannot trust dyn.example.com: its certificate is for another name"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"self-signed certificate", struck(sandbox.CertSelfSigned, 2, ""),
		[]string{usual, again("cannot trust dyn.example.com: its certificate is signed by itself alone"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"expired certificate", struck(sandbox.CertExpired, 2, ""),
		[]string{usual, again("cannot trust dyn.example.com: its certificate ended on DAY, and the clock says DAY"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"clock behind the certificate, until it is set", untilCleared(sandbox.CertNotYet, "24h", "is it set?"),
		[]string{usual, again("the certificate of dyn.example.com is valid from DAY on, and the clock says DAY: is it set?"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"closes when the request comes", struck(sandbox.DropHandshake, 1, ""),
		[]string{usual, again(broke), confirmed}, updater.Current, "203.0.113.9", 1},
	{"resets when the request comes", struck(sandbox.ResetHandshake, 1, ""),
		[]string{usual, again(broke), confirmed}, updater.Current, "203.0.113.9", 1},
}

var answerRows = []row{
	{"slow answer", struck(sandbox.Delay, 1, "3s"), []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"closed before the update", struck(sandbox.DropBeforeApply, 1, ""),
		[]string{usual, again(broke), confirmed}, updater.Current, "203.0.113.9", 2},
	{"closed after the update", lostButDone(sandbox.DropAfterApply, ""),
		[]string{usual, again(broke), found}, updater.Current, "203.0.113.9", 1},
	{"reset before the update", struck(sandbox.ResetBeforeApply, 1, ""),
		[]string{usual, again(broke), confirmed}, updater.Current, "203.0.113.9", 2},
	{"reset after the update", lostButDone(sandbox.ResetAfterApply, ""),
		[]string{usual, again(broke), found}, updater.Current, "203.0.113.9", 1},
	{"no answer, not updated", struck(sandbox.HangBeforeApply, 1, ""),
		[]string{usual, again("no answer in 30s, the update may have arrived"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"no answer, updated", lostButDone(sandbox.HangAfterApply, ""),
		[]string{usual, again("no answer in 30s, the update may have arrived"), found}, updater.Current, "203.0.113.9", 1},
	{"status 500", struck(sandbox.Status, 1, "500"),
		[]string{usual, again("the provider is in trouble (status 500)"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"status 500, updated all the same", lostButDone(sandbox.StatusApplied, "500"),
		[]string{usual, again("the provider is in trouble (status 500)"), found}, updater.Current, "203.0.113.9", 1},
	{"status 503 with a wait in seconds", struckFor(4*time.Second, "503;retry-after=4"),
		[]string{usual, again("the provider is in trouble (status 503)"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"status 429 with a wait", struckFor(2*time.Second, "429;retry-after=date:3"),
		[]string{usual, again("the provider asks to slow down (status 429)"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"status 429", refusedFor(sandbox.Status, "429"),
		[]string{usual, "home: refused: blocked: status 429; " + toUnblock + onceMore}, updater.Refused, "invalid IP", 1},
	{"status 403", refusedFor(sandbox.Status, "403"),
		[]string{usual, "home: refused: blocked: status 403; " + toUnblock + onceMore}, updater.Refused, "invalid IP", 1},
	{"status 401", refusedFor(sandbox.Status, "401"),
		[]string{usual, "home: refused: login: status 401; correct email or pass" + onceMore}, updater.Refused, "invalid IP", 1},
	{"captive portal", struck(sandbox.Portal, 1, ""),
		[]string{usual, again("a web page came instead of an answer; a login page of the line?"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"redirect", struck(sandbox.Redirect, 1, "https://dyn.example.com/elsewhere"),
		[]string{usual, again("a redirect came instead of an answer (status 302) and was not followed"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"the provider's firewall", refusedFor(sandbox.WAF, ""),
		[]string{usual, "home: refused: blocked: the provider's firewall answered in its place; " + toUnblock + onceMore}, updater.Refused, "invalid IP", 1},
	{"an answer that never ends", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		p.fault(sandbox.Endless, 1, "")
		p.begins()
		p.says("nothing is sent again")
	}, []string{usual,
		"home: accepted 203.0.113.9, not confirmed: the answer was " + endless + "; asking DNS in T",
		"home: accepted 203.0.113.9, but home.example.net answers 203.0.113.8 (ns1.example.com, ns2.example.com); asking DNS in T",
		"home: accepted 203.0.113.9, but home.example.net answers 203.0.113.8 (ns1.example.com, ns2.example.com); nothing is sent again"},
		updater.Doubtful, "203.0.113.8", 1},
	{"answer cut in the middle", lostButDone(sandbox.Cut, ""),
		[]string{usual, again(broke), found}, updater.Current, "203.0.113.9", 1},
	{"no HTTP", lostButDone(sandbox.GarbageBytes, ""),
		[]string{usual, again("the connection broke before the answer was complete, the update may have arrived"), found}, updater.Current, "203.0.113.9", 1},
	{"blocked", refusedFor(sandbox.BlockedText, ""),
		[]string{usual, `home: refused: blocked: "Account blocked due to abusive updates"; ` + toUnblock}, updater.Refused, "invalid IP", 1},
	{"wrong password", refusedFor(sandbox.PasswordText, ""),
		[]string{usual, `home: refused: login: "Invalid login information"; correct email or pass`}, updater.Refused, "invalid IP", 1},
}

const toUnblock = "ask the provider, then change a setting or run dynwan once"

// onceMore is the end of a refusal that is a guess.
const onceMore = "; trying again in T"
