// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
)

// checks judge the value of one parameter each.
var checks = map[string]func(c Config, value string) []Breach{
	"hb":         func(_ Config, v string) []Breach { return checkSwitch(RuleHB, v) },
	"stealth":    func(_ Config, v string) []Breach { return checkSwitch(RuleStealth, v) },
	"port":       func(_ Config, v string) []Breach { return checkPort(v) },
	"ip":         Config.checkIP,
	"offlineurl": func(_ Config, v string) []Breach { return checkURL(v) },
	"mx":         func(_ Config, v string) []Breach { return checkMX(v) },
}

func checkSwitch(rule Rule, v string) []Breach {
	if v != "0" && v != "1" {
		return []Breach{refusal(rule, "%q is neither 1 nor 0", cut(v))}
	}
	return nil
}

func checkPort(v string) []Breach {
	n, err := strconv.ParseUint(v, 10, 16)
	switch {
	case err != nil || n == 0:
		return []Breach{refusal(RulePort, "%q is not a port from 1 to 65535", cut(v))}
	case n == 80:
		return []Breach{{Rule: RulePort, Text: "port 80 must not be sent"}}
	}
	return nil
}

func (c Config) checkIP(v string) []Breach {
	ip, err := netip.ParseAddr(v)
	if err != nil || !ip.Is4() {
		return []Breach{refusal(RuleIP, "%q is not a dotted IPv4 address", cut(v))}
	}
	return c.checkPublic(ip)
}

func (c Config) checkPublic(ip netip.Addr) []Breach {
	if c.public(ip) {
		return nil
	}
	return []Breach{{Rule: RuleIP, Text: fmt.Sprintf("%s is not a public address", ip)}}
}

// reserved is what IANA's special-purpose registries keep off the Internet, and
// of IPv6 all that is not given out as unicast addresses yet.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"),
	netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("169.254.0.0/16"), netip.MustParsePrefix("172.16.0.0/12"),
	netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"),
	netip.MustParsePrefix("192.168.0.0/16"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("224.0.0.0/3"),

	netip.MustParsePrefix("::/3"), netip.MustParsePrefix("4000::/2"), netip.MustParsePrefix("8000::/1"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
	netip.MustParsePrefix("3fff::/20"),
}

func (c Config) public(ip netip.Addr) bool {
	holds := func(p netip.Prefix) bool { return p.Contains(ip) }
	return slices.ContainsFunc(c.Allow, holds) || !slices.ContainsFunc(reserved, holds)
}

func checkURL(v string) []Breach {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return []Breach{refusal(RuleOfflineURL, "%q is not a full URL", cut(v))}
	}
	return nil
}

// nameForm is a host name of at least two labels with its terminating period.
var nameForm = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.){2,}$`)

func checkMX(v string) []Breach {
	if len(v) > 254 || !nameForm.MatchString(v) {
		return []Breach{refusal(RuleMX, "%q is not a full server name with a terminating period", cut(v))}
	}
	return nil
}
