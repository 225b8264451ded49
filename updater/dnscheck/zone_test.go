// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"fmt"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"
)

func TestAskFindsTheZone(t *testing.T) {
	tests := []struct {
		name, host string
		zone       string
		want       string // the NS questions, in order
	}{
		{"the name is a zone", "home.example.net", "home.example.net.", "home.example.net."},
		{"the parent is the zone", "home.example.net.", "example.net.", "home.example.net. example.net."},
		{"the zone is far up", "a.b.home.example.net", "example.net.",
			"a.b.home.example.net. b.home.example.net. home.example.net. example.net."},
		{"case is no matter", "Home.Example.NET", "example.net.", "home.example.net. example.net."},
		{"top-level domains are left in peace", "home.example.net", "net.", "home.example.net. example.net."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) {
				l.ns = map[string][]string{tt.zone: {"ns1.example.net"}}
				l.system = fromCache(holds(stale))
			})
			l.serve(ns1IP, holds(wan))
			a, err := l.asker().Query(t.Context(), tt.host, "ip4")
			if err != nil || a.Authoritative != (tt.zone != "net.") {
				t.Errorf("host %s: got %s, %v", tt.host, describe(a), err)
			}
			if got := strings.Join(l.questions(resolverIP+" NS "), " "); got != tt.want {
				t.Errorf("host %s: asked for the servers of %q, want %q", tt.host, got, tt.want)
			}
		})
	}
}

func TestAskDoesNotTakeThePublicSuffixForTheZone(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.ns = map[string][]string{"home.example.net.": {"ns1.example.net."}, "example.net.": {"ns2.example.net."}}
		l.system = fromCache(holds(wan))
	})
	// The server of the zone does not serve it any more, so the walk goes on to
	// the parent, whose server only knows who should.
	l.serve(ns1IP, code(dns.RcodeRefused))
	l.serve(ns2IP, changed(holds(), func(m *dns.Msg) { m.Authoritative = false }))
	a, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
	if err != nil || a.Authoritative || !a.Holds(netip.MustParseAddr(wan)) {
		t.Errorf("got %s, %v, want the resolver's answer", describe(a), err)
	}
	if len(l.questions(ns2IP)) == 0 {
		t.Error("the parent's server was not asked, so the test shows nothing")
	}
}

func TestAskReachesServersByEitherFamily(t *testing.T) {
	tests := []struct {
		name    string
		addrs   []string
		noRoute string // an address that cannot be reached
		want    string
	}{
		{"the server has IPv6 only", []string{ns6IP}, "", wan6 + " (ns6.example.net)"},
		{"IPv4 is out of reach", []string{ns1IP, ns6IP}, ns1IP, wan6 + " (ns6.example.net)"},
		{"IPv4 is silent", []string{ns2IP, ns6IP}, "", wan6 + " (ns6.example.net)"},
		{"IPv6 is out of reach", []string{ns6IP, ns1IP}, ns6IP, wan6 + " (ns6.example.net)"},
		{"both are out of reach", []string{ns1IP}, ns1IP, "ns6.example.net: network is unreachable; the system's resolver 127.0.0.1: no answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) {
				l.ns["example.net."] = []string{"ns6.example.net."}
				l.hosts["ns6.example.net."] = tt.addrs
			})
			l.serve(ns1IP, holds(wan6))
			l.serve(ns2IP, silent)
			l.serve(ns6IP, holds(wan6))
			asker := l.asker()
			asker.Control = func(_, address string, _ syscall.RawConn) error {
				if netip.MustParseAddrPort(address).Addr().String() == tt.noRoute {
					return syscall.ENETUNREACH
				}
				return nil
			}
			a, err := asker.Query(t.Context(), "home.example.net", "ip6")
			got := a.String()
			if err != nil {
				got = strings.TrimPrefix(err.Error(), "cannot learn what home.example.net holds: ")
			}
			if got != tt.want {
				t.Errorf("addresses %v: got %q, want %q", tt.addrs, got, tt.want)
			}
		})
	}
}

func TestControlSeesTheSocketsToTheZoneAndNoOther(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.ns["example.net."] = []string{"ns1.example.net."}
		l.system = truncated(fromCache(holds(wan)))
	})
	l.serve(ns1IP, truncated(code(dns.RcodeRefused)))
	asker := l.asker()
	var seen []string
	asker.Control = func(network, address string, c syscall.RawConn) error {
		if c == nil {
			t.Errorf("%s %s: no socket", network, address)
		}
		seen = append(seen, network+" "+address)
		return nil
	}
	if _, err := asker.Query(t.Context(), "home.example.net", "ip4"); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("[udp4 %s:%d tcp4 %[1]s:%d]", ns1IP, l.port)
	if got := fmt.Sprint(seen); got != want {
		t.Errorf("Control saw %s, want %s", got, want)
	}
}

func TestAskSaysWhatItMissesOfTheZone(t *testing.T) {
	tests := []struct {
		name string
		edit func(l *lab)
		want string
	}{
		{"no name of the path has servers", func(l *lab) { l.ns = nil }, "found no name servers of example.net: no such host"},
		{"the servers refuse and the parent has none", func(l *lab) { l.ns = map[string][]string{"home.example.net.": {"ns1.example.net."}} },
			"ns1.example.net: does not serve this name: refuses to answer"},
		{"there is an alias without servers", func(l *lab) { l.ns, l.aliasNS["example.net."] = nil, []string{} },
			"found no name servers of example.net: no such host"},
		{"the servers have no address", func(l *lab) { l.hosts["ns1.example.net."], l.hosts["ns2.example.net."] = nil, nil },
			"ns1.example.net: has no known address: no such host; ns2.example.net: has no known address: no such host"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) {
				l.system = fromCache(code(dns.RcodeServerFailure))
				tt.edit(l)
			})
			l.serve(ns1IP, code(dns.RcodeRefused))
			want := "cannot learn what home.example.net holds: " + tt.want + "; the system's resolver 127.0.0.1: has a failure of its own"
			if _, err := l.asker().Query(t.Context(), "home.example.net", "ip4"); err == nil || err.Error() != want {
				t.Errorf("got %v, want %q", err, want)
			}
		})
	}
}

func TestAskAsksFourServersAtOnce(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.ns["example.net."] = nil
		for i := range 6 {
			name := fmt.Sprintf("ns%d.example.net.", i)
			l.ns["example.net."] = append(l.ns["example.net."], name)
			l.hosts[name] = []string{fmt.Sprintf("127.0.2.%d", i)}
		}
	})
	for _, addrs := range l.hosts {
		if strings.HasPrefix(addrs[0], "127.0.2.") {
			l.serve(addrs[0], silent)
		}
	}
	asker := l.asker()
	begin := time.Now()
	if _, err := asker.Query(t.Context(), "home.example.net", "ip4"); err == nil {
		t.Error("got no error from silent servers")
	}
	if took := time.Since(begin); took > 1700*time.Millisecond {
		t.Errorf("took %v, want two tries of 200ms at all servers and two at the resolver", took)
	}
	if n := len(l.questions("127.0.2.")); n != 8 {
		t.Errorf("asked %d times, want four servers twice", n)
	}
}
