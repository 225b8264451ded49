// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

// recorder keeps what is written to a connection.
type recorder struct {
	net.Conn
	sent *bytes.Buffer
}

func (r recorder) Write(b []byte) (int, error) {
	r.sent.Write(b)
	return r.Conn.Write(b)
}

// TestTheRequestsAreTheseBytes holds a whole change to what the first version
// of this program sent, byte for byte. The words of delete, add and relay are
// made up: those of the provider are lost.
func TestTheRequestsAreTheseBytes(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Write([]byte("DNS LOGIN:SUCCESS\r\ndone\r\n"))
	}))
	defer s.Close()
	sent := new(bytes.Buffer)
	client := Client{
		Account: Account{
			User: "me & you", Pass: "p%/ä", Hostname: "home.example.net", Domain: "example.net", Port: 8080,
			DeleteQuery: "FXN=TestDelete&U={user}&P={pass}&H={host}&D={domain}&T={type}&A={old}",
			AddQuery:    "FXN=TestAdd&U={user}&P={pass}&H={host}&A={new}",
			RelayQuery:  "FXN=TestRelay&H={host}&A={new}&Port={port}",
			Success:     []string{"done"},
		},
		Server: "http://autoupdate.example.org:8080", UserAgent: "dynwan/0.1.0", Public: func(netip.Addr) bool { return true },
		Line: exchange.Line{
			Lookup: func(_ context.Context, _, family string) ([]netip.Addr, error) {
				if family == "ip6" {
					return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
				}
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			},
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				conn, err := new(net.Dialer).DialContext(ctx, "tcp", s.Listener.Addr().String())
				if err != nil {
					return nil, err
				}
				return recorder{conn, sent}, nil
			},
		},
	}
	r := client.Update(t.Context(), before, after, always, always)
	const head = " HTTP/1.1\r\nHost: autoupdate.example.org:8080\r\nUser-Agent: dynwan/0.1.0\r\nConnection: close\r\n\r\n"
	recorded := strings.Join([]string{
		"GET /dnslogin3.asp?FXN=login&Usr=me%20%26%20you&Pwd=p%25%2F%C3%A4",
		"GET /dnslogin3.asp?FXN=TestDelete&U=me%20%26%20you&P=p%25%2F%C3%A4&H=home.example.net&D=example.net&T=A&A=203.0.113.9",
		"GET /dnslogin3.asp?FXN=TestAdd&U=me%20%26%20you&P=p%25%2F%C3%A4&H=home.example.net&A=203.0.113.10",
		"GET /dnslogin3.asp?FXN=TestRelay&H=home.example.net&A=203.0.113.10&Port=8080", "",
	}, head)
	if r.Kind != updater.Confirmed || sent.String() != recorded {
		t.Errorf("got %+v and\n%q\nwant\n%q", r.Outcome, sent, recorded)
	}
}
