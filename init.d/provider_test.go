// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"strings"
	"testing"
)

// ownProvider is one of the user's own, with values that a shell could stumble over.
const ownProvider = `
config provider 'mine'
	option title 'It'\''s "mine" $(reboot)'
	option families 'together'
	option url 'https://dyn.example.com/u?v=1'
	option auth 'basic user pass'
	list query 'h={hostname}'
	list query 'a={ip4}'
	list query 'b={ip6}'
	list yes 'all done'
	list yes '{ip} is set'
	list status_no '401'
	option help_user 'The number on the invoice.'
`

const accountThere = `
config account 'home'
	option enabled '1'
	option provider 'mine'
	option user 'me'
	option pass 'hunter2'
	list hostname 'home.example.net'
`

func TestAProviderOfTheUsersOwn(t *testing.T) {
	r := newRouter(t)
	r.up("wan", "pppoe-wan")
	r.uci(ownProvider + accountThere)
	r.start()
	toml := r.read("var/etc/dynwan.toml")
	for _, want := range []string{
		"\n[provider.mine]\n", "\ntitle = \"It's \\\"mine\\\" $(reboot)\"\n", "\nquery = [\"h={hostname}\", \"a={ip4}\", \"b={ip6}\"]\n",
		"\nyes = [\"all done\", \"{ip} is set\"]\n", "\n[account.home]\n",
	} {
		if !strings.Contains(toml, want) {
			t.Errorf("rendered: got\n%s\nwant %q in it", toml, want)
		}
	}
	if res := r.verb("check"); res.code != 0 || res.out != "home: ok: mine keeps home.example.net at the address of pppoe-wan\n" || res.errors != "" {
		t.Errorf("check: got %d %q %q", res.code, res.out, res.errors)
	}
}

// TestAFaultOfSuchAProviderIsSaid in the words of UCI, whatever it is.
func TestAFaultOfSuchAProviderIsSaid(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"https://dyn", "http://dyn", "dynwan.mine.url: must be https://"},
		{"list yes", "list yess", "dynwan.mine.yess: is not a key of a provider\n"},
		{"option families 'together'", "", "dynwan.mine.families: is missing\n"},
		{"'together'", "'both'", "dynwan.mine.families: must be ipv4 or ipv6 or together or apart\n"},
		{"'401'", "'4o1'", "dynwan.mine.status_no: must be numbers of HTTP"},
		{"option title", "option enabled", "dynwan.mine.enabled: is not a key of a provider\n"},
		{"provider 'mine'\n", "provider 'dyndns2'\n", "dynwan.dyndns2: is the name of a provider that dynwan has"},
		{"user pass", "user passs", "dynwan.mine.auth: must be basic and two of user"},
	} {
		r := newRouter(t)
		r.up("wan", "pppoe-wan")
		r.uci(strings.Replace(ownProvider, c.old, c.new, 2) + accountThere)
		r.start()
		if res := r.verb("check"); res.code != 2 || !strings.Contains(res.out, c.want) {
			t.Errorf("%s: got %d %q, want %q", c.new, res.code, res.out, c.want)
		}
	}
}
