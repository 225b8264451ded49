// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// answered plays an answer with the status 200 that nobody has carried out.
func answered(body string) func(p *play) { return struck(sandbox.Status, 1, "200;body="+body) }

// carried plays one after which the provider has done its part; DNS tells.
func carried(body string) func(p *play) { return lostButDone(sandbox.StatusApplied, "200;body="+body) }

// plainly plays a status for an account without encryption, where nobody can
// confirm anything but DNS.
func plainly(status string) func(p *play) {
	return func(p *play) {
		p.ok(p.Configure(scene.Config{Server: "http://" + scene.Host}))
		lostButDone(sandbox.Status, status)(p)
	}
}

// accepted is the line of an answer that says neither yes nor no.
func accepted(body string) string {
	return fmt.Sprintf("home: accepted 203.0.113.9, not confirmed: the answer was %q; asking DNS in T", body)
}

// readRows are answers that are more or less than they seem.
var readRows = []row{
	{"answers: a full database uses the words of a refusal", answered("SQLSTATE[HY000] [1040] Too many connections"),
		[]string{usual, again(`the provider is in trouble: "SQLSTATE[HY000] [1040] Too many connections"`), confirmed}, updater.Current, "203.0.113.9", 2},
	{"answers: please try again later", answered("Blocked by load. Please try again later"),
		[]string{usual, again(`the provider is in trouble: "Blocked by load. Please try again later"`), confirmed}, updater.Current, "203.0.113.9", 2},
	{"answers: an error page with the words of a refusal", struck(sandbox.Status, 1, "503;body=Your account is blocked"),
		[]string{usual, again("the provider is in trouble (status 503)"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"answers: an empty one, and nothing done", answered("\n"),
		[]string{usual, again("the answer was empty"), confirmed}, updater.Current, "203.0.113.9", 2},
	{"answers: an empty one, and all is done", carried("\n"),
		[]string{usual, again("the answer was empty"), found}, updater.Current, "203.0.113.9", 1},
	{"answers: 800", carried("800"), []string{usual, accepted("800"), found}, updater.Current, "203.0.113.9", 1},
	{"answers: a refusal in words, and all is done", carried("OK: previous record not found, created"),
		[]string{usual, accepted("OK: previous record not found, created"), found}, updater.Current, "203.0.113.9", 1},
	{"answers: a guessed refusal that is none", carried("previous record not found"),
		[]string{usual, `home: refused: "previous record not found"; correct the account` + onceMore, found}, updater.Current, "203.0.113.9", 1},
	{"answers: a code in a page", refusedFor(sandbox.Status, "200;body=<html><body>300</body></html>"),
		[]string{usual, `home: refused: "<html><body>300</body></html>", which may mean "invalid login information"; correct email or pass` + onceMore},
		updater.Refused, "invalid IP", 1},
	{"answers: a code", refusedFor(sandbox.Status, "200;body=300"),
		[]string{usual, `home: refused: "300", which may mean "invalid login information"; correct email or pass` + onceMore}, updater.Refused, "invalid IP", 1},
	{"answers: 403 by plain HTTP", plainly("403"),
		[]string{usual, again("the provider is in trouble (status 403)"), accepted("Record successfully updated"), found}, updater.Current, "203.0.113.9", 2},
	{"answers: 429 by plain HTTP", plainly("429"),
		[]string{usual, again("the provider asks to slow down (status 429)"), accepted("Record successfully updated"), found}, updater.Current, "203.0.113.9", 2},
}
