// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"strings"
	"testing"
	"time"

	"dynwan/internal/samples"
	"dynwan/updater"
	"dynwan/updater/provider"
)

func TestTheIPCheckIsOffUnlessChosen(t *testing.T) {
	a := Parse("f", samples.With(`probe_user = "me"`)).Accounts[0]
	if a.ProbeSources() != nil || updater.NewAccounts((&Config{Accounts: []Account{a}}).Records())[0].Probes != nil {
		t.Errorf("without address = probe: got %+v, want nobody asked", a.ProbeSources())
	}
	a = Parse("f", samples.With(`address = "probe"`, `probe_user = "me"`)).Accounts[0]
	got := updater.NewAccounts((&Config{Accounts: []Account{a}}).Records())[0]
	want := updater.ProbeSource{Server: "ssl.myserver.org", Key: provider.Digest("wan", "true", "me", "https myserver.org"), Settle: time.Second, Every: 30 * time.Minute, Least: 5 * time.Minute}
	if len(got.Probes) != 1 || *got.Probes[0] != want || got.Machine.Policy.Settle != 0 {
		t.Errorf("got %+v and settles %v, want %+v and no second wait", *got.Probes[0], got.Machine.Policy.Settle, want)
	}
	a = Parse("f", stepsWith("probe_user", "")).Accounts[0]
	if a.Text("probe_user") != "customer" {
		t.Errorf("without probe_user: got %q, want the user of the account", a.Text("probe_user"))
	}
}

func TestBrokenRulesOfTheIPCheck(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{samples.With(`address = "both"`), "f:6: account.home.address: must be device or probe"},
		{samples.With(`address = "probe"`, `probe_user = "me"`, `ip = "server"`), "f:8: account.home.ip: must be device while address is probe"},
		{samples.With(`address = "probe"`), "account.home.probe_user: is missing"},
		{samples.With(`address = "probe"`, `probe_user = "me"`, `probe_interval = "299s"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{samples.With(`probe_interval = "999ms"`), "f:6: account.home.probe_interval: must be a time from 1s"},
		{samples.With(`probe_interval = "25h"`), "f:6: account.home.probe_interval: must be a time from 1s"},
		{samples.With(`address = "probe"`, `probe_user = ""`), "f:7: account.home.probe_user: is missing"},
		{samples.With("probe_user = \"a\\nb\""), "f:6: account.home.probe_user: "},
		{samples.With(`probe_server = "http://ssl.myserver.org"`), "f:6: account.home.probe_server: must be a place of the protocol page"},
		{samples.With(`probe_server = "ftp://x.example"`), "f:6: account.home.probe_server: "},
	} {
		p := Parse("f", c.text).Problems
		if len(p) != 1 || !strings.HasPrefix(strings.Replace(p[0].String(), "f: ", "", 1), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, p, c.want)
		}
	}
}

func TestRulesOfAPageToAsk(t *testing.T) {
	const probe = `address = "probe"`
	page := func(url string, more ...string) string {
		return samples.With(append([]string{probe, `probe_url = "` + url + `"`}, more...)...)
	}
	for _, c := range []struct{ text, want string }{
		{page("https://page.example.com/ip"), ""},
		{page("http://page.example.com/ip"), "f:7: account.home.probe_url: must be https://..., or set probe_http: everybody on the way could make the name point elsewhere"},
		{page("http://192.168.1.1/ip"), "f:7: account.home.probe_url: must be https://..., or set probe_http"},
		{page("http://page.example.com/ip", "probe_http = false"), "f:7: account.home.probe_url: must be https://..., or set probe_http"},
		{page("http://page.example.com/ip", "probe_http = true"), ""},
		{page("page.example.com"), "f:7: account.home.probe_url: must be a full URL"},
		{page("https://page.example.com/ip", `probe_interval = "299s"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{page("https://page.example.com/ip", `probe_interval = "299s"`, `probe_server = "https://127.0.0.1"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{page("https://198.18.0.7.example.com/ip", `probe_interval = "299s"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{page("https://9.9.9.9/ip", `probe_interval = "299s"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{page("https://[2620:fe::9]/ip", `probe_interval = "299s"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{page("https://192.168.1.1/ip", `probe_interval = "1s"`), ""},
		{page("https://127.0.0.1:8443/ip", `probe_interval = "1s"`), ""},
		{page("https://[fd00::1]/ip", `probe_interval = "1s"`), ""},
	} {
		p := Parse("f", c.text)
		if c.want == "" && len(p.Accounts) != 1 || c.want != "" && (len(p.Problems) != 1 || !strings.HasPrefix(p.Problems[0].String(), c.want)) {
			t.Errorf("%q: got %v, want %q", c.text, p.Problems, c.want)
		}
	}
	clear := Parse("f", page("https://page.example.com/ip", `probe_server = "http://127.0.0.1"`)).Accounts[0]
	if got := clear.ProbeDoubts(); got != nil {
		t.Errorf("a server that is not asked: got the doubts %v, want none", got)
	}
	clear = Parse("f", page("http://page.example.com/ip", "probe_http = true")).Accounts[0]
	if got := clear.ProbeDoubts(); len(got) != 1 || got[0].Option != "probe_url" || !strings.HasPrefix(got[0].Rule.String(), "is without encryption") {
		t.Errorf("a page without encryption: got the doubts %v, want one of probe_url", got)
	}
	first := Parse("f", page("https://page.example.com/ip?token=s3cret")).Accounts[0].ProbeSources()[0]
	other := Parse("f", page("https://page.example.com/v2")).Accounts[0].ProbeSources()[0]
	if first.Server != "page.example.com" || first.Key == other.Key {
		t.Errorf("got the server %s and the keys %s and %s, want the host alone shown, and two questions", first.Server, first.Key, other.Key)
	}
	user := Parse("f", page("https://page.example.com/v2", `probe_user = "me"`)).Accounts[0].ProbeSources()[0]
	if user.Key != other.Key {
		t.Error("a page is not told the user: got another question for another user")
	}
}

func TestTheFamiliesThatAreAskedFor(t *testing.T) {
	const on, off, suffix = "ipv6 = true", "ipv4 = false", `ip6suffix = "::1234"`
	page := func(more ...string) string {
		return dyndns2With(append([]string{`address = "probe"`, `probe_url = "https://page.example.com"`}, more...)...)
	}
	check := func(more ...string) string {
		return dyndns2With(append([]string{`address = "probe"`, `probe_user = "me"`}, more...)...)
	}
	for _, c := range []struct{ text, want string }{
		{page(), "IPv4"},
		{page(on), "IPv4 IPv6"},
		{page(on, off), "IPv6"},
		{page(on, suffix), "IPv4"},
		{check(), "IPv4"},
		{check(on, suffix), "IPv4"},
		{check(on), "f: account.home.probe_url: is missing; for IPv6 a page has to be asked, the IP check of MyServer.org knows IPv4 alone"},
		{check(on, off), "f: account.home.probe_url: is missing; for IPv6 a page has to be asked, the IP check of MyServer.org knows IPv4 alone"},
		{page(on, off, suffix),
			"f:8: account.home.address: must be device while ip6suffix is set and ipv4 is off: nothing is left to ask for"},
	} {
		p := Parse("f", c.text)
		if len(p.Problems) > 0 {
			if len(p.Problems) > 1 || p.Problems[0].String() != c.want {
				t.Errorf("%q: got %v, want %s", c.text, p.Problems, c.want)
			}
			continue
		}
		var got []string
		keys := map[string]bool{}
		for _, k := range p.Accounts[0].ProbeSources() {
			got, keys[k.Key] = append(got, map[bool]string{true: "IPv6"}[k.IPv6]), true
			if !k.IPv6 {
				got[len(got)-1] = "IPv4"
			}
		}
		if strings.Join(got, " ") != c.want || len(keys) != len(got) {
			t.Errorf("%q: got %q and %d keys, want %s", c.text, got, len(keys), c.want)
		}
	}
}
