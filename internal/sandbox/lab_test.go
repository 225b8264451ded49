// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	testEmail = "user@example.net"
	testPass  = "pa ss&wörd/7"
	home      = "home.example.net"
	office    = "office.example.net"
	goodAgent = "dynwan-test/1.0"
)

// lab is a stand-in with all its places on loopback, a clock that the test
// moves, and a client that trusts its authority.
type lab struct {
	*Sandbox
	t      *testing.T
	at     Places
	clock  *testClock
	client *http.Client
}

type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newLab(t *testing.T, edits ...func(*Config)) *lab {
	t.Helper()
	clock := &testClock{now: time.Now()}
	cfg := Config{
		Accounts: []Account{{Email: testEmail, Pass: testPass, Domains: []string{home, office}}},
		NameServers: []NameServer{
			{Name: "ns1.mtgsy.test", IPv4: netip.MustParseAddr("127.0.0.1"), IPv6: netip.MustParseAddr("2001:db8::53")},
			{Name: "ns2.mtgsy.test", IPv4: netip.MustParseAddr("127.0.0.2")},
		},
		Allow: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")},
		Now:   clock.Now,
	}
	for _, edit := range edits {
		edit(&cfg)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	t.Cleanup(s.Close)
	any1 := "127.0.0.1:0"
	at, err := s.Start(Places{HTTP: any1, HTTPAlt: any1, HTTPS: any1, Authority: []string{any1, "127.0.0.2:0"}, Resolver: any1, Control: any1})
	if err != nil {
		t.Fatalf("Start: %v", err)
	}
	l := &lab{Sandbox: s, t: t, at: at, clock: clock}
	l.client = l.newClient()
	return l
}

// newClient reaches the HTTPS place under the provider's name and does not
// follow redirects.
func (l *lab) newClient() *http.Client {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(l.CAPEM())
	transport := &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: pool, Time: l.clock.Now},
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "www.mtgsy.net:") {
				address = l.at.HTTPS
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
	return &http.Client{
		Transport:     transport,
		Timeout:       5 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// ask builds an update: name, value, name, value ... upon the usual ones; an
// empty value takes the parameter away.
func ask(pairs ...string) string {
	v := url.Values{"email": {home}, "pass": {testPass}, "hb": {"0"}, "ip": {"203.0.113.9"}}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			v.Del(pairs[i])
		}
	}
	return v.Encode()
}

type answer struct {
	status int
	body   string
	header http.Header
	err    error
}

func (l *lab) do(base, rawQuery string, edits ...func(*http.Request)) answer {
	l.t.Helper()
	r, err := http.NewRequest(http.MethodGet, base+updatePath+"?"+rawQuery, nil)
	if err != nil {
		l.t.Fatalf("NewRequest(%q): %v", rawQuery, err)
	}
	r.Header.Set("User-Agent", goodAgent)
	for _, edit := range edits {
		edit(r)
	}
	resp, err := l.client.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	return answer{resp.StatusCode, string(b), resp.Header, err}
}

// plain sends an update over HTTP, secure over HTTPS.
func (l *lab) plain(rawQuery string, edits ...func(*http.Request)) answer {
	l.t.Helper()
	return l.do("http://"+l.at.HTTP, rawQuery, edits...)
}

func (l *lab) secure(rawQuery string, edits ...func(*http.Request)) answer {
	l.t.Helper()
	return l.do("https://www.mtgsy.net", rawQuery, edits...)
}

// address is the record of a domain as text, "invalid IP" without one.
func (l *lab) address(domain string) string {
	l.t.Helper()
	return l.record(domain).IP.String()
}

func (l *lab) record(domain string) Record {
	l.t.Helper()
	for _, r := range l.Records() {
		if r.Domain == domain {
			return r
		}
	}
	l.t.Fatalf("no record of %s in %v", domain, l.Records())
	return Record{}
}

// last is the newest entry of the ledger.
func (l *lab) last() Entry {
	l.t.Helper()
	entries := l.Ledger()
	if len(entries) == 0 {
		l.t.Fatal("the ledger is empty")
	}
	return entries[len(entries)-1]
}

func (l *lab) setFault(name Fault, n int, arg string) {
	l.t.Helper()
	if err := l.SetFault(name, n, arg); err != nil {
		l.t.Fatalf("SetFault(%s, %d, %q): %v", name, n, arg, err)
	}
}

func rulesOf(e Entry) []Rule {
	rules := []Rule{}
	for _, b := range e.Breaches {
		rules = append(rules, b.Rule)
	}
	return rules
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	t.Cleanup(cancel)
	return ctx
}
