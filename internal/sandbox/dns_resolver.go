// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// ServeResolver plays the recursive resolver of a client's provider on a
// packet socket and on a listener; either may be nil. It returns at once.
func (s *Sandbox) ServeResolver(pc net.PacketConn, l net.Listener) {
	p := &dnsPlace{s: s, name: "resolver", stage: atResolver, answer: s.recursive}
	p.serve(pc, l)
}

// question is the key of the cache.
type question struct {
	name string
	kind uint16
}

// cached is an answer with the moment at which it was learnt.
type cached struct {
	msg     *dns.Msg
	learnt  time.Time
	seconds uint32
}

// recursive answers from the cache, the zones and the static names. The caller
// holds s.mu.
func (s *Sandbox) recursive(m *dns.Msg, when moment) {
	m.RecursionAvailable = true
	if when == beforeLastChange || !s.cfg.Caching {
		s.resolve(m, when)
		return
	}
	now := s.cfg.Now()
	key := question{plainName(m.Question[0].Name), m.Question[0].Qtype}
	if c, ok := s.cache[key]; ok && now.Sub(c.learnt) < time.Duration(c.seconds)*time.Second {
		c.copyTo(m, now)
		return
	}
	s.resolve(m, when)
	s.cache[key] = cached{m.Copy(), now, lifetime(m)}
}

func (c cached) copyTo(m *dns.Msg, now time.Time) {
	old := c.msg.Copy()
	m.Rcode, m.Answer, m.Ns, m.Extra = old.Rcode, old.Answer, old.Ns, old.Extra
	age := uint32(now.Sub(c.learnt) / time.Second)
	for _, rr := range slices.Concat(m.Answer, m.Ns, m.Extra) {
		rr.Header().Ttl -= min(age, rr.Header().Ttl)
	}
}

// lifetime is how long an answer may be kept. For a negative one RFC 2308,
// section 5, takes the lesser of the SOA's own TTL and its minimum.
func lifetime(m *dns.Msg) uint32 {
	if len(m.Answer) > 0 {
		shortest := m.Answer[0].Header().Ttl
		for _, rr := range m.Answer {
			shortest = min(shortest, rr.Header().Ttl)
		}
		return shortest
	}
	for _, rr := range m.Ns {
		if soa, ok := rr.(*dns.SOA); ok {
			return min(soa.Hdr.Ttl, soa.Minttl)
		}
	}
	return 0
}

func (s *Sandbox) resolve(m *dns.Msg, when moment) {
	if s.look(m, when) {
		return
	}
	q := m.Question[0]
	name := plainName(q.Name)
	addrs, known := s.staticNames()[name]
	m.Answer = append(m.Answer, s.addressRecords(q, addrs)...)
	if len(m.Answer) == 0 {
		m.Ns = []dns.RR{rootSOA()}
	}
	if !known && !s.aboveKnown(name) {
		m.Rcode = dns.RcodeNameError
	}
}

// staticNames are the provider, its name servers and the further hosts.
func (s *Sandbox) staticNames() map[string][]netip.Addr {
	names := map[string][]netip.Addr{s.cfg.Host: s.cfg.HostAddrs}
	for _, server := range s.cfg.NameServers {
		for _, ip := range []netip.Addr{server.IPv4, server.IPv6} {
			if ip.IsValid() {
				names[server.Name] = append(names[server.Name], ip)
			}
		}
	}
	for name, addrs := range s.cfg.Hosts {
		names[plainName(name)] = addrs
	}
	return names
}

// aboveKnown: a parent of an existing name exists too, if without records.
func (s *Sandbox) aboveKnown(name string) bool {
	if name == "" {
		return true
	}
	below := func(other string) bool { return strings.HasSuffix(other, "."+name) }
	for other := range s.staticNames() {
		if below(other) {
			return true
		}
	}
	return slices.ContainsFunc(s.cfg.Zones, below)
}

// rootSOA stands for whoever is responsible for a name that nobody here is.
func rootSOA() dns.RR {
	return &dns.SOA{
		Hdr: dns.RR_Header{Name: ".", Rrtype: dns.TypeSOA, Class: dns.ClassINET, Ttl: soaTTL},
		Ns:  "a.root-servers.net.", Mbox: "nstld.verisign-grs.com.",
		Serial: 1, Refresh: 1800, Retry: 900, Expire: 604800, Minttl: 86400,
	}
}
