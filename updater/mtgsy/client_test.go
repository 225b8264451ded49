// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"context"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

var home = updater.Record{IPv4: netip.MustParseAddr("203.0.113.9")}

// test is an account and the way to a test server.
type test struct {
	account
	provider.Change
}

func (c *test) update(ctx context.Context) updater.Outcome { return c.account.Update(ctx, c.Change) }

// to returns an account at a test server.
func to(t *testing.T, s *httptest.Server) *test {
	t.Helper()
	c := &test{with("email", "home.example.net", "pass", "hunter2", "server", s.URL), provider.Change{
		Want: home, Agent: "dynwan/test", Permit: func() bool { return true },
		Line: exchange.Line{Dial: new(net.Dialer).DialContext, Lookup: dnscheck.Client{}.Lookup},
	}}
	if s.Certificate() != nil {
		known := new(exchange.Authorities)
		known.Add(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
		c.Line.Roots = func() *exchange.Authorities { return known }
	}
	return c
}

func TestUpdateSendsOneRequestAsThePageShowsIt(t *testing.T) {
	for _, start := range []func(http.Handler) *httptest.Server{httptest.NewServer, httptest.NewTLSServer} {
		var requests atomic.Int32
		s := start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			if r.Method != "GET" || r.URL.Path != "/dns/update.php" || r.UserAgent() != "dynwan/test" ||
				r.URL.RawQuery != "email=home.example.net&pass=hunter2&hb=0&ip=203.0.113.9" || r.Header.Get("Accept-Encoding") != "" {
				t.Errorf("request: got %s %s %q %v", r.Method, r.URL, r.UserAgent(), r.Header)
			}
			io.WriteString(w, "800")
		}))
		if o := to(t, s).update(t.Context()); o.Kind != updater.Unverified || o.Answer != `"800"` {
			t.Errorf("update at %s: got %+v, want it accepted", s.URL, o)
		}
		if n := requests.Load(); n != 1 {
			t.Errorf("requests: got %d, want 1", n)
		}
		s.Close()
	}
}

func TestTheServersOwnDetectionGetsNoIP(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("ip") {
			t.Errorf("query %q: want no ip", r.URL.RawQuery)
		}
		io.WriteString(w, "800")
	}))
	defer s.Close()
	c := to(t, s)
	c.Set("ip", "server")
	if o := c.update(t.Context()); o.Kind != updater.Unverified {
		t.Errorf("update: got %+v, want it accepted", o)
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	var hits atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer target.Close()
	s := httptest.NewServer(http.RedirectHandler(target.URL, http.StatusFound))
	defer s.Close()
	o := to(t, s).update(t.Context())
	if o.Kind != updater.Unsure || hits.Load() != 0 {
		t.Errorf("redirect: got %+v and %d hits at its target, want unsure and none", o, hits.Load())
	}
}

func TestNothingIsSentWithoutLeave(t *testing.T) {
	var requests atomic.Int32
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	defer s.Close()
	c := to(t, s)
	c.Permit = func() bool { return false }
	o := c.update(t.Context())
	if o.Kind != updater.Unsent || o.Sent || requests.Load() != 0 {
		t.Errorf("without leave: got %+v and %d requests, want unsent and none", o, requests.Load())
	}
}

func TestTheBorderBetweenUnsentAndUnsure(t *testing.T) {
	hang := make(chan struct{})
	cut := func(w http.ResponseWriter, body string) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		io.WriteString(conn, body)
		conn.Close()
	}
	closed := httptest.NewServer(nil)
	closed.Close()
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc // nil: the server is not there
		tls    bool
		change func(*test)
		kind   updater.Kind
		text   string
	}{
		{"nobody listens", nil, false, nil, updater.Unsent, "connection refused"},
		{"no such name", nil, false, func(c *test) { c.Set("server", "http://nowhere.invalid") }, updater.Unsent, "cannot find nowhere.invalid"},
		{"unknown authority", func(http.ResponseWriter, *http.Request) {}, true, func(c *test) { c.Line.Roots = func() *exchange.Authorities { return new(exchange.Authorities) } },
			updater.Unsent, "no authorities in /etc/ssl/certs: install ca-bundle"},
		{"certificate of another name", func(http.ResponseWriter, *http.Request) {}, true,
			func(c *test) { c.Set("server", strings.Replace(c.Text("server"), "127.0.0.1", "localhost", 1)) }, updater.Unsent, "another name"},
		{"plain text where TLS should be", func(http.ResponseWriter, *http.Request) {}, false,
			func(c *test) { c.Set("server", strings.Replace(c.Text("server"), "http:", "https:", 1)) }, updater.Unsent, "does not look like a TLS handshake"},
		{"closed without an answer", func(w http.ResponseWriter, _ *http.Request) { cut(w, "") }, false, nil, updater.Unsure, "may have arrived"},
		{"cut in the middle", func(w http.ResponseWriter, _ *http.Request) {
			cut(w, "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n800")
		},
			false, nil, updater.Unsure, "before the answer was complete"},
		{"no HTTP", func(w http.ResponseWriter, _ *http.Request) { cut(w, "\x00\x01hello\r\n\r\n") }, false, nil, updater.Unsure, "may have arrived"},
		{"never answers", func(_ http.ResponseWriter, r *http.Request) { <-hang }, false, nil, updater.Unsure, "may have arrived"},
		{"never ends", func(w http.ResponseWriter, _ *http.Request) {
			for range 100000 {
				if _, err := io.WriteString(w, strings.Repeat("x", 1000)); err != nil {
					return
				}
			}
		}, false, nil, updater.Unverified, "xxx"},
	} {
		s := closed
		if c.answer != nil && c.tls {
			s = httptest.NewTLSServer(c.answer)
		} else if c.answer != nil {
			s = httptest.NewServer(c.answer)
		}
		client := to(t, s)
		if c.change != nil {
			c.change(client)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		o := client.update(ctx)
		cancel()
		if o.Kind != c.kind || o.Sent != (c.kind != updater.Unsent) || !strings.Contains(o.Text.String(), c.text) {
			t.Errorf("%s: got %+v, want %s with %q", c.name, o, c.kind, c.text)
		}
		if away := c.kind == updater.Unsent && !strings.Contains(c.text, "cannot find"); o.Reached != away {
			t.Errorf("%s: got %+v, want reached %v", c.name, o, away)
		}
		if strings.Contains(o.Text.String()+o.Answer, "hunter2") {
			t.Errorf("%s: the outcome %+v shows the password", c.name, o)
		}
	}
	close(hang)
}
