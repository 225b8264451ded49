// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// stepCall is one command of dnslogin3.asp and what the provider makes of it.
type stepCall struct {
	step     Step
	account  *account
	host     *host
	address  netip.Addr
	password string
	breaches []Breach
	answer   []string // the lines
	// carry does what was asked, if that is nothing wrong.
	carry func(now time.Time)
}

// receiveStep is the life of one command. The caller holds s.mu.
func (s *Sandbox) receiveStep(hr *http.Request, r request, e Entry) outcome {
	c := s.judgeStep(r, e.Time)
	o := s.meet(c.step)
	if !swallows[o.fault.Name] && c.carry != nil {
		c.carry(e.Time)
		e.Applied = true
	}
	s.offend(judgement{account: c.account, breaches: c.breaches})
	o.reply = dress(s.answerStep(o.fault, r, hr, c), o.form)
	e.Step, e.Password, e.Breaches = c.step, c.password, c.breaches
	if c.host != nil {
		e.Held = slices.Clone(c.host.addresses)
	}
	s.write(r, e, o)
	return o
}

// judgeStep reads a command. It changes nothing but the times of arrival.
func (s *Sandbox) judgeStep(r request, now time.Time) stepCall {
	c := stepCall{step: functions[r.query.last[paramFunction]], password: "unknown", breaches: checkStepForm(r)}
	if a := s.accounts[plainName(r.query.last[paramUser])]; a != nil && a.MyServer != nil {
		c.account = a
	}
	if c.step == StepAddress {
		s.judgeAddress(&c, r, now)
		return c
	}
	c.password = markOf(r, paramPwd, c.account)
	refused := func(b Breach) bool { return b.Refused }
	switch {
	case c.password != "right":
		c.answer = []string{"Error:Invalid Password"}
	case c.account.blocked:
		c.answer = []string{textBlocked}
	case slices.ContainsFunc(c.breaches, refused):
		c.answer = []string{"Error:Sandbox cannot read that"}
	case c.step == StepLogin:
		c.answer = c.account.greeting(now)
		c.carry = func(time.Time) { c.account.loggedIn = true }
	default:
		s.judgeWrite(&c, r, now)
	}
	return c
}

// judgeAddress answers the IP check, which needs no password.
func (s *Sandbox) judgeAddress(c *stepCall, r request, now time.Time) {
	if c.account == nil {
		c.answer = []string{"Error:Sandbox has no such user"}
		return
	}
	// No rule is known. Five minutes will do, half of those for a change.
	c.breaches = append(c.breaches, tooSoon(now.Sub(c.account.checked), s.cfg.CheckGap, c.account.checked)...)
	c.account.checked = now
	c.answer = []string{textLoggedIn, "SandboxSees:" + s.sees(r.source).String()}
	c.carry = func(time.Time) {}
}

// judgeWrite judges a command that changes the host.
func (s *Sandbox) judgeWrite(c *stepCall, r request, now time.Time) {
	if h := s.hosts[plainName(r.query.last[paramHost])]; h != nil && h.account == c.account {
		c.host = h
	}
	// The form was checked.
	c.address, _ = netip.ParseAddr(r.query.last[paramAddress])
	switch {
	case c.host == nil:
		c.answer = []string{"Error:Sandbox has no such host"}
	case c.step == StepRelay:
		c.answer = []string{TextRelayed}
		c.carry = func(time.Time) { c.host.port = r.query.last[paramPort] }
	case c.step == StepDelete:
		s.judgeDelete(c, now)
	case c.step == StepAdd:
		s.judgeAdd(c, now)
	}
}

func (s *Sandbox) judgeDelete(c *stepCall, now time.Time) {
	h := c.host
	c.breaches = append(c.breaches, tooSoon(now.Sub(h.written), s.cfg.MinGap, h.written)...)
	c.breaches = append(c.breaches, c.checkOrder()...)
	h.written = now
	if !slices.Contains(h.addresses, c.address) {
		c.answer = []string{"Error:Sandbox has no such record"}
		return
	}
	c.answer = []string{TextDeleted}
	c.carry = func(now time.Time) {
		h.deleting, h.changed = true, now
		h.hold(without(h.addresses, c.address)...)
	}
}

func (s *Sandbox) judgeAdd(c *stepCall, now time.Time) {
	h := c.host
	if !h.deleting {
		// After a deletion the add is the other half of one change.
		c.breaches = append(c.breaches, tooSoon(now.Sub(h.written), s.cfg.MinGap, h.written)...)
	}
	c.breaches = append(c.breaches, c.checkOrder()...)
	after := append(slices.Clone(h.addresses), c.address)
	switch {
	case slices.Contains(h.addresses, c.address):
		c.breaches = append(c.breaches, Breach{Rule: RuleNeedless, Text: "the record is there already"})
		after = h.addresses
	case len(h.addresses) > 0:
		c.breaches = append(c.breaches, Breach{Rule: RuleTwoRecords, Text: "two records: added before the old one was deleted, a round robin"})
	}
	c.breaches = append(c.breaches, s.cfg.checkPublic(c.address)...)
	h.written, h.deleting, c.account.loggedIn = now, false, false
	c.answer = []string{TextAdded}
	c.carry = func(now time.Time) {
		h.hold(after...)
		h.changed = now
		h.updates++
	}
}

func without(list []netip.Addr, ip netip.Addr) []netip.Addr {
	return slices.DeleteFunc(slices.Clone(list), func(other netip.Addr) bool { return other == ip })
}

// greeting is the answer to a login. For domain accounts the page shows it;
// for free ones only the line of success is known, from the IP check.
func (a *account) greeting(now time.Time) []string {
	if a.MyServer.Free {
		return []string{textLoggedIn}
	}
	end := orElse(a.MyServer.Expires, now.AddDate(1, 0, 0))
	types := orElse(a.MyServer.Types, "A,CNAME,MX 1,MX 10,MX 2,MX 3,MX 4,MX 5,MX 6,MX 7,MX 8,MX 9,NS")
	return []string{
		"ExpirationDate:" + end.Format("Jan 2 2006 3:04PM"), "UserName:" + a.Email, "UserLevel:5",
		"RecordTypes:" + types + ";;A;;@;;;;CNAME;;WWW;;",
	}
}

// answerStep is the page that a command gets.
func (s *Sandbox) answerStep(f ActiveFault, r request, hr *http.Request, c stepCall) reply {
	if p, ok := s.faulty(f, hr, textBlocked, "Error:Invalid Password"); ok {
		return p
	}
	if r.method != http.MethodGet {
		return onlyGet()
	}
	write := c.step == StepDelete || c.step == StepAdd || c.step == StepRelay
	switch {
	case s.cfg.Style == Silent && write && c.carry != nil:
		return page(http.StatusOK, "")
	case s.cfg.Style == HTML:
		return page(http.StatusOK, "<html><body>"+strings.Join(c.answer, "<br>\r\n")+"</body></html>\r\n")
	}
	return page(http.StatusOK, strings.Join(c.answer, "\r\n")+"\r\n")
}
