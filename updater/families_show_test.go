// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"hash/crc32"
	"net/netip"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

func TestAnAccountWantsTheFamiliesThatItPublishes(t *testing.T) {
	const none4, none6 = "wan has no IPv4 address", "wan has no IPv6 address"
	ip6 := families(0, 1).IPv6.String()
	offers := func(r Record, why4, why6 string) Observation {
		r.Settings = ""
		return Observation{Device: "wan", Record: r, Why4: message.Text(why4), IPv6: message.Text(why6)}
	}
	both, only4, only6 := offers(families(1, 1), "", ip6), offers(families(1, 0), "", none6), offers(families(0, 1), none4, ip6)
	neither, down := offers(Record{}, none4, none6), offers(Record{}, "wan is down", "wan is down")
	noDevice := Observation{Why4: message.Text("interface wan is down")}
	ipv4, ipv6, all := Config{IPv4: true}, Config{IPv6: true}, Config{IPv4: true, IPv6: true}
	for _, c := range []struct {
		name    string
		account Config
		line    Observation
		want    Record
		text    string // of the status if there is nothing to publish
		missing string // what is said beside it
		ipv6    string
	}{
		{"the old account, both", Config{}, both, families(1, 0), "", "", ip6},
		{"the old account, IPv6 alone", Config{}, only6, Record{}, none4, "", ip6},
		{"the old account, neither", Config{}, neither, Record{}, none4, "", none6},
		{"IPv4 is like that", ipv4, only6, Record{}, none4, "", ip6},
		{"IPv6, both", ipv6, both, families(0, 1), "", "", ""},
		{"IPv6, IPv4 alone", ipv6, only4, Record{}, none6, "", ""},
		{"IPv6, neither", ipv6, neither, Record{}, none6, "", ""},
		{"IPv6, no device", ipv6, noDevice, Record{}, "interface wan is down", "", ""},
		{"both, both", all, both, families(1, 1), "", "", ""},
		{"both, IPv4 alone", all, only4, families(1, 0), "", "no IPv6 address to publish: " + none6 + "; the provider keeps " + ip6, ""},
		{"both, IPv6 alone", all, only6, families(0, 1), "", "no IPv4 address to publish: " + none4 + "; the provider keeps 203.0.113.1", ""},
		{"both, neither", all, neither, Record{}, none4 + "; " + none6, "", ""},
		{"both, one reason", all, down, Record{}, "wan is down", "", ""},
		{"both, no device", all, noDevice, Record{}, "interface wan is down", "", ""},
	} {
		c.account.Name, c.account.Device, c.account.Settings, c.account.Settle = "home", "wan", "s1", time.Second
		a := accountOf(c.account)
		a.Machine.held = families(1, 1)
		a.observe(epoch, c.line)
		s := a.show(epoch)
		held := a.publishes(families(1, 1)).Addresses()
		if a.Machine.want != c.want || s.Address != c.want.Addresses() || s.Confirmed != held || s.IPv6.String() != c.ipv6 || s.Probe.String() != c.missing {
			t.Errorf("%s: got %+v and the status %+v; want %+v, %q, %q", c.name, a.Machine.want, s, c.want, c.missing, c.ipv6)
		}
		a.Machine.unverified = true
		if s := a.show(epoch); c.want.HasAddress() && (s.State != Doubtful || s.Confirmed != "" || strings.Contains(s.Probe.String(), "keeps")) {
			t.Errorf("%s, not confirmed: got %+v", c.name, s)
		}
		if c.want.HasAddress() {
			if want := "confirmed " + c.want.Addresses(); s.State != Current || s.Text.String() != want {
				t.Errorf("%s: got %s, %q; want it current, %q", c.name, s.State, s.Text, want)
			}
		} else if s.State != NoAddress || s.Text.String() != c.text || s.Next.ID() != message.NothingToPublish {
			t.Errorf("%s: got %s, %q; want nothing to publish, %q", c.name, s.State, s.Text, c.text)
		}
	}
}

// TestAProbeIsForOneFamily: what it saw is published, of the other family what the
// device or the host behind the router has.
func TestAProbeIsForOneFamily(t *testing.T) {
	const lan6 = "2001:db8:1::1234"
	host := &Host{Device: "br-lan", Suffix: netip.MustParseAddr("::1234")}
	for _, c := range []struct {
		ipv4, ipv6 bool
		host       *Host
		probes     []bool // whether of IPv6
		want, text string
	}{
		{true, false, nil, []bool{false}, "203.0.113.1", "203.0.113.1, as eyes.example sees wan"},
		{true, true, nil, []bool{false, true}, "203.0.113.1 2001:db8::1", "203.0.113.1 2001:db8::1, as eyes.example sees wan"},
		{false, true, nil, []bool{true}, "2001:db8::1", "2001:db8::1, as eyes.example sees wan"},
		{true, true, host, []bool{false}, "203.0.113.1 " + lan6, "203.0.113.1, as eyes.example sees wan, " + lan6 + " behind br-lan"},
	} {
		config := Config{Name: "home", Device: "wan", Settings: "s1", IPv4: c.ipv4, IPv6: c.ipv6, Host: c.host, Settle: time.Second}
		line := Record{IPv4: recC.IPv4, IPv6: families(0, 2).IPv6}
		for _, six := range c.probes {
			k := newLook()
			if k.IPv6 = six; six {
				k.known, k.found = line.IPv6, families(0, 1).IPv6
			} else {
				k.known, k.found = line.IPv4, recA.IPv4
			}
			config.Probes = append(config.Probes, k)
		}
		a := accountOf(config)
		for _, k := range a.Probes {
			k.waits = a.Machine
		}
		lan := Observation{Device: "br-lan", Record: Record{IPv6: netip.MustParseAddr("2001:db8:1::1")}}
		for _, o := range []Observation{{Device: "wan", Record: line, IPv6: message.Text("it")}, lan} {
			if a.takes(o) {
				a.observe(epoch, o)
			}
		}
		got := a.Machine.want.Addresses()
		if said := a.holds(a.Machine.want).String(); got != c.want || said != c.text {
			t.Errorf("IPv4 %v, IPv6 %v: got %q and %q, want %q and %q", c.ipv4, c.ipv6, got, said, c.want, c.text)
		}
		if settles := a.Machine.Policy.Settle; (settles > 0) != (c.host != nil) {
			t.Errorf("%s: got another %v to settle, want that for what no probe has waited for alone", c.want, settles)
		}
	}
}

func TestTheLogTellsOfBothFamilies(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.stop()
		h.both, h.send = true, h.provider(Outcome{Kind: Confirmed, Sent: true, Text: message.Text("its words")})
		h.boot()
		h.sees(families(1, 0), "")
		synctest.Wait()
		if s := h.said(); s.State != Settling || s.Probe != "" {
			t.Errorf("a moment after IPv4: got %+v, want no word of IPv6 yet", s)
		}
		h.sleep(12500 * time.Millisecond)
		if want := "no IPv6 address to publish: "; h.said().Probe.String() != want {
			t.Errorf("beside the status: got %q, want %q", h.said().Probe, want)
		}
		h.sees(families(1, 1), "")
		h.sleep(20 * time.Minute)
		s := h.said()
		if got, want := s.Address+", "+s.Confirmed+", "+s.Probe.String(), "203.0.113.1 2001:db8::1, 203.0.113.1 2001:db8::1, "; got != want {
			t.Errorf("status: got %q, want %q", got, want)
		}
		h.sees(families(1, 0), "")
		h.sleep(time.Minute)
		h.sees(families(1, 1), "")
		h.sleep(time.Minute)
		h.wantSent("203.0.113.1 at 10s", "203.0.113.1 2001:db8::1 at 11m11s")
		h.wantLines(
			"home: 203.0.113.1 on wan; no IPv6 address to publish: ; sending in 10s",
			"home: its words",
			"home: 203.0.113.1 2001:db8::1 on wan; the provider allows one update in 11m; sending in 10m59s",
			"home: its words",
			"home: confirmed 203.0.113.1",
			"home: its words",
		)
	})
}

// TestANewImageNamesNoAddressThatHasGone: it takes over the words of the last
// one only where these are about what is held.
func TestANewImageNamesNoAddressThatHasGone(t *testing.T) {
	shown := Status{Name: "home", State: Current, Address: "203.0.113.1", Confirmed: "203.0.113.1 2001:db8::1", Text: message.Text("confirmed 203.0.113.1")}
	a := accountOf(Config{Name: "home", IPv4: true, IPv6: true})
	a.Machine.held, a.Machine.want = families(1, 1), families(1, 1)
	l := Loop{Store: ramStore(t), Shown: []Status{shown}}
	l.showAgain(a)
	if got, want := a.confirmed().String(), "confirmed 203.0.113.1 2001:db8::1"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestANewImageGoesOnWithTheLineOfEachRecord: what status.json says once of an
// account is not the line, for the families may have different ones.
func TestANewImageGoesOnWithTheLineOfEachRecord(t *testing.T) {
	dir := t.TempDir()
	var b Board
	for name, use := range map[string]string{"home/IPv4": "lte", "home/IPv6": "wan"} {
		a := accountOf(Config{Name: name, Account: "home", Device: use, IPv4: true})
		s := a.show(epoch)
		b.Set(&s)
	}
	if err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	shown, err := ReadBoard(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"home/IPv4": 1, "home/IPv6": 0} {
		a := accountOf(Config{Name: name, Device: "wan", Lines: []Line{{Device: "wan"}, {Device: "lte"}}})
		l := Loop{Store: ramStore(t), Shown: shown.Records()}
		if l.showAgain(a); a.choice.used != want {
			t.Errorf("%s: got the line %d, want %d", name, a.choice.used, want)
		}
	}
}

func TestTheStateFileHasBothFamilies(t *testing.T) {
	s := ramStore(t)
	m := memory{held: families(1, 1), tried: families(2, 0)}
	if _, err := s.save("k", "home", m); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(s.path("k.state"))
	body := "boot_id \"boot1\"\naccount \"home\"\nheld 203.0.113.1\nheld6 2001:db8::1\nheld_settings \"s1\"\ntried 203.0.113.2\ntried_settings \"s1\"\n"
	if want := stateHead(crc32.ChecksumIEEE([]byte(body))) + body; string(text) != want {
		t.Errorf("got\n%swant\n%s", text, want)
	}
	if got, _, err := s.load("k"); got != m || err != nil {
		t.Errorf("load: got %+v, %v; want %+v", got, err, m)
	}
	// One that an earlier version wrote.
	body = "boot_id \"boot1\"\naccount \"home\"\nheld 203.0.113.1\nheld_settings \"s1\"\nasked \"s1\"\ntried 203.0.113.1\ntried_settings \"s1\"\n"
	if err := os.WriteFile(s.path("k.state"), []byte(stateHead(crc32.ChecksumIEEE([]byte(body)))+body), 0o600); err != nil {
		t.Fatal(err)
	}
	want := memory{held: families(1, 0), tried: families(1, 0), requested: "s1"}
	if got, _, err := s.load("k"); got != want || err != nil {
		t.Errorf("load an older file: got %+v, %v; want %+v", got, err, want)
	}
}

// TestAJobCarriesBothFamilies to the sender, and no more than one of one.
func TestAJobCarriesBothFamilies(t *testing.T) {
	for want, r := range map[string]Record{
		"task \"update\"\twant 203.0.113.1\tsettings \"s1\"\t":                    families(1, 0),
		"task \"update\"\twant 203.0.113.1\twant6 2001:db8::2\tsettings \"s1\"\t": families(1, 2),
	} {
		text, _ := Job{Task: Update, Want: r}.AppendText(nil)
		var job Job
		if err := job.UnmarshalText(text); err != nil || string(text) != want || job.Want != r {
			t.Errorf("got %s and %+v, %v; want %s and %+v", text, job.Want, err, want, r)
		}
	}
}
