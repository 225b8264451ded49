// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// The paths that mean something.
const (
	updatePath   = "/dns/update.php"
	redirectPath = "/elsewhere/update.php"
)

// receive is the life of one request from its last byte to its answer: it is
// judged, carried out, written into the ledger, and what is to be answered is
// returned. The entry comes with its connection and times filled in.
func (s *Sandbox) receive(hr *http.Request, source netip.Addr, e Entry) outcome {
	r := newRequest(hr, source)
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	e.Time = now
	if s.hasMyServer() && r.path == loginPaths[e.Scheme] {
		return s.receiveStep(hr, r, e)
	}
	if a := s.apiOf(r.path); a != nil {
		return s.receiveAPI(hr, r, e, a)
	}
	if s.said != "" && r.path == PagePath {
		return s.receivePage(hr, r, e)
	}
	if slices.Contains(s.cfg.dyndns2Paths(), r.path) {
		return s.receiveHosts(hr, r, e)
	}
	if r.path != updatePath {
		return s.stray(r, e)
	}
	j := s.judge(r, now)
	o := s.meet("")
	if !swallows[o.fault.Name] {
		e.Applied = s.apply(j, now)
	}
	s.offend(j)
	o.reply = dress(s.answer(o.fault, r, hr, j), o.form)
	e.Changes, e.Password, e.Breaches = j.changes, j.password, j.breaches
	s.write(r, e, o)
	return o
}

// pathFor is what a client may ask for.
func (s *Sandbox) pathFor(scheme string) string {
	paths := append([]string{updatePath}, s.cfg.dyndns2Paths()...)
	for _, a := range s.cfg.Accounts {
		if a.API != "" {
			paths = append(paths, apiPath[a.API])
		}
	}
	if s.hasMyServer() {
		paths = append(paths, loginPaths[scheme])
	}
	return strings.Join(paths, " or ")
}

// stray answers a request for another path.
func (s *Sandbox) stray(r request, e Entry) outcome {
	o := outcome{reply: page(http.StatusNotFound, "<h1>Not Found</h1>\n")}
	e.Password = "unknown"
	e.Breaches = []Breach{{Rule: RulePath, Text: "a path other than " + s.pathFor(e.Scheme)}}
	if r.path == redirectPath {
		o.reply = page(http.StatusOK, body(s.cfg.Style, updated, r.settings().IP))
		e.Breaches = []Breach{{Rule: RuleRedirect, Text: "the redirect was followed"}}
	}
	s.write(r, e, o)
	return o
}

// write puts an entry into the ledger without the passwords.
func (s *Sandbox) write(r request, e Entry, o outcome) {
	clean := masker(append(append(r.query.sent(), r.pass), s.passwords...)).Replace
	e.Number = len(s.ledger.entries) + 1
	e.Method, e.Path, e.Host = clean(cut(r.method)), clean(cut(r.path)), clean(cut(r.host))
	e.User = clean(cut(r.user))
	e.UserAgent, e.Fault = clean(cut(r.agent)), orElse(o.fault.Name, o.form.Name)
	e.Params = []Param{}
	for _, p := range r.query.params {
		value := clean(p.Value)
		if isPassword(p.Name) {
			value = "(" + e.Password + ")"
		}
		e.Params = append(e.Params, Param{clean(p.Name), value})
	}
	for i := range e.Changes {
		e.Changes[i].Before = e.Changes[i].Before.clean(clean)
		e.Changes[i].After = e.Changes[i].After.clean(clean)
	}
	for i := range e.Breaches {
		e.Breaches[i].Text = clean(e.Breaches[i].Text)
	}
	if !mute[o.fault.Name] {
		e.Status, e.Answer = o.reply.status, clean(cut(o.reply.body))
	}
	s.ledger.entries = append(s.ledger.entries, e)
	s.ledger.change()
}
