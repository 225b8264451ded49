// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"fmt"
	"strings"
	"testing"

	"dynwan/internal/samples"
	"dynwan/updater"
	"dynwan/updater/providers"
)

// good is a configuration with every key.
const good = `statedir = "/tmp/x"
allow = ["203.0.113.0/24"]
[account.home]
provider = "mtgsy"
device = "pppoe-wan"
interface = "wan"
prefer = "203.0.113.0/24"
enabled = true
email = "home.example.net"
pass = "hunter2"
hb = true
stealth = false
port = 8080
offlineurl = "https://status.example.net/away"
offlinetext = "away"
mx = "mail.example.net."
server = "http://127.0.0.1:8147"
ip = "server"
bind = true
settle = "2s"
min_gap = "5s"
recheck = "12h"
success = ["done"]
failure = ["nope"]
address = "device"
probe_url = "https://page.example.com/ip"
probe_http = false
probe_user = "looker"
probe_server = "http://127.0.0.1:1400"
probe_interval = "10s"
`

// optionsOf returns all options of the accounts of a provider.
func optionsOf(name string) []string {
	names := []string{"provider"}
	for _, o := range providers.Find(name).All() {
		names = append(names, o.Name)
	}
	return names
}

func TestEveryKeyArrives(t *testing.T) {
	c := Parse("f", good)
	if len(c.Problems) != 0 || len(c.Accounts) != 1 {
		t.Fatalf("problems: got %v, want none", c.Problems)
	}
	for _, key := range optionsOf("mtgsy") {
		if !strings.Contains(good, "\n"+key+" = ") && key != "hostname" {
			t.Errorf("the test does not know the key %s", key)
		}
	}
	a := c.Accounts[0]
	for option, want := range map[string]string{
		"device": "pppoe-wan", "interface": "wan", "email": "home.example.net", "pass": "hunter2", "hb": "1", "stealth": "0", "port": "8080",
		"offlineurl": "https://status.example.net/away", "offlinetext": "away", "mx": "mail.example.net.", "server": "http://127.0.0.1:8147",
		"ip": "server", "bind": "1", "settle": "2s", "min_gap": "5s", "success": "done", "failure": "nope",
		"hostname": "home.example.net", // the domain that email is
		"recheck":  "0s",               // never with hb
	} {
		if got := a.Text(option); got != want || len(a.List(option)) != 1 {
			t.Errorf("%s: got %q, want %q", option, a.List(option), want)
		}
	}
	if a.Name != "home" || a.Spec.Name != "mtgsy" || c.StateDir != "/tmp/x" || fmt.Sprint(c.Allow) != "[203.0.113.0/24]" {
		t.Errorf("got %s at %s, statedir %q and allow %v", a.Name, a.Spec.Name, c.StateDir, c.Allow)
	}
}

func TestValuesMayBeTextsInTheWordsOfUCI(t *testing.T) {
	a := Parse("f", samples.With(`hb = "yes"`, `stealth = "off"`, `port = "8080"`, `success = "done"`, `mx = ""`))
	b := Parse("f", samples.With("hb = true", "stealth = false", "port = 8080", `success = ["done"]`))
	if len(a.Problems)+len(b.Problems) > 0 || a.Accounts[0].Whole() != b.Accounts[0].Whole() {
		t.Errorf("got %v and %v, want the same account", a, b)
	}
	uci := Parse("f", FromUCI+samples.With(`prefer = ["203.0.113.0/24", "198.51.100.7"]`))
	if len(uci.Problems) > 0 || uci.Accounts[0].Text("prefer") != "203.0.113.0/24 198.51.100.7" {
		t.Errorf("a list in the place of a text: got %v, want it joined as OpenWrt does it", uci)
	}
}

func TestAnAccountCanBeSwitchedOff(t *testing.T) {
	for _, rest := range []string{`email = "me@example.net"`, `email = 5`, "port = 80", "speed = 1", `provider = "x"`} {
		if c := Parse("f", samples.With("enabled = false", rest)); len(c.Accounts)+len(c.Problems)+len(c.Rejected) != 0 {
			t.Errorf("enabled = false, %s: got %+v, want nothing of it", rest, c)
		}
	}
}

func TestBindCanBeTurnedOff(t *testing.T) {
	if c := Parse("f", samples.With("bind = false")); len(c.Accounts) != 1 || c.Accounts[0].Flag("bind") {
		t.Errorf("bind = false: got %+v", c)
	}
}

func TestDefaults(t *testing.T) {
	c := Parse("f", "[account.home]\nprovider=\"mtgsy\"\ndevice=\"wan\"\nemail=\"home.example.net\"\npass=\"x\"\n")
	if len(c.Problems) != 0 {
		t.Fatalf("problems: got %v, want none", c.Problems)
	}
	a, usual := c.Accounts[0], updater.DefaultPolicy()
	if a.Text("server") != "https://www.mtgsy.net" || !a.Flag("bind") || a.Text("ip") != "device" || a.Span("settle") != usual.Settle ||
		a.Span("min_gap") != usual.MinGap || a.Span("recheck") != updater.UsualRecheck || a.Flag("hb") || a.Text("stealth") != "" || c.StateDir != "/var/run/dynwan" {
		t.Errorf("defaults: got %+v", a)
	}
}

func TestBrokenRulesAreReportedWithLineAndKey(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{samples.With("port = 80"), `f:6: account.home.port: must not be 80: the protocol page says "If port is 80 DO NOT USE"; leave port out`},
		{samples.With(`port = "http"`), "f:6: account.home.port: must be a port number from 1 to 65535"},
		{samples.With("port = true"), "f:6: account.home.port: must be a port number from 1 to 65535"},
		{samples.With(`offlineurl = "www.example.net"`), "f:6: account.home.offlineurl: must be a full URL"},
		{samples.With(`mx = "mail.example.net"`), "f:6: account.home.mx: must end with a period"},
		{samples.With(`hb = "2"`), "f:6: account.home.hb: must be true or false"},
		{FromUCI + samples.With(`hb = "2"`), "dynwan.home.hb: must be 1 or 0"},
		{samples.With(`stealth = 1`), "f:6: account.home.stealth: must be true or false"},
		{samples.With(`min_gap = "599s"`), "f:6: account.home.min_gap: must be at least 10m"},
		{samples.With(`settle = "1"`), "f:6: account.home.settle: must be a time"},
		{samples.With(`settle = 1`), "f:6: account.home.settle: must be a text in quotes"},
		{samples.With(`ip = "both"`), "f:6: account.home.ip: must be device or server"},
		{samples.With(`provider = "dyn"`), "f:5: account.home.provider: must be the name of a provider"},
		{samples.With(`device = "a name too long"`), "f:5: account.home.device: must be the name of a device"},
		{samples.With(`email = "me@example.net"`), "account.home.hostname: is missing"},
		{samples.With(`email = "home"`), "account.home.hostname: is missing"},
		{samples.With(`hostname = "www.home.example.net"`, "hb = true"), "f:6: account.home.hostname: must be the domain itself"},
		{samples.With(`ip = "server"`, "bind = false"), "f:6: account.home.ip: must be device"},
		{samples.With(`hostname = "other.example.org"`), "f:6: account.home.hostname: must be home.example.net"},
		{samples.With("server = \"https://WWW.mtgsy.net/\"") + strings.Replace(samples.With(`server = "http://www.mtgsy.net:8147"`), "home]", "away]", 1), "account.home.email: is also updated by account.away"},
		{"\"a\\u001b\" = 5\n", `f:1: "a\x1b": is not a key of dynwan`},
		{samples.With(`pass = ""`), "f:5: account.home.pass: is missing"},
		{samples.With(`pass = 12345`), "f:5: account.home.pass: must be a text in quotes"},
		{samples.With("success = [\"\"]"), "f:6: account.home.success: must be texts"},
		{samples.With("failure = [\"a\\nb\"]"), "f:6: account.home.failure: must be one line"},
		{samples.With("failure = 5"), "f:6: account.home.failure: must be a list"},
		{samples.With("password = \"x\""), "f:6: account.home.password: is not a key of an account"},
		{samples.With("\"a b\\u0000\" = 1"), `f:6: account.home."a b\x00": is not a key of an account`},
		{"[account.\"a-b\"]\n", `account."a-b": the name of an account must be`},
		{"account = 5\n", "f:1: account: must be a table a name"},
		{"[account]\nhome = 5\n", "f:2: account.home: must be a table"},
		{"[account.home]\n", "account.home.provider: is missing"},
		{"[account.home]\nprovider=\"mtgsy\"\nemail=\"home.example.net\"\npass=\"x\"", "account.home.device: is missing"},
		{"statedir = \"var\"\n", "f:1: statedir: must be an absolute path"},
		{"allow = [\"203.0.113.0\"]\n", "f:1: allow: must be a list of prefixes"},
		{"allow = [\"203.0.113.0/24\"]\n" + samples.With(), "account.home.server: must be another one while allow is set"},
		{"frequency = 5\n", "f:1: frequency: is not a key of dynwan"},
		{samples.With() + strings.Replace(samples.With(), "home]", "away]", 1), "account.home.email: is also updated by account.away"},
	} {
		p := Parse("f", c.text)
		if len(p.Problems) != 1 || !strings.HasPrefix(p.Problems[0].String(), strings.TrimPrefix(c.want, "f: ")) &&
			!strings.HasPrefix(p.Problems[0].String(), "f: "+c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, p.Problems, c.want)
		}
	}
}

func TestAllProblemsAtOnceAndTheGoodAccountStays(t *testing.T) {
	text := samples.With("port = 80", `mx = "x"`, "hb = 1") + strings.ReplaceAll(samples.With(`email = "b.example.net"`), "home]", "good]") + "[account.bad]\ncolour = 1\n"
	c := Parse("f", text)
	if len(c.Problems) != 4 {
		t.Errorf("problems: got %d %v, want 4", len(c.Problems), c.Problems)
	}
	if len(c.Accounts) != 1 || c.Accounts[0].Name != "good" || len(c.Rejected) != 2 {
		t.Errorf("accounts: got %v and left out %v, want good alone to stay", c.Accounts, c.Rejected)
	}
	for i := 1; i < len(c.Problems); i++ {
		if c.Problems[i].Line < c.Problems[i-1].Line {
			t.Errorf("problems: got %v, want them by line", c.Problems)
		}
	}
}

func TestSyntaxErrorsShowNoPieceOfThePassword(t *testing.T) {
	for _, pass := range []string{
		"hunter2secret", `"hunter2secret`, `"hunter2\secret"`, `'hunter2secret`, `"hunter2" secret`, `hunter2'secret"`,
		`"hunter2` + "\n" + `secret"`, `"""hunter2secret`, "\"hunter2\x00secret\"", `"hunter2secret" = "x"`, "`hunter2secret`",
		`"x"` + "\nhunter2secret", `"x"` + "\nsecret", `{hunter2 = secret}`, "[hunter2, secret]", "1_hunter2_secret", "1234567890123456789012345", "1e9999", "\"hunter2secret\\u12\"",
	} {
		c := Parse("f", "[account.home]\npass = "+pass+"\n")
		if len(c.Problems) == 0 {
			t.Errorf("pass = %s: got no problem", pass)
		}
		for _, p := range c.Problems {
			for _, piece := range []string{"hunter", "secret", "1234", "9999"} {
				// A key is no secret, and a value on a line of its own is one.
				if strings.Contains(p.Rule.String(), piece) {
					t.Errorf("pass = %s: got %q, want no piece of the password", pass, p)
				}
			}
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add(good)
	f.Add(goodSteps)
	f.Add(samples.With("port = 80"))
	f.Add("[account.home]\npass = \"hunter2secret")
	f.Fuzz(func(t *testing.T, text string) {
		c := Parse("f", text)
		for _, p := range c.Problems {
			for _, r := range p.String() {
				if r < ' ' || r == 0x7f {
					t.Errorf("problem %q holds a control character", p.String())
				}
			}
			if len(p.String()) > 400 {
				t.Errorf("problem of %d bytes, want a short one: %s", len(p.String()), p)
			}
		}
		for _, a := range c.Accounts {
			if flaws := a.brokenRules(len(c.Allow)); len(flaws) > 0 {
				t.Errorf("account %s is used although %v", a.Name, flaws)
			}
		}
	})
}
