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

// typedValue is an option, its value in UCI and in TOML.
type typedValue struct {
	name, option, value string
	want                any
	complaint           string // of dynwan check, "" if it has none
}

var typedValues = []typedValue{
	{"1 is true", "hb", "1", true, ""},
	{"on is true", "hb", "on", true, ""},
	{"true is true", "stealth", "true", true, ""},
	{"yes is true", "stealth", "yes", true, ""},
	{"enabled is true", "bind", "enabled", true, ""},
	{"0 is false", "bind", "0", false, ""},
	{"off is false", "bind", "off", false, ""},
	{"false is false", "hb", "false", false, ""},
	{"no is false", "hb", "no", false, ""},
	{"disabled is false", "stealth", "disabled", false, ""},
	{"a slip is no boolean", "hb", "ture", "ture", "must be 1 or 0"},
	{"capitals are no boolean", "stealth", "ON", "ON", "must be 1 or 0"},
	{"2 is no boolean", "bind", "2", "2", "must be 1 or 0"},
	{"a blank makes it no boolean", "hb", " 1", " 1", "must be 1 or 0"},
	{"a port is a number", "port", "8080", int64(8080), ""},
	{"a port out of range is a number", "port", "70000", int64(70000), "must be a port number from 1 to 65535, other than 80"},
	{"80 is a number", "port", "80", int64(80), `must not be 80: the protocol page says "If port is 80 DO NOT USE"; leave port out`},
	{"0 is a number", "port", "0", int64(0), "must be a port number from 1 to 65535, other than 80"},
	{"a word is no number", "port", "http", "http", "must be a number"},
	{"a fraction is no number", "port", "80.5", "80.5", "must be a number"},
	{"a sum is no number", "port", "80+1", "80+1", "must be a number"},
	{"a number in hex is none", "port", "0x50", "0x50", "must be a number"},
	{"a zero in front is none of TOML's", "port", "08080", "08080", "must be a number"},
	{"a negative number is no port", "port", "-1", "-1", "must be a number"},
	{"a number beyond TOML is none", "port", "99999999999999999999", "99999999999999999999", "must be a number"},
	{"a newline makes it no number", "port", "80\n81", "80\n81", "must be a number"},
	{"a time needs its unit", "settle", "5", "5", `must be a time from 0s to 1m0s with its unit, such as "1s"`},
	{"a time with its unit", "settle", "5s", "5s", ""},
	{"an unknown option is passed on", "offlinurl", "x", "x", "is not a key of an account"},
	{"an option of a list is a list of one", "success", "done", []any{"done"}, ""},
}

var typedForMyserver = []typedValue{
	{"a port without its place", "port", "80", int64(80), "is of no use without {port} in relay_query"},
	{"a port out of range", "port", "70000", int64(70000), "must be a port number from 1 to 65535"},
	{"a port with a zero in front", "port", "08080", "08080", "must be a number"},
	{"yes is remembered", "remember", "yes", true, ""},
	{"0 is not remembered", "remember", "0", false, ""},
	{"a slip is no boolean", "remember", "ture", "ture", "must be 1 or 0"},
	{"a template is passed on", "login_query", "FXN=login&Usr={user}&Pwd={pass}", "FXN=login&Usr={user}&Pwd={pass}", ""},
	{"a type is a text", "type", "MX 10", "MX 10", "must be A: a record of type MX holds a name, and dynwan has only an address to publish"},
	{"a user of digits is a text", "user", "8080", "8080", ""},
	{"an option of the other provider", "email", "a@example.net", "a@example.net", "is a key of provider mtgsy"},
}

func TestValuesHaveTheTypeOfTheirOption(t *testing.T) {
	typed(t, good, typedValues)
	typed(t, goodMyserver, typedForMyserver)
}

func typed(t *testing.T, account func(name string) string, values []typedValue) {
	r := newRouter(t)
	config := ""
	for i, c := range values {
		text := account(fmt.Sprint("a", i))
		if i := strings.Index(text, "\toption "+c.option+" "); i >= 0 {
			text = text[:i] + text[i+1+strings.Index(text[i:], "\n"):]
		}
		config += text + fmt.Sprintf("\toption %s %s\n", c.option, quoteUCI(c.value))
	}
	r.uci(config)
	r.start()
	accounts, check := r.accounts(), r.verb("check").out
	for i, c := range values {
		t.Run(c.name, func(t *testing.T) {
			name := fmt.Sprint("a", i)
			if got := accounts[name][c.option]; fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", c.want) {
				t.Errorf("%s %q: got %#v, want %#v", c.option, c.value, got, c.want)
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

func TestAListWhereThereIsNoneIsLeftToTheProgram(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\tlist pass 'a'\n\tlist pass 'b'\n\tlist interface 'wan'\n\tlist interface 'lan'\n" +
		good("port") + "\tlist port '8080'\n" + good("one") + "\tlist interface 'wan'\n")
	res := r.verb("check")
	for _, want := range []string{
		"dynwan.home.pass: must be a text\n",
		"dynwan.home.interface: must be the name of an interface of OpenWrt, such as wan\n",
		"dynwan.port.port: must be a number\n",
		"one: ok: ",
	} {
		if !strings.Contains(res.out, want) {
			t.Errorf("check: got\n%s\nwant %q in it", res.out, want)
		}
	}
	if res.code != 2 {
		t.Errorf("check: got exit %d, want 2", res.code)
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
