// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"strings"
	"testing"
)

// TestAPIsOfDDNSScripts: each of its programs gives the options a meaning of its
// own.
func TestAPIsOfDDNSScripts(t *testing.T) {
	for _, c := range []struct{ options, want string }{
		{"service_name cloudflare.com-v4|username me@example.org|password globalkey|domain @example.net", `
			[account.home]
			provider = "cloudflare.com-v4"
			interface = "wan"
			zone = "example.net"
			hostname = "example.net"
			# 1 its password is not taken over: with an e-mail address as user it is the Global API Key, which may do everything; make an API token
			# 1 is now the account home
			# 1 token is needed: set that of the account home`},
		{"service_name netcup.com|username 123|password pw|param_enc key|param_opt example.net|domain www.example.net", `
			[account.home]
			provider = "netcup.com"
			interface = "wan"
			user = "123"
			token = "key"
			pass = "pw"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name digitalocean.com-v2|username www|password t|domain example.net|param_opt 4711", `
			[account.home]
			provider = "digitalocean.com-v2"
			interface = "wan"
			token = "t"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name pdns|username www|password t|domain example.net|param_opt http://127.0.0.1:8081", `
			[account.home]
			provider = "pdns"
			interface = "wan"
			server = "http://127.0.0.1:8081"
			token = "t"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name scaleway.com|username example.net|password t|domain www.example.net|param_opt 60", `
			[account.home]
			provider = "scaleway.com"
			interface = "wan"
			token = "t"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home
			# 7 param_opt is not taken over`},
		{"service_name blazingfast.io|username me|password p|domain www.example.net|param_opt 'service_id=1 zone_id=2 record_id=3 ttl=60'", `
			[account.home]
			provider = "blazingfast.io"
			interface = "wan"
			user = "me"
			pass = "p"
			account = "1"
			zone_id = "2"
			record_id = "3"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name route53-v1|username AKIA|password s|domain Z123|lookup_host www.example.net", `
			[account.home]
			provider = "route53-v1"
			interface = "wan"
			user = "AKIA"
			pass = "s"
			zone_id = "Z123"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name aliyun.com|username id|password s|domain www@example.net|param_enc RecordId=4711", `
			[account.home]
			provider = "aliyun.com"
			interface = "wan"
			user = "id"
			pass = "s"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name huaweicloud.com|username ak|password sk|domain www.example.net", `
			[account.home]
			provider = "huaweicloud.com"
			interface = "wan"
			user = "ak"
			pass = "sk"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name huaweicloud.com|username ak|password sk|domain @.example.net", `
			[account.home]
			provider = "huaweicloud.com"
			interface = "wan"
			user = "ak"
			pass = "sk"
			zone = "example.net"
			hostname = "example.net"
			# 1 is now the account home`},
		{"service_name dnspod.cn-v3|username id|password k|domain a.b@example.net|record_id 5", `
			[account.home]
			provider = "dnspod.cn-v3"
			interface = "wan"
			user = "id"
			pass = "k"
			zone = "example.net"
			hostname = "a.b.example.net"
			# 1 is now the account home`},
		{"service_name transip.nl|username me|password key|domain example.net|param_enc www|param_opt 300", `
			[account.home]
			provider = "transip.nl"
			interface = "wan"
			user = "me"
			pass = "key"
			zone = "example.net"
			ttl = "300"
			hostname = "www.example.net"
			# 1 is now the account home`},
		{"service_name cloud.google.com-v1|username ddns@p.iam.gserviceaccount.com|password /etc/key.json|domain www.example.net|param_enc 'project=my-project&zone=my-zone'|param_opt 300", `
			[account.home]
			provider = "cloud.google.com-v1"
			interface = "wan"
			user = "ddns@p.iam.gserviceaccount.com"
			pass = "/etc/key.json"
			account = "my-project"
			zone_id = "my-zone"
			ttl = "300"
			hostname = "www.example.net"
			# 1 is now the account home`},
	} {
		t.Run(strings.Fields(c.options)[1], func(t *testing.T) {
			ddns(t, "\toption "+strings.ReplaceAll(c.options, "|", "\n\toption ")+"\n", c.want+"\n")
		})
	}
}

func TestTheGlobalKeyOfDdclientIsNoToken(t *testing.T) {
	want(t, "protocol=cloudflare, zone=example.net, login=me@example.org, password=globalkey, www.example.net\n", "wan", `
		[account.www_example_net]
		provider = "cloudflare.com-v4"
		device = "wan"
		zone = "example.net"
		hostname = "www.example.net"
		# 1 its password is not taken over: with an e-mail address as user it is the Global API Key, which may do everything; make an API token
		# 1 token is needed: set that of the account www_example_net
		`)
}
