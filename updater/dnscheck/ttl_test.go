// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"testing"
	"time"

	"github.com/miekg/dns"
)

// lasting gives the records of an answer times to live, in their order.
func lasting(s script, seconds ...uint32) script {
	return changed(s, func(m *dns.Msg) {
		for i, r := range append(m.Answer, m.Ns...) {
			r.Header().Ttl = seconds[i]
		}
	})
}

func TestTheLeastTimeToLiveIsKnown(t *testing.T) {
	denies := changed(code(dns.RcodeNameError), func(m *dns.Msg) { m.Ns = append(m.Ns, rr("example.net. SOA a. b. 1 2 3 4 50")) })
	tests := []struct {
		name string
		ns1  script
		want time.Duration
	}{
		{"of one record", lasting(holds(wan), 300), 300 * time.Second},
		{"of two records", lasting(holds(wan, stale), 300, 77), 77 * time.Second},
		{"of an alias and its address", lasting(serves("home.example.net. CNAME a.example.net.", "a.example.net. A "+wan), 77, 300), 77 * time.Second},
		{"of an alias and the address of its target, asked for apart", func(q *dns.Msg, network string) []*dns.Msg {
			if q.Question[0].Name == "a.example.net." {
				return lasting(holds(wan), 40)(q, network)
			}
			return lasting(serves("home.example.net. CNAME a.example.net."), 300)(q, network)
		}, 40 * time.Second},
		{"not of the records of others", lasting(serves("home.example.net. A "+wan, "work.example.net. A "+wan), 300, 1), 300 * time.Second},
		{"of a denial", lasting(denies, 40), 40 * time.Second},
		{"of a denial with its own limit", lasting(denies, 300), 50 * time.Second},
		{"of a denial without one", code(dns.RcodeNameError), 0},
		{"without an end", lasting(holds(wan), 1<<32-1), (1<<32 - 1) * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) { l.ns["example.net."] = []string{"ns1.example.net."} })
			l.serve(ns1IP, tt.ns1)
			if a, err := l.asker().Query(t.Context(), "home.example.net", "ip4"); err != nil || a.TTL != tt.want {
				t.Errorf("got %v of %s, %v, want %v", a.TTL, a, err, tt.want)
			}
		})
	}
}

// TestACachedAnswerIsNotFresh goes through the life of records in a cache.
func TestACachedAnswerIsNotFresh(t *testing.T) {
	for _, ttl := range []time.Duration{30, 60, 300, 600, 3600, 86400} {
		fresh := 0
		for left := ttl; left > 0; left-- {
			if (Answer{TTL: left * time.Second}).Fresh() {
				fresh++
			} else if left == ttl {
				t.Errorf("TTL %ds: just fetched and not fresh", ttl)
			}
		}
		if limit := 17; fresh > limit {
			t.Errorf("TTL %ds: fresh during %d seconds, want %d at most", ttl, fresh, limit)
		}
		if !(Answer{TTL: 77 * time.Second, Authoritative: true}).Fresh() {
			t.Error("an answer of the zone's servers is not fresh")
		}
	}
}
