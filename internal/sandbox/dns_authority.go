// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net"
	"net/netip"

	"github.com/miekg/dns"
)

// ServeAuthority answers for the zones on a packet socket and on a listener;
// either may be nil. It returns at once. A socket at the address of one of the
// name servers is that server; otherwise the calls count: the first is the
// first server.
func (s *Sandbox) ServeAuthority(pc net.PacketConn, l net.Listener) {
	s.mu.Lock()
	server := s.servers
	s.servers++
	s.mu.Unlock()
	var at net.Addr
	if pc != nil {
		at = pc.LocalAddr()
	} else {
		at = l.Addr()
	}
	if i := s.cfg.serverAt(addrPort(at).Addr()); i >= 0 {
		server = i
	}
	p := &dnsPlace{s: s, name: "authority", stage: atAuthority, server: server, answer: s.authoritative}
	p.serve(pc, l)
}

// serverAt is the index of the one name server at an address, or -1.
func (c Config) serverAt(ip netip.Addr) int {
	found := -1
	for i, server := range c.NameServers {
		if server.IPv4 != ip && server.IPv6 != ip {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// authoritative answers from the zones alone: it knows nothing else and asks
// nobody. The caller holds s.mu.
func (s *Sandbox) authoritative(m *dns.Msg, when moment) {
	if !s.look(m, when) {
		m.Rcode = dns.RcodeRefused
		return
	}
	m.Authoritative = true
}
