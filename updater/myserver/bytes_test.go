// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
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

// TestTheRequestsAreTheseBytes holds a whole change to what the first version
// of this program sent, byte for byte. The words of delete, add and relay are
// made up: those of the provider are lost.
func TestTheRequestsAreTheseBytes(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("DNS LOGIN:SUCCESS\r\ndone\r\n"))
	}))
	defer s.Close()
	way := &sandbox.Recorder{Server: s.Listener.Addr()}
	account := goodBut("user", "me & you", "pass", "p%/ä", "hostname", "home.example.net", "domain", "example.net", "port", "8080",
		"delete_query", "FXN=TestDelete&U={user}&P={pass}&H={host}&D={domain}&T={type}&A={old}",
		"add_query", "FXN=TestAdd&U={user}&P={pass}&H={host}&A={new}",
		"relay_query", "FXN=TestRelay&H={host}&A={new}&Port={port}",
		"success", "done", "server", "http://autoupdate.example.org:8080")
	change := provider.Change{
		Old: updater.Record{IPv4: before}, Want: updater.Record{IPv4: after}, Permit: always,
		Agent: "dynwan/0.1.0", Public: func(netip.Addr) bool { return true }, Line: exchange.Line{Lookup: way.Lookup, Dial: way.Dial},
	}
	o := Spec.New(account).Update(t.Context(), change)
	const head = " HTTP/1.1\r\nHost: autoupdate.example.org:8080\r\nUser-Agent: dynwan/0.1.0\r\nConnection: close\r\n\r\n"
	recorded := strings.Join([]string{
		"GET /dnslogin3.asp?FXN=login&Usr=me%20%26%20you&Pwd=p%25%2F%C3%A4",
		"GET /dnslogin3.asp?FXN=TestDelete&U=me%20%26%20you&P=p%25%2F%C3%A4&H=home.example.net&D=example.net&T=A&A=203.0.113.9",
		"GET /dnslogin3.asp?FXN=TestAdd&U=me%20%26%20you&P=p%25%2F%C3%A4&H=home.example.net&A=203.0.113.10",
		"GET /dnslogin3.asp?FXN=TestRelay&H=home.example.net&A=203.0.113.10&Port=8080", "",
	}, head)
	if o.Kind != updater.Confirmed || way.Sent.String() != recorded {
		t.Errorf("got %+v and\n%q\nwant\n%q", o, way.Sent.String(), recorded)
	}
}
