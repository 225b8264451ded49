// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"unicode/utf8"
)

func addrs(texts ...string) (out []netip.Addr) {
	for _, text := range texts {
		out = append(out, netip.MustParseAddr(text))
	}
	return out
}

func TestHoldsNeedsAllServersWithOneAddress(t *testing.T) {
	tests := []struct {
		name    string
		servers [][]netip.Addr
		want    bool
	}{
		{"one server, the wanted address", [][]netip.Addr{addrs(wan)}, true},
		{"two servers, the wanted address", [][]netip.Addr{addrs(wan), addrs(wan)}, true},
		{"one server, another address", [][]netip.Addr{addrs(stale)}, false},
		{"the last server differs", [][]netip.Addr{addrs(wan), addrs(wan), addrs(stale)}, false},
		{"the first server has nothing", [][]netip.Addr{nil, addrs(wan)}, false},
		{"one address more", [][]netip.Addr{addrs(wan, "203.0.113.10")}, false},
		{"nothing at all", [][]netip.Addr{nil}, false},
		{"no server", nil, false},
	}
	for _, tt := range tests {
		var a Answer
		for _, set := range tt.servers {
			a.Servers = append(a.Servers, Server{Addrs: set})
		}
		for _, want := range addrs(wan, "::ffff:"+wan) {
			if got := a.Holds(want); got != tt.want {
				t.Errorf("%s: Holds(%v) of %v: got %v, want %v", tt.name, want, tt.servers, got, tt.want)
			}
		}
		if a.Holds(netip.Addr{}) {
			t.Errorf("%s: holds the invalid address", tt.name)
		}
	}
}

func TestAnswerSumsUpTheServers(t *testing.T) {
	a := newAnswer([]Server{
		{"ns2.example.net", addrs("203.0.113.10", "203.0.113.9")},
		{"ns1.example.net", nil},
		{"ns2.example.net", addrs("203.0.113.9")},
	}, true)
	if got, want := fmt.Sprint(a.Addrs, " ", a.From), "[203.0.113.9 203.0.113.10] ns2.example.net, ns1.example.net"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnswerTextHasABound(t *testing.T) {
	var many []netip.Addr
	for a := netip.MustParseAddr("2001:db8:0:0:1::"); len(many) < 1000; a = a.Next() {
		many = append(many, a)
	}
	long := strings.Repeat("ns.", 80) + "example"
	for _, servers := range [][]Server{{{long, many}, {long + "2", many}}, {{long, many}, {long + "2", nil}}} {
		a := newAnswer(servers, true)
		if len(a.From) > 120 || len(a.String()) > 250 || !strings.HasPrefix(a.String(), "2001:db8:0:0:1:: 2001:") {
			t.Errorf("got %d bytes %q from %d bytes %q", len(a.String()), a, len(a.From), a.From)
		}
	}
}

func TestClipKeepsWholeCharacters(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"abcdefgh", "abcdefgh"}, {"abcdefghi", "abcde..."}, {"abcdüüü", "abcd..."},
	} {
		if got := clip(tt.in, 8); got != tt.want || !utf8.ValidString(got) {
			t.Errorf("clip(%q, 8): got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestParseResolvConf(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"lines of several kinds", "search lan\n# nameserver 192.0.2.9\nnameserver 192.0.2.1\n;nameserver 192.0.2.8\noptions edns0\nnameserver\t2001:db8::53\n",
			"[192.0.2.1 2001:db8::53]"},
		{"a link-local resolver keeps its device", "nameserver fe80::1%br-lan\n", "[fe80::1%br-lan]"},
		{"no line feed at the end, something behind the address", "nameserver 192.0.2.1 # lan", "[192.0.2.1]"},
		{"a bad address is passed over", "nameserver router\nnameserver 192.0.2.1\n", "[192.0.2.1]"},
		{"three at most", "nameserver 192.0.2.1\nnameserver 192.0.2.2\nnameserver 192.0.2.3\nnameserver 192.0.2.4\n",
			"[192.0.2.1 192.0.2.2 192.0.2.3]"},
		{"nothing", "nameserver\n", "[]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(parseResolvConf(tt.text)); got != tt.want {
			t.Errorf("%s: %q: got %s, want %s", tt.name, tt.text, got, tt.want)
		}
	}
	if got := fmt.Sprint(readResolvers(t.TempDir() + "/none")); got != "[127.0.0.1]" {
		t.Errorf("no file: got %s, want [127.0.0.1]", got)
	}
}
