// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// API is what an account of a provider of records speaks, whose updates take
// several requests: they read what there is before they write.
type API string

// The APIs. A domain there is that of Config.Zones which holds its name.
const (
	// Zones is as Cloudflare's: the zone is looked up, then the record, and an
	// address is changed in its place.
	Zones API = "zones"
	// Items is as Spaceship's: a change is a deletion and an add.
	Items API = "items"
)

// The further steps of them.
const (
	StepZone  Step = "zone"
	StepFind  Step = "find"
	StepWrite Step = "write" // of another address
)

// apiPath is what the paths of an API begin with.
var apiPath = map[API]string{Zones: "/client/v4/zones", Items: "/api/v1/dns/records/"}

// apiCall is one request to an API and what the provider makes of it.
type apiCall struct {
	stepCall
	ip     netip.Addr   // that is written; with StepWrite in place of address
	status int          // of the answer
	body   any          // of the answer, in JSON
	sent   []apiRecord  // what a request of Items has in its body
	kind   string       // of the record: A or AAAA
	list   []netip.Addr // that the host has of it
}

// apiRecord is a record in a request or an answer.
type apiRecord struct {
	ID      string     `json:"id,omitempty"`
	Type    string     `json:"type"`
	Name    string     `json:"name"`
	Content netip.Addr `json:"content,omitzero"` // of Zones
	Address netip.Addr `json:"address,omitzero"` // of Items
	TTL     int        `json:"ttl,omitempty"`
}

// apiOf returns the account whose API a path belongs to, nil if there is none.
func (s *Sandbox) apiOf(path string) *account {
	for _, a := range s.cfg.Accounts {
		if a.API != "" && strings.HasPrefix(path, apiPath[a.API]) {
			return s.accounts[plainName(a.Email)]
		}
	}
	return nil
}

// receiveAPI is the life of one request to an API. The caller holds s.mu.
func (s *Sandbox) receiveAPI(hr *http.Request, r request, e Entry, a *account) outcome {
	c := apiCall{stepCall: stepCall{account: a, password: mark(secretOf(hr, a)), breaches: checkAgent(r.agent)}, status: http.StatusOK}
	rest := strings.TrimPrefix(strings.TrimPrefix(r.path, apiPath[a.API]), "/")
	body, _ := io.ReadAll(hr.Body)
	switch {
	case c.password != "right":
		c.status, c.body = http.StatusForbidden, map[string]any{"success": false, "errors": []any{}}
	case a.API == Zones:
		s.zonesAPI(&c, r, rest, body, e.Time)
	default:
		s.itemsAPI(&c, r, rest, body, e.Time)
	}
	if c.status == http.StatusNotFound {
		c.breaches = append(c.breaches, refusal(RulePath, "nothing is there for %s", cut(r.method)))
	}
	o := s.meet(c.step)
	if !swallows[o.fault.Name] && c.carry != nil {
		c.carry(e.Time)
		e.Applied = true
	}
	s.offend(judgement{account: a, breaches: c.breaches})
	answer, ok := s.faulty(o.fault, hr, textBlocked, "Error:Invalid Password")
	if !ok {
		answer = jsonPage(c.status, c.body)
	}
	o.reply = dress(answer, o.form)
	e.Step, e.Password, e.Breaches = c.step, c.password, c.breaches
	if c.host != nil {
		e.Held = slices.Clone(c.host.addresses)
	}
	r.pass = a.Pass // to be masked
	s.write(r, e, o)
	return o
}

// secretOf is the secret that a request sent, and whether it did.
func secretOf(hr *http.Request, a *account) (sent string, given bool, _ *account) {
	if a.API == Items {
		if plainName(hr.Header.Get("X-Api-Key")) != plainName(a.Email) {
			return "", true, a
		}
		return hr.Header.Get("X-Api-Secret"), true, a
	}
	sent, given = strings.CutPrefix(hr.Header.Get("Authorization"), "Bearer ")
	return sent, given, a
}

// jsonPage is an answer in JSON; nil has no body.
func jsonPage(status int, body any) reply {
	r := reply{status: status, header: http.Header{"Content-Type": {"application/json"}}}
	if body != nil {
		text, _ := json.Marshal(body)
		r.body = string(text)
	}
	return r
}

// records makes c about the records of a name of one kind.
func (c *apiCall) records(s *Sandbox, name, kind string) bool {
	c.host, c.kind = s.hosts[plainName(name)], kind
	if c.host == nil || c.host.account != c.account || kind != "A" && kind != "AAAA" {
		c.status = http.StatusNotFound
		return false
	}
	for _, ip := range c.host.addresses {
		if ip.Is4() == (kind == "A") {
			c.list = append(c.list, ip)
		}
	}
	return true
}

// judgeChange judges a step that changes the host, whose record c.address
// becomes c.ip.
func (c *apiCall) judgeChange(s *Sandbox, now time.Time) {
	h := c.host
	if c.step != StepAdd || !h.deleting { // after a deletion the add is the other half of one change
		c.breaches = append(c.breaches, tooSoon(now.Sub(h.written), s.cfg.MinGap, h.written)...)
	}
	h.written, h.deleting = now, c.step == StepDelete
	after := without(h.addresses, c.address)
	if c.step != StepDelete {
		c.breaches = append(c.breaches, s.cfg.checkPublic(c.ip)...)
		after = append(after, c.ip)
		if c.address == c.ip || slices.Contains(c.list, c.ip) {
			c.breaches = append(c.breaches, Breach{Rule: RuleNeedless, Text: "the record is there already"})
		}
		if c.step == StepAdd && len(c.list) > 0 {
			c.breaches = append(c.breaches, Breach{Rule: RuleTwoRecords, Text: "two records: one was there when another was created"})
		}
	}
	deleting := h.deleting
	c.carry = func(now time.Time) {
		h.hold(after...)
		if h.deleting, h.changed = deleting, now; !deleting {
			h.updates++
		}
	}
}

// zonesAPI reads a request to one that is as Cloudflare's.
func (s *Sandbox) zonesAPI(c *apiCall, r request, rest string, body []byte, now time.Time) {
	done := func(result any) { c.body = map[string]any{"success": true, "errors": []any{}, "result": result} }
	zone := r.query.last["name"]
	path := strings.Split(rest, "/")
	var sent apiRecord
	switch {
	case r.method == http.MethodGet && rest == "" && slices.Contains(s.cfg.Zones, zone):
		c.step = StepZone
		done([]map[string]string{{"id": "z-" + zone, "name": zone}})
	case len(path) < 2 || path[1] != "dns_records" || !slices.Contains(s.cfg.Zones, strings.TrimPrefix(path[0], "z-")):
		c.status = http.StatusNotFound
	case r.method == http.MethodGet && c.records(s, r.query.last["name"], r.query.last["type"]):
		c.step = StepFind
		list := []apiRecord{}
		for _, ip := range c.list {
			list = append(list, apiRecord{ID: c.host.domain + "-" + ip.String(), Type: c.kind, Name: c.host.domain, Content: ip, TTL: 1})
		}
		done(list)
	case r.method == http.MethodGet:
	case json.Unmarshal(body, &sent) != nil || !sent.Content.IsValid():
		c.status = http.StatusBadRequest
	case r.method == http.MethodPost && c.records(s, sent.Name, sent.Type):
		c.step, c.ip = StepAdd, sent.Content
		c.judgeChange(s, now)
		done(sent)
	case r.method == http.MethodPatch && len(path) == 3:
		host, ip, _ := cutLast(path[2], "-")
		c.address, _ = netip.ParseAddr(ip)
		if c.step, c.ip = StepWrite, sent.Content; c.records(s, host, map[bool]string{true: "A", false: "AAAA"}[c.address.Is4()]) && slices.Contains(c.list, c.address) {
			c.judgeChange(s, now)
			done(sent)
			break
		}
		c.status = http.StatusNotFound
	default:
		c.status = http.StatusNotFound
	}
}

// cutLast cuts a text at the last place of a sign.
func cutLast(text, sign string) (before, after string, found bool) {
	i := strings.LastIndex(text, sign)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sign):], true
}

// itemsAPI reads a request to one that is as Spaceship's. One that changes
// something is about one record.
func (s *Sandbox) itemsAPI(c *apiCall, r request, zone string, body []byte, now time.Time) {
	if !slices.Contains(s.cfg.Zones, zone) {
		c.status = http.StatusNotFound
		return
	}
	switch r.method {
	case http.MethodGet:
		c.step = StepFind
		items := []apiRecord{}
		for _, h := range c.account.hosts {
			for _, ip := range h.addresses {
				items = append(items, apiRecord{Type: map[bool]string{true: "A", false: "AAAA"}[ip.Is4()], Name: strings.TrimSuffix(h.domain, "."+zone), Address: ip, TTL: 60})
			}
		}
		c.body = map[string]any{"items": items, "total": len(items)}
		return
	case http.MethodDelete:
		c.step = StepDelete
		json.Unmarshal(body, &c.sent)
	case http.MethodPut:
		c.step = StepAdd
		var put struct{ Items []apiRecord }
		json.Unmarshal(body, &put)
		c.sent = put.Items
	}
	c.status = http.StatusNoContent
	if len(c.sent) != 1 || !c.sent[0].Address.IsValid() {
		c.status, c.body = http.StatusUnprocessableEntity, map[string]any{"detail": fmt.Sprintf("%d records in %d bytes", len(c.sent), len(bytes.TrimSpace(body)))}
		return
	}
	sent := c.sent[0]
	if !c.records(s, sent.Name+"."+zone, sent.Type) {
		return
	}
	if c.ip = sent.Address; c.step == StepDelete {
		if c.address = sent.Address; !slices.Contains(c.list, c.address) {
			c.status = http.StatusNotFound
			return
		}
	}
	c.judgeChange(s, now)
}
