// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import "testing"

func TestDDClient(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"what holds for the lines after it, lines that go on, a list at the end", `
daemon=300 # seconds
use=if, if=ppp0
ssl=yes
protocol=dyndns2, login=me
password='a#b c'
a.example.net, b.example.net
server=dyn.example.org, \
  login="you", password=p\,q   c.example.net,d.example.net
`, `
			[account.a_example_net]
			provider = "dyn.com"
			device = "ppp0"
			user = "me"
			pass = "a#b c"
			hostname = ["a.example.net", "b.example.net"]
			[account.c_example_net]
			provider = "dyndns2"
			device = "ppp0"
			server = "https://dyn.example.org"
			user = "you"
			pass = "p,q"
			hostname = ["c.example.net", "d.example.net"]
			# 2 daemon is not taken over: the kernel tells dynwan of changes
			`},
		{"the provider with that server", "protocol=dyndns2 server=update.dedyn.io login=none password=t usev4=ifv4, ifv4=eth0 usev6=ifv6, ifv6=eth0 a.dedyn.io\n", `
			[account.a_dedyn_io]
			provider = "desec.io"
			device = "eth0"
			token = "t"
			hostname = "a.dedyn.io"
			ipv6 = "1"
			`},
		{"a server with a path", "protocol=dyndns2 server=dyn.example.org script=/update.php login=u password=p a.example.net\n", `
			[account.a_example_net]
			provider = "dyndns2"
			device = "eth1"
			server = "https://dyn.example.org/update.php"
			user = "u"
			pass = "p"
			hostname = "a.example.net"
			`},
		{"IPv6 alone", "usev6=webv6 webv6=https://ip.example.org protocol=he.net password=p a.example.net\n", `
			[account.a_example_net]
			provider = "he.net"
			device = "eth1"
			pass = "p"
			hostname = "a.example.net"
			ipv6 = "1"
			ipv4 = "0"
			`},
		{"a page that tells the address, and one that is not to be trusted", `use=web, web=https://ip.example.org/
protocol=keysystems password=p a.example.net
use=web, web=dyndns
protocol=njalla password=q b.example.net`, `
			[account.a_example_net]
			provider = "moniker.com"
			device = "eth1"
			address = "probe"
			probe_url = "https://ip.example.org/"
			pass = "p"
			hostname = "a.example.net"
			[account.b_example_net]
			provider = "njal.la"
			device = "eth1"
			token = "q"
			hostname = "b.example.net"
			# 3 use is not taken over: dynwan takes the address of the line; behind NAT set address to probe and probe_url to a page with https
			`},
		{"the traps: a login that is the zone, two keys, a number", `protocol=namecheap login=example.net password=p www.example.net
protocol=porkbun apikey=pk secretapikey=sk root-domain=example.net p.example.net
protocol=sitelutions login=u password=p 4711`, `
			[account.www_example_net]
			provider = "namecheap.com"
			device = "eth1"
			pass = "p"
			zone = "example.net"
			hostname = "www.example.net"
			[account.p_example_net]
			provider = "porkbun.com-v3"
			device = "eth1"
			user = "pk"
			pass = "sk"
			zone = "example.net"
			hostname = "p.example.net"
			# 3 is not taken over: its hostname is missing
			`},
		{"a login and a password behind the names", "protocol=dyndns2\na.example.net me secret\n", `
			[account.a_example_net]
			provider = "dyn.com"
			device = "eth1"
			user = "me"
			pass = "secret"
			hostname = "a.example.net"
			`},
		{"what dynwan does not do", "protocol=duckdns ssl=no use=cmd cmd=/bin/x password=t min-interval=1h postscript=/bin/y wildcard=yes foo\n", `
			[account.foo_duckdns_org]
			provider = "duckdns.org"
			device = "eth1"
			token = "t"
			hostname = "foo.duckdns.org"
			# 1 use is not taken over: dynwan takes the address of the device
			# 1 ssl is not taken over: dynwan encrypts
			# 1 cmd is not taken over: dynwan runs no programs
			# 1 min-interval is not taken over: dynwan keeps the provider's rules
			# 1 postscript is not taken over: dynwan runs no programs
			# 1 wildcard is not taken over: set it at the provider
			`},
	} {
		t.Run(c.name, func(t *testing.T) { want(t, c.text, "eth1", c.want) })
	}
}
