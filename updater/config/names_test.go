// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"slices"
	"strings"
	"testing"

	"dynwan/internal/samples"
)

func TestEachNameOfAnAccountIsARecord(t *testing.T) {
	const two = `["home.example.net", "office.example.net"]`
	for _, c := range []struct {
		text    string
		names   string // of the records
		problem string
	}{
		{samples.Dyn("home", `"home.example.net"`), "home", ""},
		{samples.Dyn("home", `["home.example.net"]`), "home", ""},
		{samples.Dyn("home", two), "home/home.example.net home/office.example.net", ""},
		{FromUCI + samples.Dyn("home", `"home.example.net  office.example.net"`), "home/home.example.net home/office.example.net", ""},
		{FromUCI + samples.Dyn("home", two), "home/home.example.net home/office.example.net", ""},
		{samples.Dyn("home", `"home.example.net office.example.net"`), "", "f:7: account.home.hostname: must be a full domain name"},
		{samples.Dyn("home", `["home.example.net", "home.example.net"]`), "", "f:7: account.home.hostname: must not have home.example.net twice"},
		{samples.Dyn("home", `["home.example.net", "home"]`), "", "f:7: account.home.hostname: must be a full domain name"},
		{samples.Dyn("home", `[]`), "", "f: account.home.hostname: is missing"},
		// One that another account has too: this account is left out with all of its names.
		{samples.Dyn("away", `"office.example.net"`) + samples.Dyn("home", two), "away", "f: account.home.hostname: is also updated by account.away"},
		{samples.With(`hostname = ["home.example.net", "b.home.example.net"]`), "", "f:6: account.home.hostname: must be a text"}, // mtgsy has one
	} {
		p := Parse("f", c.text)
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
	list := Parse("f", samples.Dyn("home", `["home.example.net", "office.example.net"]`)).Accounts
	if a, b := list[0], list[1]; a.Key() == b.Key() || a.Whole() == b.Whole() || a.Kept() == b.Kept() {
		t.Errorf("got the keys %s and %s", a.Key(), b.Key())
	}
	if alone := Parse("f", samples.Dyn("home", `"home.example.net"`)).Accounts[0]; alone.Key() != list[0].Key() || alone.Whole() != list[0].Whole() {
		t.Error("a name alone and beside another one: want the same state file, and no change")
	}
}

func TestThePathOfAServerIsNotShown(t *testing.T) {
	a := Parse("f", strings.Replace(samples.Dyn("home", `"home.example.net"`), "example.com", "example.com:8443/api/s3cret", 1)).Accounts[0]
	if got := a.ShownServer(); got != "https://dyn.example.com:8443" {
		t.Errorf("got %s, want no token", got)
	}
}

// TestWhereUpdatesGo, as "once -n" names it: no path, which may hold a token.
func TestWhereUpdatesGo(t *testing.T) {
	for _, c := range []struct{ keys, want string }{
		{"provider = 'dyndns2'\nserver = 'https://dyn.example.org/hunter2'\nuser = 'u'\npass = 'p'\nhostname = 'a.example.net'", "https://dyn.example.org"},
		{"provider = 'duckdns.org'\ntoken = 'hunter2'\nhostname = 'a.duckdns.org'", "https://www.duckdns.org"},
		{"provider = 'rfc2136'\nnameserver = 'ns1.example.net'\nkey = 'k'\nsecret = 'c2VjcmV0'\nhostname = 'a.example.net'", "ns1.example.net"},
	} {
		config := Parse("f", "[account.home]\ndevice = 'wan'\n"+c.keys+"\n")
		if len(config.Accounts) != 1 || config.Accounts[0].ShownServer() != c.want {
			t.Errorf("%s: got %d accounts with %v, want %s", c.keys, len(config.Accounts), config.Problems, c.want)
		}
	}
}
