// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"
)

var up = Link{Name: "pppoe-wan", Index: 7, Up: true, Running: true}

func at(ip string, flags ...uint32) Address {
	a := Address{IP: netip.MustParseAddr(ip)}
	for _, f := range flags {
		a.Flags |= f
	}
	return a
}

func prefixes(list ...string) []netip.Prefix {
	var ps []netip.Prefix
	for _, p := range list {
		ps = append(ps, netip.MustParsePrefix(p))
	}
	return ps
}

func TestDecideOnTheLink(t *testing.T) {
	both := []Address{at("8.8.4.4"), at("2a00::1")}
	for _, c := range []struct {
		name string
		link Link
		why  string
	}{
		{"a device that is there", up, ""},
		{"no device", Link{Name: "pppoe-wan"}, "pppoe-wan does not exist"},
		{"a device that is off", Link{Name: "wan", Index: 1, Running: true}, "wan is down"},
		{"a pulled cable", Link{Name: "wan", Index: 1, Up: true}, "wan has no carrier"},
	} {
		got := Decide(c.link, both, nil, Preference{}, netip.Addr{})
		want := Addrs{Why4: because(c.why), Why6: because(c.why)}
		if c.why == "" {
			want = Addrs{IPv4: both[0].IP, IPv6: both[1].IP}
		}
		if got != want {
			t.Errorf("%s: Decide(%+v): got %+v, want %+v", c.name, c.link, got, want)
		}
	}
}

func TestAnAddressThatAnotherRouterCanMakePublicIsHidden(t *testing.T) {
	public := at("8.8.4.4")
	for _, c := range []struct {
		addresses []Address
		want      string
	}{
		{nil, ""},
		{[]Address{at("192.168.1.2")}, "192.168.1.2"},
		{[]Address{at("100.64.3.1")}, "100.64.3.1"},
		{[]Address{at("169.254.7.7"), at("10.0.0.2"), at("10.0.0.3")}, "10.0.0.2"},
		{[]Address{at("169.254.7.7")}, ""},
		{[]Address{at("127.0.0.1")}, ""},
		{[]Address{at("fd00::2")}, ""},
		{[]Address{at("10.0.0.2", unix.IFA_F_DEPRECATED), at("10.0.0.3")}, "10.0.0.3"},
		{[]Address{{IP: at("10.0.0.2").IP, Scope: unix.RT_SCOPE_LINK}}, ""},
		{[]Address{at("10.0.0.2"), public}, ""},
	} {
		want, _ := netip.ParseAddr(c.want)
		if got := Decide(up, c.addresses, nil, Preference{}, netip.Addr{}).Hidden; got != want {
			t.Errorf("Decide(%v): got hidden %s, want %s", c.addresses, got, want)
		}
	}
	if got := Decide(Link{Name: "wan", Index: 1}, []Address{at("10.0.0.2")}, nil, Preference{}, netip.Addr{}).Hidden; got.IsValid() {
		t.Errorf("a device that is down: got hidden %s, want none", got)
	}
	if Public(at("10.0.0.2").IP, nil) || !Public(public.IP, nil) || !Public(at("10.0.0.2").IP, prefixes("10.0.0.0/8")) {
		t.Error("Public: got another answer than Decide gives")
	}
}

func TestDecideOnOneAddress(t *testing.T) {
	lab := prefixes("203.0.113.0/24", "100.64.3.0/24", "2001:db8::/32", "fd00::/8", "127.0.0.0/8", "fe80::/10")
	for _, c := range []struct {
		address Address
		allow   []netip.Prefix
		why     string // after "pppoe-wan has only ADDRESS, "; empty: it is published
	}{
		{at("8.8.4.4"), nil, ""},
		{at("9.255.255.255"), nil, ""},
		{at("10.0.0.1"), nil, "a private address"},
		{at("10.255.255.255"), nil, "a private address"},
		{at("11.0.0.0"), nil, ""},
		{at("172.15.255.255"), nil, ""},
		{at("172.16.0.1"), nil, "a private address"},
		{at("172.31.255.255"), nil, "a private address"},
		{at("172.32.0.0"), nil, ""},
		{at("192.168.1.2"), nil, "a private address"},
		{at("192.167.255.255"), nil, ""},
		{at("192.169.0.0"), nil, ""},
		{at("100.63.255.255"), nil, ""},
		{at("100.64.3.1"), nil, "shared by the provider's NAT"},
		{at("100.127.255.255"), nil, "shared by the provider's NAT"},
		{at("100.128.0.0"), nil, ""},
		{at("192.0.0.2"), nil, "used only up to the provider's NAT"},
		{at("192.0.1.1"), nil, ""},
		{at("127.0.0.1"), nil, "a loopback address"},
		{at("169.254.7.7"), nil, "a link-local address"},
		{at("224.0.0.1"), nil, "a multicast address"},
		{at("240.0.0.1"), nil, "a reserved address"},
		{at("255.255.255.255"), nil, "the broadcast address"},
		{at("0.0.0.0"), nil, "no address at all"},
		{at("0.1.2.3"), nil, "a reserved address"},
		{at("1.0.0.1"), nil, ""},
		{at("192.0.2.1"), nil, "a documentation address"},
		{at("198.51.100.1"), nil, "a documentation address"},
		{at("203.0.113.9"), nil, "a documentation address"},
		{at("198.18.0.1"), nil, "an address for benchmarks"},
		{at("198.19.255.255"), nil, "an address for benchmarks"},
		{at("198.20.0.0"), nil, ""},
		{at("203.0.113.9"), lab, ""},
		{at("100.64.3.1"), lab, ""},
		{at("100.64.4.1"), lab, "shared by the provider's NAT"},
		{at("127.0.0.1"), lab, "a loopback address"},
		{at("::ffff:10.0.0.1"), nil, "a private address"},
		{at("8.8.4.4", unix.IFA_F_PERMANENT), nil, ""},
		{at("8.8.4.4", unix.IFA_F_SECONDARY), nil, ""},
		{at("8.8.4.4", unix.IFA_F_DEPRECATED), nil, "deprecated"},
		{Address{IP: netip.MustParseAddr("8.8.4.4"), Scope: unix.RT_SCOPE_LINK}, nil, "not of global scope"},
		{Address{IP: netip.MustParseAddr("8.8.4.4"), Scope: unix.RT_SCOPE_HOST}, nil, "not of global scope"},

		{at("2a00:1:2::3"), nil, ""},
		{at("2000::"), nil, ""},
		{at("2002:808:404::1"), nil, ""},
		{at("3ffe:ffff::1"), nil, ""},
		{at("3fff::1"), nil, "a documentation address"},
		{at("3fff:1000::1"), nil, ""},
		{at("1fff::1"), nil, "a reserved address"},
		{at("4000::1"), nil, "a reserved address"},
		{at("64:ff9b::808:808"), nil, "a reserved address"},
		{at("2001:db7:ffff::1"), nil, ""},
		{at("2001:db8::1"), nil, "a documentation address"},
		{at("2001:db9::1"), nil, ""},
		{at("2001:db8::1"), lab, ""},
		{at("fd12::1"), nil, "a private address"},
		{at("fc00::1"), lab, "a private address"},
		{at("fd12::1"), lab, ""},
		{at("fe80::1"), lab, "a link-local address"},
		{at("::1"), nil, "a loopback address"},
		{at("::"), nil, "no address at all"},
		{at("ff02::1"), nil, "a multicast address"},
		{at("2a00::1", unix.IFA_F_TENTATIVE), nil, "not checked for duplicates yet"},
		{at("2a00::1", unix.IFA_F_TENTATIVE, unix.IFA_F_OPTIMISTIC), nil, "not checked for duplicates yet"},
		{at("2a00::1", unix.IFA_F_DADFAILED, unix.IFA_F_TENTATIVE), nil, "which another machine uses"},
		{at("2a00::1", unix.IFA_F_DEPRECATED), nil, "deprecated"},
		{at("2a00::1", unix.IFA_F_TEMPORARY), nil, "a temporary privacy address"},
		{at("2a00::1", unix.IFA_F_NOPREFIXROUTE, unix.IFA_F_MANAGETEMPADDR, unix.IFA_F_STABLE_PRIVACY), nil, ""},
	} {
		ip := c.address.IP.Unmap()
		got := Decide(up, []Address{c.address}, c.allow, Preference{}, netip.Addr{})
		want := Addrs{Why4: Reason{Word: NoAddress}, Why6: Reason{Word: NoAddress}, Hidden: got.Hidden}
		address, why := &want.IPv6, &want.Why6
		if ip.Is4() {
			address, why = &want.IPv4, &want.Why4
		}
		if *why = (Reason{}); c.why == "" {
			*address = ip
		} else {
			*why = because("pppoe-wan has only " + ip.String() + ", " + c.why)
		}
		if got != want {
			t.Errorf("Decide(%+v, allow %v): got %+v, want %+v", c.address, c.allow, got, want)
		}
	}
}

func TestDecideAmongSeveral(t *testing.T) {
	for _, c := range []struct {
		name      string
		addresses []Address
		want      string // the address, or the whole reason
	}{
		{"the first of two", []Address{at("8.8.4.4"), at("9.9.9.9")}, "8.8.4.4"},
		{"a private one first", []Address{at("192.168.1.2"), at("9.9.9.9")}, "9.9.9.9"},
		{"a secondary one first", []Address{at("8.8.4.4", unix.IFA_F_SECONDARY), at("9.9.9.9")}, "9.9.9.9"},
		{"the first of two secondary", []Address{at("8.8.4.4", unix.IFA_F_SECONDARY), at("9.9.9.9", unix.IFA_F_SECONDARY)}, "8.8.4.4"},
		{"a deprecated primary", []Address{at("8.8.4.4", unix.IFA_F_DEPRECATED), at("9.9.9.9", unix.IFA_F_SECONDARY)}, "9.9.9.9"},
		{"two private ones", []Address{at("10.0.0.1"), at("192.168.1.2")},
			"pppoe-wan has only 10.0.0.1, a private address (and 1 more)"},
		{"the nearest miss is named", []Address{at("169.254.1.1"), at("10.0.0.1"), at("8.8.4.4", unix.IFA_F_DEPRECATED)},
			"pppoe-wan has only 8.8.4.4, deprecated (and 1 more)"},
		{"after a renumbering", []Address{at("2a00:1::1", unix.IFA_F_DEPRECATED), at("2a00:2::1"), at("fe80::1")}, "2a00:2::1"},
		{"the first of two", []Address{at("2a00:1::1"), at("2a00:2::1")}, "2a00:1::1"},
		{"privacy addresses", []Address{at("2a00:1::9", unix.IFA_F_TEMPORARY), at("2a00:1::1")}, "2a00:1::1"},
		{"only local ones", []Address{at("fe80::1"), at("fd00::1")}, "pppoe-wan has only fd00::1, a private address"},
		{"only a link-local one", []Address{at("fe80::1")}, "pppoe-wan has only fe80::1, a link-local address"},
		{"two link-local ones", []Address{at("fe80::1"), at("fe80::2")}, "pppoe-wan has only fe80::1, a link-local address"},
	} {
		a := Decide(up, c.addresses, nil, Preference{}, netip.Addr{})
		got := a.Why4
		switch {
		case a.IPv4.IsValid():
			got = Reason{Address: a.IPv4}
		case a.IPv6.IsValid():
			got = Reason{Address: a.IPv6}
		case c.addresses[0].IP.Is6():
			got = a.Why6
		}
		if got != chosen(c.want) {
			t.Errorf("%s: Decide(%+v): got %v, want %q", c.name, c.addresses, got, c.want)
		}
	}
}

// FuzzDecide reads data as a list of addresses: a byte for the family (6, or else IPv4), the address, flags and scope.
func FuzzDecide(f *testing.F) {
	f.Add("wan", byte(3), []byte("\x04\x08\x08\x04\x04\x00\x00"), []byte{10, 0, 0, 0, 8})
	f.Add("wan", byte(3), []byte("\x06\x20\x01\x0d\xb8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x20\x00"), []byte{})
	f.Add("pppoe-wan", byte(1), []byte("\x04\x64\x40\x03\x01\x00\x00\x04\x0a\x00\x00\x01\x01\x00"), []byte{100, 64, 0, 0, 10})
	f.Fuzz(func(t *testing.T, name string, state byte, data, allowed []byte) {
		link := Link{Name: name, Index: int(state >> 2), Up: state&1 != 0, Running: state&2 != 0}
		var allow []netip.Prefix
		if len(allowed) >= 5 {
			if p, err := netip.AddrFrom4([4]byte(allowed)).Prefix(int(allowed[4] % 33)); err == nil {
				allow = append(allow, p)
			}
		}
		addresses := addressesOf(data)
		a := Decide(link, addresses, allow, Preference{}, netip.Addr{})
		check(t, link, addresses, allow, a.IPv4, a.Why4)
		check(t, link, addresses, allow, a.IPv6, a.Why6)
		if a.IPv4.IsValid() && !a.IPv4.Is4() || a.IPv6.IsValid() && !a.IPv6.Is6() {
			t.Errorf("wrong family: %+v", a)
		}
		if Decide(link, addresses, allow, Preference{}, netip.Addr{}) != a {
			t.Errorf("Decide(%+v, %+v) gives two answers", link, addresses)
		}
	})
}

func addressesOf(data []byte) []Address {
	var list []Address
	for len(data) > 0 {
		size := 4
		if data[0] == 6 {
			size = 16
		}
		if len(data) < size+3 {
			break
		}
		ip, _ := netip.AddrFromSlice(data[1 : 1+size])
		list = append(list, Address{IP: ip, Flags: uint32(data[size+1]), Scope: data[size+2]})
		data = data[size+3:]
	}
	return list
}

// check states the promises in other words than the code: with the standard library's notion of private and global.
func check(t *testing.T, l Link, all []Address, allow []netip.Prefix, ip netip.Addr, why Reason) {
	if ip.IsValid() == (why != Reason{}) {
		t.Fatalf("Decide(%+v, %+v): address %v with the reason %v", l, all, ip, why)
	}
	if why.More < 0 || why.Word == "" && why != (Reason{}) {
		t.Fatalf("Decide(%+v, %+v): the reason %v", l, all, why)
	}
	if why != (Reason{}) {
		return
	}
	if l.Index == 0 || !l.Up || !l.Running {
		t.Fatalf("%v is published although %+v", ip, l)
	}
	if !ip.IsGlobalUnicast() {
		t.Fatalf("%v is no global unicast address", ip)
	}
	if ip.IsPrivate() && !(len(allow) > 0 && allow[0].Contains(ip)) {
		t.Fatalf("%v is private, allowed is only %v", ip, allow)
	}
	const bad = unix.IFA_F_TENTATIVE | unix.IFA_F_DADFAILED | unix.IFA_F_DEPRECATED
	for _, a := range all {
		if a.IP.Unmap() == ip && a.Flags&bad == 0 && a.Scope == 0 && (ip.Is4() || a.Flags&unix.IFA_F_TEMPORARY == 0) {
			return
		}
	}
	t.Fatalf("%v is not among the usable ones of %+v", ip, all)
}
