// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/miekg/dns"
)

func TestAskFallsBackToTheSystemsResolver(t *testing.T) {
	const second = " (the system's resolver) second-hand"
	tests := []struct {
		name   string
		zone   script // of both servers
		system script
		want   string // an answer, or a part of the error
	}{
		{"all servers are silent", silent, fromCache(holds(wan)), wan + second + " HOLDS"},
		{"all servers refuse", code(dns.RcodeRefused), fromCache(holds(stale)), stale + second},
		{"the resolver says that the name does not exist", silent, fromCache(code(dns.RcodeNameError)), "nothing" + second},
		{"the resolver follows aliases", silent,
			fromCache(serves("home.example.net. CNAME a.example.org.", "a.example.org. A "+wan)), wan + second + " HOLDS"},
		{"an answer from the resolver's own data is none", silent, changed(fromCache(holds(wan)), func(m *dns.Msg) { m.Authoritative = true }),
			"the system's resolver 127.0.0.1: answers from its own data"},
		{"a resolver that does not recurse is none", silent, changed(fromCache(holds()), func(m *dns.Msg) { m.RecursionAvailable = false }),
			"the system's resolver 127.0.0.1: does not ask other servers"},
		{"the resolver has a failure", silent, fromCache(code(dns.RcodeServerFailure)),
			"ns1.example.net: no answer; ns2.example.net: no answer; the system's resolver 127.0.0.1: has a failure of its own"},
		{"nobody answers", silent, silent,
			"ns1.example.net: no answer; ns2.example.net: no answer; the system's resolver 127.0.0.1: no answer"},
		{"the servers refuse and the resolver is silent", code(dns.RcodeRefused), silent,
			"ns1.example.net: does not serve this name: refuses to answer; ns2"},
		{"an unknown code has its number", code(7), silent, "ns1.example.net: does not serve this name: answers with error 7; ns2"},
		{"the answer does not fit into TCP either", changed(holds(wan), func(m *dns.Msg) { m.Truncated = true }), silent,
			"ns1.example.net: answer is truncated even over TCP; ns2"},
		{"the rest of the answer does not come over TCP", truncated(silent), silent, "ns1.example.net: no answer; ns2"},
		{"aliases inside the answer go round", serves("home.example.net. CNAME a.example.net.", "a.example.net. CNAME home.example.net."), silent,
			"ns1.example.net: too many aliases in a row; ns2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) {
				l.system = tt.system
			})
			l.serve(ns1IP, tt.zone)
			l.serve(ns2IP, tt.zone)
			a, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
			got := describe(a)
			if err != nil {
				got = err.Error()
			}
			if got != tt.want && (err == nil || !strings.Contains(got, tt.want)) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if err != nil && !strings.HasPrefix(got, "cannot learn what home.example.net holds: ") {
				t.Errorf("error %q does not begin with what cannot be learned", got)
			}
		})
	}
}

func TestAskDoesNotReadEtcHosts(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.system = fromCache(holds(wan))
	})
	// Every machine has this name in /etc/hosts, with another address.
	a, err := l.asker().Query(t.Context(), "localhost", "ip4")
	if err != nil || !a.Holds(netip.MustParseAddr(wan)) {
		t.Errorf("localhost: got %s, %v, want the resolver's %s", describe(a), err, wan)
	}
	if n := len(l.questions(resolverIP + " NS")); n != 0 {
		t.Errorf("asked %d times for the servers of a top-level domain", n)
	}
}

func TestAskTriesEveryResolverOfTheFile(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.ns = nil
		l.system = fromCache(holds(wan))
	})
	asker := l.asker()
	if err := os.WriteFile(asker.ResolvConf, []byte("nameserver ::1\nnameserver 127.0.0.1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := asker.Query(t.Context(), "home.example.net", "ip4") // nothing listens at ::1
	if err != nil || !a.Holds(netip.MustParseAddr(wan)) {
		t.Errorf("got %s, %v, want the second resolver's answer", describe(a), err)
	}
}
