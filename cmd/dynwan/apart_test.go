// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dynwan/internal/samples"
	"dynwan/internal/scene"
	"dynwan/updater"
	"dynwan/updater/config"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/providers"
)

// apart is a provider that there is not: it takes one family in each request.
var apart = provider.Spec{
	Name: "apart", Title: "Apart", About: "It is made up.",
	Options: append([]provider.Option{
		{Name: "user", Title: "User name", Kind: provider.Text, Required: true},
		provider.Pass,
		{Name: "hostname", Title: "Name", Kind: provider.Host, Several: true, Required: true, Kept: true},
		{Name: "server", Title: "Server", Kind: provider.Server, Default: "https://apart.example"},
	}, provider.BothFamilies...),
	Rules:    provider.FamilyRules,
	Families: provider.Families{IPv4: true, IPv6: true, Apart: true}, Hosts: []string{"apart.example"},
	CountedBy: []string{"user", "hostname"}, MinGap: time.Minute, GapRule: message.GapByPage,
	New: func(s provider.Settings) provider.Provider { return oneFamily{s} },
}

type oneFamily struct{ provider.Settings }

// Update sends "/A?host=NAME&ip=ADDRESS", or /AAAA; "no" is a refusal of the
// name, "login" one of the account.
func (o oneFamily) Update(ctx context.Context, c provider.Change) updater.Outcome {
	kind := "/A"
	if c.Want.IPv6.IsValid() {
		kind = "/AAAA"
	}
	path := kind + "?host=" + o.Text("hostname") + "&ip=" + c.Want.Addresses()
	answer, err := c.Send(ctx, "tcp", o.Text("server"), exchange.Request{Path: path}, c.Permit)
	if err != nil {
		return provider.Ended(err)
	}
	if body := string(answer.Body); body != "ok" {
		return updater.Outcome{Kind: updater.Rejected, Sent: true, OfAccount: body == "login", Text: message.Text(body), Remedy: message.New(message.ThenOnce)}
	}
	return updater.Outcome{Kind: updater.Confirmed, Sent: true}
}

// apartProgram is this test binary as dynwan with that provider. The name must
// last, for a child is /proc/self/exe.
const apartProgram = "dynwan-apart"

func init() {
	if self, _ := os.Readlink("/proc/self/exe"); filepath.Base(self) == apartProgram {
		providers.WithCode = append(providers.WithCode, &apart)
		main()
	}
}

// withApart adds the provider for a test.
func withApart(t *testing.T) {
	before := providers.WithCode
	providers.WithCode = append(providers.WithCode[:len(providers.WithCode):len(providers.WithCode)], &apart)
	t.Cleanup(func() { providers.WithCode = before })
}

func apartAccount(name, hostname string, lines ...string) string {
	return "[account." + name + "]\nprovider = \"apart\"\nuser = \"me\"\npass = \"hunter2\"\ndevice = \"wan\"\nhostname = " + hostname + "\n" +
		strings.Join(lines, "\n") + "\n"
}

func TestFamiliesApartAreRecords(t *testing.T) {
	withApart(t)
	const one, two, six, alone = `"a.example.net"`, `["a.example.net", "b.example.net"]`, "ipv6 = true", "ipv4 = false\nipv6 = true"
	for _, c := range []struct{ text, names, problem string }{
		{apartAccount("x", one), "x", ""},
		{apartAccount("x", one, alone), "x", ""},
		{apartAccount("x", one, six), "x/IPv4 x/IPv6", ""},
		{apartAccount("x", two), "x/a.example.net x/b.example.net", ""},
		{apartAccount("x", two, six), "x/a.example.net/IPv4 x/a.example.net/IPv6 x/b.example.net/IPv4 x/b.example.net/IPv6", ""},
		{apartAccount("x", one) + apartAccount("y", one, alone), "x y", ""}, // by two lines, say
		{apartAccount("x", one) + apartAccount("y", one, six), "x", "f: account.y.hostname: is also updated by account.x; one of them is enough"},
		{samples.Dyn("x", two) + "ipv6 = true\n", "x/a.example.net x/b.example.net", ""}, // one request sets both
	} {
		p := config.Parse("f", c.text)
		var names []string
		for _, a := range p.Accounts {
			names = append(names, a.Name)
		}
		problem := ""
		if len(p.Problems) > 0 {
			problem = p.Problems[0].String()
		}
		if strings.Join(names, " ") != c.names || problem != c.problem {
			t.Errorf("%q:\n got %q and %q\nwant %q and %q", c.text, names, problem, c.names, c.problem)
		}
	}
}

// TestARecordDoesNotDependOnTheOtherFamily: to publish one more family is no
// change of the first, and changes nothing that is known of it.
func TestARecordDoesNotDependOnTheOtherFamily(t *testing.T) {
	withApart(t)
	const name = `"a.example.net"`
	records := func(lines ...string) []config.Account {
		return config.Parse("f", apartAccount("x", name, lines...)).Accounts
	}
	both := records("ipv6 = true", `ip6suffix = "::1234"`, `ip6device = "br-lan"`)
	four, six := records()[0], records("ipv4 = false", "ipv6 = true", `ip6suffix = "::1234"`, `ip6device = "br-lan"`)[0]
	for i, alone := range []config.Account{four, six} {
		a := both[i]
		if a.Key() != alone.Key() || a.Kept() != alone.Kept() {
			t.Errorf("%s: want the same state file, and no change", a.Name)
		}
		plan := planOf(&config.Config{Accounts: []config.Account{a}}).Accounts[0]
		if plan.IPv4 == plan.IPv6 || plan.IPv6 != (i == 1) || (plan.Host != nil) != (i == 1) {
			t.Errorf("%s: got %+v, want one family, and the host for IPv6", a.Name, plan)
		}
		if other := both[1-i]; plan.Key == other.Key() || plan.Beside != other.Key() || plan.Gate != 66*time.Second {
			t.Errorf("%s: got the keys %s and %s and the gate %s", a.Name, plan.Key, plan.Beside, plan.Gate)
		}
	}
	if key, _ := config.Parse("f", apartAccount("x", name, `server = "https://dyn.example.com"`)).Accounts[0].Beside(); key != "" {
		t.Error("a server of the user's own: want no gate")
	}
}

// apartPlay is a scene with the provider that takes one family in each request:
// what it was sent, and what it answers to a path that begins so.
func apartPlay(t *testing.T, answers map[string]string) (p *play, got func() string) {
	t.Helper()
	self, err := os.Executable()
	program := filepath.Join(t.TempDir(), apartProgram)
	if err == nil {
		err = os.Link(self, program)
	}
	if err != nil {
		t.Fatal(err)
	}
	p = newPlayOf(t, program, nil)
	var mu sync.Mutex
	var sent []string
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		sent = append(sent, strings.TrimPrefix(r.RequestURI, "/"))
		for path, answer := range answers {
			if strings.HasPrefix(r.RequestURI, path) {
				w.Write([]byte(answer))
				return
			}
		}
		w.Write([]byte("ok"))
	})}
	p.ok(p.Net.ISP(func() error {
		l, err := net.Listen("tcp", scene.Web+":8080")
		if err == nil {
			go server.Serve(l)
		}
		return err
	}))
	t.Cleanup(func() { server.Close() })
	text, err := os.ReadFile(p.ConfigFile())
	p.ok(err)
	top, _, _ := strings.Cut(string(text), "[account.")
	account := apartAccount("x", `["a.example.net", "b.example.net"]`, "ipv6 = true",
		`server = "http://`+scene.Host+`:8080"`, `settle = "100ms"`, `min_gap = "1200ms"`)
	p.ok(os.WriteFile(p.ConfigFile(), []byte(top+strings.Replace(account, "wan", scene.Device, 1)), 0o600))
	return p, func() string {
		mu.Lock()
		defer mu.Unlock()
		return strings.Join(sent, "\n")
	}
}

func TestFamiliesApartAreSentApart(t *testing.T) {
	p, sent := apartPlay(t, map[string]string{"/AAAA?host=b.": "no"})
	p.ok(p.Line("203.0.113.9"))
	p.ok(p.Net.AddAddr(scene.Device, "2001:db8:53:1::9"))
	p.start()
	p.settles("all records", func() bool {
		return containsAll(p.daemon.Log(), "x/a.example.net/IPv4: confirmed 203.0.113.9\n", "x/a.example.net/IPv6: confirmed 2001:db8:53:1::9\n",
			"x/b.example.net/IPv4: confirmed 203.0.113.9\n", "x/b.example.net/IPv6: refused: no; ")
	})
	want := []string{"A?host=a.example.net&ip=203.0.113.9", "AAAA?host=a.example.net&ip=2001:db8:53:1::9",
		"A?host=b.example.net&ip=203.0.113.9", "AAAA?host=b.example.net&ip=2001:db8:53:1::9"}
	if got := sent(); !containsAll(got, want...) || strings.Count(got, "\n") != 3 {
		t.Errorf("got\n%s\nwant each of\n%s\nthe log:\n%s", got, strings.Join(want, "\n"), p.daemon.Log())
	}
	files, _ := filepath.Glob(filepath.Join(p.StateDir(), "*.state"))
	if len(files) != 4 {
		t.Errorf("got the state files %q, want one for each record", files)
	}
	p.ok(p.Change("203.0.113.9", "203.0.113.10")) // the other family's trouble holds up nothing
	p.settles("the change", func() bool {
		return containsAll(p.daemon.Log(), "x/a.example.net/IPv4: confirmed 203.0.113.10\n", "x/b.example.net/IPv4: confirmed 203.0.113.10\n")
	})
	if got := sent(); strings.Count(got, "\n") != 5 {
		t.Errorf("got\n%s\nwant two requests more", got)
	}
}

// TestAnAccountIsOneBlock: the commands say once what concerns all of its records,
// and a row of each.
func TestAnAccountIsOneBlock(t *testing.T) {
	p, _ := apartPlay(t, map[string]string{"/AAAA?host=b.": "no"})
	check, _, _ := p.run("check", "-config", p.ConfigFile())
	if want := "x: ok: apart keeps a.example.net, b.example.net at the address of pppoe-wan\nx: server "; !strings.HasPrefix(check, want) || strings.Count(check, "\n") != 2 {
		t.Errorf("check: got\n%s\nwant %q and one doubt", check, want)
	}
	p.ok(p.Line("203.0.113.9"))
	p.ok(p.Net.AddAddr(scene.Device, "2001:db8:53:1::9"))
	const four, six = "confirmed 203.0.113.9", "confirmed 2001:db8:53:1::9"
	want := "x/a.example.net/IPv4: " + four + "\nx/a.example.net/IPv6: " + six + "\nx/b.example.net/IPv4: " + four + "\nx/b.example.net/IPv6: refused: no; then run dynwan once\n"
	once, problems, code := p.run("once", "-config", p.ConfigFile(), "x")
	if once != want || code != exitRefuse {
		t.Errorf("once: got %d and\n%s%s\nwant\n%s", code, once, problems, want)
	}
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	time.Sleep(1300 * time.Millisecond) // the gap
	dry, _, code := p.run("once", "-n", "-config", p.ConfigFile(), "x/a.example.net")
	if want := "x/a.example.net/IPv4: would send 203.0.113.10 to http://dyn.example.com:8080\nx/a.example.net/IPv6: " + six + "\n"; dry != want || code != exitOK {
		t.Errorf("once -n: got %d and\n%s\nwant\n%s", code, dry, want)
	}
	p.ok(p.Change("203.0.113.10", "203.0.113.9"))
	text, _, _ := p.run("once", "-json", "-config", p.ConfigFile(), "x")
	var block updater.Block
	if err := json.Unmarshal([]byte(text), &block); err != nil || block.Account != "x" || block.Provider != "apart" || len(block.Records) != 4 ||
		block.Records[1].Family != "IPv6" || block.Records[1].Hostname != "a.example.net" || block.Records[3].State != updater.Refused {
		t.Errorf("once -json: got %v and\n%s", err, text)
	}
	p.start()
	p.settles("the block", func() bool {
		b, err := p.Board()
		return err == nil && len(b.Accounts) == 1 && len(b.Accounts[0].Records) == 4 && b.Record("x/b.example.net/IPv4").State == updater.Current
	})
	lines := func() (list []string) {
		out, _, _ := p.run("status", "-config", p.ConfigFile())
		for line := range strings.Lines(out) {
			list = append(list, strings.Join(strings.Fields(line), " "))
		}
		return list
	}()
	for i, want := range []string{"ACCOUNT STATE", "x apart on pppoe-wan", "a.example.net/IPv4 current 203.0.113.9 203.0.113.9 ", "a.example.net/IPv6 current 2001:db8:53:1::9 ",
		"b.example.net/IPv4 current 203.0.113.9 ", "b.example.net/IPv6 refused "} {
		if len(lines) != 6 || !strings.HasPrefix(lines[i], want) {
			t.Errorf("status: line %d of\n%s\nwant %q", i, strings.Join(lines, "\n"), want)
		}
	}
}

func TestARefusedLoginStopsBothFamilies(t *testing.T) {
	p, sent := apartPlay(t, map[string]string{"/A": "login"})
	p.ok(p.Line("203.0.113.9"))
	p.ok(p.Net.AddAddr(scene.Device, "2001:db8:53:1::9"))
	p.start()
	p.settles("all records", func() bool { return strings.Count(p.daemon.Log(), ": refused: login; ") == 4 })
	if got := sent(); strings.Count(got, "\n") != 0 {
		t.Errorf("got\n%s\nwant one request", got)
	}
	time.Sleep(1300 * time.Millisecond) // the gap
	out, _, code := p.run("once", "-config", p.ConfigFile(), "x")
	if got := sent(); strings.Count(out, ": refused: login; ") != 4 || code != exitRefuse || strings.Count(got, "\n") != 1 {
		t.Errorf("once: got code %d and\n%s\nafter\n%s\nwant one try, and a line of each record", code, out, got)
	}
}
