// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

func TestAPageSaysWhichAddressItSees(t *testing.T) {
	public := func(ip netip.Addr) bool { return strings.HasPrefix(ip.String(), "203.0.113.") }
	for _, c := range []struct {
		status int
		body   string
		want   string // the address, or a part of the reason why there is none
	}{
		{200, "203.0.113.9", "203.0.113.9"},
		{200, "203.0.113.9\r\n", "203.0.113.9"},
		{200, `{"ip":"203.0.113.9"}`, "203.0.113.9"},
		{200, "Current IP Address: 203.0.113.9 (203.0.113.9)", "203.0.113.9"},
		{200, "192.168.1.2 203.0.113.9", "203.0.113.9"},
		{200, "203.0.113.9 203.0.113.10", "203.0.113.9 and 203.0.113.10"},
		{200, "192.168.1.2", "no public IPv4 address"},
		{200, "2001:db8::9", "no public IPv4 address"},
		{200, "", "no public IPv4 address"},
		{500, "203.0.113.9", "status 500"},
		{302, "203.0.113.9", "status 302"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RequestURI() != "/ip?format=text" {
				t.Errorf("got a question for %s", r.URL)
			}
			w.WriteHeader(c.status)
			io.WriteString(w, c.body)
		}))
		way := &sandbox.Recorder{Server: s.Listener.Addr()}
		o := askPage(t.Context(), "http://page.example.com/ip?format=text", provider.Change{
			Agent: "dynwan/test", Public: public, Permit: func() bool { return true }, Line: exchange.Line{Lookup: way.Lookup, Dial: way.Dial},
		})
		s.Close()
		if good := o.Kind == updater.Confirmed; !o.Sent || good && o.Seen.String() != c.want || !good && !strings.Contains(o.Text.String(), c.want) {
			t.Errorf("%d %q: got %+v, want %s", c.status, c.body, o, c.want)
		}
	}
	refused := provider.Change{Permit: func() bool { return false }, Line: exchange.Line{}}
	if o := askPage(t.Context(), "https://%zz", refused); o.Kind != updater.Unsent || o.Sent {
		t.Errorf("a page that cannot be read: got %+v, want nothing sent", o)
	}
}

func TestRulesOfAPageToAsk(t *testing.T) {
	const probe = `address = "probe"`
	for _, c := range []struct{ text, want string }{
		{with(probe, `probe_url = "https://page.example.com/ip"`), ""},
		{with(probe, `probe_url = "http://page.example.com/ip"`), "f:7: account.home.probe_url: must be https://...: everybody on the way could make the name point elsewhere"},
		{with(probe, `probe_url = "page.example.com"`), "f:7: account.home.probe_url: must be a full URL"},
		{with(probe, `probe_url = "https://page.example.com/ip"`, `probe_interval = "299s"`), "f:8: account.home.probe_interval: must be at least 5m"},
		{with(probe, `probe_url = "https://page.example.com/ip"`, `probe_interval = "299s"`, `probe_server = "https://127.0.0.1"`), "f:8: account.home.probe_interval: must be at least 5m"},
	} {
		p := parseConfig("f", c.text)
		if c.want == "" && len(p.Accounts) != 1 || c.want != "" && (len(p.Problems) != 1 || !strings.HasPrefix(p.Problems[0].String(), c.want)) {
			t.Errorf("%q: got %v, want %q", c.text, p.Problems, c.want)
		}
	}
	clear := parseConfig("f", with(probe, `probe_url = "https://page.example.com/ip"`, `probe_server = "http://127.0.0.1"`)).Accounts[0]
	if got := clear.probeDoubts(); got != nil {
		t.Errorf("a server that is not asked: got the doubts %v, want none", got)
	}
	page := parseConfig("f", with(probe, `probe_url = "https://page.example.com/ip?token=s3cret"`)).Accounts[0].probeSource()
	other := parseConfig("f", with(probe, `probe_url = "https://page.example.com/v2"`)).Accounts[0].probeSource()
	if page.Server != "page.example.com" || page.Key == other.Key {
		t.Errorf("got the server %s and the keys %s and %s, want the host alone shown, and two questions", page.Server, page.Key, other.Key)
	}
}
