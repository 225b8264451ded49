// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"net/netip"
	"sync/atomic"
	"testing"

	"github.com/miekg/dns"
)

const (
	wan   = "203.0.113.9"
	stale = "203.0.113.7"
	wan6  = "2001:db8::9"
)

// describe prints all that a caller can see of an answer.
func describe(a Answer) string {
	text := a.String()
	if !a.Authoritative {
		text += " second-hand"
	}
	if a.Disagree() {
		text += " disagree"
	}
	if a.Holds(netip.MustParseAddr(wan)) {
		text += " HOLDS"
	}
	return text
}

func TestAskGivesWhatTheServersOfTheZoneSay(t *testing.T) {
	bothServers := " (ns1.example.net, ns2.example.net)"
	tests := []struct {
		name     string
		ns1, ns2 script
		want     string
	}{
		{"both servers hold the wanted address", holds(wan), holds(wan), wan + bothServers + " HOLDS"},
		{"both servers hold another address", holds(stale), holds(stale), stale + bothServers},
		{"the name does not exist", code(dns.RcodeNameError), code(dns.RcodeNameError), "nothing" + bothServers},
		{"the name has no address of the family", holds(wan6), holds(wan6), "nothing" + bothServers},
		{"a second address beside the wanted one is a difference", holds(wan, stale), holds(wan, stale),
			stale + " " + wan + bothServers},
		{"the order and repetition of records do not matter", holds(wan, stale, wan), holds(stale, wan),
			stale + " " + wan + bothServers},
		{"a secondary server that lags is a difference", holds(wan), holds(stale),
			wan + " (ns1.example.net), " + stale + " (ns2.example.net) disagree"},
		{"a secondary server that does not know the name yet is a difference", holds(wan), code(dns.RcodeNameError),
			wan + " (ns1.example.net), nothing (ns2.example.net) disagree"},
		{"a silent server does not count", silent, holds(wan), wan + " (ns2.example.net) HOLDS"},
		{"a server that refuses does not count", code(dns.RcodeRefused), holds(wan), wan + " (ns2.example.net) HOLDS"},
		{"a server with a failure does not count", holds(wan), code(dns.RcodeServerFailure), wan + " (ns1.example.net) HOLDS"},
		{"a server that answers from a cache does not count", fromCache(holds(stale)), holds(wan), wan + " (ns2.example.net) HOLDS"},
		{"a referral does not count", changed(holds(), func(m *dns.Msg) {
			m.Authoritative, m.Ns = false, nsRecords("home.example.net.", []string{"ns.other.example."})
		}), holds(wan), wan + " (ns2.example.net) HOLDS"},
		{"a long answer is asked for again over TCP", truncated(holds(wan)), truncated(holds(wan)), wan + bothServers + " HOLDS"},
		{"a wrong id is skipped and the right answer taken", after(holds(stale), func(m *dns.Msg) { m.Id++ }), holds(wan),
			wan + bothServers + " HOLDS"},
		{"another question is skipped and the right answer taken",
			after(holds(stale), func(m *dns.Msg) { m.Question[0].Name = "work.example.net." }), holds(wan), wan + bothServers + " HOLDS"},
		{"another type is skipped and the right answer taken",
			after(holds(stale), func(m *dns.Msg) { m.Question[0].Qtype = dns.TypeAAAA }), holds(wan), wan + bothServers + " HOLDS"},
		{"another class is skipped and the right answer taken",
			after(holds(stale), func(m *dns.Msg) { m.Question[0].Qclass = dns.ClassCHAOS }), holds(wan), wan + bothServers + " HOLDS"},
		{"a question that comes back is skipped and the right answer taken",
			after(holds(stale), func(m *dns.Msg) { m.Response = false }), holds(wan), wan + bothServers + " HOLDS"},
		{"another operation is skipped and the right answer taken",
			after(holds(stale), func(m *dns.Msg) { m.Opcode = dns.OpcodeNotify }), holds(wan), wan + bothServers + " HOLDS"},
		{"a server may change upper and lower case", changed(holds(wan), func(m *dns.Msg) {
			m.Question[0].Name, m.Answer[0].Header().Name = "HOME.example.NET.", "hOmE.Example.net."
		}), holds(wan), wan + bothServers + " HOLDS"},
		{"aliases inside the answer are followed",
			serves("home.example.net. CNAME a.example.net.", "a.example.net. CNAME B.example.net.", "b.example.net. A "+wan),
			holds(wan), wan + bothServers + " HOLDS"},
		{"aliases in any order are followed",
			serves("b.example.net. A "+wan, "a.example.net. CNAME b.example.net.", "home.example.net. CNAME a.example.net."),
			holds(wan), wan + bothServers + " HOLDS"},
		{"addresses of other names are no answer",
			serves("work.example.net. A " + wan), holds(), "nothing" + bothServers},
		{"addresses and aliases of another class are passed over",
			changed(serves("home.example.net. A "+stale, "home.example.net. CNAME work.example.net."), func(m *dns.Msg) {
				for _, r := range m.Answer {
					r.Header().Class = dns.ClassCHAOS
				}
			}), holds(), "nothing" + bothServers},
		{"a server that misses the first question is asked again", missesFirst(holds(wan)), holds(wan), wan + bothServers + " HOLDS"},
		{"records of other kinds are passed over",
			serves(`home.example.net. TXT "203.0.113.7"`, "home.example.net. A "+wan, "home.example.net. MX 10 mail.example.net."),
			holds(wan), wan + bothServers + " HOLDS"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(*lab) {})
			l.serve(ns1IP, tt.ns1)
			l.serve(ns2IP, tt.ns2)
			got, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
			if err != nil || describe(got) != tt.want {
				t.Errorf("got %q, %v, want %q", describe(got), err, tt.want)
			}
		})
	}
}

// truncated sends an empty truncated answer over UDP, the whole over TCP.
func truncated(s script) script {
	return func(q *dns.Msg, network string) []*dns.Msg {
		if network == "tcp" {
			return s(q, network)
		}
		m := own(q)
		m.Truncated = true
		return []*dns.Msg{m}
	}
}

// after sends an edited answer of a script first, then that the name holds wan.
func after(s script, edit func(m *dns.Msg)) script {
	return func(q *dns.Msg, network string) []*dns.Msg {
		return append(changed(s, edit)(q.Copy(), network), holds(wan)(q, network)...)
	}
}

// missesFirst does not answer the first question.
func missesFirst(s script) script {
	var asked atomic.Int32
	return func(q *dns.Msg, network string) []*dns.Msg {
		if asked.Add(1) == 1 {
			return nil
		}
		return s(q, network)
	}
}
