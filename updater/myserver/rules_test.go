// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/netip"
	"strings"
	"testing"
)

// good is an account without a fault. Its commands are those of nobody.
var good = Account{
	User: "user name", Pass: "p&ss {old} 7", Hostname: "home.example.net", Domain: "example.net",
	DeleteQuery: "FXN=TestDelete&U={user}&P={pass}&H={host}&T={type}&A={old}",
	AddQuery:    "FXN=TestAdd&U={user}&P={pass}&D={domain}&H={host}&T={type}&A={new}",
}

func TestAGoodAccountHasNoProblem(t *testing.T) {
	relay := good
	relay.RelayQuery, relay.Port = "FXN=TestRelay&Port={port}&A={new}", 8080
	for _, a := range []Account{good, relay} {
		if got := a.Check(); got != nil {
			t.Errorf("check of %+v: got %q, want nothing", a, got)
		}
	}
}

func TestWhatAnAccountMustNotBe(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Account)
		key    string
		text   string
	}{
		{"no user", func(a *Account) { a.User = "" }, "user", "must not be empty"},
		{"a user of two lines", func(a *Account) { a.User = "a\nb" }, "user", "one line"},
		{"a password that is no text", func(a *Account) { a.Pass = "\xff" }, "pass", "UTF-8"},
		{"a password too long", func(a *Account) { a.Pass = strings.Repeat("x", 255) }, "pass", "254"},
		{"a host of one label", func(a *Account) { a.Hostname, a.Domain, a.AddQuery = "home", "", "FXN=x" }, "hostname", "full domain name"},
		{"a host that is not ASCII", func(a *Account) { a.Hostname = "höme.example.net" }, "hostname", "in ASCII"},
		{"a domain of another host", func(a *Account) { a.Domain = "xample.net" }, "domain", "the end of hostname"},
		{"IPv6", func(a *Account) { a.Type = "aaaa" }, "type", "no IPv6 address"},
		{"a record that holds a name", func(a *Account) { a.Type = "CNAME" }, "type", "type CNAME holds a name"},
		{"a mail server", func(a *Account) { a.Type = "MX 10" }, "type", "type MX holds a name"},
		{"a type that is none", func(a *Account) { a.Type = "TXT" }, "type", "must be A"},
		{"no function", func(a *Account) { a.AddQuery = "U={user}" }, "add_query", "starts with FXN="},
		{"a whole URL", func(a *Account) { a.AddQuery = "https://ssl.example.net/a.asp?FXN=x" }, "add_query", "behind the question mark"},
		{"no command word", func(a *Account) { a.AddQuery = "FXN=&U={user}" }, "add_query", "a command word"},
		{"a command word from a value", func(a *Account) { a.AddQuery = "FXN={user}" }, "add_query", "a command word"},
		{"an unknown placeholder", func(a *Account) { a.AddQuery = "FXN=x&A={ip}" }, "add_query", "no other placeholder here than {domain} {host} {new} {pass} {type} {user}"},
		{"a placeholder that does not end", func(a *Account) { a.AddQuery = "FXN=x&A={new" }, "add_query", "no other placeholder"},
		{"a brace alone", func(a *Account) { a.AddQuery = "FXN=x&A=new}" }, "add_query", `must not hold '}'`},
		{"the old address in add_query", func(a *Account) { a.AddQuery = "FXN=x&A={old}" }, "add_query", "no other placeholder"},
		{"the new address in delete_query", func(a *Account) { a.DeleteQuery = "FXN=x&A={new}" }, "delete_query", "no other placeholder"},
		{"an address in login_query", func(a *Account) { a.LoginQuery = "FXN=login&A={new}" }, "login_query", "no other placeholder"},
		{"a deletion by the address alone", func(a *Account) { a.DeleteQuery = "FXN=x&A={old}" }, "delete_query", "another name may have the address {old}"},
		{"a deletion of anything", func(a *Account) { a.DeleteQuery = "FXN=x&U={user}" }, "delete_query", "whose record to delete, by {host}"},
		{"a space", func(a *Account) { a.AddQuery = "FXN=x&A=a b" }, "add_query", `' ' unless written as %20`},
		{"a line break", func(a *Account) { a.AddQuery = "FXN=x\r\nHost: y" }, "add_query", `'\r' unless written as %0D`},
		{"a letter that is not ASCII", func(a *Account) { a.AddQuery = "FXN=ä" }, "add_query", "unless written as %C3"},
		{"a fragment", func(a *Account) { a.AddQuery = "FXN=x#y" }, "add_query", `'#'`},
		{"a percent sign alone", func(a *Account) { a.AddQuery = "FXN=x&A=5%" }, "add_query", "two hexadecimal digits"},
		{"half a percent code", func(a *Account) { a.AddQuery = "FXN=x&A=%2" }, "add_query", "two hexadecimal digits"},
		{"a percent code that is none", func(a *Account) { a.AddQuery = "FXN=x&A=%g0" }, "add_query", "two hexadecimal digits"},
		{"a template too long", func(a *Account) { a.AddQuery = "FXN=" + strings.Repeat("x", 1000) }, "add_query", "1000 bytes"},
		{"the same command twice", func(a *Account) { a.AddQuery, a.DeleteQuery = "FXN=x&H={host}", "FXN=x&H={host}" }, "add_query", "same as delete_query"},
		{"a placeholder without its value", func(a *Account) { a.Domain = "" }, "add_query", "domain is not set"},
		{"a relay without its port", func(a *Account) { a.RelayQuery = "FXN=x&P={port}" }, "relay_query", "port is not set"},
		{"a port without a relay", func(a *Account) { a.Port = 8080 }, "port", "of no use"},
		{"a port that is none", func(a *Account) { a.Port, a.RelayQuery = 65536, "FXN=x&P={port}" }, "port", "1 to 65535"},
		{"the password in a template", func(a *Account) { a.Pass, a.AddQuery = "s cret", "FXN=x&P=s%20cret" }, "add_query", "{pass} in place"},
		{"the bare password in a template", func(a *Account) { a.Pass, a.RelayQuery = "100%25", "FXN=x&P=100%25" }, "relay_query", "{pass} in place"},
		{"an empty success", func(a *Account) { a.Success = []string{"ok", " "} }, "success", "empty text"},
		{"an empty failure", func(a *Account) { a.Failure = []string{""} }, "failure", "empty text"},
	} {
		a := good
		c.change(&a)
		got := a.Check()
		if len(got) != 1 || got[0].Key != c.key || !strings.Contains(got[0].Rule.String(), c.text) {
			t.Errorf("%s: got %q, want one of %s with %q", c.name, got, c.key, c.text)
		}
		for _, p := range got {
			if strings.Contains(p.Rule.String(), a.Pass) && a.Pass != "" {
				t.Errorf("%s: %q shows the password", c.name, p.Rule)
			}
		}
	}
}

func TestTheMissingCommandSaysWhatToDo(t *testing.T) {
	for _, want := range []string{"wording", "lost", "copy it from the documentation of your account", "{host}"} {
		if err := CheckAddQuery(""); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("no add_query: got %v, want %q in it", err, want)
		}
	}
}

func TestWhatIsNotASCIIIsDoubtful(t *testing.T) {
	for value, doubt := range map[string]bool{"pa ss": false, "pässe": true, "": false} {
		if got := Doubt(value); (got != "") != doubt {
			t.Errorf("%q: got %q, want a doubt: %v", value, got, doubt)
		}
	}
}

func TestTemplatesAreFilledWithEscapedValues(t *testing.T) {
	old, want := netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("203.0.113.10")
	a := good
	a.Port = 8080
	for template, query := range map[string]string{
		DefaultLoginQuery:              "FXN=login&Usr=user%20name&Pwd=p%26ss%20%7Bold%7D%207",
		addressQuery:                   "FXN=GetIPAddress&Usr=user%20name",
		a.DeleteQuery:                  "FXN=TestDelete&U=user%20name&P=p%26ss%20%7Bold%7D%207&H=home.example.net&T=A&A=203.0.113.9",
		a.AddQuery:                     "FXN=TestAdd&U=user%20name&P=p%26ss%20%7Bold%7D%207&D=example.net&H=home.example.net&T=A&A=203.0.113.10",
		"FXN=x&P={port}&{user}={user}": "FXN=x&P=8080&user%20name=user%20name",
	} {
		if got := a.fill(template, old, want); got != query {
			t.Errorf("%s: got %s, want %s", template, got, query)
		}
	}
	if got := a.fill("FXN=x&A={old}", netip.Addr{}, want); got != "FXN=x&A=" {
		t.Errorf("no old address: got %s, want it empty", got)
	}
}

func TestServers(t *testing.T) {
	for server, problem := range map[string]string{
		"https://ssl.myserver.org":             "",
		"https://SSL.myserver.org.":            "",
		"https://ssl.myserver.org:443/":        "",
		"http://autoupdate.myserver.org":       "",
		"http://autoupdate.myserver.org:8080":  "",
		"http://autoupdate.myserver.org:1400":  "",
		"https://dns.example.net:8443":         "",
		"http://dns.example.net":               "",
		"https://myserver.org.example.net":     "",
		"https://ssl.myserver.org:8443":        "a place of the protocol page",
		"http://ssl.myserver.org":              "a place of the protocol page",
		"https://autoupdate.myserver.org":      "a place of the protocol page",
		"http://autoupdate.myserver.org:8147":  "a place of the protocol page",
		"https://myserver.org":                 "a place of the protocol page",
		"https://dns.example.net/autoupdate":   "without a path",
		"https://u:p@dns.example.net":          "without a path",
		"https://dns.example.net?FXN=":         "without a path",
		"ssl.myserver.org":                     "https://HOST",
		"ftp://ssl.myserver.org":               "https://HOST",
		"https://dns.example.net:0":            "a port from",
		"https://dns.example.net:65536":        "a port from",
		"https://ssl.myserver.org#x":           "without a path",
		"http://autoupdate.myserver.org.:1400": "",
	} {
		err := CheckServer(server)
		if problem == "" && err != nil || problem != "" && (err == nil || !strings.Contains(err.Error(), problem)) {
			t.Errorf("%s: got %v, want %q", server, err, problem)
		}
	}
}

func TestOneProviderHasOnePlace(t *testing.T) {
	for server, place := range map[string]string{
		DefaultServer: "myserver.org", PlainServer + ":1400": "myserver.org", "https://DNS.example.net:8443": "dns.example.net",
	} {
		if got := Place(server); got != place || Official(server) != (place == "myserver.org") {
			t.Errorf("%s: got %s, official %v, want %s", server, got, Official(server), place)
		}
	}
}

func TestSettingsChangeWithWhatTheServerKeeps(t *testing.T) {
	relay := good
	relay.RelayQuery, relay.Port = "FXN=x&P={port}&W={pass}", 8080
	port, pass, add := relay, relay, good
	port.Port, pass.Pass, add.AddQuery = 8081, "another", "FXN=Other"
	for _, c := range []struct {
		name string
		a, b Account
		same bool
	}{
		{"another port", relay, port, false},
		{"a relay more", good, relay, false},
		{"another password", relay, pass, true},
		{"another command", good, add, true},
	} {
		if got := c.a.Settings() == c.b.Settings(); got != c.same {
			t.Errorf("%s: the same settings %v, want %v", c.name, got, c.same)
		}
	}
	if strings.Contains(relay.Settings(), relay.Pass) {
		t.Errorf("settings %q show the password", relay.Settings())
	}
}
