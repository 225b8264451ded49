// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"context"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

var (
	before = netip.MustParseAddr("203.0.113.9")
	after  = netip.MustParseAddr("203.0.113.10")
)

// server plays the provider: it notes the command words in their order and
// answers each as told.
type server struct {
	*httptest.Server
	t       *testing.T
	mu      sync.Mutex
	words   []string
	answers map[string]string
	hangs   chan struct{}
}

// Answers that are none.
const (
	silence = "(closes without an answer)"
	half    = "(closes in the middle of one)"
	hang    = "(never answers)"
	gone500 = "(status 500)"
	moved   = "(a redirect)"
	busy    = "(status 429)"
	no401   = "(status 401)"
)

func serve(t *testing.T, answers map[string]string) *server {
	t.Helper()
	s := &server{t: t, answers: answers, hangs: make(chan struct{})}
	s.Server = httptest.NewTLSServer(s)
	t.Cleanup(func() { close(s.hangs); s.Close() })
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	word := r.URL.Query().Get("FXN")
	s.mu.Lock()
	s.words = append(s.words, word)
	body := s.answers[word]
	s.mu.Unlock()
	if r.Method != "GET" || r.URL.Path != "/autoupdate/dnslogin3.asp" || r.UserAgent() != "dynwan/test" {
		s.t.Errorf("request: got %s %s by %q", r.Method, r.URL.Path, r.UserAgent())
	}
	switch body {
	case silence:
		panic(http.ErrAbortHandler)
	case half:
		w.Header().Set("Content-Length", "900")
		io.WriteString(w, "Done")
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	case hang:
		<-s.hangs
	case gone500:
		w.WriteHeader(500)
	case no401:
		w.WriteHeader(401)
	case moved:
		http.Redirect(w, r, "/elsewhere", http.StatusFound)
	case busy:
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(429)
	default:
		io.WriteString(w, body)
	}
}

func (s *server) heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.words)
}

// client returns a client of the server.
func (s *server) client() *client {
	c := to(goodBut("server", s.URL, "relay_query", "FXN=TestRelay&Port={port}", "port", "8080",
		"success", "done", "failure", "nothing was done"))
	known := new(exchange.Authorities)
	known.Add(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}))
	c.way.Line.Roots = func() *exchange.Authorities { return known }
	return c
}

// to returns a client of an account's server.
func to(account provider.Settings) *client {
	return &client{account, provider.Change{
		Agent: "dynwan/test", Public: public, Line: exchange.Line{Dial: new(net.Dialer).DialContext, Lookup: dnscheck.Client{}.Lookup},
	}}
}

func always() bool { return true }

// checkAddress asks the server of a client which address it sees.
func (c *client) checkAddress(ctx context.Context, permit func() bool) updater.Outcome {
	way := c.way
	way.Permit = permit
	return CheckAddress(ctx, c.Text("server"), c.Text("user"), way)
}

// fine answers every command well.
var fine = map[string]string{
	"login":      "UserName:user name\r\nRecordTypes:A,NS;;\r\nUserLevel:5",
	"TestDelete": "Done", "TestAdd": "Done", "TestRelay": "Done",
}

func TestAChangeIsLoginDeleteAddRelay(t *testing.T) {
	s := serve(t, fine)
	r := s.client().update(t.Context(), before, after, always, always)
	if r.Kind != updater.Confirmed || r.Text != "" || !r.Sent || !r.Deleted || r.login == nil || r.login.UserLevel != "5" || r.Answer != `"Done"` {
		t.Errorf("change: got %+v with %+v, want it confirmed", r, r.login)
	}
	if got := strings.Join(s.heard(), " "); got != "login TestDelete TestAdd TestRelay" {
		t.Errorf("commands: got %s, want login, delete, add, relay", got)
	}
}

// ending is how a change ends when one answer is another.
type ending struct {
	name    string
	step    string // whose answer is another
	answer  string
	kind    updater.Kind
	deleted bool
	heard   string
	text    string
}

var endings = []ending{
	{"wrong password", "login", "Error:Invalid Password", updater.Rejected, false, "login", `cannot log in: the server said "Error:Invalid Password"`},
	{"another error", "login", "Error:Account closed", updater.Unsent, false, "login", `"Error:Account closed"`},
	{"the user's text of failure", "login", "UserName:user name\nNothing was done", updater.Unsent, false, "login", "the server said"},
	{"another user", "login", "UserName:somebody", updater.Unsent, false, "login", "the answer does not say so"},
	{"an empty login", "login", "", updater.Unsent, false, "login", "cannot log in: the answer was empty"},
	{"a login page", "login", "<form>UserName:user name</form>", updater.Unsent, false, "login", "a web page came"},
	{"no answer", "login", silence, updater.Unsent, false, "login", "the connection broke"},
	{"half an answer", "login", half, updater.Unsent, false, "login", "the connection broke"},
	{"trouble", "login", gone500, updater.Unsent, false, "login", "status 500"},
	{"no entry", "login", no401, updater.Rejected, false, "login", "status 401"},
	{"a redirect", "login", moved, updater.Unsent, false, "login", "status 302"},
	{"no A records", "login", "UserName:user name\nRecordTypes:CNAME,NS", updater.Rejected, false, "login", "the account may not hold records of type A"},
	{"a login by the other line", "login", "DNS LOGIN:SUCCESS", updater.Confirmed, true, "login TestDelete TestAdd TestRelay", ""},
	{"a login by the user's own text", "login", "Done", updater.Confirmed, true, "login TestDelete TestAdd TestRelay", ""},

	{"an error", "TestDelete", "Error:No such record", updater.Unsent, false, "login TestDelete", "cannot delete the record of 203.0.113.9"},
	{"wrong password later", "TestDelete", "Error:Invalid Password", updater.Rejected, false, "login TestDelete", "cannot delete"},
	{"the user's text of failure", "TestDelete", "nothing was DONE", updater.Unsent, false, "login TestDelete", "cannot delete"},
	{"neither yes nor no", "TestDelete", "Hello", updater.Unsure, false, "login TestDelete", `the answer to the deletion of 203.0.113.9 says neither yes nor no: "Hello"; nothing was added`},
	{"an empty answer", "TestDelete", "", updater.Unsure, false, "login TestDelete", "not known: the answer was empty; nothing was added"},
	{"a login page", "TestDelete", "<form>", updater.Unsure, false, "login TestDelete", "a web page came"},
	{"no answer", "TestDelete", silence, updater.Unsure, false, "login TestDelete", "is deleted is not known: the connection broke"},
	{"half an answer", "TestDelete", half, updater.Unsure, false, "login TestDelete", "nothing was added"},
	{"trouble", "TestDelete", gone500, updater.Unsure, false, "login TestDelete", "status 500"},
	{"success with status 401", "TestDelete", no401, updater.Unsure, false, "login TestDelete", "status 401"},

	{"an error", "TestAdd", "Error:Full", updater.Unsure, true, "login TestDelete TestAdd", "the record of 203.0.113.9 is deleted, and 203.0.113.10 not added"},
	{"wrong password at last", "TestAdd", "Error:Invalid Password", updater.Rejected, true, "login TestDelete TestAdd", "cannot add 203.0.113.10"},
	{"neither yes nor no", "TestAdd", "Hello", updater.Unverified, true, "login TestDelete TestAdd TestRelay", `accepted 203.0.113.10, not confirmed: the answer was "Hello"`},
	{"an empty answer", "TestAdd", "", updater.Unsure, true, "login TestDelete TestAdd", "the answer was empty, 203.0.113.10 may have been added"},
	{"a full database", "TestAdd", "Error:SQLSTATE[HY000] [1040] Too many connections", updater.Unsure, true, "login TestDelete TestAdd", "the provider is in trouble"},
	{"a login page", "TestAdd", "<form>", updater.Unsure, true, "login TestDelete TestAdd", "may have been added"},
	{"no answer", "TestAdd", silence, updater.Unsure, true, "login TestDelete TestAdd", "may have been added"},
	{"half an answer", "TestAdd", half, updater.Unsure, true, "login TestDelete TestAdd", "may have been added"},
	{"trouble", "TestAdd", gone500, updater.Unsure, true, "login TestDelete TestAdd", "may have been added"},

	{"an error", "TestRelay", "Error:Full", updater.Confirmed, true, "login TestDelete TestAdd TestRelay", "confirmed 203.0.113.10; cannot set up the port relay"},
	{"neither yes nor no", "TestRelay", "Hello", updater.Confirmed, true, "login TestDelete TestAdd TestRelay", `confirmed 203.0.113.10; the answer to the port relay says neither yes nor no: "Hello"`},
	{"no answer", "TestRelay", silence, updater.Confirmed, true, "login TestDelete TestAdd TestRelay", "the connection broke"},
}

func TestEveryEndingOfAChange(t *testing.T) {
	for _, c := range endings {
		answers := map[string]string{}
		for word, body := range fine {
			answers[word] = body
		}
		answers[c.step] = c.answer
		s := serve(t, answers)
		client := s.client()
		marked := 0
		r := client.update(t.Context(), before, after, always, func() bool { marked++; return true })
		if r.Kind != c.kind || r.Deleted != c.deleted || !r.Sent || !strings.Contains(r.Text.String(), c.text) {
			t.Errorf("%s at %s: got %+v, want %s, deleted %v and %q", c.name, c.step, r, c.kind, c.deleted, c.text)
		}
		if got := strings.Join(s.heard(), " "); got != c.heard {
			t.Errorf("%s at %s: the server heard %s, want %s", c.name, c.step, got, c.heard)
		}
		if (marked == 1) != c.deleted {
			t.Errorf("%s at %s: told %d times of the deletion, want %v", c.name, c.step, marked, c.deleted)
		}
		if rejected := r.Kind == updater.Rejected; rejected != (r.Remedy != "") {
			t.Errorf("%s at %s: got the remedy %q for %s", c.name, c.step, r.Remedy, r.Kind)
		}
	}
}

func TestAHangingServerIsLeft(t *testing.T) {
	for step, kind := range map[string]updater.Kind{"login": updater.Unsent, "TestDelete": updater.Unsure, "TestAdd": updater.Unsure} {
		answers := map[string]string{"login": fine["login"], "TestDelete": "Done", "TestAdd": "Done", step: hang}
		s := serve(t, answers)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			for !slices.Contains(s.heard(), step) {
				time.Sleep(time.Millisecond)
			}
			cancel()
		}()
		r := s.client().update(ctx, before, after, always, always)
		if r.Kind != kind || !strings.Contains(r.Text.String(), "did not wait") || r.Deleted != (step == "TestAdd") {
			t.Errorf("hanging at %s: got %+v, want %s", step, r, kind)
		}
	}
}

func TestNothingIsDeletedWithoutAnOldRecord(t *testing.T) {
	s := serve(t, fine)
	called := false
	r := s.client().update(t.Context(), netip.Addr{}, after, always, func() bool { called = true; return true })
	if got := strings.Join(s.heard(), " "); r.Kind != updater.Confirmed || r.Deleted || called || got != "login TestAdd TestRelay" {
		t.Errorf("a first record: got %+v after %s, want login, add and relay", r, got)
	}
}

func TestAnAddThatFailsWithoutADeletionChangedNothing(t *testing.T) {
	s := serve(t, map[string]string{"login": fine["login"], "TestAdd": "Error:Full"})
	r := s.client().update(t.Context(), netip.Addr{}, after, always, always)
	if r.Kind != updater.Unsent || !r.Sent || !r.Reached || !strings.Contains(r.Text.String(), `cannot add 203.0.113.10: the server said "Error:Full"`) {
		t.Errorf("a refused first record: got %+v, want that nothing changed", r)
	}
}

func TestTheSameAddressNeedsNoNewRecord(t *testing.T) {
	s := serve(t, fine)
	c := s.client()
	if r := c.update(t.Context(), after, after, always, always); r.Kind != updater.Confirmed || strings.Join(s.heard(), " ") != "login TestRelay" {
		t.Errorf("another port: got %+v after %s, want login and relay", r, s.heard())
	}
	c.Set("relay_query", "")
	if r := c.update(t.Context(), after, after, always, always); r.Kind != updater.Confirmed || r.Sent || len(s.heard()) != 2 {
		t.Errorf("no change at all: got %+v after %s, want nothing sent", r, s.heard())
	}
}

func TestWithoutLeaveNothingIsSent(t *testing.T) {
	s := serve(t, fine)
	asked := 0
	r := s.client().update(t.Context(), before, after, func() bool { asked++; return false }, always)
	if r.Kind != updater.Unsent || r.Sent || len(s.heard()) != 0 || asked != 1 {
		t.Errorf("without leave: got %+v after %s, asked %d times, want nothing sent", r, s.heard(), asked)
	}
	asked = 0
	s.client().update(t.Context(), before, after, func() bool { asked++; return true }, always)
	if asked != 1 {
		t.Errorf("with leave: asked %d times, want once", asked)
	}
}

func TestADeletionThatCannotBeKeptIsTheLastStep(t *testing.T) {
	s := serve(t, fine)
	r := s.client().update(t.Context(), before, after, always, func() bool { return false })
	if got := strings.Join(s.heard(), " "); r.Kind != updater.Unsure || !r.Deleted || !r.Sent || got != "login TestDelete" {
		t.Errorf("stopped after the deletion: got %+v after %s, want unsure and no add", r, got)
	}
}

func TestNoDeletionStartsWithoutTimeForTheAdd(t *testing.T) {
	s := serve(t, fine)
	ctx, cancel := context.WithTimeout(t.Context(), 2*stepTime)
	defer cancel()
	r := s.client().update(ctx, before, after, always, always)
	if got := strings.Join(s.heard(), " "); r.Kind != updater.Unsent || r.Deleted || got != "login" || !strings.Contains(r.Text.String(), "the login took too long, nothing was changed") {
		t.Errorf("late: got %+v after %s, want no deletion", r, got)
	}
}

// dials fails some connections.
func dials(c *client, fail func(n int) bool) {
	n, dial := 0, c.way.Line.Dial
	c.way.Line.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if n++; fail(n) {
			return nil, &net.OpError{Op: "dial", Err: net.UnknownNetworkError(network)}
		}
		return dial(ctx, network, address)
	}
}

func TestConnectionsThatDoNotComeAbout(t *testing.T) {
	for _, c := range []struct {
		name    string
		fail    func(n int) bool
		kind    updater.Kind
		sent    bool
		deleted bool
		heard   string
	}{
		{"the first", func(n int) bool { return n == 1 }, updater.Unsent, false, false, ""},
		{"the second", func(n int) bool { return n == 2 }, updater.Unsent, true, false, "login"},
		{"the third, once", func(n int) bool { return n == 3 }, updater.Confirmed, true, true, "login TestDelete TestAdd TestRelay"},
		{"all from the third on", func(n int) bool { return n >= 3 }, updater.Unsure, true, true, "login TestDelete"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serve(t, fine)
			client := s.client()
			dials(client, c.fail)
			r := client.update(t.Context(), before, after, always, always)
			if got := strings.Join(s.heard(), " "); r.Kind != c.kind || r.Sent != c.sent || r.Deleted != c.deleted || got != c.heard {
				t.Errorf("got %+v after %q, want %s, sent %v, deleted %v after %q", r, got, c.kind, c.sent, c.deleted, c.heard)
			}
		})
	}
}

func TestAPauseIsHeeded(t *testing.T) {
	s := serve(t, map[string]string{"login": busy})
	if r := s.client().update(t.Context(), before, after, always, always); r.Wait.Minutes() != 10 || r.Kind != updater.Unsent {
		t.Errorf("429 with Retry-After: got %+v, want a wait of 10m", r)
	}
}

func TestNoOutcomeShowsThePassword(t *testing.T) {
	for _, step := range []string{"login", "TestDelete", "TestAdd"} {
		for _, form := range []string{good.Text("pass"), exchange.Escape(good.Text("pass")), strings.ReplaceAll(good.Text("pass"), "&", "&amp;")} {
			answers := map[string]string{"login": fine["login"], "TestDelete": "Done", step: "Error:you said " + form}
			r := serve(t, answers).client().update(t.Context(), before, after, always, always)
			if text := r.Text.String() + r.Answer; strings.Contains(text, form) || !strings.Contains(text, "you said ***") {
				t.Errorf("%s at %s: got %+v, want the password masked", form, step, r)
			}
		}
	}
}

func TestLoginChangesNothing(t *testing.T) {
	for _, answer := range []string{silence, half, gone500, moved, "", "Error:x", "<form>"} {
		s := serve(t, map[string]string{"login": answer})
		if l, o := s.client().logIn(t.Context(), always); l != nil || o.Kind != updater.Unsent || !o.Sent || !o.Reached {
			t.Errorf("login with %s: got %+v, %+v, want that nothing changed", answer, l, o)
		}
	}
}

func TestCheckAddress(t *testing.T) {
	for answer, want := range map[string]string{
		"DNS LOGIN:SUCCESS\r\n203.0.113.9": "203.0.113.9",
		"DNS LOGIN:SUCCESS\r\n10.0.0.1":    "the answer to the IP check has only 10.0.0.1, which is not public",
		"Error:Invalid User":               "with an error",
		gone500:                            "status 500",
		silence:                            "the connection broke",
	} {
		s := serve(t, map[string]string{"GetIPAddress": answer})
		o := s.client().checkAddress(t.Context(), always)
		if good := o.Kind == updater.Confirmed; good && o.Seen.String() != want ||
			!good && (o.Kind != updater.Unsent || !strings.Contains(o.Text.String(), want)) || !o.Sent {
			t.Errorf("%q: got %+v, want %q", answer, o, want)
		}
	}
	s := serve(t, map[string]string{"GetIPAddress": fine["login"]})
	if o := s.client().checkAddress(t.Context(), func() bool { return false }); o.Kind != updater.Unsent || o.Sent || len(s.heard()) > 0 {
		t.Errorf("without leave: got %+v and %q, want nothing sent", o, s.heard())
	}
	s.Close()
	if o := s.client().checkAddress(t.Context(), always); o.Kind != updater.Unsent || o.Sent || !o.Reached {
		t.Errorf("nobody listens: got %+v, want nothing sent", o)
	}
}

func TestPlainHTTPHasItsOwnPath(t *testing.T) {
	var got string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.URL.Path + "?" + r.URL.RawQuery
		io.WriteString(w, "DNS LOGIN:SUCCESS\n203.0.113.9")
	}))
	defer s.Close()
	c := to(goodBut("server", s.URL))
	o := c.checkAddress(t.Context(), always)
	if want := "/dnslogin3.asp?FXN=GetIPAddress&Usr=user%20name"; got != want || o.Seen != before {
		t.Errorf("plain HTTP: got %s and %+v, want %s", got, o, want)
	}
}
