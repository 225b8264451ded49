// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// doubtRows are answers after which nobody tells how it ended.
var doubtRows = []row{
	{"an unclear answer, and DNS never tells", func(p *play) {
		p.ok(p.Box.SetRecord(scene.Domain, sandbox.Settings{IP: mustAddr("203.0.113.8")}))
		p.fault(sandbox.GarbageText, 1, "")
		p.begins()
		p.says("asking DNS")
		p.fault(sandbox.AuthorityServfail, 0, "")
		p.fault(sandbox.ResolverServfail, 0, "")
		p.says("nothing is sent again")
	}, []string{usual,
		"home: accepted 203.0.113.9, not confirmed: the answer was " + garbage + "; asking DNS in T",
		nobodyTells + "; asking DNS in T", nobodyTells + "; nothing is sent again"},
		updater.Doubtful, "203.0.113.8", 1},
}

const nobodyTells = "home: cannot learn what home.example.net holds: found no name servers of example.net: has a failure of its own; " +
	"the system's resolver 198.51.100.53: has a failure of its own"
