// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"
	"time"
)

// judgement is what the provider makes of one request.
type judgement struct {
	verdict  verdict
	account  *account
	hosts    []*host
	want     Settings
	changes  []Change
	breaches []Breach
	password string
}

// judge reads a request as the page does. It changes nothing but the time of
// the last arrival. The caller holds s.mu.
func (s *Sandbox) judge(r request, now time.Time) judgement {
	j := judgement{want: r.settings(), breaches: s.cfg.checkForm(r)}
	if r.method != http.MethodGet {
		j.breaches = append(j.breaches, refusal(RuleMethod, "method %q", cut(r.method)))
	}
	if _, stated := r.query.last["ip"]; !stated && !j.want.IP.IsValid() {
		j.breaches = append(j.breaches, refusal(RuleIP, "no ip and the source %s is not IPv4", r.source))
	}
	if j.account, j.hosts = s.find(r.login()); j.account != nil && !j.account.updatePage() {
		j.account, j.hosts = nil, nil // a customer of another provider
	}
	j.breaches = append(j.breaches, s.arrive(r.login(), j.hosts, now)...)
	j.password = markOf(r, "pass", j.account)
	j.verdict = s.decide(r, j)
	if j.verdict != updated {
		return j
	}
	for _, h := range j.hosts {
		j.changes = append(j.changes, Change{Domain: h.domain, Before: h.settings, After: j.want})
	}
	if !slices.ContainsFunc(j.changes, func(c Change) bool { return c.Before != c.After }) {
		j.verdict = unchanged
		j.breaches = append(j.breaches, Breach{Rule: RuleNeedless, Text: "nothing would change"})
	}
	return j
}

// arrive notes that a request came and reports one that came too soon. A login
// that nobody has is watched too.
func (s *Sandbox) arrive(login string, hosts []*host, now time.Time) []Breach {
	last := s.strangers[login]
	for _, h := range hosts {
		if h.arrived.After(last) {
			last = h.arrived
		}
		h.arrived = now
	}
	if len(hosts) == 0 {
		s.strangers[login] = now
	}
	return tooSoon(now.Sub(last), s.cfg.MinGap, last)
}

// markOf says what a request's password was worth.
func markOf(r request, param string, a *account) string {
	sent, ok := r.query.last[param]
	return mark(sent, ok, a)
}

// mark says what a password was worth, if one was given.
func mark(sent string, given bool, a *account) string {
	switch {
	case !given:
		return "missing"
	case a == nil:
		return "unknown"
	case subtle.ConstantTimeCompare([]byte(sent), []byte(a.Pass)) == 1:
		return "right"
	}
	return "wrong"
}

func (s *Sandbox) decide(r request, j judgement) verdict {
	refused := func(b Breach) bool { return b.Refused }
	switch {
	case j.password == "missing" || r.login() == "":
		return insufficient
	case j.account == nil && strings.Contains(r.login(), "@"):
		return badLogin
	case j.account == nil:
		return noDomain
	case j.password != "right":
		return badLogin
	case j.account.blocked:
		return blocked
	case slices.ContainsFunc(j.breaches, refused):
		return insufficient
	}
	return updated
}

// apply carries out what was judged good.
func (s *Sandbox) apply(j judgement, now time.Time) bool {
	if j.verdict != updated && j.verdict != unchanged {
		return false
	}
	for _, h := range j.hosts {
		h.apply(j.want, now)
		h.updates++
	}
	return true
}

// offend counts an offending request and blocks its account when it was one
// too many. The answer to this request is not changed by it.
func (s *Sandbox) offend(j judgement) {
	if j.account == nil || len(j.breaches) == 0 {
		return
	}
	j.account.offences++
	if s.cfg.BlockAfter > 0 && j.account.offences >= s.cfg.BlockAfter {
		j.account.blocked = true
	}
}
