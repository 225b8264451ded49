// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"strings"
	"testing"
)

// dyndns2With is the smallest good account at a server of dyndns2, with further
// lines.
func dyndns2With(lines ...string) string {
	return "[account.home]\n" + strings.Join(append([]string{`provider = "dyndns2"`, `server = "https://dyn.example.com"`,
		`user = "me"`, `pass = "hunter2"`, `hostname = "home.example.net"`, `device = "pppoe-wan"`}, lines...), "\n") + "\n"
}

func TestTheRulesOfAHostBehindTheRouter(t *testing.T) {
	const on, suffix, lan = "ipv6 = true", `ip6suffix = "::1234"`, `ip6device = "br-lan"`
	for _, c := range []struct{ text, want string }{
		{dyndns2With(on, suffix), ""},
		{dyndns2With(on, suffix, lan, `ip6interface = "lan"`), ""},
		{dyndns2With(on, suffix, `ip6interface = "lan"`), ""},
		{dyndns2With(on, `ip6suffix = "00:11:22:33:44:55"`, lan, "ipv4 = false"), ""},
		{dyndns2With(on, `ip6suffix = ""`), ""},
		{dyndns2With(suffix), "f:8: account.home.ip6suffix: is of no use while ipv6 is off"},
		{dyndns2With(suffix, lan), "f:8: account.home.ip6suffix: is of no use while ipv6 is off"},
		{dyndns2With(on, `ip6suffix = "2001:db8::1"`), "f:9: account.home.ip6suffix: must not be longer than 64 bits: the upper half is the prefix, which the router gives"},
		{dyndns2With(on, `ip6suffix = "server"`), "f:9: account.home.ip6suffix: must be the lower half of an IPv6 address, such as ::1234 or ::1:2:3:4, or a MAC address such as 00:11:22:33:44:55"},
		{dyndns2With(on, `ip6suffix = 1234`), "f:9: account.home.ip6suffix: must be a text in quotes"},
		{dyndns2With(on, lan), "f:9: account.home.ip6device: is of no use without ip6suffix, which says the address of which host"},
		{dyndns2With(lan), "f:8: account.home.ip6device: is of no use without ip6suffix, which says the address of which host"},
		{dyndns2With(on, `ip6interface = "lan"`, lan), "f:9: account.home.ip6interface: is of no use without ip6suffix, which says the address of which host"},
		{dyndns2With(on, suffix, `ip6device = "br-lan@lan"`), "f:10: account.home.ip6device: must be the part before the @"},
		{dyndns2With(on, suffix, `ip6interface = "br-lan"`), "f:10: account.home.ip6interface: must be the name of an interface of OpenWrt"},
		{dyndns2With(on, suffix, `address = "probe"`, `probe_user = "me"`), ""},
	} {
		p := Parse("f", c.text)
		switch {
		case c.want == "" && (len(p.Problems) > 0 || len(p.Accounts) != 1):
			t.Errorf("%q:\n got %v\nwant no problem", c.text, p.Problems)
		case c.want != "" && (len(p.Problems) != 1 || !strings.HasPrefix(p.Problems[0].String(), c.want)):
			t.Errorf("%q:\n got %v\nwant %s", c.text, p.Problems, c.want)
		}
	}
}

func TestWhereTheUpperHalfComesFrom(t *testing.T) {
	const suffix = `ip6suffix = "::1234"`
	for _, c := range []struct {
		lines  []string
		device string
		down   string
		says   string // of check
	}{
		{[]string{suffix}, "pppoe-wan", "", "the address of pppoe-wan, the IPv6 address of ::1234 behind pppoe-wan"},
		{[]string{suffix, `ip6device = "br-lan"`}, "br-lan", "", "the address of pppoe-wan, the IPv6 address of ::1234 behind br-lan"},
		{[]string{suffix, `ip6device = "br-lan"`, `ip6interface = "lan"`, "ipv4 = false"}, "br-lan", "", "the IPv6 address of ::1234 behind br-lan"},
		{[]string{suffix, `ip6interface = "lan"`}, "", "interface lan is down", "the address of pppoe-wan, the IPv6 address of ::1234 behind interface lan, which is down"},
	} {
		p := Parse("f", dyndns2With(append(c.lines, "ipv6 = true")...))
		if len(p.Accounts) != 1 {
			t.Fatalf("%q: got %v", c.lines, p.Problems)
		}
		h := p.Records()[0].Host
		if h.Device != c.device || h.Down.String() != c.down || h.Suffix.String() != "::1234" || p.Accounts[0].Source().String() != c.says {
			t.Errorf("%q: got %+v and %q; want %q, %q and %q", c.lines, h, p.Accounts[0].Source(), c.device, c.down, c.says)
		}
	}
	if p := Parse("f", dyndns2With("ipv6 = true")).Records(); p[0].Host != nil {
		t.Errorf("without a suffix: got %+v, want the device's own address", p[0].Host)
	}
}
