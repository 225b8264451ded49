// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/netip"
	"strings"
	"testing"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// good is an account without a fault. Its commands are those of nobody.
var good = goodBut()

// goodBut is a good account with other values for some options, "" for none.
func goodBut(pairs ...string) provider.Settings {
	return Spec.Settings(values(pairs...))
}

func values(pairs ...string) map[string][]string {
	set := map[string][]string{
		"user": {"user name"}, "pass": {"p&ss {old} 7"}, "hostname": {"home.example.net"}, "domain": {"example.net"}, "device": {"wan"},
		"delete_query": {"FXN=TestDelete&U={user}&P={pass}&H={host}&T={type}&A={old}"},
		"add_query":    {"FXN=TestAdd&U={user}&P={pass}&D={domain}&H={host}&T={type}&A={new}"},
	}
	for i := 0; i < len(pairs); i += 2 {
		switch option, value := pairs[i], pairs[i+1]; {
		case value == "":
			delete(set, option)
		case option == "success" || option == "failure":
			set[option] = append(set[option], value)
		default:
			set[option] = []string{value}
		}
	}
	return set
}

// problems are all that is wrong with values.
func problems(set map[string][]string) (list []provider.Broken) {
	for option, texts := range set {
		for _, text := range texts {
			if err := Spec.Find(option).CheckValue(text); err != nil {
				list = append(list, provider.Broken{Option: option, Rule: message.Of(err)})
			}
		}
	}
	if len(list) > 0 {
		return list
	}
	return Spec.Settings(set).Broken()
}

func TestAGoodAccountHasNoProblem(t *testing.T) {
	for _, set := range []map[string][]string{values(), values("relay_query", "FXN=TestRelay&Port={port}&A={new}", "port", "8080")} {
		if got := problems(set); got != nil {
			t.Errorf("%q: got %q, want nothing", set, got)
		}
	}
}

func TestWhatAnAccountMustNotBe(t *testing.T) {
	for _, c := range []struct {
		name   string
		change []string
		key    string
		text   string
	}{
		{"no user", []string{"user", ""}, "user", "is missing"},
		{"a user of two lines", []string{"user", "a\nb"}, "user", "one line"},
		{"a password that is no text", []string{"pass", "\xff"}, "pass", "UTF-8"},
		{"a password too long", []string{"pass", strings.Repeat("x", 255)}, "pass", "254"},
		{"a host of one label", []string{"hostname", "home", "domain", "", "add_query", "FXN=x"}, "hostname", "full domain name"},
		{"a host that is not ASCII", []string{"hostname", "höme.example.net"}, "hostname", "in ASCII"},
		{"a domain of another host", []string{"domain", "xample.net"}, "domain", "the end of hostname"},
		{"IPv6", []string{"type", "aaaa"}, "type", "no IPv6 address"},
		{"a record that holds a name", []string{"type", "CNAME"}, "type", "type CNAME holds a name"},
		{"a mail server", []string{"type", "MX 10"}, "type", "type MX holds a name"},
		{"a type that is none", []string{"type", "TXT"}, "type", "must be A"},
		{"no function", []string{"add_query", "U={user}"}, "add_query", "starts with FXN="},
		{"a whole URL", []string{"add_query", "https://ssl.example.net/a.asp?FXN=x"}, "add_query", "behind the question mark"},
		{"no command word", []string{"add_query", "FXN=&U={user}"}, "add_query", "a command word"},
		{"a command word from a value", []string{"add_query", "FXN={user}"}, "add_query", "a command word"},
		{"an unknown placeholder", []string{"add_query", "FXN=x&A={ip}"}, "add_query", "no other placeholder here than {domain} {host} {new} {pass} {type} {user}"},
		{"a placeholder that does not end", []string{"add_query", "FXN=x&A={new"}, "add_query", "no other placeholder"},
		{"a brace alone", []string{"add_query", "FXN=x&A=new}"}, "add_query", `must not hold '}'`},
		{"the old address in add_query", []string{"add_query", "FXN=x&A={old}"}, "add_query", "no other placeholder"},
		{"the new address in delete_query", []string{"delete_query", "FXN=x&A={new}"}, "delete_query", "no other placeholder"},
		{"an address in login_query", []string{"login_query", "FXN=login&A={new}"}, "login_query", "no other placeholder"},
		{"a deletion by the address alone", []string{"delete_query", "FXN=x&A={old}"}, "delete_query", "another name may have the address {old}"},
		{"a deletion of anything", []string{"delete_query", "FXN=x&U={user}"}, "delete_query", "whose record to delete, by {host}"},
		{"a space", []string{"add_query", "FXN=x&A=a b"}, "add_query", `' ' unless written as %20`},
		{"a line break", []string{"add_query", "FXN=x\r\nHost: y"}, "add_query", "one line"},
		{"a letter that is not ASCII", []string{"add_query", "FXN=ä"}, "add_query", "unless written as %C3"},
		{"a fragment", []string{"add_query", "FXN=x#y"}, "add_query", `'#'`},
		{"a percent sign alone", []string{"add_query", "FXN=x&A=5%"}, "add_query", "two hexadecimal digits"},
		{"half a percent code", []string{"add_query", "FXN=x&A=%2"}, "add_query", "two hexadecimal digits"},
		{"a percent code that is none", []string{"add_query", "FXN=x&A=%g0"}, "add_query", "two hexadecimal digits"},
		{"a template too long", []string{"add_query", "FXN=" + strings.Repeat("x", 1000)}, "add_query", "1000 bytes"},
		{"the same command twice", []string{"add_query", "FXN=x&H={host}", "delete_query", "FXN=x&H={host}"}, "add_query", "same as delete_query"},
		{"a placeholder without its value", []string{"domain", ""}, "add_query", "domain is not set"},
		{"a relay without its port", []string{"relay_query", "FXN=x&P={port}"}, "relay_query", "port is not set"},
		{"a port without a relay", []string{"port", "8080"}, "port", "of no use"},
		{"a port that is none", []string{"port", "65536", "relay_query", "FXN=x&P={port}"}, "port", "1 to 65535"},
		{"the password in a template", []string{"pass", "s cret", "add_query", "FXN=x&P=s%20cret"}, "add_query", "{pass} in place"},
		{"the bare password in a template", []string{"pass", "100%25", "relay_query", "FXN=x&P=100%25"}, "relay_query", "{pass} in place"},
		{"an empty success", []string{"success", "ok", "success", " "}, "success", "1 to 120 bytes"},
		{"an empty failure", []string{"failure", "\t"}, "failure", "one line"},
	} {
		set := values(c.change...)
		got := problems(set)
		if len(got) != 1 || got[0].Option != c.key || !strings.Contains(got[0].Rule.String(), c.text) {
			t.Errorf("%s: got %q, want one of %s with %q", c.name, got, c.key, c.text)
		}
		for _, p := range got {
			if pass := set["pass"]; len(pass) > 0 && strings.Contains(p.Rule.String(), pass[0]) {
				t.Errorf("%s: %q shows the password", c.name, p.Rule)
			}
		}
	}
}

func TestTheMissingCommandSaysWhatToDo(t *testing.T) {
	for _, want := range []string{"wording", "lost", "copy it from the documentation of your account", "{host}"} {
		if got := goodBut("add_query", "").Broken(); len(got) != 1 || !strings.Contains(got[0].Rule.String(), want) {
			t.Errorf("no add_query: got %v, want %q in it", got, want)
		}
	}
}

func TestWhatIsNotASCIIIsDoubtful(t *testing.T) {
	for value, doubtful := range map[string]bool{"pa ss": false, "pässe": true, "": false} {
		if got := doubt(value); (got != "") != doubtful {
			t.Errorf("%q: got %q, want a doubt: %v", value, got, doubtful)
		}
	}
}

func TestTemplatesAreFilledWithEscapedValues(t *testing.T) {
	old, want := netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("203.0.113.10")
	a := goodBut("port", "8080")
	for template, query := range map[string]string{
		DefaultLoginQuery:              "FXN=login&Usr=user%20name&Pwd=p%26ss%20%7Bold%7D%207",
		addressQuery:                   "FXN=GetIPAddress&Usr=user%20name",
		a.Text("delete_query"):         "FXN=TestDelete&U=user%20name&P=p%26ss%20%7Bold%7D%207&H=home.example.net&T=A&A=203.0.113.9",
		a.Text("add_query"):            "FXN=TestAdd&U=user%20name&P=p%26ss%20%7Bold%7D%207&D=example.net&H=home.example.net&T=A&A=203.0.113.10",
		"FXN=x&P={port}&{user}={user}": "FXN=x&P=8080&user%20name=user%20name",
	} {
		if got := fill(a, template, old, want); got != query {
			t.Errorf("%s: got %s, want %s", template, got, query)
		}
	}
	if got := fill(a, "FXN=x&A={old}", netip.Addr{}, want); got != "FXN=x&A=" {
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
		err := Spec.Find("server").CheckValue(server)
		if problem == "" && err != nil || problem != "" && (err == nil || !strings.Contains(err.Error(), problem)) {
			t.Errorf("%s: got %v, want %q", server, err, problem)
		}
	}
}

func TestOneProviderHasOnePlace(t *testing.T) {
	for server, place := range map[string]string{
		DefaultServer: "myserver.org", PlainServer + ":1400": "myserver.org", "https://DNS.example.net:8443": "dns.example.net",
	} {
		if got := Spec.PlaceOf(server); got != place || Spec.Own(server) != (place == "myserver.org") {
			t.Errorf("%s: got %s, official %v, want %s", server, got, Spec.Own(server), place)
		}
	}
}

func TestKeptIsWhatTheServerKeeps(t *testing.T) {
	relay := []string{"relay_query", "FXN=x&P={port}&W={pass}", "port", "8080"}
	for _, c := range []struct {
		name string
		a, b []string
		same bool
	}{
		{"another port", relay, append(relay, "port", "8081"), false},
		{"a relay more", nil, relay, false},
		{"another name", nil, []string{"hostname", "b.example.net"}, false},
		{"another password", relay, append(relay, "pass", "another"), true},
		{"another command", nil, []string{"add_query", "FXN=Other"}, true},
	} {
		if got := goodBut(c.a...).Kept() == goodBut(c.b...).Kept(); got != c.same {
			t.Errorf("%s: the same settings %v, want %v", c.name, got, c.same)
		}
	}
}
