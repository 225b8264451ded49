// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"net/netip"
	"strings"
	"testing"

	"dynwan/updater"
	"dynwan/updater/provider"
)

// at returns an account at a provider.
func at(t testing.TB, spec *provider.Spec, values map[string]string) account {
	t.Helper()
	if spec == nil {
		t.Fatal("there is no such provider")
	}
	set := map[string][]string{"device": {"wan"}}
	for name, value := range values {
		o := spec.Find(name)
		if o == nil {
			t.Fatalf("%s: has no option %s", spec.Name, name)
		}
		if err := o.CheckValue(value); err != nil {
			t.Fatalf("%s of %s: %v", name, spec.Name, err)
		}
		set[name] = []string{value}
	}
	s := spec.Settings(set)
	if list := s.Broken(); len(list) > 0 {
		t.Fatalf("%s: %v", spec.Name, list)
	}
	return spec.New(s).(account)
}

// record reads addresses as Record.Addresses writes them.
func record(text string) (r updater.Record) {
	for _, word := range strings.Fields(text) {
		if ip := netip.MustParseAddr(word); ip.Is4() {
			r.IPv4 = ip
		} else {
			r.IPv6 = ip
		}
	}
	return r
}

func TestRequests(t *testing.T) {
	const answers = "\n[answer]\nunverified = true\n"
	for _, c := range []struct {
		spec   *provider.Spec
		values string
		ip     string
		want   string // SERVER METHOD PATH | HEAD | ... | body
	}{
		{Find("duckdns.org"), "hostname=home.duckdns.org token=a&b", "192.0.2.1", "https://www.duckdns.org GET /update?domains=home&token=a%26b&verbose=true&ip=192.0.2.1"},
		{Find("duckdns.org"), "hostname=home.duckdns.org token=t ipv6=1", "192.0.2.1 2001:db8::1", "https://www.duckdns.org GET /update?domains=home&token=t&verbose=true&ip=192.0.2.1&ipv6=2001:db8::1"},
		{Find("desec.io"), "hostname=a.dedyn.io token=t", "192.0.2.1", "https://update.dedyn.io GET /?hostname=a.dedyn.io&myipv4=192.0.2.1&myipv6=preserve | Authorization: Basic YS5kZWR5bi5pbzp0"},
		{Find("desec.io"), "hostname=a.dedyn.io token=t ipv6=1 ipv4=0", "2001:db8::1", "https://update.dedyn.io GET /?hostname=a.dedyn.io&myipv6=2001:db8::1&myipv4=preserve | Authorization: Basic YS5kZWR5bi5pbzp0"},
		{Find("he.net"), "hostname=a.example.net pass=p+w", "192.0.2.1", "https://dyn.dns.he.net POST /nic/update | Content-Type: application/x-www-form-urlencoded | hostname=a.example.net&password=p%2Bw&myip=192.0.2.1"},
		{Find("strato.com"), "hostname=a.example.net user=u pass=p ipv6=1", "192.0.2.1 2001:db8::1", "https://dyndns.strato.com GET /nic/update?hostname=a.example.net&myip=192.0.2.1,2001:db8::1 | Authorization: Basic dTpw"},
		{Find("afraid.org-v2-token"), "hostname=a.example.net token=t/x ipv6=1 ipv4=0", "2001:db8::1", "https://v6.sync.afraid.org GET /u/t%2Fx/?address=2001:db8::1"},
		{Find("afraid.org-v2-token"), "hostname=a.example.net token=t", "192.0.2.1", "https://sync.afraid.org GET /u/t/?address=192.0.2.1"},
		{Find("dy.fi"), "hostname=a.dy.fi user=u pass=p", "192.0.2.1", "https://www.dy.fi GET /nic/update?hostname=a.dy.fi | Authorization: Basic dTpw"},
		{Find("namecheap.com"), "hostname=a.b.example.net zone=example.net pass=p", "192.0.2.1", "https://dynamicdns.park-your-domain.com GET /update?host=a.b&domain=example.net&password=p&ip=192.0.2.1"},
		{Find("namecheap.com"), "hostname=example.net zone=example.net pass=p", "192.0.2.1", "https://dynamicdns.park-your-domain.com GET /update?host=%40&domain=example.net&password=p&ip=192.0.2.1"},
		{own(t, "families = 'ipv4'\nurl = '{update_url}'\nquery = ['ip={ip}']"+answers), "hostname=a.example.net update_url=https://x.example/u?k=%2F", "192.0.2.1", "https://x.example GET /u?k=%2F&ip=192.0.2.1"},
		{own(t, "families = 'apart'\nurl = 'https://x.example/update.php?{token:raw}&'\nquery = ['address={ip}']"+answers), "hostname=a.example.net token=ab= ipv4=0 ipv6=1", "2001:db8::1", "https://x.example GET /update.php?ab=&address=2001:db8::1"},
		{own(t, "families = 'ipv4'\nurl = 'https://x.example:8443'\nauth = 'bearer token'\nhead = ['X-User: {user}']\nmethod = 'PUT'\njson = '{\"n\": \"{hostname}\", \"t\": {ttl}, \"u\": \"{user}\", \"a\": [{\"{type}\": \"{ip}\"}]}'"+answers),
			`hostname=a.example.net token=t user="\"`, "192.0.2.1", `https://x.example:8443 PUT / | Authorization: Bearer t | X-User: "\" | Content-Type: application/json | {"n": "a.example.net", "t": 300, "u": "\"\\\"", "a": [{"A": "192.0.2.1"}]}`},
		{own(t, "families = 'apart'\nurl = 'https://x.example/'\nxml = '<a><b c=\"{pass}\">{ip}</b></a>'\nquery = ['p={md5:pass}']"+answers), `hostname=a.example.net pass=<"'&>`, "192.0.2.1",
			`https://x.example POST /?p=a2a1c9cf282140128c57c71e4b27d313 | Content-Type: text/xml | <a><b c="&lt;&quot;&#39;&amp;&gt;">192.0.2.1</b></a>`},
		{own(t, "families = 'ipv4'\nurl = 'https://x.example/'\nquery = ['ip={ip}']\nagent = '{agent} {user}'\n[options]\nparam = 'More.'\n[rules]\nplain_http = true"+answers),
			"hostname=a.example.net user=me@example.net param=wildcard=ON&mx= plain_http=1", "192.0.2.1", "http://x.example GET /?ip=192.0.2.1&wildcard=ON&mx= | User-Agent: dynwan/1 me@example.net"},
	} {
		values := map[string]string{}
		for _, word := range strings.Fields(c.values) {
			name, value, _ := strings.Cut(word, "=")
			values[name] = value
		}
		a := at(t, c.spec, values)
		server, r := a.request(record(c.ip), "dynwan/1")
		if r.Method == "" {
			r.Method = "GET"
		}
		parts := append([]string{server + " " + r.Method + " " + r.Path}, r.Head...)
		if r.Agent != "" {
			parts = append(parts, "User-Agent: "+r.Agent)
		}
		if r.Body != nil {
			parts = append(parts, string(r.Body))
		}
		if got := strings.Join(parts, " | "); got != c.want {
			t.Errorf("%s %s:\ngot  %s\nwant %s", c.spec.Name, c.values, got, c.want)
		}
		if got := a.set.Text("server"); got != server && !a.e.has("url6") {
			t.Errorf("%s: the option server is %s, want %s", c.spec.Name, got, server)
		}
	}
}
