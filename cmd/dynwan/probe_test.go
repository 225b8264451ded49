// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"
	"time"

	"dynwan/internal/scene"
)

func TestCheckTellsOfTheIPCheck(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Configure(scene.Config{Keys: []string{`address = "probe"`, `probe_user = "me"`, `probe_server = "http://autoupdate.myserver.org:1400"`}}))
	out, problems, code := p.run("check", "-config", p.ConfigFile())
	want := "home: ok: mtgsy keeps home.example.net at the address that autoupdate.myserver.org sees of pppoe-wan\n" +
		"home: probe_server is without encryption: everybody on the way can make the name point elsewhere\n"
	if code != exitOK || problems != "" || out != want {
		t.Errorf("got %q, %q and code %d, want %q", out, problems, code, want)
	}
}

func TestOnceAsksFirst(t *testing.T) {
	p := newPlay(t, looking)
	p.looks("1s")
	p.once(exitOK, "home: would send 203.0.113.9 to https://dyn.example.com", "-n")
	if l := p.Box.Ledger(); len(l) != 1 || l[0].Step != "address" {
		t.Errorf("once -n sent %d requests, want the question alone", len(l))
	}
	p.once(exitOK, "home: confirmed 203.0.113.9")
	time.Sleep(1200 * time.Millisecond)
	p.Box.SeeAs(mustAddr("203.0.113.10"))
	p.once(exitOK, "home: confirmed 203.0.113.10")
	p.holds("203.0.113.10")
	p.requests(4)
}

func TestOnceKeepsTheLeastTimeOfTheDaemon(t *testing.T) {
	p := newPlay(t, looking)
	p.looks("1h")
	p.start()
	p.says("home: confirmed 203.0.113.9")
	p.Box.SeeAs(mustAddr("203.0.113.10"))
	// The daemon asks once in five minutes at most; so does the user.
	out, _, code := p.run("once", "-config", p.ConfigFile(), "home")
	if code != exitOK || !strings.Contains(out, "home: confirmed 203.0.113.9") {
		t.Errorf("once: got %q and code %d, want what is known", out, code)
	}
	p.requests(2)
}
