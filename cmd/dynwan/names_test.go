// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"slices"
	"strings"
	"testing"

	"dynwan/internal/scene"
)

// dyn is the smallest good account at a server of dyndns2 with some names.
func dyn(account, hostname string) string {
	return "[account." + account + "]\nprovider = \"dyndns2\"\ndevice = \"wan\"\nserver = \"https://dyn.example.com\"\n" +
		"user = \"me\"\npass = \"hunter2\"\nhostname = " + hostname + "\n"
}

func TestEachNameOfAnAccountIsARecord(t *testing.T) {
	const two = `["home.example.net", "office.example.net"]`
	for _, c := range []struct {
		text    string
		names   string // of the records
		problem string
	}{
		{dyn("home", `"home.example.net"`), "home", ""},
		{dyn("home", `["home.example.net"]`), "home", ""},
		{dyn("home", two), "home/home.example.net home/office.example.net", ""},
		{fromUCI + dyn("home", `"home.example.net  office.example.net"`), "home/home.example.net home/office.example.net", ""},
		{fromUCI + dyn("home", two), "home/home.example.net home/office.example.net", ""},
		{dyn("home", `"home.example.net office.example.net"`), "", "f:7: account.home.hostname: must be a full domain name"},
		{dyn("home", `["home.example.net", "home.example.net"]`), "", "f:7: account.home.hostname: must not have home.example.net twice"},
		{dyn("home", `["home.example.net", "home"]`), "", "f:7: account.home.hostname: must be a full domain name"},
		{dyn("home", `[]`), "", "f: account.home.hostname: is missing"},
		// One that another account has too: this account is left out with all of its names.
		{dyn("away", `"office.example.net"`) + dyn("home", two), "away", "f: account.home.hostname: is also updated by account.away"},
		{with(`hostname = ["home.example.net", "b.home.example.net"]`), "", "f:6: account.home.hostname: must be a text"}, // mtgsy has one
	} {
		p := parseConfig("f", c.text)
		var names []string
		for _, a := range p.Accounts {
			names = append(names, a.Name)
			if len(a.List("hostname")) != 1 || !strings.HasPrefix(a.Name, a.Account) {
				t.Errorf("%s: got the names %q, want one", a.Name, a.List("hostname"))
			}
		}
		slices.Sort(names)
		problem := ""
		if len(p.Problems) > 0 {
			problem = p.Problems[0].String()
		}
		if strings.Join(names, " ") != c.names || !strings.HasPrefix(problem, c.problem) || (c.problem == "") != (problem == "") {
			t.Errorf("%q:\n got %q and %q\nwant %s and %q", c.text, names, p.Problems, c.names, c.problem)
		}
	}
}

func TestTheRecordsOfAnAccountHaveStatesOfTheirOwn(t *testing.T) {
	list := parseConfig("f", dyn("home", `["home.example.net", "office.example.net"]`)).Accounts
	if a, b := list[0], list[1]; a.Key() == b.Key() || a.Whole() == b.Whole() || a.Kept() == b.Kept() {
		t.Errorf("got the keys %s and %s", a.Key(), b.Key())
	}
	if alone := parseConfig("f", dyn("home", `"home.example.net"`)).Accounts[0]; alone.Key() != list[0].Key() || alone.Whole() != list[0].Whole() {
		t.Error("a name alone and beside another one: want the same state file, and no change")
	}
}

func TestTheLogCountsAccountsNotTheirRecords(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Configure(scene.Config{Tail: dyn("names", `["a.example.net", "b.example.net"]`)}))
	p.start()
	p.says("watches pppoe-wan, wan for 2 account(s)")
}

func TestThePathOfAServerIsNotShown(t *testing.T) {
	a := parseConfig("f", strings.Replace(dyn("home", `"home.example.net"`), "example.com", "example.com:8443/api/s3cret", 1)).Accounts[0]
	if got := a.shownServer(); got != "https://dyn.example.com:8443" {
		t.Errorf("got %s, want no token", got)
	}
}
