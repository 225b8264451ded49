// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"net/netip"
	"os"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"dynwan/internal/lab"
)

// lan is the device whose prefix a host behind the router has.
const (
	lan      = "br-lan"
	noneLAN6 = lan + " has no IPv6 address"
)

// lan6 wants one IPv6 address of the LAN, beside the router's private one of IPv4.
func (p *probe) lan6(ip string) {
	p.t.Helper()
	p.next(lan, onLAN(netip.MustParseAddr(ip), ""))
}

// noLAN6 wants none, for that reason.
func (p *probe) noLAN6(why string) {
	p.t.Helper()
	p.next(lan, onLAN(netip.Addr{}, why))
}

func onLAN(ip netip.Addr, why string) Addrs {
	return Addrs{
		IPv6: ip, Why6: because(why), Hidden: netip.MustParseAddr("192.168.1.1"),
		Why4: because(lan + " has only 192.168.1.1, a private address"),
	}
}

// newLAN is a router with a line that has IPv4 alone, and a LAN.
func newLAN(t *testing.T) (*lab.Net, *probe) {
	t.Helper()
	n := newNet(t, wan, lan)
	must(t, n.AddAddr(wan, "203.0.113.9"))
	must(t, n.AddAddr(lan, "192.168.1.1/24"))
	p := watch(t, []string{wan, lan})
	p.only4("203.0.113.9")
	p.noLAN6(noneLAN6)
	return n, p
}

// TestALANFollowsItsPrefix goes through the life of a delegated prefix as netifd
// sets it: the router's address has the length of the part that the LAN gets.
func TestALANFollowsItsPrefix(t *testing.T) {
	n, p := newLAN(t)
	must(t, n.AddAddr(lan, "fd00:1:2:3::1/60"))
	p.noLAN6(lan + " has only fd00:1:2:3::1, a private address")
	must(t, n.AddAddr(lan, "2001:db8:1:10::1/60", lab.Lifetime(2*time.Hour, time.Hour)))
	p.lan6("2001:db8:1:10::1")
	// It is delegated once more, for longer.
	before := p.dumps.Load()
	must(t, n.ReplaceAddr(lan, "2001:db8:1:10::1/60", lab.Lifetime(4*time.Hour, 2*time.Hour)))
	p.quiet()
	if p.dumps.Load() == before {
		t.Error("a renewal made no event: this test proves nothing")
	}
	// The provider gives another one, and netifd deprecates the old one.
	must(t, n.AddAddr(lan, "2001:db8:2:20::1/64"))
	p.lan6("2001:db8:2:20::1")
	must(t, n.ReplaceAddr(lan, "2001:db8:1:10::1/60", lab.Lifetime(2*time.Hour, 0)))
	p.quiet()
	// The other way round there is none for a moment.
	must(t, n.ReplaceAddr(lan, "2001:db8:2:20::1/64", lab.Lifetime(2*time.Hour, 0)))
	p.noLAN6(lan + " has only 2001:db8:2:20::1, deprecated (and 2 more)")
	must(t, n.AddAddr(lan, "2001:db8:3::1/62"))
	p.lan6("2001:db8:3::1")
	// The line changes alone.
	must(t, n.DelAddr(wan, "203.0.113.9"))
	p.empty()
	must(t, n.AddAddr(wan, "203.0.113.10"))
	p.only4("203.0.113.10")
	if got := len(listeners(t)); got != 1 {
		t.Errorf("%d sockets are subscribed, want one for both devices", got)
	}
}

// TestAPrefixThatIsNotRenewedRunsOut: the kernel itself deprecates and removes it.
func TestAPrefixThatIsNotRenewedRunsOut(t *testing.T) {
	n, p := newLAN(t)
	must(t, n.AddAddr(lan, "2001:db8:1:10::1/60", lab.Lifetime(4*time.Second, 2*time.Second)))
	p.lan6("2001:db8:1:10::1")
	p.noLAN6(lan + " has only 2001:db8:1:10::1, deprecated")
	p.noLAN6(noneLAN6)
}

// TestAPrivacyAddressOfTheLANIsNotTaken, although the kernel adds it after the
// stable one, so that it comes first.
func TestAPrivacyAddressOfTheLANIsNotTaken(t *testing.T) {
	n, p := newLAN(t)
	must(t, os.WriteFile("/proc/sys/net/ipv6/conf/"+lan+"/use_tempaddr", []byte("2"), 0))
	before := p.dumps.Load()
	must(t, n.AddAddr(lan, "2001:db8:1:10::1/64", lab.Lifetime(2*time.Hour, time.Hour), func(a *netlink.Addr) { a.Flags |= unix.IFA_F_MANAGETEMPADDR }))
	p.lan6("2001:db8:1:10::1")
	temporary := func() bool {
		now, err := dump([]string{lan}, make([]byte, answerBuffer))
		must(t, err)
		for _, a := range now[0].addresses {
			if a.IP.Is6() {
				return a.Flags&(unix.IFA_F_TEMPORARY|unix.IFA_F_TENTATIVE) == unix.IFA_F_TEMPORARY // the first
			}
		}
		return false
	}
	for end := time.Now().Add(5 * time.Second); !temporary(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the kernel made no privacy address: this test proves nothing")
		}
	}
	p.quiet()
	if p.dumps.Load() < before+2 {
		t.Error("the privacy address made no event: this test proves nothing")
	}
}

// TestALANWithoutAHost has no carrier: nobody could be reached there.
func TestALANWithoutAHost(t *testing.T) {
	n, p := newLAN(t)
	must(t, n.AddAddr(lan, "2001:db8:1:10::1/60"))
	p.lan6("2001:db8:1:10::1")
	must(t, n.CarrierDown(lan))
	why := because(lan + " has no carrier")
	p.next(lan, Addrs{Why4: why, Why6: why})
	must(t, n.CarrierUp(lan))
	p.lan6("2001:db8:1:10::1")
	must(t, n.DelDevice(lan))
	why = because(lan + " does not exist")
	for end := time.After(5 * time.Second); ; { // it may go down first, or lose its addresses
		select {
		case got := <-p.reports:
			if got.device == lan && got.Addrs == (Addrs{Why4: why, Why6: why}) {
				return
			}
		case <-end:
			t.Fatalf("no report that %s is gone", lan)
		}
	}
}
