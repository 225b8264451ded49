// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

func agent(ua string) func(*http.Request) {
	return func(r *http.Request) { r.Header["User-Agent"] = []string{ua} }
}

func method(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }

func TestBreaches(t *testing.T) {
	none := []Rule{}
	tests := []struct {
		name    string
		query   string
		edit    func(*http.Request)
		want    []Rule
		applied bool
	}{
		{"a clean request breaks no rule", ask(), nil, none, true},
		{"a clean request with every parameter breaks no rule", ask("stealth", "0", "port", "8080", "offlineurl", "https://x.example/a", "offlinetext", "", "mx", "mx.example.net."), nil, none, true},
		{"an agent with a comment breaks no rule", ask(), agent("dynwan/0.1 (linux; mips)"), none, true},
		{"no agent", ask(), agent(""), []Rule{RuleUserAgent}, true},
		{"Go's agent", ask(), agent("Go-http-client/1.1"), []Rule{RuleUserAgent}, true},
		{"curl's agent", ask(), agent("curl/8.5.0"), []Rule{RuleUserAgent}, true},
		{"wget's agent", ask(), agent("Wget/1.21"), []Rule{RuleUserAgent}, true},
		{"a browser's agent", ask(), agent("Mozilla/5.0 (X11)"), []Rule{RuleUserAgent}, true},
		{"an agent without version", ask(), agent("dynwan"), []Rule{RuleUserAgent}, true},
		{"hb is a word", ask("hb", "on"), nil, []Rule{RuleHB}, false},
		{"hb is missing", ask("hb", ""), nil, []Rule{RuleHB}, true},
		{"stealth is a word", ask("stealth", "yes"), nil, []Rule{RuleStealth}, false},
		{"port 80", ask("port", "80"), nil, []Rule{RulePort}, true},
		{"port 0", ask("port", "0"), nil, []Rule{RulePort}, false},
		{"port 65536", ask("port", "65536"), nil, []Rule{RulePort}, false},
		{"port is a word", ask("port", "http"), nil, []Rule{RulePort}, false},
		{"port has a sign", ask("port", "+8080"), nil, []Rule{RulePort}, false},
		{"ip is no address", ask("ip", "home"), nil, []Rule{RuleIP}, false},
		{"ip is IPv6", ask("ip", "2001:db8::1"), nil, []Rule{RuleIP}, false},
		{"ip is an IPv4 address in IPv6", ask("ip", "::ffff:203.0.113.9"), nil, []Rule{RuleIP}, false},
		{"ip has leading zeros", ask("ip", "203.000.113.009"), nil, []Rule{RuleIP}, false},
		{"ip is private", ask("ip", "10.0.0.1"), nil, []Rule{RuleIP}, true},
		{"ip is shared by a NAT", ask("ip", "100.64.0.1"), nil, []Rule{RuleIP}, true},
		{"ip is from a documentation prefix that is not allowed", ask("ip", "192.0.2.1"), nil, []Rule{RuleIP}, true},
		{"ip is the example of the page", ask("ip", "0.0.0.0"), nil, []Rule{RuleIP}, true},
		{"ip is empty", ask() + "&ip=", nil, []Rule{RuleDuplicate, RuleIP}, false},
		{"offlineurl without scheme", ask("offlineurl", "www.example.net/away"), nil, []Rule{RuleOfflineURL}, false},
		{"offlineurl of another scheme", ask("offlineurl", "ftp://example.net/"), nil, []Rule{RuleOfflineURL}, false},
		{"offlineurl without host", ask("offlineurl", "http:///away"), nil, []Rule{RuleOfflineURL}, false},
		{"mx without its period", ask("mx", "mail.example.net"), nil, []Rule{RuleMX}, false},
		{"mx is no full name", ask("mx", "mail."), nil, []Rule{RuleMX}, false},
		{"a control character", ask("offlinetext", "a\nb"), nil, []Rule{RuleControl}, false},
		{"an unknown parameter", ask("wildcard", "1"), nil, []Rule{RuleUnknown}, true},
		{"a parameter in capitals is another one", ask("hb", "") + "&HB=1", nil, []Rule{RuleHB, RuleUnknown}, true},
		{"a parameter twice", ask() + "&hb=0", nil, []Rule{RuleDuplicate}, true},
		{"a query that cannot be decoded", ask() + "&offlinetext=%zz", nil, []Rule{RuleMalformed}, false},
		{"no password", ask("pass", ""), nil, []Rule{RuleLogin}, false},
		{"POST", ask(), method(http.MethodPost), []Rule{RuleMethod}, false},
		{"HEAD", ask(), method(http.MethodHead), []Rule{RuleMethod}, false},
		{"called by an address", ask(), nil, none, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t)
			edits := []func(*http.Request){}
			if tt.edit != nil {
				edits = append(edits, tt.edit)
			}
			l.plain(tt.query, edits...)
			e := l.last()
			if got := rulesOf(e); !slices.Equal(got, tt.want) || e.Applied != tt.applied {
				t.Errorf("%s: breaches %v, applied %v; want %v, %v", tt.query, e.Breaches, e.Applied, tt.want, tt.applied)
			}
			if got := len(l.Breaches()); got != len(tt.want) {
				t.Errorf("%s: Breaches() has %d lines; want %d", tt.query, got, len(tt.want))
			}
		})
	}
}

func TestHostRule(t *testing.T) {
	l := newLab(t, func(c *Config) { c.RequireHost = true })
	for host, want := range map[string][]Rule{
		"www.mtgsy.net":      {},
		"www.mtgsy.net:8147": {},
		"198.51.100.7":       {RuleHost},
		"mtgsy.net:80":       {RuleHost},
	} {
		l.clock.advance(time.Hour)
		l.plain(ask("port", "8080"), func(r *http.Request) { r.Host = host })
		got := slices.DeleteFunc(rulesOf(l.last()), func(r Rule) bool { return r == RuleNeedless })
		if !slices.Equal(got, want) {
			t.Errorf("Host %q: %v; want %v", host, got, want)
		}
	}
}

func TestTimeRules(t *testing.T) {
	type step struct {
		after time.Duration
		query string
		want  []Rule
	}
	account := ask("email", testEmail)
	next := ask("ip", "203.0.113.10")
	tests := []struct {
		name  string
		steps []step
	}{
		{"a change after ten minutes is fine", []step{{0, ask(), nil}, {10 * time.Minute, next, nil}}},
		{"a change a moment before is too soon", []step{{0, ask(), nil}, {10*time.Minute - time.Millisecond, next, []Rule{RuleTooSoon}}}},
		{"the same again later is needless", []step{{0, ask(), nil}, {time.Hour, ask(), []Rule{RuleNeedless}}}},
		{"the same again at once is both", []step{{0, ask(), nil}, {0, ask(), []Rule{RuleTooSoon, RuleNeedless}}}},
		{"a change of one setting is not needless", []step{{0, ask(), nil}, {time.Hour, ask("hb", "1"), nil}}},
		{"two domains do not disturb each other", []step{{0, ask(), nil}, {0, ask("email", office), nil}}},
		{"the account is too soon after one of its domains", []step{{0, ask(), nil}, {0, account, []Rule{RuleTooSoon}}}},
		{"a domain is too soon after its account", []step{{0, account, nil}, {0, next, []Rule{RuleTooSoon}}}},
		{"the account is not needless if one domain changes", []step{{0, ask(), nil}, {time.Hour, account, nil}}},
		{"a wrong password arrives too", []step{{0, ask("pass", "wrong-one"), nil}, {0, ask(), []Rule{RuleTooSoon}}}},
		{"a login that nobody has is watched", []step{{0, ask("email", "x.net"), nil}, {0, ask("email", "x.net"), []Rule{RuleTooSoon}}}},
		{"a wrong password is not called needless", []step{{0, ask(), nil}, {time.Hour, ask("pass", "wrong-one"), nil}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t)
			for i, s := range tt.steps {
				l.clock.advance(s.after)
				l.plain(s.query)
				if got := rulesOf(l.last()); !slices.Equal(got, s.want) {
					t.Errorf("step %d, %s: %v; want %v", i+1, s.query, got, s.want)
				}
			}
		})
	}
}

func TestNoGapRule(t *testing.T) {
	l := newLab(t, func(c *Config) { c.MinGap = -1 })
	l.plain(ask())
	l.plain(ask("ip", "203.0.113.10"))
	if b := l.Breaches(); len(b) != 0 {
		t.Errorf("with MinGap -1: %q; want none", b)
	}
}

// Asking again because DNS shows the web host is the trap of hb=1: it is needless.
func TestUpdateWhileOfflineIsNeedless(t *testing.T) {
	l := newLab(t)
	l.plain(ask("hb", "1"))
	if err := l.SetOffline(home); err != nil {
		t.Fatalf("SetOffline: %v", err)
	}
	l.clock.advance(time.Hour)
	l.plain(ask("hb", "1"))
	if got := rulesOf(l.last()); !slices.Equal(got, []Rule{RuleNeedless}) || !l.record(home).Offline {
		t.Errorf("%v, offline %v; want needless and still offline", got, l.record(home).Offline)
	}
}

func TestOtherPaths(t *testing.T) {
	l := newLab(t)
	got := l.plain("", func(r *http.Request) { r.URL.Path = "/dns/updat.php" })
	if got.status != 404 || !slices.Equal(rulesOf(l.last()), []Rule{RulePath}) {
		t.Errorf("another path: %d, %v; want 404 and a breach", got.status, l.last().Breaches)
	}
	if lines := l.Breaches(); len(lines) != 1 || !strings.HasPrefix(lines[0], "request 1: path: ") {
		t.Errorf("Breaches() = %q", lines)
	}
}
