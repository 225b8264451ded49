// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"net/netip"
	"slices"
	"time"
)

// Dyndns2 is what an account of a provider of dyndns2 has beside its name,
// password and hosts: dyn.com's protocol, which most providers speak. The zero
// value keeps the other family and answers everything with status 200. Style
// does not concern it.
type Dyndns2 struct {
	// Path is what is asked for; default /nic/update.
	Path string
	// OneUpdate makes an update the whole of what a host holds, as at dyn.com:
	// the address of a family that it does not name is removed.
	OneUpdate bool
	// Unauthorized gives badauth the status 401.
	Unauthorized bool
	// WholeLogin counts MinGap between any two requests of the login. By
	// default the other family and the other hosts may have a request of
	// their own, for they are parts of one change.
	WholeLogin bool
	// Limits are how many requests of the login are welcome within a time.
	Limits []Limit
	// Expires is how long a host is kept without an update; 0: for ever.
	Expires time.Duration
	// Touch is how old an update has to be before another one that changes
	// nothing is welcome; default 28 days.
	Touch time.Duration
}

// Limit says that more than Most requests that came within Within are too many.
type Limit struct {
	Most   int
	Within time.Duration
}

// path is where the provider is asked.
func (d *Dyndns2) path() string { return orElse(d.Path, "/nic/update") }

// dyndns2Paths are the paths of all providers of dyndns2.
func (c Config) dyndns2Paths() []string {
	var paths []string
	for _, a := range c.Accounts {
		if a.Dyndns2 != nil && !slices.Contains(paths, a.Dyndns2.path()) {
			paths = append(paths, a.Dyndns2.path())
		}
	}
	return paths
}

// hostCall is one request of dyndns2 and what the provider makes of it.
type hostCall struct {
	account   *account
	password  string
	hosts     []hostLine // in the order of the request
	addresses []netip.Addr
	changes   []Change
	breaches  []Breach
	code      code // the one answer to all hosts; empty: each has its own
	memory    *memory
	settings  string // of the client, as far as the request shows them
}

// hostLine is one host of a request.
type hostLine struct {
	name  string
	code  code
	host  *host // none if the code is an error
	after Settings
}

// receiveHosts is the life of one request of dyndns2. The caller holds s.mu.
func (s *Sandbox) receiveHosts(hr *http.Request, r request, e Entry) outcome {
	c := s.judgeHosts(r, e.Time)
	o := s.meet("")
	if !swallows[o.fault.Name] {
		e.Applied = c.apply(e.Time)
	}
	s.offend(judgement{account: c.account, breaches: c.breaches})
	o.reply = dress(s.answerHosts(o.fault, r, hr, c), o.form)
	s.remember(c, o, e)
	e.Changes, e.Password, e.Breaches = c.changes, c.password, c.breaches
	s.write(r, e, o)
	return o
}

// apply carries out what was judged good, and says whether there was any.
func (c *hostCall) apply(now time.Time) bool {
	done := false
	for _, l := range c.hosts {
		if l.host == nil {
			continue
		}
		l.host.apply(l.after, now)
		l.host.updates++
		l.host.updated = now
		done = true
	}
	return done
}
