// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"testing"

	"dynwan/updater/rfc2136"
)

func init() { some["rfc2136"] = book1{spec: &rfc2136.Spec} }

func TestUpdatesOfDNS(t *testing.T) {
	const section = "config service 'home'\n\toption enabled 1\n\toption domain a.example.net\n\toption dns_server ns1.example.net\n\toption password c2VjcmV0\n"
	for _, c := range []struct{ name, text, want string }{
		{"a key with its algorithm, over TCP", section + "\toption service_name bind-nsupdate\n\toption username HMAC-SHA512:home-key\n\toption force_dnstcp 1\n", `
			[account.home]
			provider = "rfc2136"
			interface = "wan"
			nameserver = "ns1.example.net"
			hostname = "a.example.net"
			key = "home-key"
			algorithm = "hmac-sha512"
			secret = "c2VjcmV0"
			# 1 is now the account home
			`},
		{"the program itself, and a key without its algorithm", section + "\toption update_script /usr/lib/ddns/update_nsupdate.sh\n\toption username home-key\n", `
			[account.home]
			provider = "rfc2136"
			interface = "wan"
			nameserver = "ns1.example.net"
			hostname = "a.example.net"
			key = "home-key"
			secret = "c2VjcmV0"
			# 1 names no algorithm of its key: hmac-sha256 is taken; old versions of nsupdate took hmac-md5
			# 1 is now the account home
			# 6 update_script is not taken over: dynwan runs no programs
			`},
		{"a server on another port", section + "\toption service_name bind-nsupdate\n\toption username hmac-md5:k\n\toption dns_server 'ns1.example.net 5353'\n", `
			[account.home]
			provider = "rfc2136"
			interface = "wan"
			nameserver = "ns1.example.net:5353"
			hostname = "a.example.net"
			key = "k"
			algorithm = "hmac-md5"
			secret = "c2VjcmV0"
			# 1 is now the account home
			`},
		{"a key in a file", "protocol=nsupdate, server=ns1.example.net, login=/usr/bin/nsupdate, password=/etc/ddclient/home.key, zone=example.net, ttl=600, tcp=yes a.example.net,b.example.net\n", `
			[account.a_example_net]
			provider = "rfc2136"
			device = "wan"
			nameserver = "ns1.example.net"
			zone = "example.net"
			hostname = ["a.example.net", "b.example.net"]
			key = "/etc/ddclient/home.key"
			ttl = "600s"
			# 1 the file of its key must be readable for the user of dynwan
			`},
	} {
		t.Run(c.name, func(t *testing.T) {
			device := ""
			if c.text[0] == 'p' {
				device = "wan"
			}
			want(t, c.text, device, c.want)
		})
	}
}
