// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dynwan/internal/sandbox"
)

// free has every port chosen by the kernel.
var free = []string{"serve", "-http", "0", "-http-alt", "0", "-https", "0", "-dns", "0", "-resolver", "0", "-control", "0"}

// screen is an output that is read while it is written.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// await returns the text as soon as it holds a word.
func (s *screen) await(t *testing.T, word string) string {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if text := s.String(); strings.Contains(text, word) {
			return text
		}
	}
	t.Fatalf("no %q in %s", word, s)
	return ""
}

func request(t *testing.T, method, url, agent string) string {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", agent)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestServe(t *testing.T) {
	ca := filepath.Join(t.TempDir(), "ca.pem")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, problems screen
	code := make(chan int)
	go func() { code <- run(ctx, append(free, "-ca-out", ca, "-pass", "not-to-be-seen"), &out, &problems) }()
	text := out.await(t, "what else can go wrong")
	page := regexp.MustCompile(`http://\S+/dns/update\.php`).FindString(text)
	control := regexp.MustCompile(`http://\S+/fault`).FindString(text)
	query := "?email=home.example.net&pass=not-to-be-seen&hb=0&ip=203.0.113.9"
	if got := request(t, "GET", page+query, "curl/8"); got != "OK" {
		t.Errorf("update: %q; want OK", got)
	}
	if got := request(t, "POST", control+"?name=status&n=1&arg=500", "me/1.0"); !strings.Contains(got, "status") {
		t.Errorf("fault: %q", got)
	}
	out.await(t, `carried out; answer 200 "OK"; BREACH user-agent`)
	if pem, err := os.ReadFile(ca); err != nil || !strings.Contains(string(pem), "BEGIN CERTIFICATE") {
		t.Errorf("-ca-out: %q, %v", pem, err)
	}
	cancel()
	if got := <-code; got != exitOK || problems.String() != "" {
		t.Errorf("exit %d, stderr %q; want 0 and nothing", got, &problems)
	}
	if strings.Contains(out.String(), "not-to-be-seen") {
		t.Errorf("the password is printed: %s", &out)
	}
}

func TestServeTheOtherProvider(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, problems screen
	code := make(chan int)
	go func() {
		code <- run(ctx, append(free, "-provider", "myserver", "-email", "customer", "-pass", "not-to-be-seen"), &out, &problems)
	}()
	text := out.await(t, "what else can go wrong")
	page := regexp.MustCompile(`http://\S+/dnslogin3\.asp`).FindString(text)
	for _, c := range []struct{ query, want string }{
		{"FXN=login&Usr=customer&Pwd=not-to-be-seen", "UserName:customer"},
		{"FXN=SandboxAdd&Usr=customer&Pwd=not-to-be-seen&SandboxHost=home.example.net&SandboxType=A&SandboxAddress=203.0.113.9", "Sandbox:Added"},
		{"FXN=SandboxAdd&Usr=customer&Pwd=not-to-be-seen&SandboxHost=home.example.net&SandboxType=A&SandboxAddress=203.0.113.10", "Sandbox:Added"},
	} {
		if got := request(t, "GET", page+"?"+c.query, "me/1.0"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q; want %q", c.query, got, c.want)
		}
	}
	out.await(t, "login carried out")
	out.await(t, "BREACH two-records: two records")
	for _, want := range []string{`add_query    = "FXN=SandboxAdd&`, `"Sandbox:Deleted"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the guide has no %s: %s", want, text)
		}
	}
	cancel()
	if got := <-code; got != exitOK || strings.Contains(out.String()+problems.String(), "not-to-be-seen") {
		t.Errorf("exit %d, want 0 and no password in %s%s", got, &out, &problems)
	}
}

func TestServeDyndns2(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, problems screen
	code := make(chan int)
	go func() {
		code <- run(ctx, append(free, "-provider", "dyndns2", "-path", "/v3/update", "-one-update", "-unauthorized",
			"-email", "member", "-pass", "not-to-be-seen", "-min-gap", "-1s", "-outage-gap", "1h"), &out, &problems)
	}()
	text := out.await(t, "what else can go wrong")
	page := strings.TrimPrefix(regexp.MustCompile(`http://\S+/v3/update`).FindString(text), "http://")
	control := regexp.MustCompile(`http://\S+/fault\?name=answer-code\S+911`).FindString(text)
	for _, c := range []struct{ login, query, want string }{
		{"member:not-to-be-seen", "hostname=home.example.net&myip=203.0.113.9", "good 203.0.113.9\n"},
		{"member:wrong", "hostname=home.example.net&myip=203.0.113.9", "badauth\n"},
		{"member:not-to-be-seen", "hostname=home.example.net&myip=2a00:1450::1", "good 2a00:1450::1\n"},
		{"member:not-to-be-seen", "hostname=home.example.net&myip=203.0.113.9", "good 203.0.113.9\n"},
	} {
		if got := request(t, "GET", "http://"+c.login+"@"+page+"?"+c.query, "me/1.0"); got != c.want {
			t.Errorf("%s: %q; want %q", c.query, got, c.want)
		}
	}
	out.await(t, `not carried out; answer 401 "badauth\n"`)
	request(t, "POST", control, "me/1.0")
	for _, want := range []string{"911\n", "good 203.0.113.10\n"} {
		if got := request(t, "GET", "http://member:not-to-be-seen@"+page+"?hostname=home.example.net&myip=203.0.113.10", "me/1.0"); got != want {
			t.Errorf("%q; want %q", got, want)
		}
	}
	out.await(t, "BREACH wait: ")
	cancel()
	if got := <-code; got != exitOK || strings.Contains(out.String()+problems.String(), "not-to-be-seen") {
		t.Errorf("exit %d, want 0 and no password in %s%s", got, &out, &problems)
	}
}

func TestServeDyndns2BesideTheAccount(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, problems screen
	code := make(chan int)
	go func() {
		code <- run(ctx, append(free, "-hosts", "office.example.net,www.example.net"), &out, &problems)
	}()
	text := out.await(t, "what else can go wrong")
	page := strings.TrimPrefix(regexp.MustCompile(`http://\S+/nic/update`).FindString(text), "http://")
	if !strings.Contains(text, "-u member:PASSWORD -d hostname=office.example.net ") {
		t.Errorf("the guide has no user of dyndns2: %s", text)
	}
	for host, want := range map[string]string{
		"office.example.net": "good 203.0.113.9\n", "www.example.net": "good 203.0.113.9\n", "home.example.net": "!yours\n",
	} {
		if got := request(t, "GET", "http://member:example-password@"+page+"?myip=203.0.113.9&hostname="+host, "me/1.0"); got != want {
			t.Errorf("%s: %q; want %q", host, got, want)
		}
	}
	cancel()
	if got := <-code; got != exitOK || problems.String() != "" {
		t.Errorf("exit %d, stderr %q; want 0 and nothing", got, &problems)
	}
}

func TestServeAnswersTheIPCheck(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, problems screen
	code := make(chan int)
	go func() { code <- run(ctx, append(free, "-sees", "203.0.113.77"), &out, &problems) }()
	text := out.await(t, "what else can go wrong")
	query := regexp.MustCompile(`http://\S+GetIPAddress\S+looker`).FindString(text)
	if got := request(t, "GET", query, "me/1.0"); !strings.Contains(got, "203.0.113.77") {
		t.Errorf("%s: %q; want the address", query, got)
	}
	cancel()
	if got := <-code; got != exitOK || problems.String() != "" {
		t.Errorf("exit %d, stderr %q; want 0 and nothing", got, &problems)
	}
}

func TestFaultsAreListed(t *testing.T) {
	var out, problems bytes.Buffer
	if got := run(t.Context(), []string{"faults"}, &out, &problems); got != exitOK {
		t.Errorf("exit %d, %s", got, &problems)
	}
	for _, f := range sandbox.Faults() {
		if !strings.Contains(out.String(), string(f.Name)+" ") || !strings.Contains(out.String(), f.Doc) {
			t.Errorf("fault %s is not listed", f.Name)
		}
	}
}

func TestExitCodes(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
		want string // in what is printed
	}{
		{"nothing to do", nil, exitUsage, "usage: dynwan-sandbox"},
		{"help", []string{"help"}, exitOK, "usage: dynwan-sandbox"},
		{"help of a subcommand", []string{"serve", "-h"}, exitOK, "-block-after"},
		{"an unknown subcommand", []string{"dance"}, exitUsage, "no subcommand \"dance\""},
		{"an unknown flag", []string{"serve", "-x"}, exitUsage, "-x"},
		{"a flag without dash", []string{"serve", "x"}, exitUsage, "flags only"},
		{"an argument for faults", []string{"faults", "x"}, exitUsage, "takes no arguments"},
		{"a style that is none", append(free, "-style", "rude"), exitUsage, "rude"},
		{"a provider that is none", append(free, "-provider", "x"), exitUsage, "is not mtgsy, myserver or dyndns2"},
		{"a demo of no provider", []string{"demo", "-provider", "x"}, exitUsage, "is not described, cloudflare, mtgsy, myserver or dyndns2"},
		{"a prefix that is none", append(free, "-allow", "x"), exitUsage, "-allow"},
		{"an address that is not ours", append(free, "-listen", "203.0.113.1"), exitFailed, "cannot assign"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if got := run(t.Context(), tt.args, &out, &out); got != tt.code || !strings.Contains(out.String(), tt.want) {
				t.Errorf("%q: exit %d, %s; want %d with %q", tt.args, got, &out, tt.code, tt.want)
			}
		})
	}
}

func TestOptionsBecomePlaces(t *testing.T) {
	o, err := parseOptions([]string{"-listen", "127.0.0.1", "-ns2", "127.0.0.2", "-dns", "53"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(o.places().Authority, " "); got != "127.0.0.1:53 127.0.0.2:53" {
		t.Errorf("name servers at %s", got)
	}
	cfg, err := o.config()
	if err != nil || len(cfg.NameServers) != 2 || cfg.NameServers[1].IPv4.String() != "127.0.0.2" || len(cfg.Allow) != 3 {
		t.Errorf("config %+v, %v", cfg, err)
	}
}
