// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/dnscheck"
)

// goodSteps is a configuration of provider myserver with every key.
const goodSteps = `[account.home]
provider = "myserver"
device = "pppoe-wan"
interface = "wan"
user = "customer"
pass = "hunter2"
hostname = "home.example.net"
domain = "example.net"
type = "A"
login_query = "FXN=login&Usr={user}&Pwd={pass}"
delete_query = "FXN=x&h={host}&a={old}"
add_query = "FXN=y&h={host}&a={new}"
relay_query = "FXN=z&p={port}"
port = 8080
server = "https://127.0.0.1:8443"
bind = true
remember = true
settle = "2s"
min_gap = "5s"
recheck = "12h"
success = ["done"]
failure = ["nope"]
address = "probe"
probe_user = "looker"
probe_server = "http://127.0.0.1:1400"
probe_interval = "10m"
prefer = "!203.0.113.200"
enabled = true
probe_url = "https://page.example.com/ip"
probe_http = false
`

func TestEveryKeyOfStepsArrives(t *testing.T) {
	c := parseConfig("f", goodSteps)
	if len(c.Problems) != 0 || len(c.Accounts) != 1 {
		t.Fatalf("problems: got %v, want none", c.Problems)
	}
	for _, key := range optionsOf("myserver") {
		if !strings.Contains(goodSteps, "\n"+key+" = ") {
			t.Errorf("the test does not know the key %s", key)
		}
	}
	a := c.Accounts[0]
	for option, want := range map[string]string{
		"user": "customer", "pass": "hunter2", "hostname": "home.example.net", "domain": "example.net", "type": "A",
		"login_query": "FXN=login&Usr={user}&Pwd={pass}", "delete_query": "FXN=x&h={host}&a={old}",
		"add_query": "FXN=y&h={host}&a={new}", "relay_query": "FXN=z&p={port}", "port": "8080",
		"success": "done", "failure": "nope", "server": "https://127.0.0.1:8443", "min_gap": "5s", "remember": "1",
	} {
		if got := a.Text(option); got != want || len(a.List(option)) != 1 {
			t.Errorf("%s: got %q, want %q", option, a.List(option), want)
		}
	}
	if file := a.remember(c); file != "/etc/dynwan/"+a.Key()+".address" {
		t.Errorf("remember: got the file %q", file)
	}
	if p := updater.NewAccounts(planOf(&config{Accounts: []account{a}}).Accounts)[0]; !p.Machine.Policy.NeedsOld || p.Machine.Policy.MinGap != 5*time.Second || p.Limit != 75*time.Second {
		t.Errorf("account: got %+v, want an add, five seconds and a limit of 75", p.Config)
	}
}

// stepsWith returns the configuration with one line in the place of another.
func stepsWith(key, line string) string {
	i := strings.Index(goodSteps, "\n"+key+" = ")
	rest := goodSteps[i+1:]
	return goodSteps[:i+1] + line + rest[strings.IndexByte(rest, '\n'):]
}

func TestBrokenRulesOfStepsAreReportedWithLineAndKey(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{stepsWith("add_query", ""), "f: account.home.add_query: must be set: of the page that describes this protocol the wording of this command is lost"},
		{stepsWith("delete_query", ""), "f: account.home.delete_query: must be set"},
		{stepsWith("user", ""), "f: account.home.user: is missing"},
		{stepsWith("hostname", "") + "\n", "f: account.home.hostname: is missing"},
		{stepsWith("user", `email = "x@example.net"`), "f:5: account.home.email: is a key of provider mtgsy"},
		{stepsWith("type", `type = "AAAA"`), "f:9: account.home.type: must not be AAAA"},
		{stepsWith("domain", `domain = "example.org"`), "f:8: account.home.domain: must be the end of hostname"},
		{stepsWith("port", "port = 0"), "f:14: account.home.port: must be a port number"},
		{stepsWith("add_query", `add_query = "FXN=y&p=hunter2"`), "f:12: account.home.add_query: must have {pass} in place of the password"},
		{stepsWith("server", `server = "https://www.myserver.org"`), "f:15: account.home.server: must be a place of the protocol page"},
		{stepsWith("server", ""), "f:19: account.home.min_gap: must be at least 10m"},
		{with(`user = "x"`), "f:6: account.home.user: is a key of provider dyndns2, myserver"},
		{goodSteps + strings.Replace(goodSteps, "home]", "away]", 1), "f: account.home.hostname: is also updated by account.away"},
		{"allow = [\"203.0.113.0/24\"]\n" + strings.Replace(stepsWith("server", ""), `"5s"`, `"10m"`, 1), "f: account.home.server: must be another one while allow is set"},
	} {
		p := parseConfig("f", c.text)
		if len(p.Problems) != 1 || !strings.HasPrefix(p.Problems[0].String(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, p.Problems, c.want)
		}
	}
}

func TestEveryFlawOfStepsAtOnce(t *testing.T) {
	c := parseConfig("f", "[account.home]\nprovider=\"myserver\"\ndevice=\"wan\"\n")
	var keys []string
	for _, p := range c.Problems {
		keys = append(keys, p.Option)
	}
	if got := strings.Join(keys, " "); got != "user pass hostname delete_query add_query" || len(c.Accounts) != 0 {
		t.Errorf("an empty account: got flaws of %q, want one of each key that must be set", got)
	}
}

func TestDoubtsAreNoFlaws(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{goodSteps, ""},
		{stepsWith("user", `user = "jürgen"`), "user holds a character that is not ASCII"},
		{stepsWith("pass", `pass = "ä"`), "pass holds a character that is not ASCII"},
		{stepsWith("server", `server = "http://127.0.0.1:8080"`), "server is without encryption"},
		{stepsWith("success", ""), "success is not set"},
	} {
		p := parseConfig("f", c.text)
		if len(p.Accounts) != 1 {
			t.Errorf("%q: got %v, want the account", c.text, p.Problems)
			continue
		}
		got := ""
		for _, d := range p.Accounts[0].Doubts() {
			got += d.Option + " " + d.Rule.String()
		}
		if !strings.HasPrefix(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%q: got the doubts %q, want %q", c.text, got, c.want)
		}
	}
}

// TestWhatARefusalIsAbout changes each key: what belongs to the login changes
// it, or a refusal would outlast its cure.
func TestWhatARefusalIsAbout(t *testing.T) {
	digests := func(text string) (login, whole string) {
		c := parseConfig("f", text)
		if len(c.Accounts) != 1 {
			t.Fatalf("%q: got %v, want an account", text, c.Problems)
		}
		return c.Accounts[0].Login(), c.Accounts[0].Whole()
	}
	login, whole := digests(goodSteps)
	for key, line := range map[string]string{
		"user": `user = "other"`, "pass": `pass = "other"`, "hostname": `hostname = "other.example.net"`,
		"login_query": `login_query = "FXN=login"`, "delete_query": `delete_query = "FXN=x&h={host}"`,
		"add_query": `add_query = "FXN=y"`, "relay_query": `relay_query = "FXN=zz&p={port}"`, "port": "port = 8081",
		"success": `success = ["fine"]`, "failure": `failure = ["no"]`, "server": `server = "https://127.0.0.1"`,
	} {
		if l, w := digests(stepsWith(key, line)); l == login || w == whole {
			t.Errorf("%s: got the same login %v or the same whole %v, want both changed", line, l == login, w == whole)
		}
	}
}

func TestOldRecord(t *testing.T) {
	want, old, third := mustAddr("203.0.113.9"), mustAddr("203.0.113.8"), mustAddr("203.0.113.7")
	answer := func(lists ...[]netip.Addr) dnscheck.Answer {
		a := dnscheck.Answer{Authoritative: true, From: "ns"}
		for _, l := range lists {
			a.Servers = append(a.Servers, dnscheck.Server{Name: "ns", Addrs: l})
			a.Addrs = append(a.Addrs, l...)
		}
		return a
	}
	cache := answer([]netip.Addr{want})
	cache.Authoritative = false
	anyway := updater.Job{Anyway: true, Remembered: third}
	for _, c := range []struct {
		name   string
		answer dnscheck.Answer
		err    error
		job    updater.Job
		old    netip.Addr
		kind   updater.Kind // "": something has to be sent
	}{
		{"nothing there", answer(nil), nil, updater.Job{}, netip.Addr{}, ""},
		{"another address", answer([]netip.Addr{old}), nil, updater.Job{}, old, ""},
		{"the wanted one", answer([]netip.Addr{want}), nil, updater.Job{}, netip.Addr{}, updater.Confirmed},
		{"the wanted one beside another", answer([]netip.Addr{old, want}), nil, updater.Job{}, netip.Addr{}, updater.Rejected},
		{"two others", answer([]netip.Addr{third, old}), nil, anyway, netip.Addr{}, updater.Rejected},
		{"servers disagree", answer([]netip.Addr{old}, []netip.Addr{want}), nil, updater.Job{}, netip.Addr{}, updater.Unsent},
		{"a late secondary", answer(nil, []netip.Addr{old}), nil, updater.Job{}, netip.Addr{}, updater.Unsent},
		{"a cache that agrees", cache, nil, updater.Job{}, netip.Addr{}, updater.Unsent},
		{"a cache that confirms an add", cache, nil, updater.Job{Task: updater.Verify}, netip.Addr{}, updater.Unsent},
		{"the wanted one confirms an add", answer([]netip.Addr{want}), nil, updater.Job{Task: updater.Verify}, netip.Addr{}, updater.Confirmed},
		{"nobody", dnscheck.Answer{}, errors.New("x"), updater.Job{}, netip.Addr{}, updater.Unsent},
		{"nobody, and patience is over", dnscheck.Answer{}, errors.New("x"), updater.Job{Anyway: true}, netip.Addr{}, updater.Unsent},
		{"nobody, and the address is remembered", dnscheck.Answer{}, errors.New("x"), anyway, third, ""},
		{"nobody, and the wanted address is remembered", dnscheck.Answer{}, errors.New("x"), updater.Job{Anyway: true, Remembered: want}, netip.Addr{}, updater.Unverified},
		{"nobody yet, and the address is remembered", dnscheck.Answer{}, errors.New("x"), updater.Job{Remembered: third}, netip.Addr{}, updater.Unsent},
	} {
		c.job.Want = updater.Record{IPv4: want}
		got, o, done := oldRecord("home.example.net", c.answer, c.err, c.job)
		if done != (c.kind != "") || o.Kind != c.kind || !done && got != c.old {
			t.Errorf("%s: got %v, %+v, done %v; want %v, %q", c.name, got, o, done, c.old, c.kind)
		}
		if o.Sent || o.Blind != (o.Kind == updater.Unsent) || done && o.Text == "" {
			t.Errorf("%s: got %+v, want nothing sent, a reason, and Blind if it may be tried again", c.name, o)
		}
	}
}

func TestAnAccountThatEndsIsShownAndWarnedOfOnce(t *testing.T) {
	end := time.Now().AddDate(0, 0, 10)
	p := newPlay(t, func(c *sandbox.Config) {
		c.Accounts[0].MyServer = &sandbox.MyServer{Expires: end}
	})
	p.begins()
	warning := "home: the account ends on " + end.Format(time.DateOnly) + ", level 5"
	p.says(warning)
	p.recovers()
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.says("home: confirmed 203.0.113.10")
	if got := strings.Count(p.daemon.Log(), "the account ends"); got != 1 {
		t.Errorf("the log warns %d times, want once:\n%s", got, p.daemon.Log())
	}
	if s := p.state(updater.Current); "home: "+s.Notice.String() != warning {
		t.Errorf("status.json: got the notice %q, want %q", s.Notice, warning)
	}
	if out, _, _ := p.run("status", "-config", p.ConfigFile()); !strings.Contains(out, strings.Replace(warning, ": ", ": the provider says: ", 1)) {
		t.Errorf("status: got\n%s\nwant it to show %q", out, warning)
	}
	p.requests(5)
}

func TestOnceBySteps(t *testing.T) {
	p := newPlay(t, stepped)
	p.had("203.0.113.8")
	p.ok(p.Line("203.0.113.9"))
	for _, c := range []struct {
		args []string
		want string
		sent int
	}{
		{[]string{"once", "-n", "-config", p.ConfigFile(), "home"}, "home: would send 203.0.113.9 to https://dyn.example.com", 0},
		{[]string{"once", "-config", p.ConfigFile(), "home"}, "home: confirmed 203.0.113.9", 3},
	} {
		if out, problems, code := p.run(c.args...); code != exitOK || strings.TrimSpace(out) != c.want {
			t.Errorf("%v: got %q, %q and code %d; want %q", c.args, out, problems, code, c.want)
		}
		if got := len(p.Box.Ledger()); got != c.sent {
			t.Errorf("%v: the provider read %d requests, want %d", c.args, got, c.sent)
		}
	}
	if got := p.held(); got != "203.0.113.9" {
		t.Errorf("the provider holds %s, want the new address", got)
	}
}
