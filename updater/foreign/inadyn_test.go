// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import "testing"

func TestInadyn(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"what holds for all, lists, comments, quotes", `
			# every five minutes
			period = 300 // seconds
			/* over
			   lines */
			allow-ipv6 = true
			forced-update = 2592000
			provider default@dyndns.org:1 {
				username = "me"
				password = "a\"b#c"
				hostname = { "a.example.net", b.example.net }
			}
			provider default@dyndns.org:2 { username = you password = 'it\'s' hostname = c.example.net }`, `
			[account.a_example_net]
			provider = "dyndns.org"
			device = "eth1"
			user = "me"
			pass = "a\"b#c"
			hostname = ["a.example.net", "b.example.net"]
			ipv6 = "1"
			[account.c_example_net]
			provider = "dyndns.org"
			device = "eth1"
			user = "you"
			pass = "it's"
			hostname = "c.example.net"
			ipv6 = "1"
			# 3 period is not taken over: the kernel tells dynwan of changes
			# 7 forced-update is not taken over: dynwan sends again only where names expire
			`},
		{"a family of its own joins the other", `provider default@desec.io { password = t hostname = a.dedyn.io }
			provider ipv6@desec.io { password = t hostname = a.dedyn.io }`, `
			[account.a_dedyn_io]
			provider = "desec.io"
			device = "eth1"
			token = "t"
			hostname = "a.dedyn.io"
			ipv6 = "1"
			# 2 is now the other family of the account a_dedyn_io
			`},
		{"names of one login that are accounts of their own", `provider default@he.net { username = x password = p hostname = {a.example.net, b.example.net} wildcard = true }`, `
			[account.a_example_net]
			provider = "he.net"
			device = "eth1"
			pass = "p"
			hostname = "a.example.net"
			[account.b_example_net]
			provider = "he.net"
			device = "eth1"
			pass = "p"
			hostname = "b.example.net"
			# 1 wildcard is not taken over: set it at the provider
			`},
		{"a user name that is the zone", `provider default@cloudflare.com { username = example.net password = t hostname = www.example.net }
			provider default@namecheap.com { username = example.net password = p hostname = {www, "@", mail} }`, `
			[account.www_example_net]
			provider = "cloudflare.com-v4"
			device = "eth1"
			token = "t"
			zone = "example.net"
			hostname = "www.example.net"
			[account.www_example_net_2]
			provider = "namecheap.com"
			device = "eth1"
			pass = "p"
			zone = "example.net"
			hostname = "www.example.net"
			[account.example_net]
			provider = "namecheap.com"
			device = "eth1"
			pass = "p"
			zone = "example.net"
			hostname = "example.net"
			[account.mail_example_net]
			provider = "namecheap.com"
			device = "eth1"
			pass = "p"
			zone = "example.net"
			hostname = "mail.example.net"
			`},
		{"a server of the protocol", `custom some@thing { ssl = false username = u password = p ddns-server = dyn.example.org:8080
			ddns-path = "/nic/update?hostname=%h&myip=%i" hostname = a.example.net iface = ppp0 }`, `
			[account.a_example_net]
			provider = "dyndns2"
			device = "ppp0"
			server = "http://dyn.example.org:8080"
			user = "u"
			pass = "p"
			hostname = "a.example.net"
			`},
		{"a URL of the user's own, with its words", `custom x { username = u password = p ddns-server = dyn.example.org ddns-path = "/u/%u/?pw=%p&to=%%&ip=%i"
			append-myip = true ddns-response = { "OK", good } hostname = a.example.net checkip-server = ip.example.org checkip-path = /x checkip-ssl = true }`, `
			[provider.dyn_example_org]
			families = "apart"
			url = "https://dyn.example.org/u/{user}/"
			query = ["pw={pass}", "to=%", "ip={ip}"]
			yes = ["OK", "good"]
			[account.a_example_net]
			provider = "dyn_example_org"
			device = "eth1"
			address = "probe"
			probe_url = "https://ip.example.org/x"
			user = "u"
			pass = "p"
			hostname = "a.example.net"
			`},
		{"a path that the name or the address is put behind", `custom x { ddns-server = dyn.example.org ddns-path = "/up?h=" alias = a.example.net }
			custom y { ddns-server = dyn.example.org ddns-path = "/up?h=b.example.net&i=" append-myip = true hostname = b.example.net }`, `
			[provider.dyn_example_org]
			families = "apart"
			url = "https://dyn.example.org/up"
			query = ["h={hostname}"]
			detects = "1"
			unverified = "1"
			[provider.dyn_example_org_2]
			families = "apart"
			url = "https://dyn.example.org/up"
			query = ["h=b.example.net", "i={ip}"]
			unverified = "1"
			[account.a_example_net]
			provider = "dyn_example_org"
			device = "eth1"
			hostname = "a.example.net"
			[account.b_example_net]
			provider = "dyn_example_org_2"
			device = "eth1"
			hostname = "b.example.net"
			`},
		{"a user name that is the token, and one that is none", `provider default@duckdns.org { username = t password = noPassword hostname = a.duckdns.org }
			provider duckdns.org { username = none password = t2 hostname = b }`, `
			[account.a_duckdns_org]
			provider = "duckdns.org"
			device = "eth1"
			token = "t"
			hostname = "a.duckdns.org"
			[account.b_duckdns_org]
			provider = "duckdns.org"
			device = "eth1"
			token = "t2"
			hostname = "b.duckdns.org"
			`},
		{"the same server twice is one provider", `custom x:1 { username = u password = p ddns-server = dyn.example.org ddns-path = "/?h=%h&i=%i" hostname = a.example.net }
			custom x:2 { username = u password = p ddns-server = dyn.example.org ddns-path = "/?h=%h&i=%i" hostname = b.example.net }`, `
			[provider.dyn_example_org]
			families = "apart"
			url = "https://dyn.example.org/"
			auth = "basic user pass"
			query = ["h={hostname}", "i={ip}"]
			unverified = "1"
			[account.a_example_net]
			provider = "dyn_example_org"
			device = "eth1"
			user = "u"
			pass = "p"
			hostname = "a.example.net"
			[account.b_example_net]
			provider = "dyn_example_org"
			device = "eth1"
			user = "u"
			pass = "p"
			hostname = "b.example.net"
			`},
		{"what is gone, what nobody knows, and what dynwan does not do", `include("/etc/inadyn.d/*.conf")
			fake-address = true checkip-command = "/bin/x"
			provider default@domains.google.com { username = u password = p hostname = a.example.net }
			provider default@nobody.example { }
			something else { }
			provider default@he.net { password = p hostname = a.example.net checkip-server = ip.example.org checkip-path = / }`, `
			[account.a_example_net]
			provider = "he.net"
			device = "eth1"
			pass = "p"
			hostname = "a.example.net"
			# 3 is not taken over: closed in 2024; its domains went to Squarespace, which has no dynamic DNS
			# 4 is not taken over: no provider of dynwan is nobody.example
			# 5 is no section that dynwan knows
			# 6 checkip-server is not taken over: dynwan takes the address of the line; behind NAT set address to probe and probe_url to a page with https
			# 1 include is not taken over: look at its file yourself
			# 2 fake-address is not taken over
			# 2 checkip-command is not taken over: dynwan runs no programs
			`},
	} {
		t.Run(c.name, func(t *testing.T) { want(t, c.text, "eth1", c.want) })
	}
}

func TestWithoutADeviceItIsAskedFor(t *testing.T) {
	want(t, `provider he.net { password = p hostname = a.example.net }`, "", `
		[account.a_example_net]
		provider = "he.net"
		pass = "p"
		hostname = "a.example.net"
		# 1 device is needed: set that of the account a_example_net
		`)
}
