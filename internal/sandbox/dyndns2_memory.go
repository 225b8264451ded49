// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// memory is what a provider of dyndns2 remembers of a login between requests,
// whether or not there is such an account.
type memory struct {
	asked map[string]time.Time // the last request, by what it was about
	came  []time.Time          // all requests, if the account has limits
	until time.Time            // what it has to be silent for
	why   code                 // and the answer that said so
	final map[string]code      // the errors that were final, by what they were about
}

// confirmation is what the client of a host was told that it holds.
type confirmation struct {
	confirmed Settings  // the addresses
	told      time.Time // last
	updated   time.Time // when the last update arrived
}

func (s *Sandbox) memoryOf(login string) *memory {
	login = plainName(login)
	if s.memories[login] == nil {
		s.memories[login] = &memory{asked: map[string]time.Time{}, final: map[string]code{}}
	}
	return s.memories[login]
}

// arriveHosts notes that a request came and reports what came too soon, or
// should not have come.
func (s *Sandbox) arriveHosts(c hostCall, now time.Time) []Breach {
	m := c.memory
	var last time.Time
	subjects := c.subjects()
	for _, subject := range subjects {
		if m.asked[subject].After(last) {
			last = m.asked[subject]
		}
	}
	for _, subject := range subjects {
		m.asked[subject] = now
	}
	breaches := tooSoon(now.Sub(last), s.cfg.MinGap, last)
	breaches = append(breaches, m.tooMany(c.account, now)...)
	if now.Before(m.until) {
		breaches = append(breaches, Breach{Rule: RuleWait, Text: fmt.Sprintf("%v before the time after %s is over", m.until.Sub(now).Round(time.Millisecond), m.why)})
	}
	for _, key := range c.keys() {
		if k := m.final[key]; k != "" {
			return append(breaches, Breach{Rule: RuleFinal, Text: fmt.Sprintf("the same again after %s", k)})
		}
	}
	return breaches
}

// tooMany notes a request and reports the limits of the account that it breaks.
func (m *memory) tooMany(a *account, now time.Time) (list []Breach) {
	if a == nil || len(a.Dyndns2.Limits) == 0 {
		return nil
	}
	m.came = append(m.came, now)
	for _, l := range a.Dyndns2.Limits {
		n := 0
		for _, t := range m.came {
			if now.Sub(t) < l.Within {
				n++
			}
		}
		if n > l.Most {
			list = append(list, Breach{Rule: RuleLimit, Text: fmt.Sprintf("%d requests in %v, more than %d", n, l.Within, l.Most)})
		}
	}
	return list
}

// subjects are what the least time between two requests is counted for.
func (c hostCall) subjects() []string {
	if c.account == nil || c.account.Dyndns2.WholeLogin {
		return []string{""}
	}
	var list []string
	for _, l := range c.hosts {
		for _, ip := range c.addresses {
			list = append(list, fmt.Sprint(l.name, " ", ip.BitLen()))
		}
	}
	return list
}

// clientSettings are what the user set in the client, as far as a request shows
// it: all but the hosts and the addresses.
func (r request) clientSettings() string {
	words := []string{r.host, r.path, plainName(r.user), r.pass, r.agent}
	for _, p := range r.query.params {
		if p.Name != "hostname" && p.Name != "myip" {
			words = append(words, p.Name+"="+p.Value)
		}
	}
	return strings.Join(words, "\x00")
}

// keys are what an error may be about that forbids this request.
func (c hostCall) keys() []string {
	keys := []string{c.key(codeBadAuth, ""), c.key(codeNumHost, "")}
	for _, l := range c.hosts {
		keys = append(keys, c.key(codeNoHost, l.name))
	}
	return keys
}

// key is what an error is about: the settings alone, or with them one host, or
// all hosts together if they were too many.
func (c hostCall) key(k code, name string) string {
	switch {
	case k == codeNumHost:
		var names []string
		for _, l := range c.hosts {
			names = append(names, l.name)
		}
		slices.Sort(names)
		return c.settings + "\x00\x00" + strings.Join(names, ",")
	case meanings[k].perHost:
		return c.settings + "\x00" + name
	}
	return c.settings
}

// remember notes what the client was told, as far as one can be sure that it
// was: an answer that was late, cut, or in words that are not the protocol's
// binds nobody.
func (s *Sandbox) remember(c hostCall, o outcome, e Entry) {
	if e.Applied {
		// The user has seen to it.
		for _, key := range c.keys() {
			delete(c.memory.final, key)
		}
	}
	if mute[o.fault.Name] || o.fault.Name == Cut || o.delay > 0 {
		return
	}
	n := 0
	for line := range strings.SplitSeq(o.reply.body, "\n") {
		if n == len(c.hosts) {
			return
		}
		k, l := codeOf(line), c.hosts[n]
		if meanings[k].perHost {
			n++
		}
		ok := o.reply.status == http.StatusOK && (k == codeGood || k == codeNoChange)
		if ok && l.host != nil {
			c.confirm(l.host, line, e.Time)
		}
		s.rememberError(c, k, l, e.Time)
	}
}

// confirm notes what a line told the client: the addresses that it asked for,
// unless the line names others.
func (c hostCall) confirm(h *host, line string, now time.Time) {
	words := strings.Fields(line)
	for _, ip := range c.addresses {
		if len(words) == 1 || slices.Contains(strings.Split(words[1], ","), ip.String()) {
			*h.confirmed.family(ip), h.told = ip, now
		}
	}
}

// rememberError notes what a code forbids.
func (s *Sandbox) rememberError(c hostCall, k code, l hostLine, now time.Time) {
	wait, waits := k.wait()
	switch {
	case k == codeOutage:
		c.memory.until, c.memory.why = now.Add(s.cfg.OutageGap), k
	case waits:
		c.memory.until, c.memory.why = now.Add(wait), k
	case meanings[k].final:
		c.memory.final[c.key(k, l.name)] = k
	}
}
