// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"net"
	"net/netip"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"dynwan/internal/lab"
)

// ofMAC is the address that the kernel makes for a device in a prefix.
func ofMAC(t *testing.T, device, prefix string) netip.Addr {
	t.Helper()
	link, err := net.InterfaceByName(device)
	must(t, err)
	b, mac := netip.MustParsePrefix(prefix).Addr().As16(), link.HardwareAddr
	copy(b[8:], []byte{mac[0] ^ 2, mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]})
	return netip.AddrFrom16(b)
}

// until6 wants this IPv6 address alone, and on the way to it nothing but one of the reasons.
func (p *probe) until6(ip netip.Addr, onTheWay ...Word) {
	p.t.Helper()
	for end := time.After(10 * time.Second); ; {
		select {
		case got := <-p.reports:
			if got.IPv6 == ip {
				return
			}
			if got.IPv6.IsValid() || !slices.Contains(onTheWay, got.Why6.Word) {
				p.t.Fatalf("on the way to %s: reported %+v, want at most %v", ip, got, onTheWay)
			}
		case <-end:
			p.t.Fatalf("no report of %s", ip)
		}
	}
}

// holds waits until the device has an address with some flags and without others.
func holds(t *testing.T, device string, fits func(netip.Addr) bool, flags, not uint32) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		now, err := dump([]string{device}, make([]byte, answerBuffer))
		must(t, err)
		for _, a := range now[0].addresses {
			if fits(a.IP) && a.Flags&flags == flags && a.Flags&not == 0 {
				return
			}
		}
	}
	t.Fatalf("the kernel has no such address on %s: this test proves nothing", device)
}

func is(ip netip.Addr) func(netip.Addr) bool {
	return func(a netip.Addr) bool { return a == ip }
}

// TestALineThatMakesItsAddressItself goes through the life of a line on which the kernel makes addresses of what a real
// radvd advertises, with privacy addresses and a private prefix beside.
func TestALineThatMakesItsAddressItself(t *testing.T) {
	if testing.Short() {
		t.Skip("left out by -short: it needs radvd, and some seconds")
	}
	const one, two, private = "2001:db8:1::/64", "2001:db8:2::/64", "fd00:1:2:3::/64"
	n := newNet(t, wan)
	must(t, os.WriteFile("/proc/sys/net/ipv6/conf/"+wan+"/use_tempaddr", []byte("2"), 0))
	p := watch(t, []string{wan})
	p.empty()
	local := lab.Prefix{Network: private, Valid: 4 * time.Hour, Preferred: 2 * time.Hour}
	must(t, n.Advertise(wan, lab.Prefix{Network: one, Valid: 4 * time.Hour, Preferred: 2 * time.Hour}, local))
	p.until6(ofMAC(t, wan, one), Tentative, Temporary, Private)
	temporary := func(prefix string) func(netip.Addr) bool { return netip.MustParsePrefix(prefix).Contains }
	holds(t, wan, temporary(one), unix.IFA_F_TEMPORARY, unix.IFA_F_TENTATIVE)
	p.quiet()

	// Another prefix, and the old one stays for hours, deprecated: the name moves at once.
	start := time.Now()
	must(t, n.Advertise(wan, lab.Prefix{Network: one, Valid: 2 * time.Hour},
		lab.Prefix{Network: two, Valid: 4 * time.Hour, Preferred: 2 * time.Hour}, local))
	p.until6(ofMAC(t, wan, two), Tentative, Deprecated, Temporary)
	if took := time.Since(start); took > 8*time.Second {
		t.Errorf("it moved after %v, want it not to wait for the end of the old address", took)
	}
	holds(t, wan, is(ofMAC(t, wan, one)), unix.IFA_F_DEPRECATED, 0)
	// The prefix is advertised again, for longer.
	must(t, n.Advertise(wan, lab.Prefix{Network: one, Valid: 2 * time.Hour},
		lab.Prefix{Network: two, Valid: 6 * time.Hour, Preferred: 3 * time.Hour}, local))
	holds(t, wan, temporary(two), unix.IFA_F_TEMPORARY, unix.IFA_F_TENTATIVE)
	p.quiet()

	// No prefix is left that is preferred, while both addresses are valid for hours.
	must(t, n.Advertise(wan, lab.Prefix{Network: two, Valid: 2 * time.Hour}, local))
	for end := time.After(10 * time.Second); ; {
		select {
		case got := <-p.reports:
			if got.IPv6.IsValid() {
				t.Fatalf("without a preferred prefix: reported %+v, want no address", got)
			}
			if got.Why6.Word == Deprecated {
				return
			}
		case <-end:
			t.Fatal("no report that the address is deprecated")
		}
	}
}

// TestAnAddressThatAnotherMachineHas is found by the kernel's search for duplicates.
func TestAnAddressThatAnotherMachineHas(t *testing.T) {
	const twice = "2001:db8:1::9"
	n := newNet(t, wan)
	must(t, n.ISP(func() error {
		link, err := netlink.LinkByName("isp1")
		if err != nil {
			return err
		}
		ip, err := netlink.ParseIPNet(twice + "/64")
		if err != nil {
			return err
		}
		return netlink.AddrAdd(link, &netlink.Addr{IPNet: ip, Flags: unix.IFA_F_NODAD})
	}))
	p := watch(t, []string{wan})
	p.empty()
	must(t, n.AddAddr(wan, twice+"/64", lab.DAD()))
	p.next(wan, Addrs{Why4: because(none4), Why6: because(wan + " has only " + twice + ", not checked for duplicates yet")})
	p.next(wan, Addrs{Why4: because(none4), Why6: because(wan + " has only " + twice + ", which another machine uses")})
	must(t, n.AddAddr(wan, "2001:db8:1::10/64"))
	p.only6("2001:db8:1::10")
}

// TestALANBesideALineWithIPv6 has a delegated prefix, and the line an address of another one; a private prefix of the LAN
// is newer, so that it comes first.
func TestALANBesideALineWithIPv6(t *testing.T) {
	n, p := newLAN(t)
	v4 := netip.MustParseAddr("203.0.113.9")
	must(t, n.AddAddr(wan, "2001:db8:99::9/128"))
	p.next(wan, Addrs{IPv4: v4, IPv6: netip.MustParseAddr("2001:db8:99::9")})
	must(t, n.AddAddr(lan, "2001:db8:1:10::1/64"))
	p.lan6("2001:db8:1:10::1")
	must(t, n.AddAddr(lan, "fd00:1:2:3::1/64"))
	p.quiet()
	must(t, n.DelAddr(wan, "2001:db8:99::9/128"))
	p.next(wan, Addrs{IPv4: v4, Why6: because(none6)})
	must(t, n.DelAddr(lan, "2001:db8:1:10::1/64"))
	p.noLAN6(lan + " has only fd00:1:2:3::1, a private address")
}
