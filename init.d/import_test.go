// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// imports runs dynwan-import with a configuration of ddns-scripts.
func (r *router) imports(ddns string) result {
	r.t.Helper()
	r.write("etc/config/ddns", ddns)
	before := r.read("etc/config/ddns")
	res := r.run(r.path("usr/sbin/dynwan-import"))
	if r.read("etc/config/ddns") != before {
		r.t.Error("the configuration of ddns-scripts: it was changed")
	}
	if strings.Contains(res.out+res.errors, "hunter") {
		r.t.Errorf("a password stands in what dynwan-import says: %q %q", res.out, res.errors)
	}
	return res
}

// section returns an account of /etc/config/dynwan as "option=value" words.
func (r *router) section(name string) []string {
	r.t.Helper()
	sections, err := parseUCI(r.read("etc/config/dynwan"))
	r.check(err)
	var words []string
	for _, s := range sections {
		for _, key := range s.keys {
			if s.name == name {
				words = append(words, fmt.Sprintf("%s=%s", key, strings.Join(s.values[key], "|")))
			}
		}
	}
	return words
}

// service returns a section of ddns-scripts.
func service(name string, options ...string) string {
	text := fmt.Sprintf("config service '%s'\n\toption enabled '1'\n", name)
	for _, o := range options {
		key, value, _ := strings.Cut(o, "=")
		text += fmt.Sprintf("\toption %s %s\n", key, quoteUCI(value))
	}
	return text
}

const mtgsyURL = "update_url=http://www.mtgsy.net/dns/update.php?email=[USERNAME]&pass=[PASSWORD]&hb=0&ip=[IP]"

var importCases = []struct {
	name, ddns string
	want       []string // the account home
	said       []string
}{
	{
		"an account with the URL of the protocol page",
		service("home", mtgsyURL, "username=home.example.net", "password=hunter2", "domain=home.example.net", "lookup_host=home.example.net",
			"interface=wan", "ip_source=network", "ip_network=wan"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan", "email=home.example.net", "pass=hunter2", "hostname=home.example.net", "hb=0"},
		[]string{"ddns.home: is now the account home\n"},
	},
	{
		"a service by its name, with nothing but a login",
		service("home", "service_name=cloudfloordns.com", "username=home.example.net", "password=hunter2"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan", "email=home.example.net", "pass=hunter2"}, nil,
	},
	{
		"a name that only lookup_host tells",
		service("home", "service_name=mtgsy", "username=me@example.net", "password=hunter2", "domain=example.net", "lookup_host=www.example.net"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan", "email=me@example.net", "pass=hunter2", "hostname=www.example.net"}, nil,
	},
	{
		"a URL that sends the domain, and more of the protocol",
		service("home", "update_url=https://www.mtgsy.net/dns/update.php?pass=[PASSWORD]&email=[DOMAIN]&hb=1&stealth=1&port=8080&mx=mail.example.net.",
			"username=x", "password=hunter2", "domain=home.example.net", "ip_source=network", "ip_network=wwan"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wwan", "email=home.example.net", "pass=hunter2", "hostname=home.example.net", "hb=1", "stealth=1", "port=8080", "mx=mail.example.net."}, nil,
	},
	{
		"a URL with the values written out",
		service("home", "update_url=http://www.mtgsy.net:8147/dns/update.php?email=home.example.net&pass=hunter2&offlineurl=http%3A%2F%2Fx.example"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan", "email=home.example.net", "pass=hunter2", "offlineurl=http://x.example"}, nil,
	},
	{
		"a login written out with what may be a code of the web",
		service("home", "update_url=http://www.mtgsy.net/dns/update.php?email=me%40example.net&pass=[PASSWORD]", "username=me@example.net", "password=hunter2"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan", "email=me@example.net", "pass=hunter2"},
		nil,
	},
	{
		"a password of quotes and dollars",
		service("home", mtgsyURL, "username=home.example.net", `password=hunter'"$(reboot)\ `),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan", "email=home.example.net", `pass=hunter'"$(reboot)\ `, "hb=0"}, nil,
	},
	{
		"the address of a device",
		service("home", mtgsyURL, "username=home.example.net", "password=hunter2", "ip_source=interface", "ip_interface=eth1"),
		[]string{"enabled=0", "provider=mtgsy", "device=eth1", "email=home.example.net", "pass=hunter2", "hb=0"}, nil,
	},
	{
		"an address that a web server tells",
		service("home", mtgsyURL, "username=home.example.net", "password=hunter2", "ip_source=web", "interface=wan2"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan2", "email=home.example.net", "pass=hunter2", "hb=0"},
		[]string{"ddns.home: ip_source is not taken over: dynwan takes the address of the line; behind NAT set address to probe and probe_url to a page with https\n"},
	},
	{
		"what has no counterpart",
		service("home", mtgsyURL, "username=home.example.net", "password=hunter2", "check_interval=10", "force_interval=72",
			"retry_interval=60", "proxy=hunter:3128", "update_script=/usr/lib/ddns/x.sh", "param_opt=hunter"),
		[]string{"enabled=0", "provider=mtgsy", "interface=wan", "email=home.example.net", "pass=hunter2", "hb=0"},
		[]string{
			"ddns.home: check_interval is not taken over: the kernel tells dynwan of changes\n",
			"ddns.home: force_interval is not taken over: dynwan sends again only where names expire\n",
			"ddns.home: retry_interval is not taken over: dynwan keeps the provider's rules\n",
			"ddns.home: proxy is not taken over: dynwan knows none\n", "ddns.home: update_script is not taken over: dynwan runs no programs\n", "ddns.home: param_opt is not taken over\n",
		},
	},
	{
		"another provider of dynwan, by its name",
		service("home", "service_name=myserver", "username=me", "password=hunter2", "domain=home.example.net"),
		[]string{"enabled=0", "provider=myserver", "interface=wan", "user=me", "pass=hunter2", "hostname=home.example.net"},
		[]string{"ddns.home: delete_query is needed: set that of the account home\n", "ddns.home: add_query is needed: set that of the account home\n"},
	},
	{
		"another provider of dynwan, by its server",
		service("home", "service_name=custom", "update_url=http://me:hunter2@autoupdate.myserver.org:81/x?Usr=[USERNAME]", "username=me", "password=hunter2", "domain=home.example.net"),
		[]string{"enabled=0", "provider=myserver", "interface=wan", "user=me", "pass=hunter2", "hostname=home.example.net"}, nil,
	},
	{
		"a server of a protocol that dynwan speaks",
		service("home", "update_url=http://[USERNAME]:[PASSWORD]@ddns.example.org:8080/nic/update?hostname=[DOMAIN]&myip=[IP]", "username=me", "password=hunter2",
			"domain=home.example.net", "lookup_host=x.example.net"),
		[]string{"enabled=0", "provider=dyndns2", "interface=wan", "server=http://ddns.example.org:8080", "user=me", "pass=hunter2", "hostname=home.example.net"}, nil,
	},
	{
		"a name for IPv6 alone",
		service("home", "update_url=https://ddns.example.org/nic/update?hostname=[DOMAIN]", "username=me", "password=hunter2", "domain=home.example.net", "use_ipv6=1") +
			service("again", "update_url=https://ddns.example.org/nic/update?hostname=[DOMAIN]", "username=me", "password=hunter2", "domain=home.example.net", "use_ipv6=1"),
		[]string{"enabled=0", "provider=dyndns2", "interface=wan6", "server=https://ddns.example.org", "user=me", "pass=hunter2", "hostname=home.example.net", "ipv6=1", "ipv4=0"},
		[]string{"ddns.again: is not taken over again: it has the account home\n"},
	},
	{
		"a name for IPv6 at a provider that has none", service("home", mtgsyURL, "username=home.example.net", "password=hunter2", "use_ipv6=1"), nil,
		[]string{"ddns.home: is not taken over: mtgsy holds only IPv4 addresses\n"},
	},
	{
		"a server with the name of one in its login",
		service("home", "update_url=http://www.mtgsy.net@example.net/dns/update.php?email=[USERNAME]", "username=x", "domain=home.example.net"),
		[]string{"enabled=0", "provider=example_net", "interface=wan", "user=www.mtgsy.net", "hostname=home.example.net"},
		[]string{"ddns.home: pass is needed: set that of the account home\n"},
	},
	{
		"a provider by its name in ddns-scripts", service("home", "service_name=dyndns.org", "username=x", "password=hunter2", "domain=home.example.net"),
		[]string{"enabled=0", "provider=dyndns.org", "interface=wan", "user=x", "pass=hunter2", "hostname=home.example.net"}, nil,
	},
	{
		"a provider that is gone", service("home", "service_name=google.com", "username=x", "password=hunter2"), nil,
		[]string{"ddns.home: is not taken over: closed in 2024; its domains went to Squarespace, which has no dynamic DNS\n"},
	},
	{
		"a name that nobody knows", service("home", "service_name=hunter2 is\x07my.password", "username=x", "password=hunter2"), nil,
		[]string{"ddns.home: is not taken over: no provider of dynwan has that name\n"},
	},
	{
		"another provider's URL, with a password in it and no name",
		service("home", "update_url=http://me:hunter2@example.net/?email=a@b&pass=hunter2"), nil,
		[]string{"ddns.home: is not taken over: its hostname is missing\n"},
	},
	{
		"no URL", service("home", "service_name=custom", "update_script=/root/hunter.sh"), nil,
		[]string{"ddns.home: is not taken over: no provider of dynwan is a URL or program of its own\n"},
	},
	{
		"no login", service("home", "service_name=mtgsy", "password=hunter2"), nil,
		[]string{"ddns.home: is not taken over: its email is missing\n"},
	},
}

func TestImportTakesOverWhatItCanAndSaysTheRest(t *testing.T) {
	for _, c := range importCases {
		t.Run(c.name, func(t *testing.T) {
			r := newRouter(t)
			r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled '0'\n")
			res := r.imports(c.ddns)
			if got := r.section("home"); !slices.Equal(got, c.want) {
				t.Errorf("account: got %q, want %q", got, c.want)
			}
			for _, want := range c.said {
				if strings.Count(res.errors, want) != 1 {
					t.Errorf("said: got\n%s\nwant %q in it once", res.errors, want)
				}
			}
			if asks := strings.HasPrefix(res.out, "Look at the accounts"); res.code != 0 || asks != (c.want != nil) {
				t.Errorf("got exit %d and %q, want 0 and what to do with accounts", res.code, res.out)
			}
		})
	}
}

func TestASecondImportAddsNothing(t *testing.T) {
	r := newRouter(t)
	ddns := service("home", mtgsyURL, "username=home.example.net", "password=hunter2") +
		service("six", mtgsyURL, "username=home.example.net", "password=hunter2", "use_ipv6=1") +
		"config service\n\toption service_name 'mtgsy'\n\toption username 'anon.example.net'\n\toption password 'hunter2'\n"
	r.imports(ddns)
	before := r.read("etc/config/dynwan")
	if got := strings.Count(before, "config account"); got != 2 {
		t.Errorf("accounts: got %d in\n%s\nwant 2", got, before)
	}
	res := r.imports(ddns)
	if got := r.read("etc/config/dynwan"); got != before {
		t.Errorf("after the second import: got\n%s\nwant\n%s", got, before)
	}
	if want := "ddns.home: is not taken over again: it has the account home\n"; !strings.HasPrefix(res.errors, want) || res.out != "" {
		t.Errorf("said: got %q %q, want %q first, and nothing to do", res.errors, res.out, want)
	}
}

// Names of one login are accounts of their own where the provider counts them so.
func TestImportTakesWhatTheProviderCountsAsOneOnce(t *testing.T) {
	r := newRouter(t)
	text := ""
	for _, host := range []string{"a.example.net", "b.example.net", "a.example.net"} {
		text += service("s"+fmt.Sprint(len(text)), "service_name=myserver", "username=me", "password=hunter2", "domain="+host)
	}
	for range 2 {
		r.imports(text)
		if got := strings.Count(r.read("etc/config/dynwan"), "config account"); got != 2 {
			t.Errorf("got %d accounts, want one for each of two names", got)
		}
	}
}

func TestImportLeavesWhatIsThere(t *testing.T) {
	long := strings.Repeat("n", 40)
	r := newRouter(t)
	// An option of the account must not become one of the section of its name.
	mine := "# my notes\n" + good("home") + "\toption ip_network 'lan'\n\toption domain 'wrong.example.net'\n" + good("home_2") +
		"config dynwan 'main'\n\toption enabled '1'"
	r.write("etc/config/dynwan", mine)
	r.check(os.Chmod(r.path("etc/config/dynwan"), 0o600))
	r.imports(service("home", mtgsyURL, "username=a.example.org", "password=hunter3") + service("main", mtgsyURL, "username=b.example.org", "password=x") +
		service(long, mtgsyURL, "username=c.example.org", "password=x"))
	if got := r.read("etc/config/dynwan"); !strings.HasPrefix(got, mine+"\n") {
		t.Errorf("got\n%s\nwant it to begin with\n%s", got, mine)
	}
	for name, want := range map[string]string{"home_3": "a.example.org", "main_2": "b.example.org", long[:28] + "_2": "c.example.org"} {
		got := r.section(name)
		if !slices.Contains(got, "email="+want) || !slices.Contains(got, "interface=wan") || slices.Contains(got, "hostname=wrong.example.net") {
			t.Errorf("account %s: got %q, want the email %s and the interface wan", name, got, want)
		}
	}
	info, err := os.Stat(r.path("etc/config/dynwan"))
	r.check(err)
	if info.Mode() != 0o600 {
		t.Errorf("mode: got %v, want 0600", info.Mode())
	}
}

func TestImportStartsAFileThatOnlyRootReads(t *testing.T) {
	r := newRouter(t)
	r.imports(service("home", mtgsyURL, "username=a.example.org", "password=hunter3"))
	info, err := os.Stat(r.path("etc/config/dynwan"))
	r.check(err)
	if info.Mode() != 0o600 {
		t.Errorf("mode: got %v, want 0600", info.Mode())
	}
}

func TestImportEndsWhereItCannotRead(t *testing.T) {
	r := newRouter(t)
	if res := r.run(r.path("usr/sbin/dynwan-import")); res.code != 1 || res.errors != "there is no /etc/config/ddns to read\n" {
		t.Errorf("without ddns-scripts: got %d %q, want 1 and the reason", res.code, res.errors)
	}
	broken := "config account 'x'\n\toption pass 'y\n"
	r.write("etc/config/dynwan", broken)
	res := r.imports(service("home", mtgsyURL, "username=a.example.org", "password=hunter3"))
	if res.code != 1 || !strings.Contains(res.errors, "Parse error") || r.read("etc/config/dynwan") != broken {
		t.Errorf("with a broken configuration: got %d %q, want 1, the error of UCI and no change", res.code, res.errors)
	}
}

func TestWhatWasImportedWorks(t *testing.T) {
	r := newRouter(t)
	r.write("etc/config/dynwan", "config dynwan 'main'\n\toption enabled '1'\n")
	r.imports(importCases[3].ddns)
	r.write("etc/config/dynwan", strings.Replace(r.read("etc/config/dynwan"), "enabled '0'", "enabled '1'", 1))
	res := r.verb("check")
	if want := "home: ok: mtgsy keeps home.example.net at the address of interface wwan, which is down\n"; res.code != 0 || res.out != want {
		t.Errorf("check: got %d %q %q, want 0 %q", res.code, res.out, res.errors, want)
	}
}
