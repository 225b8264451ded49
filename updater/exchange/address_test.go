// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"net/netip"
	"strings"
	"testing"
)

// testPublic takes what is for documentation as public, and nothing else.
func testPublic(ip netip.Addr) bool {
	return netip.MustParsePrefix("203.0.113.0/24").Contains(ip) || netip.MustParsePrefix("2001:db8::/32").Contains(ip)
}

// pages are answers as they are seen on the web, and what may come. The address
// of each family that must be read, or a part of the reason.
var pages = []struct{ text, ipv4, ipv6 string }{
	{"203.0.113.7", "203.0.113.7", "no public IPv6 address"},
	{"203.0.113.7\r\n", "203.0.113.7", "no public IPv6 address"},
	{"2001:db8::7\n", "no public IPv4 address", "2001:db8::7"},
	{"2001:DB8:0:0:0:0:0:7", "no public IPv4 address", "2001:db8::7"},
	{`{"ip":"203.0.113.7"}`, "203.0.113.7", "no public IPv6 address"},
	{`{"ip":"2001:db8::7","port":443}`, "no public IPv4 address", "2001:db8::7"},
	{`{ip:203.0.113.7}`, "203.0.113.7", "no public IPv6 address"},
	{`callback({"ip":"203.0.113.7"});`, "203.0.113.7", "no public IPv6 address"},
	{"<html><body>Current IP Address: 203.0.113.7</body></html>", "203.0.113.7", "no public IPv6 address"},
	{"<p>Current IP Address:203.0.113.7</p>", "203.0.113.7", "no public IPv6 address"},
	{"Address:2001:db8::7", "no public IPv4 address", "2001:db8::7"},
	{"add:2001:db8:1:2:3:4:5:6", "no public IPv4 address", "2001:db8:1:2:3:4:5:6"},
	{"IPv4,203.0.113.7,v1.1,,,\n", "203.0.113.7", "no public IPv6 address"},
	{"h=www.example.com\nip=2001:db8::7\nts=1712.5\nuag=dynwan/0.2.1.1\n", "no public IPv4 address", "2001:db8::7"},
	{"It is 203.0.113.7.", "203.0.113.7", "no public IPv6 address"},
	{"203.0.113.7: that is you", "203.0.113.7", "no public IPv6 address"},
	{"2001:db8::7: that is you", "no public IPv4 address", "2001:db8::7"},
	{"203.0.113.7:51234", "203.0.113.7", "no public IPv6 address"},
	{"[2001:db8::7]:51234", "no public IPv4 address", "2001:db8::7"},
	{"::ffff:203.0.113.7", "203.0.113.7", "no public IPv6 address"},
	{"203.0.113.7 2001:db8::7", "203.0.113.7", "2001:db8::7"},
	{"203.0.113.7 (203.0.113.7)", "203.0.113.7", "no public IPv6 address"},
	{`{"ip":"203.0.113.7","network":"203.0.113.0/24"}`, "203.0.113.7", "no public IPv6 address"},
	{"203.0.113.7 by 10.0.0.1", "203.0.113.7", "no public IPv6 address"},

	{"203.0.113.7 203.0.113.8", "more than one public IPv4 address: 203.0.113.7 and 203.0.113.8", "no public IPv6 address"},
	{"2001:db8::7, 2001:db8::8", "no public IPv4 address", "more than one public IPv6 address: 2001:db8::7 and 2001:db8::8"},
	{"10.0.0.1", "10.0.0.1, which is not public", "no public IPv6 address"},
	{"You are 100.64.3.1, or 10.0.0.1", "100.64.3.1, which is not public", "no public IPv6 address"},
	{"fd00::7", "no public IPv4 address", "fd00::7, which is not public"},
	{"fe80::7%eth0", "no public IPv4 address", "fe80::7, which is not public"},
	{"203.0.113.7.5", "no public IPv4 address", "no public IPv6 address"},
	{"1.203.0.113.7", "no public IPv4 address", "no public IPv6 address"},
	{"v203.0.113.7", "no public IPv4 address", "no public IPv6 address"},
	{"203.0.113.7-beta", "no public IPv4 address", "no public IPv6 address"},
	{"Server/203.0.113.7", "no public IPv4 address", "no public IPv6 address"},
	{"203.0.113.0/24 2001:db8::/32", "no public IPv4 address", "no public IPv6 address"},
	{"http://203.0.113.7/", "no public IPv4 address", "no public IPv6 address"},
	{"203.0.113.007", "no public IPv4 address", "no public IPv6 address"},
	{"2001:db8::7::", "no public IPv4 address", "no public IPv6 address"},
	{"12:34:56 00:11:22:33:44:55", "no public IPv4 address", "no public IPv6 address"},
	{"", "no public IPv4 address", "no public IPv6 address"},
}

func TestOnlyAddress(t *testing.T) {
	for _, p := range pages {
		for family, want := range map[string]string{"IPv4": p.ipv4, "IPv6": p.ipv6} {
			got, err := OnlyAddress(p.text, family, testPublic)
			if err == nil && got.String() != want || err != nil && !strings.Contains(err.Error(), want) {
				t.Errorf("%s in %q: got %s and %v, want %s", family, p.text, got, err, want)
			}
		}
	}
}

// FuzzOnlyAddress: whatever a server writes, what is taken is one public address
// of the family that was asked for, and the text has no other one by itself.
func FuzzOnlyAddress(f *testing.F) {
	for _, p := range pages {
		f.Add(p.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, family := range []string{"IPv4", "IPv6"} {
			got, err := OnlyAddress(text, family, testPublic)
			if err != nil {
				if got.IsValid() || len(err.Error()) > 200 {
					t.Errorf("%q: got %s and the error %q", text, got, err)
				}
				continue
			}
			if !testPublic(got) || got.Is4() != (family == "IPv4") || got.Zone() != "" {
				t.Errorf("%s in %q: got %s", family, text, got)
			}
			for _, word := range strings.Fields(text) {
				if ip, err := netip.ParseAddr(word); err == nil && ip.Is4() == got.Is4() && testPublic(ip) && ip != got && !ip.Is4In6() {
					t.Errorf("%q: got %s although %s stands there too", text, got, ip)
				}
			}
			if again, err := OnlyAddress("<b>"+got.String()+"</b>", family, testPublic); again != got {
				t.Errorf("%q: %s is not found alone: %v", text, got, err)
			}
		}
	})
}
