// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// good returns an account that the program accepts.
func good(name string) string {
	return fmt.Sprintf("config account '%s'\n\toption enabled '1'\n\toption provider 'mtgsy'\n\toption email '%s.example.net'\n"+
		"\toption pass 'hunter2'\n", name, name)
}

// goodMyserver is the same for the other provider.
func goodMyserver(name string) string {
	return fmt.Sprintf("config account '%s'\n\toption enabled '1'\n\toption provider 'myserver'\n\toption user 'me'\n"+
		"\toption pass 'hunter2'\n\toption hostname '%s.example.net'\n\toption delete_query 'FXN=TestDelete&Host={host}&IP={old}'\n"+
		"\toption add_query 'FXN=TestAdd&IP={new}'\n\tlist success 'done'\n", name, name)
}

// valueCase is an option, its value in UCI, which it also has in TOML, and what
// dynwan check complains of, "" if it does not.
type valueCase struct{ name, option, value, complaint string }

var valueCases = []valueCase{
	{"1 is yes", "hb", "1", ""},
	{"yes is yes", "stealth", "yes", ""},
	{"disabled is no", "bind", "disabled", ""},
	{"a slip is no flag", "hb", "ture", "must be 1 or 0"},
	{"capitals are no flag", "stealth", "ON", "must be 1 or 0"},
	{"2 is no flag", "bind", "2", "must be 1 or 0"},
	{"a blank makes it no flag", "hb", " 1", "must be 1 or 0"},
	{"a port", "port", "8080", ""},
	{"a port out of range", "port", "70000", "must be a port number from 1 to 65535"},
	{"80 is the rule of one provider", "port", "80", `must not be 80: the protocol page says "If port is 80 DO NOT USE"; leave port out`},
	{"a port with a zero in front", "port", "08080", "must be a port number from 1 to 65535"},
	{"a port of two lines", "port", "80\n81", "must be a port number from 1 to 65535"},
	{"a time needs its unit", "settle", "5", `must be a time from 0s to 1m0s with its unit, such as "1s"`},
	{"a time with its unit", "settle", "5s", ""},
	{"an unknown option is passed on", "offlinurl", "x", "is not a key of an account"},
	{"an option in the place of a list", "success", "done", ""},
	{"a family that the provider does not hold", "ipv6", "1", "is of no use: provider mtgsy holds IPv4 addresses only"},
}

var valueCasesOfMyserver = []valueCase{
	{"a port without its place", "port", "80", "is of no use without {port} in relay_query"},
	{"yes is remembered", "remember", "yes", ""},
	{"a slip is no flag", "remember", "ture", "must be 1 or 0"},
	{"a template is passed on", "login_query", "FXN=login&Usr={user}&Pwd={pass}", ""},
	{"a type is a text", "type", "MX 10", "must be A: a record of type MX holds a name, and dynwan has only an address to publish"},
	{"a user of digits is a text", "user", "8080", ""},
	{"the network of a host that the provider does not hold", "ip6interface", "lan", "is of no use: provider myserver holds IPv4 addresses only"},
	{"an option of the other provider", "email", "a@example.net", "is a key of provider mtgsy"},
}

// TestEveryOptionIsAString holds the renderer to knowing no option: the program
// alone says what a value must be.
func TestEveryOptionIsAString(t *testing.T) {
	renders(t, good, valueCases)
	renders(t, goodMyserver, valueCasesOfMyserver)
}

func renders(t *testing.T, account func(name string) string, cases []valueCase) {
	r := newRouter(t)
	config := ""
	for i, c := range cases {
		text := account(fmt.Sprint("a", i))
		if i := strings.Index(text, "\toption "+c.option+" "); i >= 0 {
			text = text[:i] + text[i+1+strings.Index(text[i:], "\n"):]
		}
		config += text + fmt.Sprintf("\toption %s %s\n", c.option, quoteUCI(c.value))
	}
	r.uci(config)
	r.start()
	accounts, check := r.accounts(), r.verb("check").out
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			name := fmt.Sprint("a", i)
			if got := accounts[name][c.option]; got != c.value {
				t.Errorf("%s %q: got %#v, want the string", c.option, c.value, got)
			}
			want := name + ": ok: "
			if c.complaint != "" {
				want = fmt.Sprintf("dynwan.%s.%s: %s\n", name, c.option, c.complaint)
			}
			if !strings.Contains(check, want) {
				t.Errorf("check: got\n%s\nwant %q in it", check, want)
			}
		})
	}
}

func TestAListIsAnArrayOfStrings(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\tlist pass 'a'\n\tlist pass 'b'\n\tlist interface 'wan'\n\tlist interface 'lan'\n" +
		good("port") + "\tlist port '8080'\n" + good("one") + "\tlist interface 'wan'\n\tlist success 'a'\n\tlist success 'b'\n\toption mx 'mail.example.net.'\n")
	res := r.verb("check")
	want := "home: ok: mtgsy keeps home.example.net at the address of the first of these that has one: interface wan, which is down, interface lan, which is down\n"
	if res.code != 0 || !strings.HasPrefix(res.out, want) || !strings.Contains(res.out, "port: ok: ") || !strings.Contains(res.out, "one: ok: ") {
		t.Errorf("check: got exit %d and\n%s\nwant 0, %q, and no problem", res.code, res.out, want)
	}
	r.start()
	accounts := r.accounts()
	for name, want := range map[string]string{"home": "pass=[hunter2 a b]", "port": "port=[8080]", "one": "success=[a b]"} {
		option, _, _ := strings.Cut(want, "=")
		if got := fmt.Sprintf("%s=%v", option, accounts[name][option]); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
	if got := accounts["one"]["mx"]; got != "mail.example.net." {
		t.Errorf("an option behind a list: got %v", got)
	}
}

func TestOnlyWhatIsSwitchedOnIsRendered(t *testing.T) {
	r := newRouter(t)
	r.uci(good("on") + strings.Replace(good("off"), "'1'", "'0'", 1) + strings.Replace(good("no"), "'1'", "no", 1) +
		strings.Replace(good("unsaid"), "\toption enabled '1'\n", "", 1))
	r.start()
	if got := slices.Sorted(maps.Keys(r.accounts())); fmt.Sprint(got) != "[on]" {
		t.Errorf("accounts: got %v, want [on]", got)
	}
}

func TestAGlobalOptionStandsAboveTheAccounts(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", good("home")+"\toption server 'http://127.0.0.1:8147'\n"+
		"config dynwan 'main'\n\toption enabled 'yes'\n\tlist allow '203.0.113.0/24'\n\tlist allow '198.51.100.0/24'\n\toption speed 'high'\n")
	r.start()
	if got, want := r.read("var/etc/dynwan.toml"), "uci = true\nallow = [\"203.0.113.0/24\", \"198.51.100.0/24\"]\n"; !strings.HasPrefix(got, "uci = true\nspeed") && !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant it to begin with %q", got, want)
	}
	check := r.verb("check").out
	if want := "dynwan.main.speed: is not a key of dynwan\nhome: ok: "; !strings.Contains(check, want) {
		t.Errorf("check: got %q, want %q in it", check, want)
	}
}

func TestOptionsThatWouldBreakTheFileAreSaid(t *testing.T) {
	r := newRouter(t)
	r.uci("\toption account 'x'\n\tlist account 'y'\n\toption uci '0'\n\toption statedir '/etc'\n\toption rememberdir '/etc'\n" + good("home") + "config acount 'slip'\n\toption enabled '1'\n")
	res := r.verb("start")
	for _, want := range []string{
		"dynwan.main.account: is not an option of dynwan\n",
		"dynwan.main.uci: is not an option of dynwan\n",
		"dynwan.main.statedir: is not an option of dynwan\n",
		"dynwan.main.rememberdir: is not an option of dynwan\n",
		"dynwan.slip: acount is no type of section of dynwan\n",
	} {
		if !strings.Contains(res.errors, want) {
			t.Errorf("log: got %q, want %q in it", res.errors, want)
		}
	}
	if got := slices.Sorted(maps.Keys(r.accounts())); fmt.Sprint(got) != "[home]" {
		t.Errorf("accounts: got %v, want [home]", got)
	}
	for _, option := range []string{"statedir", "rememberdir"} {
		if strings.Contains(r.read("var/etc/dynwan.toml"), option) {
			t.Errorf("%s: it was rendered, want it left out: only one directory is the daemon's", option)
		}
	}
}
