// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/miekg/dns"
)

const (
	customer = "customer"
	theirs   = "shop.example.org"
)

// newStepLab is a lab with an account of MyServer.org beside the usual ones.
func newStepLab(t *testing.T, edits ...func(*Config)) *lab {
	t.Helper()
	add := func(c *Config) {
		c.Accounts = append(c.Accounts, Account{Email: customer, Pass: testPass, Domains: []string{theirs},
			MyServer: &MyServer{Expires: time.Date(2030, 6, 11, 0, 0, 0, 0, time.UTC)}})
	}
	return newLab(t, append([]func(*Config){add}, edits...)...)
}

// step sends a command with the usual values.
func (l *lab) step(template string, pairs ...string) answer {
	l.t.Helper()
	values := []string{"{user}", customer, "{pass}", url.QueryEscape(testPass), "{host}", theirs, "{type}", "A",
		"{old}", "203.0.113.9", "{new}", "203.0.113.10", "{port}", "8080"}
	query := strings.NewReplacer(append(pairs, values...)...).Replace(template)
	return l.do("https://www.mtgsy.net", query, func(r *http.Request) { r.URL.Path = "/autoupdate/dnslogin3.asp" })
}

const (
	login = "FXN=login&Usr={user}&Pwd={pass}"
	check = "FXN=GetIPAddress&Usr={user}"
)

// held is the addresses of the host.
func (l *lab) held() string { return fmt.Sprint(l.record(theirs).Addresses) }

// seen is what the name servers answer.
func (l *lab) seen() string {
	l.t.Helper()
	m, _, err := new(dns.Client).Exchange(new(dns.Msg).SetQuestion(theirs+".", dns.TypeA), l.at.Authority[0])
	if err != nil {
		l.t.Fatal(err)
	}
	var list []string
	for _, rr := range m.Answer {
		list = append(list, rr.(*dns.A).A.String())
	}
	return fmt.Sprint(list)
}

func (l *lab) give(addresses ...string) {
	l.t.Helper()
	var list []netip.Addr
	for _, a := range addresses {
		list = append(list, netip.MustParseAddr(a))
	}
	if err := l.SetRecords(theirs, list...); err != nil {
		l.t.Fatal(err)
	}
}

func TestAChangeInSteps(t *testing.T) {
	l := newStepLab(t)
	l.give("203.0.113.9")
	for _, s := range []struct {
		template, want, held string
		step                 Step
	}{
		{check, "DNS LOGIN:SUCCESS\r\nSandboxSees:127.0.0.1\r\n", "[203.0.113.9]", StepAddress},
		{login, "ExpirationDate:Jun 11 2030 12:00AM\r\nUserName:customer\r\nUserLevel:5\r\nRecordTypes:A,CNAME,MX 1,MX 10,MX 2,MX 3,MX 4,MX 5,MX 6,MX 7,MX 8,MX 9,NS;;A;;@;;;;CNAME;;WWW;;\r\n",
			"[203.0.113.9]", StepLogin},
		{DeleteQuery, "Sandbox:Deleted\r\n", "[]", StepDelete},
		{AddQuery, "Sandbox:Added\r\n", "[203.0.113.10]", StepAdd},
		{RelayQuery, "Sandbox:Relayed\r\n", "[203.0.113.10]", StepRelay},
	} {
		got := l.step(s.template)
		if got.status != 200 || got.body != s.want {
			t.Errorf("%s: %d %q, %v; want %q", s.step, got.status, got.body, got.err, s.want)
		}
		e := l.last()
		if l.held() != s.held || l.seen() != s.held || e.Step != s.step || !e.Applied {
			t.Errorf("%s: held %s, DNS %s, ledger %s applied %v; want %s", s.step, l.held(), l.seen(), e.Step, e.Applied, s.held)
		}
	}
	if e := l.last(); fmt.Sprint(e.Held) != "[203.0.113.10]" || e.Password != "right" {
		t.Errorf("the last entry holds %v, password %s", e.Held, e.Password)
	}
	if r := l.record(theirs); r.IP.String() != "203.0.113.10" || r.Updates != 1 {
		t.Errorf("record %+v; want one update to 203.0.113.10", r)
	}
	if b := l.Breaches(); len(b) != 0 {
		t.Errorf("breaches %q; want none", b)
	}
}

func TestAddWithoutDeleteIsARoundRobin(t *testing.T) {
	l := newStepLab(t)
	l.give("203.0.113.9")
	l.step(login)
	if got := l.step(AddQuery); got.body != "Sandbox:Added\r\n" {
		t.Errorf("add: %q; want it carried out", got.body)
	}
	if want := "[203.0.113.9 203.0.113.10]"; l.held() != want || l.seen() != want {
		t.Errorf("held %s, DNS %s; want %s", l.held(), l.seen(), want)
	}
	if got := rulesOf(l.last()); !slices.Equal(got, []Rule{RuleTwoRecords}) {
		t.Errorf("breaches %v; want two-records", got)
	}
}

func TestStepRefusals(t *testing.T) {
	for _, tt := range []struct {
		name, template string
		values         []string
		want           string
		rules          []Rule
	}{
		{"a wrong password", login, []string{"{pass}", "wrong-one"}, "Error:Invalid Password", nil},
		{"a user that nobody is", login, []string{"{user}", "nobody"}, "Error:Invalid Password", nil},
		{"a user of the other provider", login, []string{"{user}", testEmail}, "Error:Invalid Password", nil},
		{"a check by nobody", check, []string{"{user}", "nobody"}, "Error:Sandbox has no such user", nil},
		{"a wrong password for a change", DeleteQuery, []string{"{pass}", "wrong-one"}, "Error:Invalid Password", nil},
		{"a record that is not there", DeleteQuery, []string{"{old}", "203.0.113.77"}, "Error:Sandbox has no such record", nil},
		{"a host of somebody else", DeleteQuery, []string{"{host}", home}, "Error:Sandbox has no such host", nil},
		{"a record that is there already", AddQuery, []string{"{new}", "203.0.113.9"}, "Sandbox:Added", []Rule{RuleNeedless}},
		{"a private address", AddQuery, []string{"{new}", "10.0.0.1"}, "Sandbox:Added", []Rule{RuleTwoRecords, RuleIP}},
		{"no address", AddQuery, []string{"{new}", ""}, "Error:Sandbox cannot read that", []Rule{RuleMalformed}},
		{"an address that is none", AddQuery, []string{"{new}", "x"}, "Error:Sandbox cannot read that", []Rule{RuleIP}},
		{"IPv6", AddQuery, []string{"{type}", "AAAA"}, "Error:Sandbox cannot read that", []Rule{RuleMalformed}},
		{"a port that is none", RelayQuery, []string{"{port}", "0"}, "Error:Sandbox cannot read that", []Rule{RulePort}},
		{"an unknown command", "FXN=AddRecord&Usr={user}&Pwd={pass}", nil, "Error:Sandbox cannot read that", []Rule{RuleUnknown}},
		{"an unknown parameter", login + "&x=1", nil, "UserName:customer", []Rule{RuleUnknown}},
		{"a parameter twice", login + "&Usr={user}", nil, "UserName:customer", []Rule{RuleDuplicate}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newStepLab(t)
			l.give("203.0.113.9")
			l.step(login)
			got := l.step(tt.template, tt.values...)
			if rules := rulesOf(l.last()); !strings.Contains(got.body, tt.want) || !slices.Equal(rules, append([]Rule{}, tt.rules...)) {
				t.Errorf("%d %q, breaches %v; want %q and %v", got.status, got.body, rules, tt.want, tt.rules)
			}
		})
	}
}

func TestStepTimes(t *testing.T) {
	gap := func(d time.Duration) func(*lab) { return func(l *lab) { l.clock.advance(d) } }
	send := func(template string, values ...string) func(*lab) {
		return func(l *lab) { l.step(template, values...) }
	}
	del, add := send(DeleteQuery), send(AddQuery)
	for _, tt := range []struct {
		name  string
		play  []func(*lab)
		rules []Rule // of the last request
	}{
		{"a delete and its add are one change", []func(*lab){send(login), del, add}, nil},
		{"a late add is no new change", []func(*lab){send(login), del, gap(time.Minute), add}, nil},
		{"a second delete too soon", []func(*lab){send(login), del, gap(9 * time.Minute), del}, []Rule{RuleTooSoon}},
		{"a second delete in time", []func(*lab){send(login), del, gap(10 * time.Minute), del}, nil},
		{"a change right after another", []func(*lab){send(login), del, add, send(login), send(DeleteQuery, "{old}", "203.0.113.10")}, []Rule{RuleTooSoon}},
		{"a change without a login", []func(*lab){send(login), del, add, gap(time.Hour), send(DeleteQuery, "{old}", "203.0.113.10")}, []Rule{RuleOrder}},
		{"an add without a login", []func(*lab){add}, []Rule{RuleOrder, RuleTwoRecords}},
		{"two checks too soon", []func(*lab){send(check), gap(299 * time.Second), send(check)}, []Rule{RuleTooSoon}},
		{"two checks in time", []func(*lab){send(check), gap(300 * time.Second), send(check)}, nil},
		{"an add that got lost, sent again", []func(*lab){send(login), del, func(l *lab) { l.setFault(DropBeforeApply, 1, "") }, add, send(login), add}, []Rule{RuleTooSoon}},
		{"an add that got lost, sent again in time", []func(*lab){send(login), del, func(l *lab) { l.setFault(DropBeforeApply, 1, "") }, add, gap(10 * time.Minute), send(login), add}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := newStepLab(t)
			l.give("203.0.113.9")
			for _, play := range tt.play {
				play(l)
			}
			if got := rulesOf(l.last()); !slices.Equal(got, append([]Rule{}, tt.rules...)) {
				t.Errorf("breaches %v; want %v", l.last().Breaches, tt.rules)
			}
		})
	}
}

func TestFaultsAtAStep(t *testing.T) {
	for _, tt := range []struct {
		f       ActiveFault
		struck  Step
		applied bool
		body    string
	}{
		{ActiveFault{Name: DropAfterApply, N: 1, Step: StepDelete}, StepDelete, true, ""},
		{ActiveFault{Name: ResetBeforeApply, N: 1, Step: StepAdd}, StepAdd, false, ""},
		{ActiveFault{Name: PasswordText, N: 1, Step: StepAdd}, StepAdd, false, "Error:Invalid Password"},
		{ActiveFault{Name: BlockedText, N: 1, Step: StepLogin}, StepLogin, false, "Error:Sandbox blocked"},
		{ActiveFault{Name: Status, N: 1, Step: StepDelete, Arg: "500"}, StepDelete, false, "Internal Server Error"},
		{ActiveFault{Name: Cut, N: 1, After: 2}, StepAdd, true, "Sandbox:Added"},
		{ActiveFault{Name: Portal, N: 1, Step: StepDelete, After: 1}, "", false, ""},
	} {
		t.Run(fmt.Sprint(tt.f.Name, " ", tt.f.Step), func(t *testing.T) {
			l := newStepLab(t)
			l.give("203.0.113.9")
			if err := l.Arm(tt.f); err != nil {
				t.Fatal(err)
			}
			for _, template := range []string{login, DeleteQuery, AddQuery} {
				got := l.step(template)
				e := l.last()
				if struck := e.Fault != ""; struck != (e.Step == tt.struck) {
					t.Errorf("fault %q at %s; want it at %q", e.Fault, e.Step, tt.struck)
				}
				if e.Step == tt.struck && (e.Applied != tt.applied || !strings.Contains(got.body, tt.body)) {
					t.Errorf("at %s: applied %v, %q; want %v, %q", e.Step, e.Applied, got.body, tt.applied, tt.body)
				}
			}
		})
	}
}

func TestStepStyles(t *testing.T) {
	for style, want := range map[Style]string{Words: "Sandbox:Added\r\n", Silent: "", HTML: "<html><body>Sandbox:Added</body></html>\r\n"} {
		l := newStepLab(t, func(c *Config) { c.Style = style })
		if got := l.step(login).body; !strings.Contains(got, "UserName:customer") {
			t.Errorf("%s: login %q; want the user's name in every style", style, got)
		}
		if got := l.step(AddQuery).body; got != want {
			t.Errorf("%s: add %q; want %q", style, got, want)
		}
	}
}

func TestFreeAccountsAndOtherTypes(t *testing.T) {
	l := newStepLab(t, func(c *Config) { c.Accounts[1].MyServer = &MyServer{Free: true} })
	if got := l.step(login).body; got != "DNS LOGIN:SUCCESS\r\n" {
		t.Errorf("free login: %q", got)
	}
	l = newStepLab(t, func(c *Config) { c.Accounts[1].MyServer = &MyServer{Types: "CNAME,NS"} })
	if got := l.step(login).body; !strings.Contains(got, "RecordTypes:CNAME,NS;;") {
		t.Errorf("login without A: %q", got)
	}
}

func TestSeeAs(t *testing.T) {
	l := newStepLab(t)
	l.SeeAs(netip.MustParseAddr("203.0.113.77"))
	if got := l.step(check).body; !strings.Contains(got, ":203.0.113.77\r\n") {
		t.Errorf("behind a NAT: %q; want 203.0.113.77", got)
	}
}

func TestEachSchemeHasItsPath(t *testing.T) {
	l := newStepLab(t)
	query := "FXN=GetIPAddress&Usr=" + customer
	for path, status := range map[string]int{"/dnslogin3.asp": 200, "/autoupdate/dnslogin3.asp": 404} {
		got := l.plain(query, func(r *http.Request) { r.URL.Path = path })
		if got.status != status || slices.Contains(rulesOf(l.last()), RulePath) != (status == 404) {
			t.Errorf("http %s: %d, %v; want %d", path, got.status, l.last().Breaches, status)
		}
	}
	other := newLab(t)
	if got := other.plain(query, func(r *http.Request) { r.URL.Path = "/dnslogin3.asp" }); got.status != 404 {
		t.Errorf("a sandbox without such accounts: %d; want 404", got.status)
	}
}

func TestTheUpdatePageKnowsNoneOfTheirHosts(t *testing.T) {
	l := newStepLab(t)
	for _, login := range []string{customer, theirs} {
		if got := l.plain(ask("email", login)); got.body != "Error: domain not found" || l.held() != "[]" {
			t.Errorf("%s: %q, held %s; want it unknown", login, got.body, l.held())
		}
	}
}

func TestNoPwdInTheLedger(t *testing.T) {
	l := newStepLab(t)
	for _, pass := range []string{url.QueryEscape(testPass), "other-secret"} {
		for _, template := range []string{login, DeleteQuery, AddQuery, "FXN={pass}&pwd={pass}", login + "&{pass}={pass}"} {
			l.step(template, "{pass}", pass)
		}
	}
	b, err := json.Marshal(l.book())
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"pa ss", url.QueryEscape(testPass), "other-secret"} {
		if i := strings.Index(string(b), form); i >= 0 {
			t.Errorf("the ledger holds %q: ...%s", form, b[max(0, i-100):i+len(form)])
		}
	}
}

func TestTheOwnerMaySetOneRecord(t *testing.T) {
	l := newStepLab(t)
	l.give("203.0.113.9", "203.0.113.8")
	if err := l.SetRecord(theirs, Settings{IP: netip.MustParseAddr("203.0.113.10")}); err != nil {
		t.Fatal(err)
	}
	if l.held() != "[203.0.113.10]" || l.seen() != "[203.0.113.10]" {
		t.Errorf("held %s, DNS %s; want the one that was set", l.held(), l.seen())
	}
}

func TestAStaleServerHasTheAddressesBefore(t *testing.T) {
	l := newStepLab(t)
	l.give("203.0.113.9", "203.0.113.8")
	l.give("203.0.113.10")
	l.setFault(AuthorityStale, 1, "")
	if got := l.seen(); got != "[203.0.113.9 203.0.113.8]" {
		t.Errorf("stale: %s; want both addresses from before", got)
	}
	if got := l.seen(); got != "[203.0.113.10]" {
		t.Errorf("fresh: %s", got)
	}
}
