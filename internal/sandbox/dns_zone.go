// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/miekg/dns"
)

// Values of the provider's zones, as their exports show them, in seconds.
const (
	soaTTL     = 86400
	soaRefresh = 3600
	soaRetry   = 1200
	soaExpire  = 1209600
	soaMinimum = 3600
	staticTTL  = 3600
	rname      = "hostmaster.mtgsy.net."
)

// moment says which addresses of a domain are meant.
type moment int

const (
	current moment = iota
	beforeLastChange
)

// look answers a question about one of the zones into m: records, or an empty
// answer or NXDOMAIN with the SOA. It is false for a name outside of them. The
// caller holds s.mu.
func (s *Sandbox) look(m *dns.Msg, when moment) bool {
	q := m.Question[0]
	name := plainName(q.Name)
	zone := zoneOf(name, s.cfg.Zones)
	if zone == "" {
		return false
	}
	if name == zone && q.Qtype == dns.TypeNS {
		m.Answer = s.nsRecords(q.Name)
		m.Extra = append(m.Extra, s.glue()...)
	}
	if name == zone && q.Qtype == dns.TypeSOA {
		m.Answer = []dns.RR{s.soa(q.Name, zone)}
	}
	m.Answer = append(m.Answer, s.hostRecords(q, name, when)...)
	if len(m.Answer) > 0 {
		return true
	}
	if !s.exists(name, zone, when) {
		m.Rcode = dns.RcodeNameError
	}
	m.Ns = []dns.RR{s.soa(dns.Fqdn(zone), zone)}
	return true
}

// deny turns an answer into NXDOMAIN.
func (s *Sandbox) deny(m *dns.Msg) {
	m.Rcode, m.Answer, m.Extra = dns.RcodeNameError, nil, nil
	m.Ns = []dns.RR{rootSOA()}
	if zone := zoneOf(plainName(m.Question[0].Name), s.cfg.Zones); zone != "" {
		m.Ns = []dns.RR{s.soa(dns.Fqdn(zone), zone)}
	}
}

func (s *Sandbox) hostRecords(q dns.Question, name string, when moment) []dns.RR {
	h := s.hosts[name]
	if h != nil && q.Qtype == dns.TypeMX && h.settings.MX != "" {
		return []dns.RR{&dns.MX{Hdr: s.header(q.Name, dns.TypeMX), Preference: 10, Mx: h.settings.MX}}
	}
	return s.addressRecords(q, s.pointsTo(name, when))
}

// addressRecords are the addresses of the family that a question is about.
func (s *Sandbox) addressRecords(q dns.Question, addresses []netip.Addr) []dns.RR {
	var list []dns.RR
	for _, ip := range addresses {
		if ip.Is4() && q.Qtype == dns.TypeA {
			list = append(list, s.a(q.Name, ip))
		}
		if ip.Is6() && q.Qtype == dns.TypeAAAA {
			list = append(list, s.aaaa(q.Name, ip))
		}
	}
	return list
}

// pointsTo is where a name points: a dynamic domain, its www, or the alias to
// which the CNAME faults lead.
func (s *Sandbox) pointsTo(name string, when moment) []netip.Addr {
	h, www := s.hosts[name], false
	for _, label := range []string{"www.", aliasLabel} {
		if rest, ok := strings.CutPrefix(name, label); ok && h == nil {
			h, www = s.hosts[rest], label == "www."
		}
	}
	switch {
	case h == nil:
		return nil
	case when == beforeLastChange || !h.settings.IP.IsValid():
		return h.at(when)
	case h.offline:
		return []netip.Addr{s.cfg.WebHost}
	case www && h.settings.Port != 0:
		// "designed to redirect HTTP requests it will only function on the
		// 'www' record of your domain".
		return []netip.Addr{s.cfg.WebHost}
	}
	return h.at(when)
}

// exists: a name with no record of any type, and none below it, does not.
func (s *Sandbox) exists(name, zone string, when moment) bool {
	if name == zone || len(s.pointsTo(name, when)) > 0 {
		return true
	}
	return slices.ContainsFunc(s.knownNames(), func(other string) bool {
		if !strings.HasSuffix(other, "."+name) {
			return false
		}
		return s.hosts[other] == nil || len(s.pointsTo(other, when)) > 0
	})
}

// knownNames are all zones and dynamic domains.
func (s *Sandbox) knownNames() []string {
	names := slices.Clone(s.cfg.Zones)
	for name := range s.hosts {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (s *Sandbox) header(name string, kind uint16) dns.RR_Header {
	return dns.RR_Header{Name: name, Rrtype: kind, Class: dns.ClassINET, Ttl: uint32(s.cfg.TTL.Seconds())}
}

func (s *Sandbox) a(name string, ip netip.Addr) dns.RR {
	return &dns.A{Hdr: s.header(name, dns.TypeA), A: ip.AsSlice()}
}

func (s *Sandbox) aaaa(name string, ip netip.Addr) dns.RR {
	return &dns.AAAA{Hdr: s.header(name, dns.TypeAAAA), AAAA: ip.AsSlice()}
}

func (s *Sandbox) soa(owner, zone string) dns.RR {
	hdr := s.header(owner, dns.TypeSOA)
	hdr.Ttl = soaTTL
	return &dns.SOA{
		Hdr: hdr, Ns: dns.Fqdn(s.cfg.NameServers[0].Name), Mbox: rname, Serial: s.serialOf(zone),
		Refresh: soaRefresh, Retry: soaRetry, Expire: soaExpire, Minttl: soaMinimum,
	}
}

// serialOf grows with every change in the zone.
func (s *Sandbox) serialOf(zone string) uint32 {
	newest := s.started
	for name, h := range s.hosts {
		if zoneOf(name, s.cfg.Zones) == zone && h.changed.After(newest) {
			newest = h.changed
		}
	}
	return uint32(newest.Unix())
}

func (s *Sandbox) nsRecords(owner string) []dns.RR {
	var list []dns.RR
	for _, server := range s.cfg.NameServers {
		hdr := s.header(owner, dns.TypeNS)
		hdr.Ttl = staticTTL
		list = append(list, &dns.NS{Hdr: hdr, Ns: dns.Fqdn(server.Name)})
	}
	return list
}

// glue is the addresses of the name servers.
func (s *Sandbox) glue() []dns.RR {
	var list []dns.RR
	for _, server := range s.cfg.NameServers {
		if server.IPv4.IsValid() {
			list = append(list, s.a(dns.Fqdn(server.Name), server.IPv4))
		}
		if server.IPv6.IsValid() {
			list = append(list, s.aaaa(dns.Fqdn(server.Name), server.IPv6))
		}
	}
	return list
}
