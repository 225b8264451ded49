// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"slices"
	"testing"
	"time"

	"dynwan/updater/message"
)

// seen6 is what the server sees of the line by IPv6.
var seen6 = netip.MustParseAddr("2001:db8::7")

// behindBoth is behind for an account that publishes both families.
func behindBoth(t *testing.T, f func(h *loopTest, l *probeServer)) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.stop()
		l.seen6, h.both = seen6, true
		l.bootBoth()
		f(h, l)
	})
}

func (l *probeServer) bootBoth() {
	l.h.look6 = newLook()
	l.h.look6.Key, l.h.look6.IPv6 = "q6", true
	l.boot()
}

// holdsBoth tells what the device holds: of IPv6 nothing if the text is empty.
func (h *loopTest) holdsBoth(hidden, ipv6 string) {
	o := Observation{Device: "wan", IPv6: message.Text("wan has no IPv6 address"), Why4: message.Text("wan has only a private address")}
	if hidden != "" {
		o.Hidden = netip.MustParseAddr(hidden)
	}
	if ipv6 != "" {
		o.Record.IPv6, o.IPv6 = netip.MustParseAddr(ipv6), message.Text(ipv6)
	}
	h.seen <- o
	h.sleep(0)
}

func TestEachFamilyIsAskedForAndOneUpdateSetsBoth(t *testing.T) {
	behindBoth(t, func(h *loopTest, l *probeServer) {
		h.holdsBoth("192.168.1.2", "2001:db8:1::2")
		h.sleep(time.Minute)
		l.wantAsked("1s", "2s by IPv6")
		h.wantSent("203.0.113.1 2001:db8::7 at 3s")
		if s := h.said(); s.State != Current || s.Address != "203.0.113.1 2001:db8::7" {
			t.Errorf("got %+v, want both current", s)
		}
		h.wantLines(
			"home: 192.168.1.2 on wan; asking eyes.example which address it sees in 1s",
			"home: confirmed 203.0.113.1 2001:db8::7",
		)
		h.sleep(time.Hour)
		l.wantAsked("1s", "2s by IPv6", "30m2s", "30m3s by IPv6", "1h3s", "1h4s by IPv6")
		h.wantSent("203.0.113.1 2001:db8::7 at 3s")
	})
}

// TestTheFamilyThatComesFirstIsAskedForAtOnce, and the update waits for the other
// one as after a redial.
func TestTheFamilyThatComesFirstIsAskedForAtOnce(t *testing.T) {
	behindBoth(t, func(h *loopTest, l *probeServer) {
		h.holdsBoth("192.168.1.2", "")
		h.sleep(4 * time.Second)
		l.wantAsked("1s")
		h.holdsBoth("192.168.1.2", "2001:db8:1::2")
		h.sleep(time.Minute)
		l.wantAsked("1s", "5s by IPv6")
		h.wantSent("203.0.113.1 2001:db8::7 at 6s")
	})
	behindBoth(t, func(h *loopTest, l *probeServer) {
		h.holdsBoth("192.168.1.2", "")
		h.sleep(20 * time.Second)
		h.wantSent("203.0.113.1 at 12s") // MaxHold after it was known
		if want := nat + "; no IPv6 address to publish: wan has no IPv6 address"; h.said().Probe.String() != want {
			t.Errorf("got %q, want %q", h.said().Probe, want)
		}
	})
}

func TestAFamilyThatChangesIsAskedForAlone(t *testing.T) {
	behindBoth(t, func(h *loopTest, l *probeServer) {
		h.holdsBoth("192.168.1.2", "2001:db8:1::2")
		h.sleep(20 * time.Minute)
		next := netip.MustParseAddr("2001:db8::8")
		l.locked(func() { l.seen6 = next })
		h.holdsBoth("192.168.1.2", "2001:db8:1::3")
		h.sleep(5 * time.Minute)
		l.wantAsked("1s", "2s by IPv6", "20m1s by IPv6")
		h.wantSent("203.0.113.1 2001:db8::7 at 3s", "203.0.113.1 2001:db8::8 at 20m2s")
		// Before 5 minutes are over it is not asked again, first thing after.
		l.locked(func() { l.seen6 = seen6 })
		h.holdsBoth("192.168.1.2", "2001:db8:1::4")
		h.sleep(20 * time.Minute)
		h.holdsBoth("192.168.1.2", "2001:db8:1::5")
		h.sleep(time.Minute)
		h.holdsBoth("192.168.1.2", "2001:db8:1::6")
		h.sleep(time.Minute)
		if s := h.said(); s.State != Current || s.Confirmed == "" || s.Probe.String() != nat+"; no IPv6 address to publish: the server may be asked only once every 5m; the provider keeps 2001:db8::7" {
			t.Errorf("while IPv6 must not be asked for: got %+v", s)
		}
		h.sleep(10 * time.Minute)
		asked := l.times()
		if want := []string{"45m1s by IPv6", "50m2s by IPv6"}; !slices.Equal(asked[len(asked)-2:], want) {
			t.Errorf("asked: got %q, want %q at its end", asked, want)
		}
	})
}

// TestAFamilyWithoutAnAnswerKeepsNothingWaiting: the other one is published, and
// the status says what is wrong.
func TestAFamilyWithoutAnAnswerKeepsNothingWaiting(t *testing.T) {
	away := Outcome{Kind: Unsent, Tried: true, Text: message.Text("cannot reach eyes.example: network is unreachable")}
	silent := Outcome{Kind: Unsent, Sent: true, Text: message.Text("no answer came in time")}
	for _, c := range []struct {
		name            string
		fails, fails6   []Outcome
		sent, confirmed string
		missing         string
	}{
		{"IPv6 leads nowhere", nil, slices.Repeat([]Outcome{away}, 100), "203.0.113.1 at 12s", "203.0.113.1",
			nat + "; no IPv6 address to publish: " + away.Text.String()},
		{"IPv6 is not answered", nil, slices.Repeat([]Outcome{silent}, 100), "203.0.113.1 at 12s", "203.0.113.1",
			nat + "; no IPv6 address to publish: " + silent.Text.String()},
		{"IPv4 is not answered", slices.Repeat([]Outcome{silent}, 100), nil, "2001:db8::7 at 13s", "2001:db8::7",
			nat6 + "; no IPv4 address to publish: " + silent.Text.String()},
	} {
		behindBoth(t, func(h *loopTest, l *probeServer) {
			l.locked(func() { l.fails, l.fails6 = c.fails, c.fails6 })
			h.holdsBoth("192.168.1.2", "2001:db8:1::2")
			h.sleep(time.Minute)
			h.wantSent(c.sent)
			if s := h.said(); s.State != Current || s.Confirmed != c.confirmed || s.Probe.String() != c.missing {
				t.Errorf("%s: got %s, confirmed %q and %q; want %q and %q", c.name, s.State, s.Confirmed, s.Probe, c.confirmed, c.missing)
			}
			// When it is answered at last both are there.
			l.locked(func() { l.fails, l.fails6 = nil, nil })
			h.sleep(40 * time.Minute)
			if s := h.said(); s.Confirmed != "203.0.113.1 2001:db8::7" {
				t.Errorf("%s, later: got %q confirmed, want both", c.name, s.Confirmed)
			}
		})
	}
}

const nat6 = "behind NAT: wan holds 2001:db8:1::2, eyes.example sees 2001:db8::7"

// TestFamiliesShareTheirQuestionsApart: an account of IPv4 alone has the IPv4
// half of one that has both.
func TestFamiliesShareTheirQuestionsApart(t *testing.T) {
	behindBoth(t, func(h *loopTest, l *probeServer) {
		h.stop()
		policy := *h.account.Machine.Policy
		policy.Both = false
		other := &Account{Config: &Config{Name: "office", Device: "wan", Key: "o", Settings: "s1", Probes: []*ProbeSource{newLook()}},
			Machine: &Machine{Policy: &policy, Login: "login2"}}
		h.beside = []*Account{other}
		l.bootBoth()
		h.holdsBoth("192.168.1.2", "2001:db8:1::2")
		h.sleep(10 * time.Minute)
		l.wantAsked("1s", "2s by IPv6")
		h.mu.Lock()
		sent := slices.Sorted(slices.Values(h.sent))
		h.mu.Unlock()
		if want := []string{"203.0.113.1 2001:db8::7 at 3s", "203.0.113.1 at 2s"}; !slices.Equal(sent, want) {
			t.Errorf("sent: got %q, want %q", sent, want)
		}
		// A new process asks neither again.
		h.stop()
		h.beside = nil
		l.bootBoth()
		h.holdsBoth("192.168.1.2", "2001:db8:1::2")
		h.sleep(10 * time.Minute)
		l.wantAsked("1s", "2s by IPv6")
	})
}
