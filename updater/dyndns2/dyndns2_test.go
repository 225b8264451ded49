// SPDX-License-Identifier: GPL-2.0-or-later

package dyndns2

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

func TestTheRequestIsTheseBytes(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "good") }))
	defer s.Close()
	six := both
	six.IPv4 = updater.Record{}.IPv4
	for _, c := range []struct {
		name    string
		account account
		want    updater.Record
		sent    string
	}{
		{"IPv4", with("server", "http://dyn.example.com"), four,
			"GET /nic/update?hostname=home.example.net&myip=203.0.113.9 HTTP/1.1\r\nHost: dyn.example.com\r\n"},
		{"both, a port and a path", with("server", "http://dyn.example.com:8245/v3/update"), both,
			"GET /v3/update?hostname=home.example.net&myip=203.0.113.9,2001:db8::9 HTTP/1.1\r\nHost: dyn.example.com:8245\r\n"},
		{"IPv6", with("server", "http://dyn.example.com/"), six,
			"GET /nic/update?hostname=home.example.net&myip=2001:db8::9 HTTP/1.1\r\nHost: dyn.example.com\r\n"},
	} {
		way := &sandbox.Recorder{Server: s.Listener.Addr()}
		o := Spec.New(c.account.Settings).Update(t.Context(), provider.Change{
			Want: c.want, Agent: "dynwan/0.1.0", Permit: func() bool { return true },
			Line: exchange.Line{Lookup: way.Lookup, Dial: way.Dial},
		})
		want := c.sent + "User-Agent: dynwan/0.1.0\r\nConnection: close\r\nAuthorization: Basic bWU6aHVudGVyMg==\r\n\r\n"
		if o.Kind != updater.Confirmed || way.Sent.String() != want {
			t.Errorf("%s: got %+v and\n%q\nwant\n%q", c.name, o, way.Sent.String(), want)
		}
	}
}

func TestNothingIsSentWithoutAPermit(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("got a request") }))
	defer s.Close()
	way := &sandbox.Recorder{Server: s.Listener.Addr()}
	o := with("server", "http://dyn.example.com").Update(t.Context(), provider.Change{
		Want: four, Permit: func() bool { return false }, Line: exchange.Line{Lookup: way.Lookup, Dial: way.Dial},
	})
	if o.Kind != updater.Unsent || o.Sent || way.Sent.Len() > 0 {
		t.Errorf("got %+v and %q, want nothing sent", o, way.Sent.String())
	}
}

func TestWhatAnAccountMustNotBe(t *testing.T) {
	for _, c := range []struct {
		option, value string
		good          bool
	}{
		{"server", "https://dyn.example.com", true}, {"server", "https://dyn.example.com:8443/nic/update", true},
		{"server", "http://127.0.0.1/v3", true}, {"server", "dyn.example.com", false}, {"server", "https://a:b@dyn.example.com", false},
		{"server", "https://dyn.example.com/nic/update?system=x", false}, {"server", "https://dyn.example.com/#x", false},
		{"server", "https://dyn.example.com:0", false}, {"server", "https://dyn.exämple.com", false},
		{"user", "me@example.net", true}, {"user", "a:b", false}, {"hostname", "home", false},
	} {
		if err := Spec.Find(c.option).CheckValue(c.value); (err == nil) != c.good {
			t.Errorf("%s %q: got %v, want good %v", c.option, c.value, err, c.good)
		}
	}
	if got := with("ipv4", "0").Broken(); len(got) != 1 || got[0].Option != "ipv6" {
		t.Errorf("neither family: got %v, want one of the two wanted", got)
	}
	if got := with("ipv4", "0", "ipv6", "1").Broken(); got != nil {
		t.Errorf("IPv6 alone: got %v, want nothing wrong", got)
	}
}

func TestTwoNamesOfALoginAreTwoAccounts(t *testing.T) {
	a, b := with(), with("hostname", "other.example.net")
	if with("user", "ME", "hostname", "HOME.example.net").Key() != a.Key() {
		t.Error("the key: want letters in another case to be the same login")
	}
	if a.Key() == b.Key() || a.Key() != with("pass", "x", "server", "https://DYN.example.com./v3").Key() {
		t.Error("the key: want it to tell names apart, and not passwords or paths")
	}
}
