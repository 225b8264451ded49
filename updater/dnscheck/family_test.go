// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// TestQueryForIPv6 asks for AAAA what the other tests ask for A. The name has an
// A record too, which must make no difference.
func TestQueryForIPv6(t *testing.T) {
	const (
		old6   = "2001:db8::7"
		both   = " (ns1.example.net, ns2.example.net)"
		second = " (the system's resolver) second-hand"
	)
	lacks := changed(holds(wan), func(m *dns.Msg) { m.Ns = append(m.Ns, rr("example.net. SOA a. b. 1 2 3 4 30")) })
	a := func(s script, records ...string) script { // a server that adds records
		return changed(s, func(m *dns.Msg) {
			for _, r := range records {
				m.Answer = append(m.Answer, rr(r))
			}
		})
	}
	tests := []struct {
		name             string
		ns1, ns2, system script
		want             string
		ttl              time.Duration
		fresh            bool
	}{
		{"both servers have the wanted address", holds(wan, wan6), holds(wan, wan6), nil, wan6 + both + " HOLDS", time.Minute, true},
		{"both servers have another one", holds(wan, old6), holds(wan, old6), nil, old6 + both, time.Minute, true},
		{"two addresses are not the wanted one", holds(wan6, old6), holds(old6, wan6), nil, old6 + " " + wan6 + both, time.Minute, true},
		{"a name with A alone has nothing", lacks, lacks, nil, "nothing" + both, 30 * time.Second, true},
		{"a name that does not exist has nothing", code(dns.RcodeNameError), code(dns.RcodeNameError), nil, "nothing" + both, 0, true},
		{"a late server differs", holds(wan6), holds(old6), nil, wan6 + " (ns1.example.net), " + old6 + " (ns2.example.net) disagree", time.Minute, true},
		{"a server without it differs", holds(wan6), holds(wan), nil, wan6 + " (ns1.example.net), nothing (ns2.example.net) disagree", 0, true},
		{"a lame server does not count", code(dns.RcodeRefused), holds(wan6), nil, wan6 + " (ns2.example.net) HOLDS", time.Minute, true},
		{"a server that does not know AAAA does not count", code(dns.RcodeNotImplemented), holds(wan6), nil, wan6 + " (ns2.example.net) HOLDS", time.Minute, true},
		{"a server that answers from a cache does not count", fromCache(holds(old6)), holds(wan6), nil, wan6 + " (ns2.example.net) HOLDS", time.Minute, true},
		{"an A record in the answer is passed over", a(holds(wan6), "home.example.net. A "+wan), holds(wan6), nil, wan6 + both + " HOLDS", time.Minute, true},
		{"an alias leads to it", serves("home.example.net. CNAME a.example.net.", "a.example.net. AAAA "+wan6), holds(wan6), nil, wan6 + both + " HOLDS", time.Minute, true},
		{"a resolver has just fetched it", silent, silent, lasting(fromCache(holds(wan6)), 300), wan6 + second + " HOLDS", 5 * time.Minute, true},
		{"a resolver has had it for a while", silent, silent, lasting(fromCache(holds(wan6)), 77), wan6 + second + " HOLDS", 77 * time.Second, false},
		{"a resolver has had nothing for a while", silent, silent, lasting(fromCache(lacks), 77), "nothing" + second, 30 * time.Second, true},
		{"a resolver drops questions for AAAA", silent, silent, silent, "cannot learn what home.example.net holds: ns1.example.net: no answer; ns2.example.net: no answer; the system's resolver 127.0.0.1: no answer", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) { l.system = tt.system })
			l.serve(ns1IP, tt.ns1)
			l.serve(ns2IP, tt.ns2)
			answer, err := l.asker().Query(t.Context(), "home.example.net", "ip6")
			got := describe(answer)
			if answer.Holds(netip.MustParseAddr(wan6)) {
				got += " HOLDS"
			}
			if err != nil {
				got = err.Error()
			}
			if got != tt.want || answer.TTL != tt.ttl || answer.Fresh() != tt.fresh && err == nil {
				t.Errorf("got %q, %v, fresh %v; want %q, %v, %v", got, answer.TTL, answer.Fresh(), tt.want, tt.ttl, tt.fresh)
			}
		})
	}
}

// TestAWrongLengthIsMalformed: an AAAA record has 16 bytes.
func TestAWrongLengthIsMalformed(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) { l.system = silent })
	for _, ip := range []string{ns1IP, ns2IP} {
		l.serve(ip, func(q *dns.Msg, _ string) []*dns.Msg {
			m := own(q)
			m.Answer = []dns.RR{&dns.RFC3597{Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeAAAA, Class: dns.ClassINET, Ttl: 60}, Rdata: "cb007109"}}
			return []*dns.Msg{m}
		})
	}
	answer, err := l.asker().Query(t.Context(), "home.example.net", "ip6")
	if err == nil {
		t.Errorf("an AAAA record of 4 bytes: got %s, want an error", fmt.Sprint(answer))
	}
}
