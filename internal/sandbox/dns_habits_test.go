// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"testing"
	"time"

	"github.com/miekg/dns"
)

// habits are the faults of resolvers that strike some questions only.
var habits = []struct {
	fault          Fault
	edns           bool
	kind           uint16
	struck, others string // by a question of that kind with or without EDNS, and by its counterpart
}{
	{ResolverFormerrEDNS, true, dns.TypeA, "FORMERR ra", "NOERROR ra " + newAddress},
	{ResolverDropEDNS, true, dns.TypeA, "error", "NOERROR ra " + newAddress},
	{ResolverEchoOPT, true, dns.TypeA, "NOERROR ra OPT first", "NOERROR ra " + newAddress},
	{ResolverDropAAAA, false, dns.TypeAAAA, "error", "NOERROR ra " + newAddress},
	{ResolverServfailAAAA, false, dns.TypeAAAA, "SERVFAIL ra", "NOERROR ra " + newAddress},
}

func TestHabitsOfResolvers(t *testing.T) {
	l := newDNSLab(t)
	ask := func(kind uint16, edns bool) string {
		q := new(dns.Msg).SetQuestion(dns.Fqdn(home), kind)
		if edns {
			q.SetEdns0(udpSize, false)
		}
		m, _, err := (&dns.Client{Timeout: 300 * time.Millisecond}).Exchange(q, l.at.Resolver)
		if err == nil && len(m.Answer) > 0 && m.Answer[0].Header().Rrtype == dns.TypeOPT {
			return "NOERROR ra OPT first"
		}
		return brief(m, err)
	}
	for _, h := range habits {
		l.setFault(h.fault, 0, "")
		if got := ask(h.kind, h.edns); got != h.struck {
			t.Errorf("%s: got %q, want %q", h.fault, got, h.struck)
		}
		if got := ask(dns.TypeA, false); got != h.others {
			t.Errorf("%s, another question: got %q, want %q", h.fault, got, h.others)
		}
		if err := l.Clear(h.fault); err != nil {
			t.Fatal(err)
		}
	}
}
