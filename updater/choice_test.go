// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dynwan/updater/message"
)

// twoLines is an account with two lines, wan before lte.
func twoLines(c Config) *Account {
	c.Name, c.Settings, c.Settle, c.Device = "home", "s1", time.Second, "wan"
	c.Lines = []Line{{Device: "wan"}, {Device: "lte"}}
	return accountOf(c)
}

// TestWhichLine plays lines that come and go: "0s wan=203.0.113.1" is what is
// seen when, with "-" for nothing, and "1s lte" which line is in use then.
func TestWhichLine(t *testing.T) {
	const start = "0s wan=203.0.113.1, 0s lte=8.8.8.8, "
	for _, c := range []struct{ name, script string }{
		{"none is chosen before all are read", "0s lte=8.8.8.8, 9s none, 9s wan=203.0.113.1, 9s wan"},
		{"the first that offers something", "0s wan=-, 0s lte=8.8.8.8, 0s lte"},
		{"the first of two", start + "0s wan"},
		{"neither", "0s wan=-, 0s lte=-, 0s wan"},
		{"the second one at once", start + "60s wan=-, 60s lte"},
		{"the first one again when it has held still", start + "60s wan=-, 70s wan=203.0.113.2, 70s lte, 70.9s lte, 71s wan"},
		{"it comes back with another address meanwhile", start +
			"60s wan=-, 70s wan=203.0.113.2, 70.5s wan=203.0.113.3, 71s lte, 71.4s lte, 71.5s wan"},
		{"it goes again before", start + "60s wan=-, 70s wan=203.0.113.2, 70.9s wan=-, 71s lte, 80s lte"},
		{"a redial is no failure", start + "60s wan=-, 60s lte, 60.3s wan=203.0.113.2, 60.3s wan"},
		{"a redial of a second is one", start + "60s wan=-, 61s wan=203.0.113.2, 61s lte, 62s wan"},
		{"the second one goes while the first holds still", start + "60s wan=-, 70s wan=203.0.113.2, 70.5s lte=-, 70.5s wan"},
		{"both go and the second one is back first", start + "60s wan=-, 70s lte=-, 80s lte=8.8.4.4, 80s lte, 90s wan=203.0.113.2, 91s wan"},
		{"what counts for nothing changes nothing", start + "60s wan=-, 70s wan=203.0.113.2, 70.5s wan=203.0.113.2, 71s wan"},
		{"the second one changes", start + "60s lte=8.8.4.4, 60s wan, 61s wan=-, 61s lte"},
	} {
		a := twoLines(Config{})
		for step := range strings.SplitSeq(c.script, ", ") {
			when, what, _ := strings.Cut(step, " ")
			d, err := time.ParseDuration(when)
			if err != nil {
				t.Fatal(err)
			}
			now := at(d)
			if at := a.choice.again; !at.IsZero() && !now.Before(at) {
				a.choose(at)
			}
			device, address, isNews := strings.Cut(what, "=")
			if isNews {
				o := offer(device, strings.Trim(address, "-"), "", "", "")
				if address == "-" {
					o.Why4 = message.Text(device + " is down")
				}
				a.observe(now, o)
				continue
			}
			use := "none"
			if a.seen {
				use = a.Device
			}
			if use != device {
				t.Errorf("%s: after %s %s is in use, want %s", c.name, when, use, device)
			}
		}
	}
}

// TestALineThatNeverHoldsStillIsLeft: half of the time is not enough.
func TestALineThatNeverHoldsStillIsLeft(t *testing.T) {
	a := twoLines(Config{})
	a.observe(epoch, offer("lte", "8.8.8.8", "", "", ""))
	a.observe(epoch, offer("wan", "203.0.113.1", "", "", ""))
	var used []string
	for i := range 60 {
		now := at(time.Minute + time.Duration(i)*500*time.Millisecond)
		if i%2 == 0 {
			a.observe(now, offer("wan", "", "wan is down", "", ""))
		} else {
			a.observe(now, offer("wan", "203.0.113.1", "", "", ""))
		}
		used = append(used, a.Device)
	}
	want := strings.TrimSpace(strings.Repeat("lte wan ", 10) + strings.Repeat("lte ", 40))
	if got := strings.Join(used, " "); got != want {
		t.Errorf("got %s, want it left for good after ten seconds", got)
	}
}

// TestWhatALineIsWorth: of which address an account has need decides.
func TestWhatALineIsWorth(t *testing.T) {
	const nat, none = "wan has only 100.64.0.1, shared by the provider's NAT", "wan has no IPv4 address"
	behind := offer("wan", "", nat, "", "wan has no IPv6 address")
	behind.Hidden = recA.IPv4
	six := offer("wan", "", none, "2001:db8::1", "")
	four, empty := offer("wan", "203.0.113.1", "", "", "wan has no IPv6 address"), offer("wan", "", none, "", "wan has no IPv6 address")
	down := offer("wan", "", "wan is down", "", "wan is down")
	all, ipv6 := Config{IPv4: true, IPv6: true}, Config{IPv6: true}
	lan, ofLine := all, ipv6
	lan.Host, ofLine.Host = &Host{Device: "br-lan"}, &Host{}
	lan6 := Config{IPv6: true, Host: &Host{Device: "br-lan"}}
	probe := Config{Probes: []*ProbeSource{newLook()}, IPv4: true}
	for _, c := range []struct {
		name   string
		config Config
		want   string // of four, six, behind, empty and down
	}{
		{"IPv4", Config{}, "[3 0 0 0 0]"},
		{"IPv6", ipv6, "[0 3 0 0 0]"},
		{"either", all, "[3 3 0 0 0]"},
		{"a probe", probe, "[3 0 3 0 0]"},
		{"IPv4, and a host in the LAN", lan, "[3 2 2 1 0]"},
		{"a host in the LAN", lan6, "[2 2 2 1 0]"},
		{"a host in the network of the line", ofLine, "[0 3 0 0 0]"},
	} {
		a := twoLines(c.config)
		var got []rank
		for _, o := range []Observation{four, six, behind, empty, down} {
			got = append(got, a.rank(o))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
	}
}

func TestAllAddressesComeFromOneLine(t *testing.T) {
	c := Config{IPv4: true, IPv6: true, Host: &Host{Suffix: recSuffix}}
	a := twoLines(c)
	a.observe(epoch, offer("wan", "203.0.113.1", "", "", "wan has no IPv6 address"))
	a.observe(epoch, offer("lte", "8.8.8.8", "", "2001:db8:2::1", ""))
	if got := a.Machine.want.Addresses(); got != "203.0.113.1" {
		t.Errorf("got %s, want the one of wan and no other", got)
	}
	a.observe(at(time.Minute), offer("wan", "", "wan is down", "", "wan is down"))
	if got := a.Machine.want.Addresses(); got != "8.8.8.8 2001:db8:2::1234" {
		t.Errorf("got %s, want those of lte, with the host in its network", got)
	}
	if got, want := a.holds(a.Machine.want).String(), "8.8.8.8 on lte, 2001:db8:2::1234 behind lte"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

var recSuffix = netip.MustParseAddr("::1234")

func TestTheStatusSaysWhyOfEachLine(t *testing.T) {
	c := Config{Lines: []Line{{Device: "wan"}, {Down: message.New(message.InterfaceDown, "lte")}}, Settle: time.Second, Device: "wan"}
	for i := range 4 {
		c.Lines = append(c.Lines, Line{Device: fmt.Sprint("eth", i)})
	}
	a := accountOf(c)
	say := func(wantText, wantProbe string) {
		t.Helper()
		if s := a.show(epoch); s.Text.String() != wantText || s.Probe.String() != wantProbe {
			t.Errorf("got %q and %q, want %q and %q", s.Text, s.Probe, wantText, wantProbe)
		}
	}
	a.observe(epoch, offer("wan", "", "wan has only 100.64.0.1, shared by the provider's NAT", "", ""))
	for i := range 4 {
		device := fmt.Sprint("eth", i)
		a.observe(epoch, offer(device, "", device+" is down", "", device+" is down"))
	}
	say("wan has only 100.64.0.1, shared by the provider's NAT; interface lte is down; eth0 is down; so with 3 more lines", "")
	a.observe(epoch, offer("eth1", "8.8.8.8", "", "", ""))
	say("8.8.8.8 on eth1", "eth1 is used: wan has only 100.64.0.1, shared by the provider's NAT; interface lte is down; eth0 is down")
	a.observe(at(time.Minute), offer("wan", "203.0.113.1", "", "", "")) // it has to hold still first
	say("8.8.8.8 on eth1", "eth1 is used: wan has only 100.64.0.1, shared by the provider's NAT; interface lte is down; eth0 is down")
	a.choose(at(time.Minute + time.Second))
	say("203.0.113.1 on wan", "")
}

// TestTheSamePrivateAddressOnTwoLinesIsNotTheSame: both may have a router in
// front that gives everybody 192.168.1.2.
func TestTheSamePrivateAddressOnTwoLinesIsNotTheSame(t *testing.T) {
	a := twoLines(Config{Probes: []*ProbeSource{newLook()}, IPv4: true})
	a.Probes[0].waits = a.Machine
	for _, device := range []string{"wan", "lte"} {
		o := offer(device, "", device+" has only 192.168.1.2", "", "")
		o.Hidden = recC.IPv4
		a.observe(epoch, o)
	}
	a.Probes[0].begin()
	a.Probes[0].finish(epoch, Outcome{Kind: Confirmed, Seen: recA.IPv4})
	if a.choose(epoch); a.Machine.want.IPv4 != recA.IPv4 {
		t.Errorf("got %v, want what the server saw", a.Machine.want)
	}
	a.observe(at(time.Minute), offer("wan", "", "wan is down", "", "wan is down"))
	if a.Machine.want.HasAddress() || !a.Probes[0].needed() {
		t.Errorf("on the other line: got %v, want the server asked again", a.Machine.want)
	}
}

func TestAWaitIsNotInheritedFromTheOtherLine(t *testing.T) {
	a := twoLines(Config{IPv6: true, Host: &Host{Device: "br-lan", Suffix: recSuffix}})
	a.observe(epoch, offer("br-lan", "", "x", "2001:db8:1::1", ""))
	a.observe(epoch, offer("lte", "10.0.0.1", "", "", "x"))
	a.observe(epoch, offer("wan", "10.0.0.2", "", "", "x"))
	a.Machine.retryAt = at(time.Minute)
	a.observe(at(2*time.Second), offer("wan", "", "wan is down", "", "wan is down"))
	if due, ok := a.Machine.Due(); !ok || due.After(at(2*time.Second)) || a.Device != "lte" {
		t.Errorf("on %s: due after %v, want it at once", a.Device, due.Sub(epoch))
	}
}

func TestAJobIsStaleWhenItsLineIsNotInUseAnyMore(t *testing.T) {
	a := twoLines(Config{IPv6: true, Host: &Host{Device: "br-lan", Suffix: recSuffix}})
	a.observe(epoch, offer("br-lan", "", "x", "2001:db8:1::1", ""))
	a.observe(epoch, offer("lte", "10.0.0.1", "", "", "x"))
	a.observe(epoch, offer("wan", "10.0.0.2", "", "", "x"))
	a.Machine.Begin()
	a.flight = &flight{device: "wan"}
	if a.stale() {
		t.Error("on its line: it is stale")
	}
	a.observe(at(2*time.Second), offer("wan", "", "wan is down", "", "wan is down"))
	if !a.stale() {
		t.Error("the address is the same, the line another one: it is not stale")
	}
	a.Machine.Sending(at(2 * time.Second))
	if a.stale() {
		t.Error("it has sent: it is stale, although the other line could send no other address")
	}
}

func TestAProbeOnItsWayIsForTheLineThatItLeftBy(t *testing.T) {
	a := twoLines(Config{Probes: []*ProbeSource{newLook()}, IPv4: true})
	a.Probes[0].waits = a.Machine
	for _, device := range []string{"wan", "lte"} {
		o := offer(device, "", device+" has only 192.168.1.2", "", "")
		o.Hidden = recC.IPv4
		a.observe(epoch, o)
	}
	a.Probes[0].begin()
	a.observe(at(time.Minute), offer("wan", "", "wan is down", "", "wan is down"))
	if !a.Probes[0].stale() {
		t.Error("the line is another one, although its address is the same: it is not stale")
	}
}

// TestTheNextImageGoesOnWithTheLineInUse, which is not the first one as long as
// that has not held still.
func TestTheNextImageGoesOnWithTheLineInUse(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.stop()
		h.twoLines = []Line{{Device: "wan"}, {Device: "lte"}}
		h.boot()
		second := func() {
			h.seen <- Observation{Device: "lte", Record: Record{IPv4: recB.IPv4}}
			h.sleep(0)
		}
		h.sees(Record{}, "wan is down")
		second()
		h.sleep(time.Minute)
		h.quiet = 0
		h.sees(recA, "")
		h.sleep(500 * time.Millisecond)
		if h.quiet != 0 || h.account.Device != "lte" {
			t.Errorf("while wan holds still: quiet %d times, %s in use; want never, and lte", h.quiet, h.account.Device)
		}
		h.sees(Record{}, "wan is down")
		if h.quiet == 0 {
			t.Error("when it has gone again: never quiet, want it")
		}
		h.stop()
		h.shown = []Status{h.status}
		h.boot()
		h.sees(recA, "")
		second()
		if h.account.Device != "lte" {
			t.Errorf("the next image uses %s at once, want lte", h.account.Device)
		}
		h.sleep(time.Second)
		if h.account.Device != "wan" {
			t.Errorf("after a second it uses %s, want wan", h.account.Device)
		}
		h.shown = nil
	})
}
