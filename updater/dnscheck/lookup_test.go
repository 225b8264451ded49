// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// deadIP is where nobody answers: a socket that is never read.
const deadIP = "127.0.1.9"

// dead gives an Asker whose first resolver is silent.
func (l *lab) dead() Client {
	l.serve(deadIP, silent)
	a := l.asker()
	if err := os.WriteFile(a.ResolvConf, []byte("nameserver "+deadIP+"\nnameserver "+resolverIP+"\n"), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return a
}

func TestLookup(t *testing.T) {
	tests := []struct {
		name, host, family string
		system             script
		want               string
	}{
		{"an address", "dyn.example.org", "ip4", fromCache(holds(wan)), "[203.0.113.9]"},
		{"of the other family", "Dyn.Example.ORG.", "ip6", fromCache(holds(wan, wan6)), "[2001:db8::9]"},
		{"an address that needs no question", "192.0.2.7", "ip4", silent, "[192.0.2.7]"},
		{"a name of /etc/hosts", "localhost", "ip4", silent, "[127.0.0.1]"},
		{"an alias with the address of its target", "dyn.example.org", "ip4",
			fromCache(serves("dyn.example.org. CNAME web.example.org.", "web.example.org. A "+wan)), "[203.0.113.9]"},
		{"an alias that leads to another question", "dyn.example.org", "ip4", func(q *dns.Msg, network string) []*dns.Msg {
			if q.Question[0].Name == "web.example.org." {
				return fromCache(holds(wan))(q, network)
			}
			return fromCache(serves(q.Question[0].Name+" CNAME web.example.org."))(q, network)
		}, "[203.0.113.9]"},
		{"an alias that leads nowhere", "dyn.example.org", "ip4", func(q *dns.Msg, network string) []*dns.Msg {
			return fromCache(serves(q.Question[0].Name+" CNAME x."+q.Question[0].Name))(q, network)
		}, "too many aliases in a row"},
		{"a resolver that gives its own data", "dyn.example.org", "ip4", changed(holds(wan), func(m *dns.Msg) { m.RecursionAvailable = true }), "[203.0.113.9]"},
		{"a host that does not exist", "dyn.example.org", "ip4", fromCache(code(dns.RcodeNameError)), "not found: no such host"},
		{"a host without the family", "dyn.example.org", "ip6", fromCache(holds(wan)), "not found: no such host"},
		{"a resolver with a failure", "dyn.example.org", "ip4", fromCache(code(dns.RcodeServerFailure)), "has a failure of its own"},
		{"a resolver that is silent", "dyn.example.org", "ip4", silent, "timeout: no answer"},
		{"what is no name", "dyn example.org", "ip4", silent, "not found: not a host name"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) { l.system = tt.system })
			found, err := l.asker().Lookup(t.Context(), tt.host, tt.family)
			got := fmt.Sprint(found)
			if wrong, ok := errors.AsType[*net.DNSError](err); ok {
				got = strings.TrimPrefix(fmt.Sprintf("%s: %s", map[bool]string{wrong.IsTimeout: "timeout", wrong.IsNotFound: "not found"}[true], wrong.Err), ": ")
			}
			if got != tt.want {
				t.Errorf("Lookup(%q, %q): got %q, %v, want %q", tt.host, tt.family, got, err, tt.want)
			}
		})
	}
}

func TestADeadResolverCostsOneStep(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {})
	l.serve(ns1IP, holds(wan))
	l.serve(ns2IP, holds(wan))
	asker := l.dead()
	begin := time.Now()
	a, err := asker.Query(t.Context(), "a.home.example.net", "ip4")
	if err != nil || !a.Authoritative || !a.Holds(netip.MustParseAddr(wan)) {
		t.Errorf("got %s, %v, want the answer of the zone's servers", describe(a), err)
	}
	// Three questions for servers and two pairs for their addresses.
	if took := time.Since(begin); took < asker.pace.step || took > asker.pace.step+200*time.Millisecond {
		t.Errorf("took %v, want one step of %v and not one for each question", took, asker.pace.step)
	}
	if n := len(l.questions(deadIP)); n != 1 {
		t.Errorf("the dead resolver was asked %d times, want once", n)
	}
}

func TestAResolverThatFailsIsPassedAtOnce(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) { l.system = fromCache(holds(wan)) })
	asker := l.dead()
	l.serve("127.0.1.10", code(dns.RcodeServerFailure))
	if err := os.WriteFile(asker.ResolvConf, []byte("nameserver 127.0.1.10\nnameserver "+resolverIP+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if got, err := asker.Lookup(t.Context(), "dyn.example.org", "ip4"); fmt.Sprint(got) != "["+wan+"]" {
		t.Errorf("got %v, %v, want %s", got, err, wan)
	}
	if took := time.Since(begin); took > asker.pace.step {
		t.Errorf("took %v, want less than a step of %v", took, asker.pace.step)
	}
}

// TestOneFamilyDoesNotWaitForTheOther has a resolver that drops every question
// for an IPv6 address, as some modems do.
func TestOneFamilyDoesNotWaitForTheOther(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.ns["example.net."] = []string{"ns3.example.net."}
		l.system = func(q *dns.Msg, network string) []*dns.Msg {
			if q.IsEdns0() != nil {
				t.Error("a question has EDNS")
			}
			if q.Question[0].Qtype == dns.TypeAAAA {
				return nil
			}
			return fromCache(holds(ns1IP))(q, network)
		}
	})
	l.serve(ns1IP, holds(wan))
	asker := l.asker()
	begin := time.Now()
	a, err := asker.Query(t.Context(), "home.example.net", "ip4")
	if err != nil || !a.Authoritative || !a.Holds(netip.MustParseAddr(wan)) {
		t.Errorf("got %s, %v, want the answer of the zone's servers", describe(a), err)
	}
	if took := time.Since(begin); took > asker.pace.step {
		t.Errorf("took %v, want less than a step of %v", took, asker.pace.step)
	}
}

// TestASlowResolverIsWaitedFor has one that takes longer than the step and than
// one try at a server of the zone.
func TestASlowResolverIsWaitedFor(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(*lab) {})
	slowly := func(q *dns.Msg, network string) []*dns.Msg {
		time.Sleep(300 * time.Millisecond)
		return l.resolve(q, network)
	}
	l.serve(deadIP, slowly)
	l.serve(ns1IP, holds(wan))
	l.serve(ns2IP, holds(wan))
	asker := l.asker()
	if err := os.WriteFile(asker.ResolvConf, []byte("nameserver "+deadIP+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := asker.Query(t.Context(), "home.example.net", "ip4")
	if err != nil || !a.Authoritative || !a.Holds(netip.MustParseAddr(wan)) {
		t.Errorf("got %s, %v, want the answer of the zone's servers", describe(a), err)
	}
	if u := usualPace; u.lookup < 3*time.Second || 3*u.lookup > u.total {
		t.Errorf("the usual pace %v has no time for a resolver of 2.5s", u)
	}
}
