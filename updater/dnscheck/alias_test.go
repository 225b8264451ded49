// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"strings"
	"testing"

	"github.com/miekg/dns"
)

func TestAskFollowsAnAliasIntoAnotherZone(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.ns["other.example."] = []string{"ns.other.example."}
		l.aliasNS["home.example.net."] = []string{"ns.other.example."}
	})
	// The NS question for the name itself leads to the alias's zone at once.
	toOther := serves("home.example.net. CNAME www.other.example.")
	l.serve(ns1IP, toOther)
	l.serve(ns2IP, toOther)
	l.serve(otherNSIP, func(q *dns.Msg, network string) []*dns.Msg {
		if strings.HasSuffix(q.Question[0].Name, ".other.example.") {
			return holds(wan)(q, network)
		}
		return code(dns.RcodeRefused)(q, network)
	})
	a, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
	if want := wan + " (ns.other.example) HOLDS"; err != nil || describe(a) != want {
		t.Errorf("got %q, %v, want %q", describe(a), err, want)
	}
	if n := len(l.questions(otherNSIP + " A www.")); n != 1 {
		t.Errorf("two servers gave the same alias and it was asked for %d times, want once", n)
	}
}

func TestAskIsSecondHandWhenTheTargetOfAnAliasIs(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.system = fromCache(holds(wan))
	})
	l.serve(ns1IP, serves("home.example.net. CNAME www.other.example."))
	l.serve(ns2IP, holds(wan))
	a, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
	if want := wan + " (the system's resolver, ns2.example.net) second-hand HOLDS"; err != nil || describe(a) != want {
		t.Errorf("got %q, %v, want %q", describe(a), err, want)
	}
}

func TestAskGivesUpOnBadAliases(t *testing.T) {
	tests := []struct{ name, target, want string }{
		{"two names point at each other", "home.example.net.", "too many aliases in a row"},
		{"the target is no host name", `a\010b\"c.example.net.`, `alias "a\nb\"c.example.net.": not a host name`},
		{"the target is the root", ".", `alias ".": not a host name`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) {
				l.ns["example.net."] = []string{"ns1.example.net."}
			})
			flip := map[string]string{"home.example.net.": "work.example.net.", "work.example.net.": "home.example.net."}
			l.serve(ns1IP, func(q *dns.Msg, network string) []*dns.Msg {
				name, target := q.Question[0].Name, tt.target
				if target == "home.example.net." {
					target = flip[name]
				}
				return serves(name+" CNAME "+target)(q, network)
			})
			a, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("target %q: got %s, %v, want an error with %q in one line", tt.target, describe(a), err, tt.want)
			}
			if n := len(l.questions(ns1IP)); n > 1+maxAliases {
				t.Errorf("target %q: asked %d times, want at most %d", tt.target, n, 1+maxAliases)
			}
		})
	}
}
