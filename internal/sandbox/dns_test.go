// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

const (
	oldAddress = "203.0.113.1"
	newAddress = "203.0.113.2"
	lieAddress = "192.0.2.66"
)

// newDNSLab has a domain that changed its address once.
func newDNSLab(t *testing.T, edits ...func(*Config)) *lab {
	t.Helper()
	l := newLab(t, edits...)
	l.point(home, oldAddress)
	l.point(home, newAddress)
	return l
}

func (l *lab) point(domain, ip string) {
	l.t.Helper()
	set := l.record(domain).Settings
	set.IP = netip.MustParseAddr(ip)
	if err := l.SetRecord(domain, set); err != nil {
		l.t.Fatalf("SetRecord: %v", err)
	}
}

func exchange(network, server, name string, kind uint16) (*dns.Msg, error) {
	c := &dns.Client{Net: network, Timeout: 2 * short}
	m, _, err := c.Exchange(new(dns.Msg).SetQuestion(dns.Fqdn(name), kind), server)
	return m, err
}

// brief is an answer in one line: rcode, bits, and the data of its records.
func brief(m *dns.Msg, err error) string {
	if err != nil {
		return "error"
	}
	words := []string{dns.RcodeToString[m.Rcode]}
	for bit, word := range map[string]bool{"aa": m.Authoritative, "ra": m.RecursionAvailable, "tc": m.Truncated} {
		if word {
			words = append(words, bit)
		}
	}
	slices.Sort(words[1:])
	for _, rr := range m.Answer {
		fields := strings.Fields(rr.String())
		words = append(words, fields[4])
	}
	for _, rr := range m.Ns {
		words = append(words, dns.TypeToString[rr.Header().Rrtype])
	}
	return strings.Join(words, " ")
}

func TestZones(t *testing.T) {
	l := newDNSLab(t)
	port := l.record(home).Settings
	port.Port, port.MX = 8080, "mx.example.net."
	tests := []struct {
		name      string
		query     string
		kind      uint16
		authority string
		resolver  string
	}{
		{"the address of a domain", home, dns.TypeA, "NOERROR aa 203.0.113.2", "NOERROR ra 203.0.113.2"},
		{"capitals do not matter", "HOME.example.NET", dns.TypeA, "NOERROR aa 203.0.113.2", "NOERROR ra 203.0.113.2"},
		{"www follows its domain", "www." + home, dns.TypeA, "NOERROR aa 203.0.113.2", "NOERROR ra 203.0.113.2"},
		{"there is no IPv6 address", home, dns.TypeAAAA, "NOERROR aa SOA", "NOERROR ra SOA"},
		{"there is no mail server", home, dns.TypeMX, "NOERROR aa SOA", "NOERROR ra SOA"},
		{"an apex without address yet exists", office, dns.TypeA, "NOERROR aa SOA", "NOERROR ra SOA"},
		{"its www does not exist", "www." + office, dns.TypeA, "NXDOMAIN aa SOA", "NXDOMAIN ra SOA"},
		{"a name below that nobody has", "x." + home, dns.TypeA, "NXDOMAIN aa SOA", "NXDOMAIN ra SOA"},
		{"the name servers", home, dns.TypeNS, "NOERROR aa ns1.mtgsy.test. ns2.mtgsy.test.", "NOERROR ra ns1.mtgsy.test. ns2.mtgsy.test."},
		{"the start of authority", home, dns.TypeSOA, "NOERROR aa ns1.mtgsy.test.", "NOERROR ra ns1.mtgsy.test."},
		{"www has no name servers", "www." + home, dns.TypeNS, "NOERROR aa SOA", "NOERROR ra SOA"},
		{"a parent of the zones", "example.net", dns.TypeNS, "REFUSED", "NOERROR ra SOA"},
		{"a name elsewhere", "example.org", dns.TypeA, "REFUSED", "NXDOMAIN ra SOA"},
		{"a name server's address", "ns1.mtgsy.test", dns.TypeA, "REFUSED", "NOERROR ra 127.0.0.1"},
		{"a name server's IPv6 address", "ns1.mtgsy.test", dns.TypeAAAA, "REFUSED", "NOERROR ra 2001:db8::53"},
		{"a name server without one", "ns2.mtgsy.test", dns.TypeAAAA, "REFUSED", "NOERROR ra SOA"},
		{"the provider", "www.mtgsy.net", dns.TypeA, "REFUSED", "NOERROR ra 127.0.0.1"},
		{"the provider has no IPv6", "www.mtgsy.net", dns.TypeAAAA, "REFUSED", "NOERROR ra SOA"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, network := range []string{"udp", "tcp"} {
				if got := brief(exchange(network, l.at.Authority[0], tt.query, tt.kind)); got != tt.authority {
					t.Errorf("authority, %s %s: %q; want %q", network, tt.query, got, tt.authority)
				}
				if got := brief(exchange(network, l.at.Resolver, tt.query, tt.kind)); got != tt.resolver {
					t.Errorf("resolver, %s %s: %q; want %q", network, tt.query, got, tt.resolver)
				}
			}
		})
	}
	if err := l.SetRecord(home, port); err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{home: "NOERROR aa 203.0.113.2", "www." + home: "NOERROR aa 192.0.2.80"} {
		if got := brief(exchange("udp", l.at.Authority[0], q, dns.TypeA)); got != want {
			t.Errorf("with a port, %s: %q; want %q", q, got, want)
		}
	}
	if m, err := exchange("udp", l.at.Authority[0], home, dns.TypeMX); err != nil || !strings.Contains(m.Answer[0].String(), "mx.example.net.") {
		t.Errorf("MX: %v, %v", m, err)
	}
}

func TestDomainsInOneZone(t *testing.T) {
	l := newLab(t, func(c *Config) { c.Zones = []string{"example.net"} })
	server := l.at.Authority[0]
	if got := brief(exchange("udp", server, home, dns.TypeA)); got != "NXDOMAIN aa SOA" {
		t.Errorf("before the first update: %q; want NXDOMAIN", got)
	}
	l.point(home, newAddress)
	for q, want := range map[string]string{
		home: "NOERROR aa 203.0.113.2", "example.net": "NOERROR aa SOA", office: "NXDOMAIN aa SOA",
	} {
		if got := brief(exchange("udp", server, q, dns.TypeA)); got != want {
			t.Errorf("%s: %q; want %q", q, got, want)
		}
	}
	if got := brief(exchange("udp", l.at.Resolver, home, dns.TypeNS)); got != "NOERROR ra SOA" {
		t.Errorf("NS below the zone: %q; want none", got)
	}
}

func TestOffline(t *testing.T) {
	l := newDNSLab(t)
	if err := l.SetOffline(home); err == nil {
		t.Error("SetOffline with hb=0 gave no error")
	}
	l.plain(ask("hb", "1", "ip", newAddress))
	if err := l.SetOffline(home); err != nil {
		t.Fatalf("SetOffline: %v", err)
	}
	for _, step := range []struct{ name, want string }{
		{"offline", "192.0.2.80"}, {"online", newAddress},
	} {
		if got := brief(exchange("udp", l.at.Authority[0], home, dns.TypeA)); got != "NOERROR aa "+step.want {
			t.Errorf("%s: %q; want %s", step.name, got, step.want)
		}
		if err := l.SetOnline(home); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.SetOffline("other.example.net"); err == nil {
		t.Error("SetOffline of an unknown domain gave no error")
	}
}

func TestWhatEndsTheOfflineMark(t *testing.T) {
	tests := []struct {
		name, query string
		offline     bool
	}{
		{"a new address is taken for online", ask("hb", "1", "ip", "203.0.113.10"), false},
		{"without heartbeats there is no mark", ask("hb", "0", "stealth", "1"), false},
		{"another setting says nothing of the host", ask("hb", "1", "stealth", "1"), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t)
			l.plain(ask("hb", "1"))
			if err := l.SetOffline(home); err != nil {
				t.Fatal(err)
			}
			l.plain(tt.query)
			if got := l.record(home).Offline; got != tt.offline {
				t.Errorf("%s: offline %v; want %v", tt.query, got, tt.offline)
			}
		})
	}
}

func TestSOAOfTheProvider(t *testing.T) {
	l := newLab(t)
	serial := func() uint32 {
		m, err := exchange("udp", l.at.Authority[0], home, dns.TypeSOA)
		if err != nil {
			t.Fatal(err)
		}
		soa := m.Answer[0].(*dns.SOA)
		if soa.Refresh != 3600 || soa.Retry != 1200 || soa.Expire != 1209600 || soa.Minttl != 3600 || soa.Mbox != "hostmaster.mtgsy.net." {
			t.Errorf("SOA %v", soa)
		}
		return soa.Serial
	}
	before := serial()
	l.clock.advance(time.Minute)
	l.point(home, newAddress)
	if after := serial(); after <= before {
		t.Errorf("serial %d after a change, %d before", after, before)
	}
}

func TestResolverCache(t *testing.T) {
	for _, tt := range []struct {
		name    string
		caching bool
		want    string
	}{{"with a cache", true, oldAddress}, {"without one", false, newAddress}} {
		l := newLab(t, func(c *Config) { c.Caching = tt.caching })
		l.point(home, oldAddress)
		ask := func() string { return brief(exchange("udp", l.at.Resolver, home, dns.TypeA)) }
		ask()
		l.point(home, newAddress)
		l.clock.advance(59 * time.Second)
		if got := ask(); got != "NOERROR ra "+tt.want {
			t.Errorf("%s, within the TTL: %q; want %s", tt.name, got, tt.want)
		}
		l.clock.advance(time.Second)
		if got := ask(); got != "NOERROR ra "+newAddress {
			t.Errorf("%s, after the TTL: %q; want %s", tt.name, got, newAddress)
		}
	}
}

// The provider's SOA lets a "no such name" live for an hour.
func TestNegativeAnswersAreCachedLonger(t *testing.T) {
	l := newLab(t, func(c *Config) { c.Caching = true })
	for _, step := range []struct {
		after time.Duration
		want  string
	}{{0, "NOERROR ra SOA"}, {time.Hour - time.Second, "NOERROR ra SOA"}, {time.Second, "NOERROR ra " + newAddress}} {
		l.clock.advance(step.after)
		if got := brief(exchange("udp", l.at.Resolver, home, dns.TypeA)); got != step.want {
			t.Errorf("%v later: %q; want %q", step.after, got, step.want)
		}
		l.point(home, newAddress)
	}
}

func TestCachedAnswersGrowOld(t *testing.T) {
	l := newDNSLab(t, func(c *Config) { c.Caching = true })
	var ttls []uint32
	for range 2 {
		m, err := exchange("udp", l.at.Resolver, home, dns.TypeA)
		if err != nil {
			t.Fatal(err)
		}
		ttls = append(ttls, m.Answer[0].Header().Ttl)
		l.clock.advance(20 * time.Second)
	}
	if !slices.Equal(ttls, []uint32{60, 40}) {
		t.Errorf("TTLs %v; want 60, 40", ttls)
	}
}

// dnsFaults are the faults of both places by what a client sees, without the
// aa or ra bit. The resolver has no counterpart of two of them.
var dnsFaults = []struct {
	authority, resolver Fault
	want                string
}{
	{AuthoritySilent, ResolverSilent, "error"},
	{AuthoritySlow, ResolverSlow, "error"},
	{AuthorityServfail, ResolverServfail, "SERVFAIL"},
	{AuthorityRefused, ResolverRefused, "REFUSED"},
	{AuthorityNXDomain, ResolverNXDomain, "NXDOMAIN SOA"},
	{AuthorityLies, ResolverLies, "NOERROR " + lieAddress},
	{AuthorityStale, ResolverStale, "NOERROR " + oldAddress},
	{AuthoritySeveral, ResolverSeveral, "NOERROR " + newAddress + " " + lieAddress},
	{AuthorityCNAME, ResolverCNAME, "NOERROR alias." + home + ". " + newAddress},
	{AuthorityTruncated, ResolverTruncated, "NOERROR tc"},
	{AuthorityWrongID, ResolverWrongID, "error"},
	{AuthorityWrongQuestion, ResolverWrongQuestion, "NOERROR " + newAddress},
	{AuthoritySpoofed, ResolverSpoofed, "NOERROR " + newAddress},
	{AuthorityGarbage, ResolverGarbage, "error"},
	{AuthorityLame, AuthorityLame, "NOERROR " + newAddress},
	{AuthorityFirstSilent, AuthorityFirstSilent, "error"},
	{AuthorityRedirected, AuthorityRedirected, "NOERROR ra " + newAddress},
}

func TestDNSFaults(t *testing.T) {
	for _, tt := range dnsFaults {
		for _, fault := range []Fault{tt.authority, tt.resolver} {
			t.Run(string(fault), func(t *testing.T) {
				t.Parallel()
				l := newDNSLab(t)
				l.setFault(fault, 1, "")
				server, bit := l.at.Authority[0], "aa"
				if strings.HasPrefix(string(fault), "resolver") {
					server, bit = l.at.Resolver, "ra"
				}
				got := brief(exchange("udp", server, home, dns.TypeA))
				if (fault == AuthorityLame || fault == AuthorityRedirected) && strings.Contains(got, " aa") {
					t.Errorf("lame, and yet %q", got)
				}
				if got = strings.Replace(got, " "+bit, "", 1); got != tt.want {
					t.Errorf("with the fault: %q; want %q", got, tt.want)
				}
				if q := l.Queries(); len(q) != 1 || q[0].Fault != fault {
					t.Errorf("queries %+v; want one with the fault", q)
				}
				if got := brief(exchange("udp", server, home, dns.TypeA)); got != "NOERROR "+bit+" "+newAddress {
					t.Errorf("after the fault: %q", got)
				}
			})
		}
	}
}

func TestTruncatedIsWholeOverTCP(t *testing.T) {
	l := newDNSLab(t)
	l.setFault(AuthorityTruncated, 0, "")
	if got := brief(exchange("tcp", l.at.Authority[0], home, dns.TypeA)); got != "NOERROR aa "+newAddress {
		t.Errorf("over TCP: %q", got)
	}
}

func TestSilenceOverTCPKeepsTheConnection(t *testing.T) {
	l := newDNSLab(t)
	l.setFault(AuthoritySilent, 0, "")
	_, err := exchange("tcp", l.at.Authority[0], home, dns.TypeA)
	var n net.Error
	if !errors.As(err, &n) || !n.Timeout() {
		t.Errorf("over TCP: %v; want a timeout", err)
	}
}

func TestOnlyTheSecondServerAnswers(t *testing.T) {
	l := newDNSLab(t)
	l.setFault(AuthorityFirstSilent, 0, "")
	for i, want := range []string{"error", "NOERROR aa " + newAddress} {
		if got := brief(exchange("udp", l.at.Authority[i], home, dns.TypeA)); got != want {
			t.Errorf("server %d: %q; want %q", i+1, got, want)
		}
	}
	if q := l.Queries(); q[0].Server != 0 || q[1].Server != 1 {
		t.Errorf("servers %d, %d; want 0, 1", q[0].Server, q[1].Server)
	}
}

func TestWrongQuestionIsInTheAnswer(t *testing.T) {
	l := newDNSLab(t)
	l.setFault(AuthorityWrongQuestion, 0, "")
	m, err := exchange("udp", l.at.Authority[0], home, dns.TypeA)
	if err != nil || m.Question[0].Name == home+"." {
		t.Errorf("question %v, %v; want another name", m.Question, err)
	}
}

// The forged answer has to come first, or nobody is tested by it.
func TestSpoofedAnswerComesFirst(t *testing.T) {
	l := newDNSLab(t)
	l.setFault(AuthoritySpoofed, 1, "")
	c, err := net.Dial("udp", l.at.Authority[0])
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	q := new(dns.Msg).SetQuestion(home+".", dns.TypeA)
	wire, _ := q.Pack()
	_, _ = c.Write(wire)
	_ = c.SetReadDeadline(time.Now().Add(time.Second))
	for i, want := range []string{lieAddress, newAddress} {
		b := make([]byte, 512)
		n, err := c.Read(b)
		var m dns.Msg
		if err != nil || m.Unpack(b[:n]) != nil {
			t.Fatalf("packet %d: %v", i+1, err)
		}
		if got := m.Answer[0].(*dns.A).A.String(); got != want || (m.Id == q.Id) != (i == 1) {
			t.Errorf("packet %d: %s, right id %v; want %s", i+1, got, m.Id == q.Id, want)
		}
	}
}

func TestResolverLiesAboutTheProvider(t *testing.T) {
	l := newLab(t)
	l.setFault(ResolverLies, 1, "203.0.113.77")
	if got := brief(exchange("udp", l.at.Resolver, "www.mtgsy.net", dns.TypeA)); got != "NOERROR ra 203.0.113.77" {
		t.Errorf("%q; want the lie", got)
	}
}

// Clients resolve with Go's resolver, which has its own opinion of answers.
func TestGoResolverIsContent(t *testing.T) {
	l := newDNSLab(t)
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, l.at.Resolver)
	}}
	for name, want := range map[string]string{"www.mtgsy.net.": "127.0.0.1", home + ".": newAddress} {
		if got, err := r.LookupHost(soon(t), name); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("LookupHost(%s) = %v, %v; want %s", name, got, err, want)
		}
	}
	servers, err := r.LookupNS(soon(t), home+".")
	if err != nil || len(servers) != 2 || servers[0].Host != "ns1.mtgsy.test." {
		t.Errorf("LookupNS = %v, %v", servers, err)
	}
	var missing *net.DNSError
	if _, err := r.LookupHost(soon(t), "nobody.example.org."); !errors.As(err, &missing) || !missing.IsNotFound {
		t.Errorf("LookupHost of nobody: %v; want not found", err)
	}
}

func TestFurtherHosts(t *testing.T) {
	l := newLab(t, func(c *Config) {
		c.Hosts = map[string][]netip.Addr{"Check.example.org.": {netip.MustParseAddr("203.0.113.50")}}
	})
	if got := brief(exchange("udp", l.at.Resolver, "check.example.org", dns.TypeA)); got != "NOERROR ra 203.0.113.50" {
		t.Errorf("%q", got)
	}
}

func TestOddQueries(t *testing.T) {
	l := newDNSLab(t)
	chaos := new(dns.Msg).SetQuestion(home+".", dns.TypeA)
	chaos.Question[0].Qclass = dns.ClassCHAOS
	notify := new(dns.Msg).SetQuestion(home+".", dns.TypeA)
	notify.Opcode = dns.OpcodeNotify
	edns := new(dns.Msg).SetQuestion(home+".", dns.TypeA).SetEdns0(4096, false)
	for i, tt := range []struct {
		q     *dns.Msg
		rcode int
	}{{chaos, dns.RcodeRefused}, {notify, dns.RcodeNotImplemented}, {edns, dns.RcodeSuccess}} {
		m, _, err := new(dns.Client).Exchange(tt.q, l.at.Authority[0])
		if err != nil || m.Rcode != tt.rcode || (m.IsEdns0() != nil) != (tt.q.IsEdns0() != nil) {
			t.Errorf("query %d: %v, %v; want rcode %d and EDNS as asked", i, m, err, tt.rcode)
		}
	}
}
