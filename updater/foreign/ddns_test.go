// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"slices"
	"testing"
)

// ddns is a section of ddns-scripts, its options one a line.
func ddns(t *testing.T, options, lines string) {
	t.Helper()
	want(t, "config service 'home'\n\toption enabled '1'\n"+options, "", lines)
}

func TestSectionsOfDDNSScripts(t *testing.T) {
	for _, c := range []struct{ name, options, want string }{
		{"a password is the token; a short name is in the zone of its provider",
			"\toption service_name duckdns.org\n\toption domain foo\n\toption password 'a\"b\\c'\n", `
			[account.home]
			provider = "duckdns.org"
			interface = "wan"
			token = "a\"b\\c"
			hostname = "foo.duckdns.org"
			# 1 is now the account home
			`},
		{"the values of a URL that are written out", "\toption update_url 'http://www.duckdns.org/update?domains=foo&token=a%2Bb&ip=[IP]'\n", `
			[account.home]
			provider = "duckdns.org"
			interface = "wan"
			token = "a+b"
			hostname = "foo.duckdns.org"
			# 1 is now the account home
			`},
		{"a user name that is the part before the zone", "\toption service_name namecheap.com\n\toption username www\n\toption password p\n\toption domain example.net\n", `
			[account.home]
			provider = "namecheap.com"
			interface = "wan"
			pass = "p"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home
			`},
		{"the zone itself", "\toption service_name namecheap.com\n\toption username @\n\toption password p\n\toption domain example.net\n", `
			[account.home]
			provider = "namecheap.com"
			interface = "wan"
			pass = "p"
			zone = "example.net"
			hostname = "example.net"
			# 1 is now the account home
			`},
		{"a user name that is the zone", "\toption service_name mythic-beasts.com\n\toption username example.net\n\toption password p\n\toption domain www\n", `
			[account.home]
			provider = "mythic-beasts.com"
			interface = "wan"
			pass = "p"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home
			`},
		{"a domain that is the number of a record", "\toption service_name sitelutions.com\n\toption username u\n\toption password p\n\toption domain 4711\n\toption lookup_host www.example.net\n", `
			[account.home]
			provider = "sitelutions.com"
			interface = "wan"
			user = "u"
			pass = "p"
			record_id = "4711"
			hostname = "www.example.net"
			# 1 is now the account home
			`},
		{"host@zone, numbers in param_opt, and a login that is none", "\toption service_name cloudflare.com-v4\n\toption username Bearer\n\toption password p\n\toption domain www@example.net\n\toption param_opt 'zone_id=1 dns_record_id=22'\n\toption lookup_host www.example.net\n", `
			[account.home]
			provider = "cloudflare.com-v4"
			interface = "wan"
			token = "p"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home
			`},
		{"another name to look up", "\toption service_name he.net\n\toption password p\n\toption domain a.example.net\n\toption lookup_host b.example.net\n", `
			[account.home]
			provider = "he.net"
			interface = "wan"
			pass = "p"
			hostname = "a.example.net"
			# 1 is now the account home
			# 6 lookup_host is not taken over: dynwan asks DNS for the name that it updates
			`},
		{"a login that no longer works", "\toption service_name dnsexit.com\n\toption username u\n\toption password p\n\toption domain a.example.net\n", `
			[account.home]
			provider = "dnsexit.com"
			interface = "wan"
			hostname = "a.example.net"
			# 1 is now the account home
			# 1 token is needed: set that of the account home
			`},
		{"a program that the provider of its name needs no longer", "\toption update_script /usr/lib/ddns/update_cloudflare_com_v4.sh\n\toption password p\n\toption domain www@example.net\n", `
			[account.home]
			provider = "cloudflare.com-v4"
			interface = "wan"
			token = "p"
			zone = "example.net"
			hostname = "www.example.net"
			# 1 is now the account home
			# 3 update_script is not taken over: dynwan runs no programs
			`},
		{"a page that tells the address", "\toption service_name he.net\n\toption password p\n\toption domain a.example.net\n\toption ip_source web\n\toption ip_url https://ip.example.org/\n\toption interface wwan\n", `
			[account.home]
			provider = "he.net"
			interface = "wwan"
			address = "probe"
			probe_url = "https://ip.example.org/"
			pass = "p"
			hostname = "a.example.net"
			# 1 is now the account home
			`},
		{"a name that is no name", "\toption service_name he.net\n\toption password p\n\toption domain 'a_b!'\n", `
			# 1 hostname is not taken over: must be a full domain name such as home.example.net
			# 1 is not taken over: its hostname is missing
			`},
		{"a kind of address that its provider does not hold", "\toption service_name only4.example\n\toption use_ipv6 1\n\toption domain a.example.net\n", `
			# 1 is not taken over: only4.example holds only IPv4 addresses
			`},
		{"an option of an odd name", "\toption service_name he.net\n\toption password p\n\toption domain a.example.net\n\toption 'odd \x1b[31m key' 1\n", `
			[account.home]
			provider = "he.net"
			interface = "wan"
			pass = "p"
			hostname = "a.example.net"
			# 1 is now the account home
			# 6 "odd \x1b[31m key" is not taken over
			`},
		{"what has no counterpart", "\toption service_name he.net\n\toption password p\n\toption domain a.example.net\n\toption cacert IGNORE\n\toption dns_server 1.1.1.1\n\toption is_glue 1\n\toption proxy p:1\n\toption bind_network wan\n\toption use_https 0\n\toption upd_privateip 1\n", `
			[account.home]
			provider = "he.net"
			interface = "wan"
			pass = "p"
			hostname = "a.example.net"
			# 1 is now the account home
			# 6 cacert is not taken over: dynwan always checks certificates, by the authorities of the system
			# 7 dns_server is not taken over: dynwan asks the zone's own name servers
			# 8 is_glue is not taken over: dynwan asks the zone's own name servers
			# 9 proxy is not taken over: dynwan knows none
			# 12 upd_privateip is not taken over: dynwan publishes private addresses only in a network of allow
			`},
		{"a URL of a provider that is gone", "\toption update_url 'https://domains.google.com/nic/update?hostname=[DOMAIN]'\n\toption username u\n\toption password p\n\toption domain a.example.net\n", `
			# 1 is not taken over: closed in 2024; its domains went to Squarespace, which has no dynamic DNS
			`},
		{"a URL of the user's own", "\toption update_url 'http://[USERNAME]:[PASSWORD]@dyn.example.org:8080/up?name=[DOMAIN]&to=[IP]&more=[PARAMENC]&raw=[PARAMOPT]&key=s%26t'\n\toption username u\n\toption password p\n\toption domain a.example.net\n\toption param_enc 'a b'\n\toption param_opt x=1\n", `
			[provider.dyn_example_org]
			families = "apart"
			url = "https://dyn.example.org:8080/up"
			auth = "basic user pass"
			query = ["name={hostname}", "to={ip}", "more=a+b", "raw=x=1", "key={token}"]
			unverified = "1"
			plain_http = "1"
			[account.home]
			provider = "dyn_example_org"
			interface = "wan"
			user = "u"
			pass = "p"
			token = "s&t"
			plain_http = "1"
			hostname = "a.example.net"
			# 1 http:// became https://; if the server does not know that, set plain_http of the account to 1
			# 1 is now the account home
			`},
	} {
		t.Run(c.name, func(t *testing.T) { ddns(t, c.options, c.want) })
	}
}

func TestBothFamiliesOfANameAreOneAccount(t *testing.T) {
	const four = "config service 'four'\n\toption enabled 1\n\toption service_name he.net\n\toption password p\n\toption domain a.example.net\n\toption ip_network wan\n"
	const six = "config service 'six'\n\toption enabled 1\n\toption use_ipv6 1\n\toption service_name he.net\n\toption password p\n\toption domain a.example.net\n\toption ip_network wan6\n"
	want(t, four+six, "", `
		[account.four]
		provider = "he.net"
		interface = "wan"
		pass = "p"
		hostname = "a.example.net"
		ipv6 = "1"
		# 1 is now the account four
		# 7 is now the other family of the account four
		`)
	want(t, six+four, "", `
		[account.six]
		provider = "he.net"
		interface = "wan"
		pass = "p"
		hostname = "a.example.net"
		ipv6 = "1"
		# 1 is now the account six
		# 8 is now the other family of the account six
		`)
	want(t, four+six+"\toption ip_network lte\n", "", `
		[account.four]
		provider = "he.net"
		interface = "wan"
		pass = "p"
		hostname = "a.example.net"
		ipv6 = "1"
		# 1 is now the account four
		# 7 is now the other family of the account four
		# 7 its line is not taken over: both addresses are those of one line, see interface and ip6interface
		`)
	want(t, six+"\toption enabled 0\n", "", `
		[account.six]
		enabled = "0"
		provider = "he.net"
		interface = "wan6"
		pass = "p"
		hostname = "a.example.net"
		ipv6 = "1"
		ipv4 = "0"
		# 1 is now the account six
		`)
}

func TestFamiliesWithTokensOfTheirOwnStayApart(t *testing.T) {
	const four = "config service 'four'\n\toption enabled 1\n\toption service_name njal.la\n\toption password p4\n\toption domain a.example.net\n"
	const six = "config service 'six'\n\toption enabled 1\n\toption service_name njal.la\n\toption password p6\n\toption domain a.example.net\n\toption use_ipv6 1\n"
	want(t, four+six, "", `
		[account.four]
		provider = "njal.la"
		interface = "wan"
		token = "p4"
		hostname = "a.example.net"
		[account.six]
		provider = "njal.la"
		interface = "wan6"
		token = "p6"
		hostname = "a.example.net"
		ipv6 = "1"
		ipv4 = "0"
		# 1 is now the account four
		# 6 is now the account six
		`)
}

// What the configuration of dynwan has is left alone, and its family is told.
func TestAnAccountThatIsThereIsNotChanged(t *testing.T) {
	const six = "config service 'six'\n\toption use_ipv6 1\n\toption service_name he.net\n\toption password p\n\toption domain A.example.net\n"
	want(t, "package dynwan\nconfig account 'home'\n\toption provider he.net\n\tlist hostname b.example.net\n\tlist hostname a.example.net\npackage ddns\n"+six, "", `
		# 7 is not taken over again: it has the account home
		# 7 set ipv6 of that account to 1, if it is to hold both kinds of address
		`)
	want(t, "package dynwan\nconfig account 'home'\n\toption provider he.net\n\toption hostname c.example.net\npackage ddns\n"+six, "", `
		[account.six]
		enabled = "0"
		provider = "he.net"
		interface = "wan6"
		pass = "p"
		hostname = "A.example.net"
		ipv6 = "1"
		ipv4 = "0"
		# 6 is now the account six
		`)
}

func TestQuotesOfUCI(t *testing.T) {
	_, err := readUCI("config  a \"b\" # c\n\toption 'x' 'it'\\''s \"q\" \\n'\n option y \"a\\\"b\\\\\"\n\toption z a\\ b'c'\noption m 'two\nlines'\nlist l #\n")
	if want := "7: is no line of UCI"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
	blocks, err := readUCI("config  a \"b\" # c\r\n\toption 'x' 'it'\\''s \"q\" \\n'\n option y \"a\\\"b\\\\\"\n\toption z a\\ b'c'\noption m 'two\nlines'\n#\nlist l d#e")
	want := []option{{"x", `it's "q" \n`, 2, false}, {"y", `a"b\`, 3, false}, {"z", "a bc", 4, false}, {"m", "two\nlines", 5, false}, {"l", "d#e", 8, true}}
	if err != nil || len(blocks) != 1 || blocks[0].kind != "a" || blocks[0].name != "b" || !slices.Equal(blocks[0].options, want) {
		t.Errorf("got %+v, %v", blocks, err)
	}
}
