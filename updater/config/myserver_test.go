// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"strings"
	"testing"
	"time"

	"dynwan/internal/samples"
	"dynwan/updater"
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
	c := Parse("f", goodSteps)
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
	if p := updater.NewAccounts((&Config{Accounts: []Account{a}}).Records())[0]; !p.Machine.Policy.NeedsOld || p.Machine.Policy.MinGap != 5*time.Second || p.Limit != 75*time.Second {
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
		{samples.With(`user = "x"`), "f:6: account.home.user: is a key of provider dyndns2, myserver"},
		{goodSteps + strings.Replace(goodSteps, "home]", "away]", 1), "f: account.home.hostname: is also updated by account.away"},
		{"allow = [\"203.0.113.0/24\"]\n" + strings.Replace(stepsWith("server", ""), `"5s"`, `"10m"`, 1), "f: account.home.server: must be another one while allow is set"},
	} {
		p := Parse("f", c.text)
		if len(p.Problems) != 1 || !strings.HasPrefix(p.Problems[0].String(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, p.Problems, c.want)
		}
	}
}

func TestEveryFlawOfStepsAtOnce(t *testing.T) {
	c := Parse("f", "[account.home]\nprovider=\"myserver\"\ndevice=\"wan\"\n")
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
		p := Parse("f", c.text)
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
		c := Parse("f", text)
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
