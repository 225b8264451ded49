// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"
	"time"

	"dynwan/internal/scene"
	"dynwan/updater"
	"dynwan/updater/provider"
)

func TestTheIPCheckIsOffUnlessChosen(t *testing.T) {
	a := parseConfig("f", with(`probe_user = "me"`)).Accounts[0]
	if a.probeSources() != nil || updater.NewAccounts(planOf(&config{Accounts: []account{a}}).Accounts)[0].Probes != nil {
		t.Errorf("without address = probe: got %+v, want nobody asked", a.probeSources())
	}
	a = parseConfig("f", with(`address = "probe"`, `probe_user = "me"`)).Accounts[0]
	got := updater.NewAccounts(planOf(&config{Accounts: []account{a}}).Accounts)[0]
	want := updater.ProbeSource{Server: "ssl.myserver.org", Key: provider.Digest("wan", "true", "me", "https myserver.org"), Settle: time.Second, Every: 30 * time.Minute, Least: 5 * time.Minute}
	if len(got.Probes) != 1 || *got.Probes[0] != want || got.Machine.Policy.Settle != 0 {
		t.Errorf("got %+v and settles %v, want %+v and no second wait", *got.Probes[0], got.Machine.Policy.Settle, want)
	}
	a = parseConfig("f", stepsWith("probe_user", "")).Accounts[0]
	if a.Text("probe_user") != "customer" {
		t.Errorf("without probe_user: got %q, want the user of the account", a.Text("probe_user"))
	}
}

func TestBrokenRulesOfTheIPCheck(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{with(`address = "both"`), "f:6: account.home.address: must be device or probe"},
		{with(`address = "probe"`, `probe_user = "me"`, `ip = "server"`), "f:8: account.home.ip: must be device while address is probe"},
		{with(`address = "probe"`), "account.home.probe_user: is missing"},
		{with(`address = "probe"`, `probe_user = "me"`, `probe_interval = "299s"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{with(`probe_interval = "999ms"`), "f:6: account.home.probe_interval: must be a time from 1s"},
		{with(`probe_interval = "25h"`), "f:6: account.home.probe_interval: must be a time from 1s"},
		{with(`address = "probe"`, `probe_user = ""`), "f:7: account.home.probe_user: is missing"},
		{with("probe_user = \"a\\nb\""), "f:6: account.home.probe_user: "},
		{with(`probe_server = "http://ssl.myserver.org"`), "f:6: account.home.probe_server: must be a place of the protocol page"},
		{with(`probe_server = "ftp://x.example"`), "f:6: account.home.probe_server: "},
	} {
		p := parseConfig("f", c.text).Problems
		if len(p) != 1 || !strings.HasPrefix(strings.Replace(p[0].String(), "f: ", "", 1), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, p, c.want)
		}
	}
}

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
