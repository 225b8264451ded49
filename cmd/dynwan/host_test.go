// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	"dynwan/netwatch"
	"dynwan/updater"
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
		p := parseConfig("f", c.text)
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
		watch  string // the devices that are watched
	}{
		{[]string{suffix}, "pppoe-wan", "", "the address of pppoe-wan, the IPv6 address of ::1234 behind pppoe-wan", "pppoe-wan"},
		{[]string{suffix, `ip6device = "br-lan"`}, "br-lan", "", "the address of pppoe-wan, the IPv6 address of ::1234 behind br-lan", "pppoe-wan br-lan"},
		{[]string{suffix, `ip6device = "br-lan"`, `ip6interface = "lan"`, "ipv4 = false"}, "br-lan", "", "the IPv6 address of ::1234 behind br-lan", "pppoe-wan br-lan"},
		{[]string{suffix, `ip6interface = "lan"`}, "", "interface lan is down", "the address of pppoe-wan, the IPv6 address of ::1234 behind interface lan, which is down", "pppoe-wan"},
	} {
		p := parseConfig("f", dyndns2With(append(c.lines, "ipv6 = true")...))
		if len(p.Accounts) != 1 {
			t.Fatalf("%q: got %v", c.lines, p.Problems)
		}
		plan := planOf(p)
		h := plan.Accounts[0].Host
		var watch []string
		for _, choice := range plan.choices() {
			watch = append(watch, choice.Device)
		}
		if h.Device != c.device || h.Down.String() != c.down || h.Suffix.String() != "::1234" || p.Accounts[0].source().String() != c.says ||
			strings.Join(watch, " ") != c.watch {
			t.Errorf("%q: got %+v, watched %q and %q; want %q, %q, watched %q and %q",
				c.lines, h, watch, p.Accounts[0].source(), c.device, c.down, c.watch, c.says)
		}
	}
	if p := planOf(parseConfig("f", dyndns2With("ipv6 = true"))); p.Accounts[0].Host != nil {
		t.Errorf("without a suffix: got %+v, want the device's own address", p.Accounts[0].Host)
	}
}

// TestEachDeviceIsWatchedOnce, whatever it is for, but once for each preference.
func TestEachDeviceIsWatchedOnce(t *testing.T) {
	lan := &updater.Host{Device: "br-lan"}
	p := &plan{Accounts: []updater.Config{
		{Device: "wan", Host: lan}, {Device: "wan", Host: lan}, {Device: "br-lan"}, {Device: "wan2", Prefer: "!2001:db8::/32", Host: lan},
		{Host: &updater.Host{}},
	}}
	want := []netwatch.Choice{{Device: "wan"}, {Device: "br-lan"}, {Device: "wan2", Prefer: "!2001:db8::/32"}, {Device: "br-lan", Prefer: "!2001:db8::/32"}}
	if got := p.choices(); !slices.Equal(got, want) {
		t.Errorf("choices: got %v, want %v", got, want)
	}
	if got, want := p.devices(), []string{"br-lan", "wan", "wan2"}; !slices.Equal(got, want) {
		t.Errorf("devices: got %q, want %q", got, want)
	}
}

// TestOnceHearsOfBothDevices, although it may begin to read only when both have
// been reported.
func TestOnceHearsOfBothDevices(t *testing.T) {
	p := &plan{Accounts: []updater.Config{{Device: "wan", Host: &updater.Host{Device: "br-lan"}}}}
	seen, see := p.firstReports()
	for _, c := range p.choices() {
		see(updater.Observation{Device: c.Device})
	}
	see(updater.Observation{Device: "later"})
	close(seen)
	var got []string
	for o := range seen {
		got = append(got, o.Device)
	}
	if want := []string{"wan", "br-lan"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestARequestDoesNotSpeakFromTheAddressOfAHost, which the router does not hold;
// from its own published one it does.
func TestARequestDoesNotSpeakFromTheAddressOfAHost(t *testing.T) {
	server, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	job := updater.Job{Device: "lo", Want: updater.Record{IPv6: mustAddr("2001:db8:53:1::1234")}}
	for _, c := range []struct {
		line  string
		works bool
	}{{`ip6suffix = "::1234"`, true}, {"", false}} {
		a := parseConfig("f", dyndns2With("ipv6 = true", c.line)).Accounts[0]
		conn, err := a.line(job).Dial(context.Background(), "tcp6", server.Addr().String())
		if (err == nil) != c.works {
			t.Errorf("%q: got %v, want it to work: %v", c.line, err, c.works)
		}
		if err == nil {
			conn.Close()
		}
	}
}
