// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

const (
	member = "member"
	first  = "first.example.org"
	second = "second.example.org"
	third  = "third.example.org" // of somebody else there
)

// newHostLab is a lab with two accounts of a provider of dyndns2 beside the
// usual one.
func newHostLab(t *testing.T, edits ...func(*Config)) *lab {
	t.Helper()
	add := func(c *Config) {
		c.Accounts = append(c.Accounts,
			Account{Email: member, Pass: testPass, Domains: []string{first, second}, Dyndns2: &Dyndns2{}},
			Account{Email: "neighbour", Pass: "n-secret", Domains: []string{third}, Dyndns2: &Dyndns2{}})
		for _, text := range []string{"2001:db8:1::/48", "127.0.0.0/8"} {
			c.Allow = append(c.Allow, netip.MustParsePrefix(text))
		}
	}
	return newLab(t, append([]func(*Config){add}, edits...)...)
}

// with changes the account of the member.
func with(edit func(*Dyndns2)) func(*Config) {
	return func(c *Config) { edit(c.Accounts[1].Dyndns2) }
}

func as(user, pass string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(user, pass) }
}

func path(p string) func(*http.Request) { return func(r *http.Request) { r.URL.Path = p } }

// hosts sends an update of names, separated by commas, to addresses.
func (l *lab) hosts(names, addresses string, edits ...func(*http.Request)) answer {
	l.t.Helper()
	query := "hostname=" + url.QueryEscape(names)
	if addresses != "" {
		query += "&myip=" + addresses
	}
	usual := []func(*http.Request){path("/nic/update"), as(member, testPass)}
	return l.do("https://www.mtgsy.net", query, append(usual, edits...)...)
}

// holds is both addresses of a domain, by the record and by DNS, which have to
// be the same.
func (l *lab) holds(domain string) string {
	l.t.Helper()
	r := l.record(domain)
	record := strings.Join(strings.Fields(joined(valid(r.IP))+" "+joined(valid(r.IPv6))), " ")
	var answers []string
	for _, kind := range []uint16{dns.TypeA, dns.TypeAAAA} {
		text := strings.TrimPrefix(brief(exchange("udp", l.at.Authority[0], domain, kind)), "NOERROR aa ")
		if text != "SOA" {
			answers = append(answers, text)
		}
	}
	if got := strings.Join(answers, " "); got != record {
		l.t.Errorf("%s: DNS answers %q, the record is %q", domain, got, record)
	}
	return record
}

func TestHostUpdate(t *testing.T) {
	many := strings.Repeat("x.example.org,", 20) + first
	for _, tt := range []struct {
		name          string
		names, myip   string
		edit          func(*http.Request)
		body          string
		first, second string
	}{
		{"IPv4", first, "203.0.113.9", nil, "good 203.0.113.9\n", "203.0.113.9", ""},
		{"IPv6", first, new6, nil, "good " + new6 + "\n", new6, ""},
		{"both families", first, "203.0.113.9," + new6, nil, "good 203.0.113.9," + new6 + "\n", "203.0.113.9 " + new6, ""},
		{"both, the other way round", first, new6 + ",203.0.113.9", nil, "good 203.0.113.9," + new6 + "\n", "203.0.113.9 " + new6, ""},
		{"no address: the one that it sees", first, "", nil, "good 127.0.0.1\n", "127.0.0.1", ""},
		{"two hosts, a line each", second + "," + first, "203.0.113.9", nil, "good 203.0.113.9\ngood 203.0.113.9\n", "203.0.113.9", "203.0.113.9"},
		{"capitals", strings.ToUpper(first), "203.0.113.9", nil, "good 203.0.113.9\n", "203.0.113.9", ""},
		{"each host has its own answer, in their order", "nobody.example.org," + first + "," + third + ",x", "203.0.113.9", nil,
			"nohost\ngood 203.0.113.9\n!yours\nnotfqdn\n", "203.0.113.9", ""},
		{"no host", "", "203.0.113.9", nil, "notfqdn\n", "", ""},
		{"a name without a dot", "first", "203.0.113.9", nil, "notfqdn\n", "", ""},
		{"a host that nobody has", "x.example.org", "203.0.113.9", nil, "nohost\n", "", ""},
		{"a host of somebody else", third, "203.0.113.9", nil, "!yours\n", "", ""},
		{"a host of the other provider", home, "203.0.113.9", nil, "!yours\n", "", ""},
		{"21 hosts", many, "203.0.113.9", nil, strings.Repeat("numhost\n", 21), "", ""},
		{"a wrong password", first, "203.0.113.9", as(member, "wrong-one"), "badauth\n", "", ""},
		{"a user that nobody is", first, "203.0.113.9", as("nobody", testPass), "badauth\n", "", ""},
		{"a user of the other provider", first, "203.0.113.9", as(testEmail, testPass), "badauth\n", "", ""},
		{"no login", first, "203.0.113.9", func(r *http.Request) { r.Header.Del("Authorization") }, "badauth\n", "", ""},
		{"no agent", first, "203.0.113.9", agent(""), "badagent\n", "", ""},
		{"the agent of a library", first, "203.0.113.9", agent("Go-http-client/1.1"), "badagent\n", "", ""},
		{"an account error comes once", first + "," + second, "203.0.113.9", as(member, "wrong-one"), "badauth\n", "", ""},
		{"no address at all", first, "x", nil, "badsys\n", "", ""},
		{"two addresses of one family", first, "203.0.113.9,203.0.113.10", nil, "badsys\n", "", ""},
		{"an address with a zone", first, "fe80::1%25eth0", nil, "badsys\n", "", ""},
		{"IPv4 dressed up as IPv6", first, "::ffff:203.0.113.9", nil, "badsys\n", "", ""},
		{"a query that cannot be decoded", first, "203.0.113.9&x=%zz", nil, "badsys\n", "", ""},
		{"a private address is taken, if abusive", first, "10.0.0.1", nil, "good 10.0.0.1\n", "10.0.0.1", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newHostLab(t)
			edits := []func(*http.Request){}
			if tt.edit != nil {
				edits = append(edits, tt.edit)
			}
			got := l.hosts(tt.names, tt.myip, edits...)
			if got.err != nil || got.status != 200 || got.body != tt.body {
				t.Errorf("answer %d %q, %v; want 200 %q", got.status, got.body, got.err, tt.body)
			}
			if f, s := l.holds(first), l.holds(second); f != tt.first || s != tt.second {
				t.Errorf("records %q, %q; want %q, %q", f, s, tt.first, tt.second)
			}
			if e := l.last(); e.Applied != strings.Contains(tt.body, "good ") || l.holds(third) != "" {
				t.Errorf("applied %v, the neighbour holds %q", e.Applied, l.holds(third))
			}
		})
	}
}

func TestTheOtherFamily(t *testing.T) {
	for _, tt := range []struct {
		one                  bool
		myip                 string
		answer, holds, again string
	}{
		{false, "203.0.113.10", "good 203.0.113.10\n", "203.0.113.10 " + old6, "nochg 203.0.113.10\n"},
		{false, new6, "good " + new6 + "\n", "203.0.113.1 " + new6, "nochg " + new6 + "\n"},
		{false, oldAddress, "nochg " + oldAddress + "\n", oldAddress + " " + old6, "nochg " + oldAddress + "\n"},
		{true, "203.0.113.10", "good 203.0.113.10\n", "203.0.113.10", "nochg 203.0.113.10\n"},
		{true, new6, "good " + new6 + "\n", new6, "nochg " + new6 + "\n"},
		{true, oldAddress, "good " + oldAddress + "\n", oldAddress, "nochg " + oldAddress + "\n"},
		{true, oldAddress + "," + old6, "nochg " + oldAddress + "," + old6 + "\n", oldAddress + " " + old6, "nochg " + oldAddress + "," + old6 + "\n"},
	} {
		t.Run(fmt.Sprintf("%v %s", tt.one, tt.myip), func(t *testing.T) {
			l := newHostLab(t, with(func(d *Dyndns2) { d.OneUpdate = tt.one }))
			if err := l.SetRecord(first, both(oldAddress, old6)); err != nil {
				t.Fatal(err)
			}
			if got := l.hosts(first, tt.myip).body; got != tt.answer || l.holds(first) != tt.holds {
				t.Errorf("answer %q, holds %s; want %q, %s", got, l.holds(first), tt.answer, tt.holds)
			}
			if got := l.hosts(first, tt.myip).body; got != tt.again || l.holds(first) != tt.holds {
				t.Errorf("again: answer %q, holds %s; want %q, %s", got, l.holds(first), tt.again, tt.holds)
			}
		})
	}
}

func TestHostUpdateOverEveryPlace(t *testing.T) {
	l := newHostLab(t)
	for i, base := range []string{"http://" + l.at.HTTP, "http://" + l.at.HTTPAlt, "https://www.mtgsy.net"} {
		query := fmt.Sprintf("hostname=%s&myip=203.0.113.%d", first, i+1)
		if got := l.do(base, query, path("/nic/update"), as(member, testPass)).body; !strings.HasPrefix(got, "good ") {
			t.Errorf("%s: %q; want good", base, got)
		}
	}
}

func TestAnotherPath(t *testing.T) {
	l := newHostLab(t, with(func(d *Dyndns2) { d.Path = "/v3/update" }))
	if got := l.hosts(first, "203.0.113.9", path("/v3/update")).body; got != "good 203.0.113.9\n" {
		t.Errorf("its own path: %q", got)
	}
	if got := l.hosts(first, "203.0.113.10").body; got != "badauth\n" {
		t.Errorf("the path of the neighbour: %q; want badauth", got)
	}
	if got := l.hosts(first, "203.0.113.10", path("/v4/update")); got.status != 404 || fmt.Sprint(rulesOf(l.last())) != "[path]" {
		t.Errorf("no path: %d, %v; want 404 and a breach", got.status, l.last().Breaches)
	}
	if got := newLab(t).hosts(first, "203.0.113.9"); got.status != 404 {
		t.Errorf("a sandbox without such accounts: %d; want 404", got.status)
	}
}

func TestBadAuthByStatus(t *testing.T) {
	l := newHostLab(t, with(func(d *Dyndns2) { d.Unauthorized = true }))
	got := l.hosts(first, "203.0.113.9", as(member, "wrong-one"))
	if got.status != 401 || got.body != "badauth\n" || !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Basic ") {
		t.Errorf("%d %q, %v; want 401 badauth", got.status, got.body, got.header)
	}
	if got := l.hosts("x", "203.0.113.9"); got.status != 200 {
		t.Errorf("another error: %d; want 200", got.status)
	}
}

func TestOnlyGETIsAnUpdateOfHosts(t *testing.T) {
	l := newHostLab(t)
	if got := l.hosts(first, "203.0.113.9", method("POST")); got.status != 405 || l.holds(first) != "" {
		t.Errorf("POST: %d, holds %q; want 405 and nothing", got.status, l.holds(first))
	}
	if got := fmt.Sprint(rulesOf(l.last())); got != "[method]" {
		t.Errorf("breaches %s; want method", got)
	}
}

func TestABlockedAccountIsAbuse(t *testing.T) {
	l := newHostLab(t)
	if err := l.Block(member); err != nil {
		t.Fatal(err)
	}
	if got := l.hosts(first, "203.0.113.9").body; got != "abuse\n" {
		t.Errorf("blocked: %q", got)
	}
	if err := l.Unblock(member); err != nil {
		t.Fatal(err)
	}
	l.clock.advance(10 * time.Minute)
	if got := l.hosts(first, "203.0.113.9").body; got != "good 203.0.113.9\n" || len(l.Breaches()) != 0 {
		t.Errorf("let in again: %q, breaches %q", got, l.Breaches())
	}
}

func TestTheUpdatePageKnowsNoneOfTheHosts(t *testing.T) {
	l := newHostLab(t)
	for _, login := range []string{member, first} {
		if got := l.plain(ask("email", login)); got.body != "Error: domain not found" || l.holds(first) != "" {
			t.Errorf("%s: %q, holds %q; want it unknown", login, got.body, l.holds(first))
		}
	}
}

func TestEntryOfAHostUpdate(t *testing.T) {
	l := newHostLab(t)
	l.hosts(first+","+second, "203.0.113.9")
	e := l.last()
	if e.User != member || e.Password != "right" || e.Path != "/nic/update" || e.Answer != "good 203.0.113.9\ngood 203.0.113.9\n" ||
		len(e.Changes) != 2 || e.Changes[1].Domain != second || e.Changes[1].After.IP.String() != "203.0.113.9" {
		t.Errorf("entry %+v", e)
	}
	for pass, want := range map[string]string{"wrong-one": "wrong", testPass: "right"} {
		if l.hosts(first, "203.0.113.9", as(member, pass)); l.last().Password != want {
			t.Errorf("password %s; want %s", l.last().Password, want)
		}
	}
	if l.hosts(first, "203.0.113.9", as("nobody", "x")); l.last().Password != "unknown" {
		t.Errorf("password %s; want unknown", l.last().Password)
	}
	l.setFault(Status, 1, "500")
	l.hosts(first, "203.0.113.10")
	if e := l.last(); e.Applied || len(e.Changes) != 1 || l.holds(first) != "203.0.113.9" {
		t.Errorf("swallowed: %+v", e)
	}
}
