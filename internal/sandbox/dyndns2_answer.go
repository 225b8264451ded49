// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// answerHosts is the answer that a request gets.
func (s *Sandbox) answerHosts(f ActiveFault, r request, hr *http.Request, c hostCall) reply {
	if f.Name == AnswerCode {
		// The argument was checked when the fault was set.
		o, _ := parseCode(f.Arg)
		return o.reply(len(c.hosts))
	}
	if p, ok := s.faulty(f, hr, string(codeAbuse)+"\n", string(codeBadAuth)+"\n"); ok {
		return p
	}
	if r.method != http.MethodGet {
		return onlyGet()
	}
	if c.code != "" {
		p := page(http.StatusOK, string(c.code)+"\n")
		if c.code == codeBadAuth && s.unauthorized(r.path) {
			p.status = http.StatusUnauthorized
			p.header.Set("WWW-Authenticate", `Basic realm="Dynamic DNS"`)
		}
		return p
	}
	var b strings.Builder
	for _, l := range c.hosts {
		b.WriteString(string(l.code))
		if l.host != nil {
			b.WriteString(" " + joined(c.addresses))
		}
		b.WriteString("\n")
	}
	return page(http.StatusOK, b.String())
}

// unauthorized says whether the provider at a path gives badauth the status 401.
func (s *Sandbox) unauthorized(path string) bool {
	return slices.ContainsFunc(s.cfg.Accounts, func(a Account) bool {
		return a.Dyndns2 != nil && a.Dyndns2.path() == path && a.Dyndns2.Unauthorized
	})
}

func joined(addresses []netip.Addr) string {
	var words []string
	for _, ip := range addresses {
		words = append(words, ip.String())
	}
	return strings.Join(words, ",")
}
