// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/netip"
	"slices"
	"strings"
	"time"
)

// judgeHosts reads a request. It changes nothing but the times of arrival.
func (s *Sandbox) judgeHosts(r request, now time.Time) hostCall {
	c := hostCall{breaches: s.checkHosts(r), settings: r.clientSettings(), memory: s.memoryOf(r.user)}
	if a := s.accounts[plainName(r.user)]; a != nil && a.Dyndns2 != nil && a.Dyndns2.path() == r.path {
		c.account = a
	}
	c.password = mark(r.pass, r.basic, c.account)
	c.breaches = append(c.breaches, checkURLPassword(r, c.account)...)
	for _, name := range strings.Split(r.query.last["hostname"], ",") {
		c.hosts = append(c.hosts, hostLine{name: plainName(name)})
	}
	c.addresses = s.readAddresses(r, &c)
	c.breaches = append(c.breaches, s.arriveHosts(c, now)...)
	refused := func(b Breach) bool { return b.Refused }
	switch {
	case r.agent == "" || generic(r.agent):
		c.code = codeBadAgent
	case c.password != "right":
		c.code = codeBadAuth
	case c.account.blocked:
		c.code = codeAbuse
	case slices.ContainsFunc(c.breaches, refused):
		c.code = codeBadSys
	default:
		s.judgeLines(&c, now)
	}
	return c
}

// judgeLines judges each host by itself.
func (s *Sandbox) judgeLines(c *hostCall, now time.Time) {
	for i := range c.hosts {
		l := &c.hosts[i]
		h := s.hosts[l.name]
		switch {
		case len(c.hosts) > mostHosts:
			l.code = codeNumHost
		case !nameForm.MatchString(l.name + "."):
			l.code = codeNotFQDN
		case h == nil:
			l.code = codeNoHost
		case h.account != c.account:
			l.code = codeNotYours
		default:
			l.host, l.after = h, c.after(h.settings)
			c.changes = append(c.changes, Change{Domain: l.name, Before: h.settings, After: l.after})
			c.breaches = append(c.breaches, c.checkTerm(h, now)...)
			l.code = codeGood
			if l.after == h.settings {
				l.code = codeNoChange
				c.breaches = append(c.breaches, c.checkNeed(h, now)...)
			}
		}
	}
}

// after is what an update makes of the settings of a host.
func (c *hostCall) after(set Settings) Settings {
	if c.account.Dyndns2.OneUpdate {
		set.IP, set.IPv6 = netip.Addr{}, netip.Addr{}
	}
	for _, ip := range c.addresses {
		*set.family(ip) = ip
	}
	return set
}

// family is the address of the family of ip.
func (set *Settings) family(ip netip.Addr) *netip.Addr {
	if ip.Is4() {
		return &set.IP
	}
	return &set.IPv6
}
