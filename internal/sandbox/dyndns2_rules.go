// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// Rules of dyndns2 alone. They are in the pages for developers of dyn.com and
// No-IP.
const (
	// RuleFinal: after an error nothing is sent again until the user has
	// changed something.
	RuleFinal Rule = "final"
	// RuleWait: after 911 a client is silent for 30 minutes, and after a code
	// that names a time for that.
	RuleWait Rule = "wait"
	// RuleHosts: one request is about 20 hosts at most.
	RuleHosts Rule = "too-many-hosts"
	// RuleLimit: within a time no more than so many requests.
	RuleLimit Rule = "too-many"
	// RuleExpired: a host that was not updated for too long is deleted, so a
	// client has to update it in time even if nothing has changed.
	RuleExpired Rule = "expired"
	// RulePassword: the password is in the Authorization field alone, for a
	// URL is written into logs.
	RulePassword Rule = "password-in-url"
)

const (
	mostHosts = 20
	// touch is how old a record has to be before an update without a change
	// is allowed, which keeps it from being deleted.
	touch = 28 * 24 * time.Hour
)

// documentedHosts are the parameters of dyndns2. The first two are in use; the
// others are what dyn.com took once.
var documentedHosts = []string{"hostname", "myip", "system", "wildcard", "mx", "backmx", "offline", "url"}

// checkHosts judges what can be told from the request alone.
func (s *Sandbox) checkHosts(r request) []Breach {
	breaches := checkAgent(r.agent)
	if r.method != http.MethodGet {
		breaches = append(breaches, refusal(RuleMethod, "method %q", cut(r.method)))
	}
	if !r.basic || r.user == "" || r.pass == "" {
		breaches = append(breaches, refusal(RuleLogin, "user or password is missing"))
	}
	if n := strings.Count(r.query.last["hostname"], ",") + 1; n > mostHosts {
		breaches = append(breaches, Breach{Rule: RuleHosts, Text: fmt.Sprintf("%d hosts", n)})
	}
	breaches = append(breaches, s.cfg.checkHost(r.host)...)
	breaches = append(breaches, checkDecoded(r.query)...)
	return append(breaches, checkParams(r.query, documentedHosts)...)
}

// readAddresses reads myip: one address, or one of each family with a comma
// between them. Without it the address counts that the provider sees.
func (s *Sandbox) readAddresses(r request, c *hostCall) []netip.Addr {
	text, stated := r.query.last["myip"]
	if !stated {
		return []netip.Addr{r.source}
	}
	var set Settings
	for word := range strings.SplitSeq(text, ",") {
		ip, err := netip.ParseAddr(word)
		switch {
		case err != nil || ip.Zone() != "" || ip.Is4In6():
			c.breaches = append(c.breaches, refusal(RuleIP, "%q is no address", cut(word)))
		case set.family(ip).IsValid():
			c.breaches = append(c.breaches, refusal(RuleIP, "%q has two addresses of one family", cut(text)))
		default:
			*set.family(ip) = ip
			c.breaches = append(c.breaches, s.cfg.checkPublic(ip)...)
		}
	}
	return valid(set.IP, set.IPv6)
}

// checkURLPassword looks for the password where it does not belong.
func checkURLPassword(r request, a *account) []Breach {
	passwords := []string{r.pass}
	if a != nil {
		passwords = append(passwords, a.Pass)
	}
	named := len(r.query.sent()) > 0
	if !named && masker(passwords).Replace(r.uri) == r.uri {
		return nil
	}
	return []Breach{{Rule: RulePassword, Text: "the password is in the URL"}}
}

// checkTerm judges whether the last update of a host was so long ago that it would
// have been deleted.
func (c *hostCall) checkTerm(h *host, now time.Time) []Breach {
	term := c.account.Dyndns2.Expires
	if term == 0 || h.updated.IsZero() || now.Sub(h.updated) < term {
		return nil
	}
	return []Breach{{Rule: RuleExpired, Text: fmt.Sprintf("%s was not updated for %v", h.domain, now.Sub(h.updated).Round(time.Millisecond))}}
}

// checkNeed judges an update that changes nothing: it is needless if the client
// had been told of all that it asks for.
func (c *hostCall) checkNeed(h *host, now time.Time) []Breach {
	if now.Sub(h.told) >= orElse(c.account.Dyndns2.Touch, touch) {
		return nil
	}
	for _, ip := range c.addresses {
		if *h.confirmed.family(ip) != ip {
			return nil
		}
	}
	return []Breach{{Rule: RuleNeedless, Text: h.domain + " holds that, and the client was told so"}}
}
