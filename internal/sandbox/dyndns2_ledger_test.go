// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// ask2 is a request of a client, so long after the one before it.
type ask2 struct {
	after       time.Duration
	names, myip string
	fault       string // what answer-code says
	edit        func(*http.Request)
	rules       []Rule
}

// hostStory is what a client does, and which of its requests break a rule.
type hostStory struct {
	name    string
	account func(*Dyndns2)
	steps   []ask2
}

var limitStories = []hostStory{
	{name: "two in two minutes", account: func(d *Dyndns2) { d.Limits = []Limit{{2, 2 * gap}} }, steps: []ask2{
		{names: first, myip: ip1}, {after: gap, names: second, myip: ip1},
		{after: gap - time.Second, names: first, myip: ip2, rules: []Rule{RuleLimit}}, // the first was 20 minutes less a second ago
		{after: gap + time.Second, names: second, myip: ip2},
		{after: 2 * gap, names: first, myip: ip1},
	}},
	{name: "any of several, and a refused one counts", account: func(d *Dyndns2) { d.Limits = []Limit{{2, 2 * gap}, {3, 10 * gap}} }, steps: []ask2{
		{names: first, myip: ip1}, {after: gap, names: third, myip: ip1}, {after: gap, names: second, myip: ip1},
		{after: 2 * gap, names: first, myip: ip2, rules: []Rule{RuleLimit}},
	}},
	{name: "a host expires", account: func(d *Dyndns2) { d.Expires, d.Touch = 7*gap, 5*gap }, steps: []ask2{
		{names: first, myip: ip1},
		{after: 5*gap - time.Second, names: first, myip: ip1, rules: []Rule{RuleNeedless}},
		{after: 5 * gap, names: first, myip: ip1},
		{after: 7 * gap, names: first, myip: ip1, rules: []Rule{RuleExpired}},
		{after: 7*gap - time.Second, names: first, myip: ip1},
	}},
}

func TestLimitsAndTerms(t *testing.T) { tell(t, limitStories) }

// tell plays the stories.
func tell(t *testing.T, stories []hostStory) {
	for _, story := range stories {
		t.Run(story.name, func(t *testing.T) {
			l := newHostLab(t)
			if story.account != nil {
				l = newHostLab(t, with(story.account))
			}
			for i, s := range story.steps {
				l.clock.advance(s.after)
				if s.fault != "" {
					l.setFault(AnswerCode, 1, s.fault)
				}
				edits := []func(*http.Request){}
				if s.edit != nil {
					edits = append(edits, s.edit)
				}
				got := l.hosts(s.names, s.myip, edits...)
				if rules := rulesOf(l.last()); !slices.Equal(rules, append([]Rule{}, s.rules...)) {
					t.Errorf("request %d, answered %q: breaches %v; want %v", i+1, got.body, l.last().Breaches, s.rules)
				}
			}
		})
	}
}

const (
	gap = 10 * time.Minute
	ip1 = "203.0.113.1"
	ip2 = "203.0.113.2"
)

var tooEarly = []Rule{RuleTooSoon}

func TestGapOfHosts(t *testing.T) {
	whole := func(d *Dyndns2) { d.WholeLogin = true }
	tell(t, []hostStory{
		{"a change in time", nil, []ask2{{names: first, myip: ip1}, {after: gap, names: first, myip: ip2}}},
		{"a change a moment before", nil, []ask2{{names: first, myip: ip1}, {after: gap - 1, names: first, myip: ip2, rules: tooEarly}}},
		{"a request a family", nil, []ask2{{names: first, myip: ip1}, {names: first, myip: new6}}},
		{"a request a host", nil, []ask2{{names: first, myip: ip1}, {names: second, myip: ip1}}},
		{"both after one of them", nil, []ask2{{names: first, myip: ip1}, {names: first, myip: ip1 + "," + new6, rules: tooEarly}}},
		{"two hosts after one of them", nil, []ask2{{names: first, myip: ip1}, {names: second + "," + first, myip: ip2, rules: tooEarly}}},
		{"the same again after an error that is not final", nil, []ask2{{names: first, myip: ip1, fault: "dnserr"}, {names: first, myip: ip1, rules: tooEarly}}},
		{"a login that nobody has", nil, []ask2{{names: first, myip: ip1, edit: as("nobody", "xxxx")}, {names: second, myip: ip1, edit: as("nobody", "yyyy"), rules: tooEarly}}},
		{"two logins", nil, []ask2{{names: first, myip: ip1}, {names: third, myip: ip1, edit: as("neighbour", "n-secret")}}},
		{"a family counts where the whole login does", whole, []ask2{{names: first, myip: ip1}, {names: first, myip: new6, rules: tooEarly}}},
		{"a host counts where the whole login does", whole, []ask2{{names: first, myip: ip1}, {names: second, myip: ip1, rules: tooEarly}}},
		{"the whole login in time", whole, []ask2{{names: first, myip: ip1}, {after: gap, names: second, myip: ip1}}},
	})
}

func TestNeedlessUpdatesOfHosts(t *testing.T) {
	needless := []Rule{RuleNeedless}
	tell(t, []hostStory{
		{"the same again", nil, []ask2{{names: first, myip: ip1}, {after: gap, names: first, myip: ip1, rules: needless}}},
		{"a change", nil, []ask2{{names: first, myip: ip1}, {after: gap, names: first, myip: ip2}}},
		{"back to where it was", nil, []ask2{{names: first, myip: ip1}, {after: gap, names: first, myip: ip2}, {after: gap, names: first, myip: ip1}}},
		{"the other family", nil, []ask2{{names: first, myip: ip1}, {after: gap, names: first, myip: new6}}},
		{"both, one of them changed", nil, []ask2{{names: first, myip: ip1}, {after: gap, names: first, myip: ip1 + "," + new6}}},
		{"both, none of them changed", nil, []ask2{{names: first, myip: ip1 + "," + new6}, {after: gap, names: first, myip: ip1 + "," + new6, rules: needless}}},
		{"one of two hosts", nil, []ask2{{names: first, myip: ip1}, {after: gap, names: first + "," + second, myip: ip1, rules: needless}}},
		{"a touch after 28 days", nil, []ask2{{names: first, myip: ip1}, {after: touch, names: first, myip: ip1}, {after: touch, names: first, myip: ip1}}},
		{"a touch before", nil, []ask2{{names: first, myip: ip1}, {after: touch - 1, names: first, myip: ip1, rules: needless}}},
		{"an outage in between", nil, []ask2{{names: first, myip: ip1, fault: "dnserr"}, {after: gap, names: first, myip: ip1}}},
	})
}

// Who was not told that an update was done may ask once more.
func TestWhoWasNotToldMayAskAgain(t *testing.T) {
	for _, tt := range []struct {
		fault, form string
		arg         string
		told        bool
	}{
		{fault: string(DropAfterApply)},
		{fault: string(HangAfterApply)},
		{fault: string(Cut)},
		{fault: string(GarbageBytes)},
		{fault: string(StatusApplied), arg: "503"},
		{fault: string(StatusApplied), arg: "503;body=good " + ip1},
		{fault: string(StatusApplied), arg: "200;body=good " + ip1, told: true},
		{fault: string(Delay), arg: "1ms"},
		{fault: string(AnswerForm), arg: "upper"},
		{fault: string(AnswerForm), arg: "html"},
		{fault: string(AnswerForm), arg: "before"},
		{fault: string(AnswerForm), arg: "empty"},
		{fault: string(AnswerForm), arg: "crlf", told: true},
		{fault: string(AnswerForm), arg: "blanks", told: true},
		{fault: string(AnswerForm), arg: "above", told: true},
	} {
		t.Run(tt.fault+" "+tt.arg, func(t *testing.T) {
			t.Parallel()
			l := newHostLab(t)
			l.client.Timeout = short
			l.setFault(Fault(tt.fault), 1, tt.arg)
			l.hosts(first, ip1)
			if err := l.Wait(soon(t), func() bool { return len(l.Ledger()) == 1 }); err != nil || l.holds(first) != ip1 {
				t.Fatalf("holds %q, %v", l.holds(first), err)
			}
			l.client.Timeout = 5 * time.Second
			for i, needless := range []bool{tt.told, true} {
				l.clock.advance(gap)
				if got := l.hosts(first, ip1).body; got != "nochg "+ip1+"\n" {
					t.Errorf("again %d: %q", i+1, got)
				}
				if got := rulesOf(l.last()); slices.Contains(got, RuleNeedless) != needless {
					t.Errorf("again %d: breaches %v; want needless %v", i+1, got, needless)
				}
			}
		})
	}
}

// What an answer confirms are the addresses that it names, or those of the
// request if it names none.
func TestAnAnswerConfirmsWhatItNames(t *testing.T) {
	for line, told := range map[string]bool{
		"good": true, "good " + ip1: true, "good " + ip1 + "," + new6: true, "nochg " + ip1: true,
		"good 127.0.0.1": false, "good " + ip2: false, "nochg " + new6: false, "dnserr": false,
	} {
		l := newHostLab(t)
		if err := l.SetRecord(first, both(ip1, "")); err != nil {
			t.Fatal(err)
		}
		l.setFault(AnswerCode, 1, line)
		l.hosts(first, ip1)
		l.clock.advance(gap)
		l.hosts(first, ip1)
		if got := rulesOf(l.last()); slices.Equal(got, []Rule{RuleNeedless}) != told {
			t.Errorf("after %q: %v; want needless %v", line, got, told)
		}
	}
}

// What the owner set is nothing that the client was told.
func TestAFirstNoChangeIsAllowed(t *testing.T) {
	l := newHostLab(t)
	if err := l.SetRecord(first, both(ip1, "")); err != nil {
		t.Fatal(err)
	}
	l.hosts(first, new6) // which tells nothing of the other family
	if got := l.hosts(first, ip1).body; got != "nochg "+ip1+"\n" || len(l.Breaches()) != 0 {
		t.Errorf("the first: %q, breaches %q; want nochg and none", got, l.Breaches())
	}
	l.clock.advance(gap)
	l.hosts(first, ip1)
	if got := rulesOf(l.last()); !slices.Equal(got, []Rule{RuleNeedless}) {
		t.Errorf("the second: %v; want needless", got)
	}
}

func TestSilenceAfterAnOutage(t *testing.T) {
	wait := []Rule{RuleWait}
	tell(t, []hostStory{
		{"after 911 too early", nil, []ask2{{names: first, myip: ip1, fault: "911"}, {after: 3*gap - 1, names: first, myip: ip1, rules: wait}}},
		{"after 911 in time", nil, []ask2{{names: first, myip: ip1, fault: "911"}, {after: 3 * gap, names: first, myip: ip1}}},
		{"after 911 with a status", nil, []ask2{{names: first, myip: ip1, fault: "911;status=503"}, {after: gap, names: first, myip: ip1, rules: wait}}},
		{"another host of the login", nil, []ask2{{names: first, myip: ip1, fault: "911"}, {after: gap, names: second, myip: ip1, rules: wait}}},
		{"another login", nil, []ask2{{names: first, myip: ip1, fault: "911"}, {names: third, myip: ip1, edit: as("neighbour", "n-secret")}}},
		{"after dnserr", nil, []ask2{{names: first, myip: ip1, fault: "dnserr"}, {after: gap, names: first, myip: ip1}}},
		{"a time that the answer names", nil, []ask2{{names: first, myip: ip1, fault: "w1h"}, {after: time.Hour - 1, names: first, myip: ip1, rules: wait}}},
		{"that time, kept", nil, []ask2{{names: first, myip: ip1, fault: "w1h"}, {after: time.Hour, names: first, myip: ip1}}},
	})
}

// After each final code, and only after those, the same again is a breach
// however late it comes.
func TestTheSameAgainAfterAFinalCode(t *testing.T) {
	final := strings.Fields("badauth badagent !donator abuse badsys notfqdn nohost numhost !yours !active")
	others := strings.Fields("good nochg dnserr badip")
	if len(final)+len(others)+1 != len(meanings) { // 911 has a test of its own
		t.Errorf("this test knows %d codes of %d", len(final)+len(others)+1, len(meanings))
	}
	for _, c := range append(final, others...) {
		l := newHostLab(t)
		l.setFault(AnswerCode, 1, c)
		l.hosts(first, ip1)
		l.clock.advance(24 * time.Hour)
		l.hosts(first, ip2)
		if got := rulesOf(l.last()); slices.Equal(got, []Rule{RuleFinal}) != slices.Contains(final, c) || len(got) > 1 {
			t.Errorf("after %s: %v; want final %v", c, got, slices.Contains(final, c))
		}
	}
}

func TestWhatAFinalCodeIsAbout(t *testing.T) {
	final := []Rule{RuleFinal}
	day := 24 * time.Hour
	bad := []Rule{RuleUserAgent}
	ok := as(member, testPass)
	wrong, other := as(member, "wrong-one"), as(member, "wrong-two")
	tell(t, []hostStory{
		{"a wrong password, again", nil, []ask2{{names: first, myip: ip1, edit: wrong}, {after: day, names: first, myip: ip2, edit: wrong, rules: final}}},
		{"a wrong password, with another host", nil, []ask2{{names: first, myip: ip1, edit: wrong}, {after: day, names: second, myip: ip2, edit: wrong, rules: final}}},
		{"a wrong password, for the other family", nil, []ask2{{names: first, myip: ip1, edit: wrong}, {names: first, myip: new6, edit: wrong, rules: final}}},
		{"a wrong password, then the right one", nil, []ask2{{names: first, myip: ip1, edit: wrong}, {after: day, names: first, myip: ip1, edit: ok}}},
		{"a wrong password, then another wrong one", nil, []ask2{{names: first, myip: ip1, edit: wrong}, {after: day, names: first, myip: ip1, edit: other}}},
		{"a host that is none, again", nil, []ask2{{names: "x.example.org", myip: ip1}, {after: day, names: "x.example.org", myip: ip2, rules: final}}},
		{"a host that is none, then another", nil, []ask2{{names: "x.example.org", myip: ip1}, {after: day, names: first, myip: ip1}}},
		{"of two hosts the good one alone", nil, []ask2{{names: first + "," + third, myip: ip1}, {after: day, names: first, myip: ip2}}},
		{"of two hosts the bad one alone", nil, []ask2{{names: first + "," + third, myip: ip1}, {after: day, names: third, myip: ip2, rules: final}}},
		{"of two hosts both again", nil, []ask2{{names: first + "," + third, myip: ip1}, {after: day, names: third + "," + first, myip: ip2, rules: final}}},
		{"too many hosts, then fewer", nil, []ask2{{names: first + "," + second, myip: ip1, fault: "numhost"}, {after: day, names: first, myip: ip1}}},
		{"too many hosts, again", nil, []ask2{{names: first + "," + second, myip: ip1, fault: "numhost"}, {after: day, names: second + "," + first, myip: ip1, rules: final}}},
		{"no agent, then one", nil, []ask2{{names: first, myip: ip1, edit: agent(""), rules: bad}, {after: day, names: first, myip: ip1}}},
		{"no agent, again", nil, []ask2{{names: first, myip: ip1, edit: agent(""), rules: bad}, {after: day, names: first, myip: ip1, edit: agent(""), rules: []Rule{RuleUserAgent, RuleFinal}}}},
		{"the same again is counted until the provider says yes", nil, []ask2{{names: first, myip: ip1, fault: "abuse"}, {after: day, names: first, myip: ip1, rules: final}, {after: day, names: first, myip: ip2}}},
		{"another account", nil, []ask2{{names: first, myip: ip1, edit: wrong}, {after: day, names: third, myip: ip1, edit: as("neighbour", "n-secret")}}},
	})
}

func TestFormOfAHostUpdate(t *testing.T) {
	names := strings.Repeat("x.example.org,", 19) + first // 20
	secret := func(q string) func(*http.Request) { return func(r *http.Request) { r.URL.RawQuery += q } }
	tell(t, []hostStory{
		{"20 hosts", nil, []ask2{{names: names, myip: ip1}}},
		{"21 hosts", nil, []ask2{{names: names + "," + second, myip: ip1, rules: []Rule{RuleHosts}}}},
		{"no agent", nil, []ask2{{names: first, myip: ip1, edit: agent(""), rules: []Rule{RuleUserAgent}}}},
		{"curl's agent", nil, []ask2{{names: first, myip: ip1, edit: agent("curl/8.5.0"), rules: []Rule{RuleUserAgent}}}},
		{"an agent without version", nil, []ask2{{names: first, myip: ip1, edit: agent("dynwan"), rules: []Rule{RuleUserAgent}}}},
		{"a private address", nil, []ask2{{names: first, myip: "192.168.1.1", rules: []Rule{RuleIP}}}},
		{"a private IPv6 address", nil, []ask2{{names: first, myip: "fd00::1", rules: []Rule{RuleIP}}}},
		{"a public and a private one", nil, []ask2{{names: first, myip: ip1 + ",fe80::1", rules: []Rule{RuleIP}}}},
		{"a shared address", nil, []ask2{{names: first, myip: "100.64.0.1", rules: []Rule{RuleIP}}}},
		{"a public IPv6 address", nil, []ask2{{names: first, myip: "2a00:1450::1"}}},
		{"no login", nil, []ask2{{names: first, myip: ip1, edit: func(r *http.Request) { r.Header.Del("Authorization") }, rules: []Rule{RuleLogin}}}},
		{"the password in the query", nil, []ask2{{names: first, myip: ip1, edit: secret("&password=" + url.QueryEscape(testPass)), rules: []Rule{RuleUnknown, RulePassword}}}},
		{"the password under another name", nil, []ask2{{names: first, myip: ip1, edit: secret("&system=" + url.QueryEscape(testPass)), rules: []Rule{RulePassword}}}},
		{"a wrong password in the query", nil, []ask2{{names: first, myip: ip1, edit: secret("&pass=xy"), rules: []Rule{RuleUnknown, RulePassword}}}},
		{"a parameter of old clients", nil, []ask2{{names: first, myip: ip1, edit: secret("&system=dyndns&wildcard=OFF")}}},
		{"a parameter that nobody knows", nil, []ask2{{names: first, myip: ip1, edit: secret("&x=1"), rules: []Rule{RuleUnknown}}}},
		{"a parameter twice", nil, []ask2{{names: first, myip: ip1, edit: secret("&hostname=" + first), rules: []Rule{RuleDuplicate}}}},
	})
}

func TestBlockingAfterBreachesOfHosts(t *testing.T) {
	l := newHostLab(t, func(c *Config) { c.BlockAfter = 2 })
	for i, want := range []string{"good", "nochg", "nochg", "abuse"} {
		if got := l.hosts(first, ip1).body; !strings.HasPrefix(got, want) {
			t.Errorf("request %d: %q; want %s", i+1, got, want)
		}
	}
}

func TestNoPasswordOfHostsInTheLedger(t *testing.T) {
	l := newHostLab(t)
	for _, pass := range []string{testPass, "other-secret"} {
		q := url.QueryEscape(pass)
		for _, edit := range []func(*http.Request){
			as(member, pass), as(pass, pass), agent("client/1 " + pass), path("/nic/update/" + pass),
			func(r *http.Request) { r.URL.RawQuery += "&password=" + q + "&x=" + q + "&pass=" + q },
			func(r *http.Request) { r.URL.RawQuery = "hostname=" + q + "&myip=" + q },
		} {
			l.hosts(first, ip1, as(member, pass), edit)
		}
	}
	b, err := json.Marshal(l.book())
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"pa ss", url.QueryEscape(testPass), url.PathEscape(testPass), "other-secret"} {
		if i := strings.Index(string(b), form); i >= 0 {
			t.Errorf("the ledger holds %q: ...%s", form, b[max(0, i-100):i+len(form)])
		}
	}
	if n := len(l.Ledger()); n != 12 {
		t.Errorf("%d entries; want 12", n)
	}
}

func TestBadConfigurationsOfHosts(t *testing.T) {
	a := Account{Email: "a", Pass: "p", Domains: []string{"a.example.net"}}
	for want, edit := range map[string]func(*Account){
		"two protocols": func(a *Account) { a.MyServer, a.Dyndns2 = &MyServer{}, &Dyndns2{} },
		"a slash":       func(a *Account) { a.Dyndns2 = &Dyndns2{Path: "update"} },
	} {
		b := a
		edit(&b)
		if _, err := New(Config{Accounts: []Account{b}}); err == nil || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("New: %v; want an error with %q", err, want)
		}
	}
}
