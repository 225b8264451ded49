// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestUpdate(t *testing.T) {
	const before = "invalid IP"
	tests := []struct {
		name         string
		query        string
		body         string
		home, office string
	}{
		{"a domain name moves that domain alone", ask(), "OK", "203.0.113.9", before},
		{"an account name moves all its domains", ask("email", testEmail), "OK", "203.0.113.9", "203.0.113.9"},
		{"names are not case-sensitive", ask("email", "HOME.example.NET"), "OK", "203.0.113.9", before},
		{"without ip the source address counts", ask("ip", ""), "OK", "127.0.0.1", before},
		{"a wrong password is an invalid login", ask("pass", "wrong-one"), "Error: invalid login information", before, before},
		{"an unknown account is an invalid login", ask("email", "nobody@example.net"), "Error: invalid login information", before, before},
		{"an unknown domain is not found", ask("email", "other.example.net"), "Error: domain not found", before, before},
		{"no password is not enough", ask("pass", ""), "Error: insufficient information supplied", before, before},
		{"no login is not enough", ask("email", ""), "Error: insufficient information supplied", before, before},
		{"an address that is none changes nothing", ask("ip", "203.0.113.999"), "Error: insufficient information supplied", before, before},
		{"of two values the last one counts", ask() + "&ip=203.0.113.10", "OK", "203.0.113.10", before},
		{"a private address is taken, if abusive", ask("ip", "192.168.1.1"), "OK", "192.168.1.1", before},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := newLab(t)
			got := l.secure(tt.query)
			if got.err != nil || got.status != 200 || got.body != tt.body {
				t.Errorf("%s: answer %d %q, %v; want 200 %q", tt.query, got.status, got.body, got.err, tt.body)
			}
			if h, o := l.address(home), l.address(office); h != tt.home || o != tt.office {
				t.Errorf("%s: records %s, %s; want %s, %s", tt.query, h, o, tt.home, tt.office)
			}
		})
	}
}

func TestUpdateOverEveryPlace(t *testing.T) {
	l := newLab(t)
	for _, base := range []string{"http://" + l.at.HTTP, "http://" + l.at.HTTPAlt, "https://www.mtgsy.net"} {
		scheme, _, _ := strings.Cut(base, ":")
		got := l.do(base, ask())
		if got.body != "OK" {
			t.Errorf("%s: %d %q, %v; want OK", base, got.status, got.body, got.err)
		}
		if e := l.last(); e.Scheme != scheme || e.Port == 0 {
			t.Errorf("%s: ledger has %s port %d", base, e.Scheme, e.Port)
		}
	}
}

func TestAllSettingsAreKept(t *testing.T) {
	l := newLab(t)
	l.plain(ask("hb", "1", "stealth", "1", "port", "8080", "offlineurl", "http://www.example.net/away",
		"offlinetext", "back soon", "mx", "mail.example.net."))
	want := Settings{
		IP: netip.MustParseAddr("203.0.113.9"), HB: true, Stealth: true, Port: 8080,
		OfflineURL: "http://www.example.net/away", OfflineText: "back soon", MX: "mail.example.net.",
	}
	if got := l.record(home).Settings; got != want {
		t.Errorf("settings %+v; want %+v", got, want)
	}
	if b := l.Breaches(); len(b) != 0 {
		t.Errorf("breaches %q; want none", b)
	}
	l.clock.advance(10 * time.Minute)
	l.plain(ask())
	if got := l.record(home).Settings; got != (Settings{IP: want.IP}) {
		t.Errorf("after an update without them: %+v; want all off", got)
	}
}

func TestPort80IsNoRedirect(t *testing.T) {
	l := newLab(t)
	l.plain(ask("port", "80"))
	if got := l.record(home).Port; got != 0 {
		t.Errorf("port %d; want none", got)
	}
}

func TestStyles(t *testing.T) {
	tests := []struct {
		style             Style
		good, same, login string
	}{
		{Codes, "800", "800", "300"},
		{Words, "OK", "OK", "Error: invalid login information"},
		{Good, "good 203.0.113.9", "nochg 203.0.113.9", "badauth"},
		{Silent, "", "", ""},
		{Sentences, "Record successfully updated", "Record successfully updated", "Invalid login information"},
		{HTML, "<p>OK</p>", "<p>OK</p>", "<p>Error: invalid login"},
	}
	if len(tests) != len(Styles()) {
		t.Fatalf("%d rows for %v", len(tests), Styles())
	}
	for _, tt := range tests {
		t.Run(string(tt.style), func(t *testing.T) {
			l := newLab(t, func(c *Config) { c.Style = tt.style })
			for _, step := range []struct{ query, want string }{
				{ask(), tt.good}, {ask(), tt.same}, {ask("pass", "wrong-one"), tt.login},
			} {
				got := l.plain(step.query)
				exact := tt.style != HTML && got.body == step.want
				if got.status != 200 || !exact && (tt.style != HTML || !strings.Contains(got.body, step.want)) {
					t.Errorf("%s: %d %q; want 200 %q", step.query, got.status, got.body, step.want)
				}
			}
		})
	}
}

func TestBlocked(t *testing.T) {
	l := newLab(t, func(c *Config) { c.BlockAfter = 3 })
	for i, want := range []string{"OK", "OK", "OK", "OK", "Error: account blocked due to abusive updates"} {
		if got := l.plain(ask()).body; got != want {
			t.Errorf("request %d: %q; want %q", i+1, got, want)
		}
	}
	if got := l.plain(ask("email", testEmail, "ip", "203.0.113.10")).body; !strings.Contains(got, "blocked") {
		t.Errorf("the account of a blocked domain: %q; want blocked", got)
	}
	if got := l.address(home); got != "203.0.113.9" || !l.record(office).Blocked {
		t.Errorf("blocked account moved to %s, office blocked: %v", got, l.record(office).Blocked)
	}
	if err := l.Unblock(home); err != nil {
		t.Fatalf("Unblock: %v", err)
	}
	if got := l.plain(ask("ip", "203.0.113.10")).body; got != "OK" {
		t.Errorf("after Unblock: %q; want OK", got)
	}
}

func TestBadConfigurations(t *testing.T) {
	account := Account{Email: "a@example.net", Pass: "secret", Domains: []string{"a.example.net"}}
	tests := []struct {
		name string
		cfg  Config
		want string
	}{
		{"nobody to serve", Config{}, "no account"},
		{"a style that is none", Config{Accounts: []Account{account}, Style: "rude"}, "rude"},
		{"an account without password", Config{Accounts: []Account{{Email: "a@example.net"}}}, "a password"},
		{"a domain of two accounts", Config{Accounts: []Account{account, {Email: "b@x.net", Pass: "p", Domains: account.Domains}}}, "belongs"},
		{"a domain outside of the zones", Config{Accounts: []Account{account}, Zones: []string{"example.org"}}, "none of the zones"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := New(tt.cfg)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("New: %v; want an error with %q", err, tt.want)
			}
		})
	}
}
