// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Config says whom the stand-in serves. The zero value of each field but
// Accounts is usable.
type Config struct {
	Accounts []Account

	// Host is the provider's name; default www.mtgsy.net.
	Host string
	// HostAddrs is what the resolver answers for Host; default 127.0.0.1.
	HostAddrs []netip.Addr
	// CertNames are names or addresses that the certificate is good for beside Host.
	CertNames []string
	// RequireHost makes a Host header that is not Host a breach: "always use
	// the name", says the page.
	RequireHost bool

	// Zones are the DNS zones; default: each dynamic domain is its own zone.
	Zones []string
	// NameServers serve all zones, in this order; default a.ns.mtgsy.com at 127.0.0.1.
	NameServers []NameServer
	// Hosts are further names that the resolver knows.
	Hosts map[string][]netip.Addr
	// WebHost is where a name points while marked offline, and www while a
	// port is set; default 192.0.2.80.
	WebHost netip.Addr
	// TTL of the dynamic names; default 60 seconds. The provider's is not known.
	TTL time.Duration
	// Caching makes the resolver keep answers for their TTL, and so serve old ones.
	Caching bool

	// MinGap between two requests for one domain; default 10 minutes, the
	// page's rule. Negative: no rule.
	MinGap time.Duration
	// CheckGap between two IP checks of one user; default half of MinGap.
	CheckGap time.Duration
	// OutageGap is how long a client of dyndns2 is silent after 911; default
	// three times MinGap.
	OutageGap time.Duration
	// BlockAfter is the number of offending requests after which an account is
	// blocked; 0: never. The page gives no number.
	BlockAfter int
	// Allow lists prefixes that count as public, such as 203.0.113.0/24.
	Allow []netip.Prefix
	// Style of the answers; default Words.
	Style Style

	// Now is the provider's clock; default time.Now.
	Now func() time.Time
}

// Account is one customer: the e-mail address is the user name, and the one
// password is good for the account and for each of its domains.
type Account struct {
	Email   string
	Pass    string
	Domains []string
	// MyServer makes it an account of MyServer.org: Email is its user
	// name, and it speaks dnslogin3.asp instead of the update page.
	MyServer *MyServer
	// Dyndns2 makes it an account of a provider of dyndns2: Email is its user
	// name.
	Dyndns2 *Dyndns2
	// API makes it an account of a provider of records. Email is its user name,
	// where it wants one, and Pass the secret or the token.
	API API
}

// updatePage says whether an account speaks that of www.mtgsy.net.
func (a Account) updatePage() bool { return a.MyServer == nil && a.Dyndns2 == nil && a.API == "" }

// several says whether a host may have several records.
func (a Account) several() bool { return a.MyServer != nil || a.API != "" }

// NameServer is one authoritative server; an invalid address is one it has not.
type NameServer struct {
	Name string
	IPv4 netip.Addr
	IPv6 netip.Addr
}

// withDefaults fills in what was left out and brings names to one form.
func (c Config) withDefaults() Config {
	c.Host = orElse(plainName(c.Host), "www.mtgsy.net")
	c.Style = orElse(c.Style, Words)
	c.TTL = orElse(c.TTL, time.Minute)
	c.MinGap = orElse(c.MinGap, 10*time.Minute)
	c.CheckGap = orElse(c.CheckGap, c.MinGap/2)
	c.OutageGap = orElse(c.OutageGap, 3*c.MinGap)
	c.WebHost = orElse(c.WebHost, netip.MustParseAddr("192.0.2.80"))
	loopback := netip.MustParseAddr("127.0.0.1")
	if len(c.HostAddrs) == 0 {
		c.HostAddrs = []netip.Addr{loopback}
	}
	if len(c.NameServers) == 0 {
		c.NameServers = []NameServer{{Name: "a.ns.mtgsy.com", IPv4: loopback}}
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if len(c.Zones) == 0 {
		for _, a := range c.Accounts {
			c.Zones = append(c.Zones, a.Domains...)
		}
	}
	c.Zones = plainNames(c.Zones)
	c.NameServers = slices.Clone(c.NameServers)
	for i := range c.NameServers {
		c.NameServers[i].Name = plainName(c.NameServers[i].Name)
	}
	return c
}

// check reports every mistake of a configuration that has its defaults.
func (c Config) check() error {
	var errs []error
	if len(c.Accounts) == 0 {
		errs = append(errs, errors.New("no account"))
	}
	if _, ok := answers[c.Style]; !ok {
		errs = append(errs, fmt.Errorf("style %q is not one of %v", c.Style, Styles()))
	}
	owner := map[string]string{}
	for _, a := range c.Accounts {
		if a.Email == "" || a.Pass == "" {
			errs = append(errs, fmt.Errorf("account %q needs an e-mail address and a password", a.Email))
		}
		if a.MyServer != nil && a.Dyndns2 != nil {
			errs = append(errs, fmt.Errorf("account %q speaks two protocols", a.Email))
		}
		if a.Dyndns2 != nil && !strings.HasPrefix(a.Dyndns2.path(), "/") {
			errs = append(errs, fmt.Errorf("account %q has path %q, which does not start with a slash", a.Email, a.Dyndns2.Path))
		}
		for _, d := range plainNames(a.Domains) {
			if other, taken := owner[d]; taken {
				errs = append(errs, fmt.Errorf("domain %q belongs to %q already", d, other))
			}
			if zoneOf(d, c.Zones) == "" {
				errs = append(errs, fmt.Errorf("domain %q is in none of the zones", d))
			}
			owner[d] = a.Email
		}
	}
	return errors.Join(errs...)
}

// plainName is the name in lower case without the final dot.
func plainName(name string) string {
	return strings.ToLower(strings.TrimSuffix(name, "."))
}

func plainNames(names []string) []string {
	plain := make([]string, len(names))
	for i, n := range names {
		plain[i] = plainName(n)
	}
	return plain
}

// zoneOf is the longest of the zones that holds the name, or "".
func zoneOf(name string, zones []string) string {
	best := ""
	for _, z := range zones {
		if (name == z || strings.HasSuffix(name, "."+z)) && len(z) > len(best) {
			best = z
		}
	}
	return best
}

func orElse[T comparable](value, other T) T {
	var none T
	if value == none {
		return other
	}
	return value
}
