// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// rebooted plays a start without memory while the name is right already, and
// one fault of DNS.
func rebooted(f sandbox.Fault, arg, line string) func(p *play) {
	return func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.9")}))
		p.fault(f, 0, arg)
		p.begins()
		p.says(line)
	}
}

// byResolver is the line of a check that only the resolver could answer.
const byResolver = "home: home.example.net answers 203.0.113.9 (the system's resolver)"

// allQuiet is a row of a start at which the name was right: nothing is sent.
func allQuiet(name string, f sandbox.Fault, arg, line string) row {
	return row{name, rebooted(f, arg, line), []string{usual, line}, updater.Current, "203.0.113.9", 0}
}

var authorityRows = []row{
	allQuiet("name servers silent, resolver knows", sandbox.AuthoritySilent, "", byResolver),
	allQuiet("first name server silent", sandbox.AuthorityFirstSilent, "",
		"home: home.example.net answers 203.0.113.9 (ns2.example.com)"),
	allQuiet("name servers slow", sandbox.AuthoritySlow, "1s", found),
	allQuiet("name servers fail", sandbox.AuthorityServfail, "", byResolver),
	allQuiet("name servers refuse", sandbox.AuthorityRefused, "", byResolver),
	allQuiet("name servers lame", sandbox.AuthorityLame, "", byResolver),
	allQuiet("name servers answer garbage", sandbox.AuthorityGarbage, "", byResolver),
	allQuiet("answers to another question", sandbox.AuthorityWrongQuestion, "", byResolver),
	allQuiet("answers with a wrong id", sandbox.AuthorityWrongID, "", byResolver),
	allQuiet("a forged answer comes first", sandbox.AuthoritySpoofed, "203.0.113.66", found),
	allQuiet("answers truncated, whole by TCP", sandbox.AuthorityTruncated, "", found),
	allQuiet("the name is an alias", sandbox.AuthorityCNAME, "", found),
	{"the name does not exist yet", struck(sandbox.AuthorityNXDomain, 0, ""), []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"name servers lie", struck(sandbox.AuthorityLies, 0, "203.0.113.66"), []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"a second address beside another one", struck(sandbox.AuthoritySeveral, 0, "203.0.113.66"), []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"only the resolver can say what the name holds, and it is wrong", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		p.fault(sandbox.AuthorityServfail, 0, "")
		p.begins()
		p.recovers()
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"an unclear answer, and DNS is late", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		p.fault(sandbox.StatusApplied, 1, "200;body=Thank you")
		p.fault(sandbox.AuthorityStale, 0, "")
		p.begins()
		p.says("but home.example.net answers 203.0.113.8")
		p.ok(p.Box.Clear(sandbox.AuthorityStale))
		p.finds()
	}, []string{usual,
		`home: accepted 203.0.113.9, not confirmed: the answer was "Thank you"; asking DNS in T`,
		"home: accepted 203.0.113.9, but home.example.net answers 203.0.113.8 (ns1.example.com, ns2.example.com); asking DNS in T",
		found}, updater.Current, "203.0.113.9", 1},
	{"an unclear answer, and nothing was updated", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		p.fault(sandbox.GarbageText, 1, "")
		p.begins()
		p.says("nothing is sent again")
		p.pass(2)
	}, []string{usual,
		"home: accepted 203.0.113.9, not confirmed: the answer was " + garbage + "; asking DNS in T",
		"home: accepted 203.0.113.9, but home.example.net answers 203.0.113.8 (ns1.example.com, ns2.example.com); asking DNS in T",
		"home: accepted 203.0.113.9, but home.example.net answers 203.0.113.8 (ns1.example.com, ns2.example.com); nothing is sent again"},
		updater.Doubtful, "203.0.113.8", 1},
}

// garbage is how the sandbox's nonsense is shown.
const garbage = `"\x00\x7fxq~ \xff\xfe 7Zk@ %%s \x1b[2J zzyzx"`

const mute = "found no name servers of home.example.net: no answer; the system's resolver 198.51.100.53: no answer"

// deaf plays a resolver that is of no use at the start, until that was told.
func deaf(f sandbox.Fault, arg string) func(p *play) {
	return untilCleared(f, arg, "cannot learn what home.example.net holds")
}

// unlearned is the log of a start at which nobody could be asked.
func unlearned(why string) []string {
	return []string{usual, again("cannot learn what home.example.net holds: " + why), confirmed}
}

var resolverRows = []row{
	{"resolver silent", deaf(sandbox.ResolverSilent, ""), unlearned(mute), updater.Current, "203.0.113.9", 1},
	{"resolver fails", deaf(sandbox.ResolverServfail, ""), unlearned("found no name servers of example.net: has a failure of its own; the system's resolver 198.51.100.53: has a failure of its own"), updater.Current, "203.0.113.9", 1},
	{"resolver refuses", deaf(sandbox.ResolverRefused, ""), unlearned("found no name servers of example.net: refuses to answer; the system's resolver 198.51.100.53: refuses to answer"), updater.Current, "203.0.113.9", 1},
	{"resolver answers garbage", deaf(sandbox.ResolverGarbage, ""), unlearned(mute), updater.Current, "203.0.113.9", 1},
	{"resolver's answers have a wrong id", deaf(sandbox.ResolverWrongID, ""), unlearned(mute), updater.Current, "203.0.113.9", 1},
	{"resolver answers other questions", deaf(sandbox.ResolverWrongQuestion, ""), unlearned(mute), updater.Current, "203.0.113.9", 1},
	allQuiet("a forged answer before the resolver's", sandbox.ResolverSpoofed, "203.0.113.66", found),
	allQuiet("resolver's answers truncated, whole by TCP", sandbox.ResolverTruncated, "", found),
	{"resolver has an old address, the zone's servers the new one", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		rebooted(sandbox.ResolverStale, "", found)(p)
	}, []string{usual, found}, updater.Current, "203.0.113.9", 0},
	{"resolver adds an address to every answer", struck(sandbox.ResolverSeveral, 0, "203.0.113.66"),
		[]string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"resolver makes aliases of everything", struck(sandbox.ResolverCNAME, 0, ""),
		[]string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"resolver slow", struck(sandbox.ResolverSlow, 0, "300ms"), []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"resolver lies about every name", untilCleared(sandbox.ResolverLies, "198.51.100.1", "trying again"),
		[]string{usual, again("cannot reach dyn.example.com: connection refused"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"resolver knows nothing", untilCleared(sandbox.ResolverNXDomain, "", "trying again"),
		[]string{usual, again("cannot find dyn.example.com: no such host"), confirmed}, updater.Current, "203.0.113.9", 1},
}
