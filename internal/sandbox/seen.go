// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"strings"
)

// PagePath is where a page says which address it sees, as many do on the web.
// There is none until SayAs was called.
const PagePath = "/ip"

// SayAs makes the page at PagePath answer with a text, in which {ip} is the
// address that it sees.
func (s *Sandbox) SayAs(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = text
}

// SeeAs makes the IP check and the page answer with another address than the one
// that a request of its family comes from, as behind a NAT. The zero address ends
// that, for both families.
func (s *Sandbox) SeeAs(ip netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case ip.Is4():
		s.seen = ip
	case ip.Is6():
		s.seen6 = ip
	default:
		s.seen, s.seen6 = ip, ip
	}
}

// sees is the address that is seen of a request from one.
func (s *Sandbox) sees(source netip.Addr) netip.Addr {
	as := s.seen
	if source = source.Unmap(); source.Is6() {
		as = s.seen6
	}
	if as.IsValid() {
		return as
	}
	return source
}

// receivePage answers a question to the page. The caller holds s.mu.
func (s *Sandbox) receivePage(hr *http.Request, r request, e Entry) outcome {
	o := s.meet(StepAddress)
	e.Step, e.Password, e.Applied = StepAddress, "unknown", !swallows[o.fault.Name]
	answer, ok := s.faulty(o.fault, hr, textBlocked, "Error:Invalid Password")
	switch {
	case r.method != http.MethodGet:
		answer = onlyGet()
	case !ok:
		answer = page(http.StatusOK, strings.ReplaceAll(s.said, "{ip}", s.sees(r.source).String()))
	}
	// No page has a rule that is known. Each family is asked by itself.
	family := 0
	if r.source.Unmap().Is6() {
		family = 1
	}
	e.Breaches = tooSoon(e.Time.Sub(s.pageAsked[family]), s.cfg.CheckGap, s.pageAsked[family])
	s.pageAsked[family] = e.Time
	o.reply = dress(answer, o.form)
	s.write(r, e, o)
	return o
}
