// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

func TestTheAddressOfAHostIsOfTwoHalves(t *testing.T) {
	for _, c := range []struct{ router, suffix, want string }{
		{"2001:db8:1:2::1", "::1234", "2001:db8:1:2::1234"},
		{"2001:db8:1:2:3:4:5:6", "::1:2:3:4", "2001:db8:1:2:1:2:3:4"},
		{"2001:db8:1:20f::1", "00:11:22:33:44:55", "2001:db8:1:20f:211:22ff:fe33:4455"},
		{"2001:db8::", "::ffff:ffff:ffff:ffff", "2001:db8::ffff:ffff:ffff:ffff"},
	} {
		suffix, err := ParseSuffix(c.suffix)
		if err != nil {
			t.Fatal(err)
		}
		h := Host{Suffix: suffix}
		if got := h.in(netip.MustParseAddr(c.router)); got.String() != c.want {
			t.Errorf("%s behind %s: got %s, want %s", c.suffix, c.router, got, c.want)
		}
		if got := h.in(netip.Addr{}); got.IsValid() {
			t.Errorf("%s without a prefix: got %s, want none", c.suffix, got)
		}
	}
}

// hosted is an account with a host behind br-lan.
func hosted(c Config, device string) *Account {
	c.Name, c.Device, c.Settings, c.Settle = "home", "wan", "s1", time.Second
	c.Host = &Host{Device: device, Suffix: netip.MustParseAddr("::1234")}
	if device == "" {
		c.Host.Down = message.Text("interface lan is down")
	}
	return accountOf(c)
}

// offer is what a device has, or why it has nothing; a why6 of "" stands for a
// device that can carry nothing.
func offer(device, ip4, why4, ip6, why6 string) Observation {
	o := Observation{Device: device, Why4: message.Text(why4), IPv6: message.Text(why6)}
	if ip4 != "" {
		o.Record.IPv4 = netip.MustParseAddr(ip4)
	}
	if ip6 != "" {
		o.Record.IPv6, o.IPv6 = netip.MustParseAddr(ip6), message.Text(ip6)
	}
	return o
}

func TestAnAccountPutsTheFamiliesOfTwoDevicesTogether(t *testing.T) {
	const no4, no6, lan6 = "wan has no IPv4 address", "wan has no IPv6 address", "br-lan has no IPv6 address"
	wan := offer("wan", "203.0.113.1", "", "2001:db8:99::1", "")
	wan4, empty, gone := offer("wan", "203.0.113.1", "", "", no6), offer("wan", "", no4, "", no6), offer("wan", "", "wan is gone", "", "wan is gone")
	lan := offer("br-lan", "", "br-lan has only 192.168.1.1", "2001:db8:1:2::1", "")
	bare, noLAN := offer("br-lan", "", "x", "", lan6), offer("br-lan", "", "br-lan is gone", "", "br-lan is gone")
	all, ipv6 := Config{IPv4: true, IPv6: true}, Config{IPv6: true}
	for _, c := range []struct {
		name          string
		account       Config
		device        string
		seen          []Observation
		want, missing string
		text          string // if nothing is published
	}{
		{"both", all, "br-lan", []Observation{wan, lan}, "203.0.113.1 2001:db8:1:2::1234", "", ""},
		{"both, the LAN first", all, "br-lan", []Observation{lan, wan}, "203.0.113.1 2001:db8:1:2::1234", "", ""},
		{"a line with IPv4 alone", all, "br-lan", []Observation{wan4, lan}, "203.0.113.1 2001:db8:1:2::1234", "", ""},
		{"the LAN has no prefix", all, "br-lan", []Observation{wan, bare}, "203.0.113.1", "no IPv6 address to publish: " + lan6, ""},
		{"no LAN", all, "br-lan", []Observation{wan, noLAN}, "203.0.113.1", "no IPv6 address to publish: br-lan is gone", ""},
		{"its interface is down", all, "", []Observation{wan}, "203.0.113.1", "no IPv6 address to publish: interface lan is down", ""},
		{"the line has no address", all, "br-lan", []Observation{empty, lan}, "2001:db8:1:2::1234", "no IPv4 address to publish: " + no4, ""},
		{"neither", all, "br-lan", []Observation{empty, bare}, "", "", no4 + "; " + lan6},
		{"no line", all, "br-lan", []Observation{lan, gone}, "", "", "wan is gone"},
		{"no line, the LAN not read", all, "br-lan", []Observation{gone}, "", "", "wan is gone"},
		{"no line and no interface", all, "", []Observation{gone}, "", "", "wan is gone"},
		{"IPv6, both", ipv6, "br-lan", []Observation{wan, lan}, "2001:db8:1:2::1234", "", ""},
		{"IPv6, no prefix", ipv6, "br-lan", []Observation{wan, bare}, "", "", lan6},
		{"IPv6, no line", ipv6, "br-lan", []Observation{gone, lan}, "", "", "wan is gone"},
		{"the prefix of the line", all, "wan", []Observation{wan}, "203.0.113.1 2001:db8:99::1234", "", ""},
		{"the line has no prefix", all, "wan", []Observation{wan4}, "203.0.113.1", "no IPv6 address to publish: " + no6, ""},
		{"IPv6, the line has no prefix", ipv6, "wan", []Observation{wan4}, "", "", no6},
	} {
		a := hosted(c.account, c.device)
		for _, o := range c.seen {
			if !a.takes(o) {
				t.Errorf("%s: %s is not for the account", c.name, o.Device)
			}
			a.observe(epoch, o)
		}
		a.Machine.held = a.Machine.want
		s := a.show(epoch)
		if !a.seen || s.Address != c.want || s.Probe.String() != c.missing || c.want == "" && (s.State != NoAddress || s.Text.String() != c.text) {
			t.Errorf("%s: got %q, %q and %q; want %q, %q and %q", c.name, s.Address, s.Probe, s.Text, c.want, c.missing, c.text)
		}
	}
}

// TestOneOfTwoDevicesIsNotEnough: what is not known must not look as if it were
// not there.
func TestOneOfTwoDevicesIsNotEnough(t *testing.T) {
	for _, o := range []Observation{offer("wan", "203.0.113.1", "", "2001:db8:99::1", ""), offer("br-lan", "", "x", "2001:db8:1:2::1", "")} {
		a := hosted(Config{IPv4: true, IPv6: true}, "br-lan")
		if a.observe(epoch, o); a.seen || a.Machine.want.HasAddress() {
			t.Errorf("%s alone: got %+v, want nothing yet", o.Device, a.Machine.want)
		}
	}
	a := hosted(Config{IPv4: true, IPv6: true}, "br-lan")
	for _, o := range []Observation{{Device: "br-lan", Prefer: "203.0.113.0/24"}, {Device: "eth1"}, {}} {
		if a.takes(o) {
			t.Errorf("%+v is for the account, want only what it watches", o)
		}
	}
}

func TestTheLogSaysWhereEachAddressIs(t *testing.T) {
	a := hosted(Config{IPv4: true, IPv6: true}, "br-lan")
	ip4, ip6 := netip.MustParseAddr("203.0.113.1"), netip.MustParseAddr("2001:db8:1:2::1234")
	for want, r := range map[string]Record{
		"203.0.113.1 on wan, 2001:db8:1:2::1234 behind br-lan": {IPv4: ip4, IPv6: ip6},
		"203.0.113.1 on wan":               {IPv4: ip4},
		"2001:db8:1:2::1234 behind br-lan": {IPv6: ip6},
	} {
		if got := a.holds(r).String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestThePlanKeepsAHost over the file in which the daemon gets it.
func TestThePlanKeepsAHost(t *testing.T) {
	want := hosted(Config{}, "").Host
	text := string(AppendConfigs(nil, []Config{{Name: "a", Host: want}, {Name: "b"}}))
	var r ConfigReader
	for line := range strings.Lines(text) {
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if ok, err := r.Read(kind, rest); !ok || err != nil {
			t.Errorf("%q: %v", line, err)
		}
	}
	if len(r.List) != 2 || *r.List[0].Host != *want || r.List[1].Host != nil {
		t.Errorf("got %+v of %s; want %+v", r.List, text, want)
	}
}

// TestAHostFollowsThePrefix goes through a day of a line: the prefix comes after
// the IPv4 address, changes, is lost, and comes back with a new IPv4 address.
func TestAHostFollowsThePrefix(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.stop()
		h.both, h.host = true, &Host{Device: "br-lan", Suffix: netip.MustParseAddr("::1234")}
		h.boot()
		sees := func(o Observation) { h.seen <- o; synctest.Wait() }
		const lan6 = "br-lan has only 2001:db8:2::1, deprecated"
		sees(offer("wan", "203.0.113.1", "", "", "wan has no IPv6 address"))
		h.sleep(time.Minute)
		h.wantSent() // br-lan has not been read
		sees(offer("br-lan", "", "x", "2001:db8:1::1", ""))
		h.sleep(time.Hour)
		sees(offer("br-lan", "", "x", "2001:db8:2::1", ""))
		h.sleep(time.Hour)
		sees(offer("br-lan", "", "x", "", lan6))
		h.sleep(time.Minute)
		if got, want := h.said().Probe.String(), "no IPv6 address to publish: "+lan6+"; the provider keeps 2001:db8:2::1234"; got != want {
			t.Errorf("without a prefix: got %q, want %q", got, want)
		}
		sees(offer("wan", "203.0.113.2", "", "", "wan has no IPv6 address"))
		h.sleep(time.Hour)
		sees(offer("wan", "", "wan is gone", "", "wan is gone"))
		sees(offer("br-lan", "", "x", "2001:db8:3::1", ""))
		h.sleep(time.Hour)
		sees(offer("wan", "203.0.113.3", "", "", "wan has no IPv6 address"))
		h.sleep(time.Hour)
		h.wantSent("203.0.113.1 2001:db8:1::1234 at 1m1s", "203.0.113.1 2001:db8:2::1234 at 1h1m1s", "203.0.113.2 at 2h2m10s",
			"203.0.113.3 2001:db8:3::1234 at 4h2m1s")
	})
}
