// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// TestTheRequestIsTheseBytes holds the whole request to what the first version
// of this program sent, byte for byte.
func TestTheRequestIsTheseBytes(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "800") }))
	defer s.Close()
	for _, c := range []struct {
		name     string
		account  account
		recorded string
	}{
		{"what most set", with("email", "home.example.net", "pass", "tr0ub4dor & 3", "server", "http://dyn.example.com"),
			"GET /dns/update.php?email=home.example.net&pass=tr0ub4dor%20%26%203&hb=0&ip=203.0.113.9 HTTP/1.1\r\n" +
				"Host: dyn.example.com\r\nUser-Agent: dynwan/0.1.0\r\nConnection: close\r\n\r\n"},
		{"everything", with("email", "me+x@example.org", "pass", "ä%'\"<", "hb", "1", "stealth", "1", "port", "8080",
			"offlineurl", "http://www.example.net/away?a=b&c", "offlinetext", "Back soon. 100 %", "mx", "mail.example.net.",
			"server", "http://dyn.example.com:8147"),
			"GET /dns/update.php?email=me%2Bx%40example.org&pass=%C3%A4%25%27%22%3C&hb=1&stealth=1&port=8080&ip=203.0.113.9" +
				"&offlineurl=http%3A%2F%2Fwww.example.net%2Faway%3Fa%3Db%26c&offlinetext=Back%20soon.%20100%20%25&mx=mail.example.net. HTTP/1.1\r\n" +
				"Host: dyn.example.com:8147\r\nUser-Agent: dynwan/0.1.0\r\nConnection: close\r\n\r\n"},
		{"the server takes the address that it sees", with("email", "home.example.net", "pass", "x", "ip", "server", "server", "http://dyn.example.com"),
			"GET /dns/update.php?email=home.example.net&pass=x&hb=0 HTTP/1.1\r\n" +
				"Host: dyn.example.com\r\nUser-Agent: dynwan/0.1.0\r\nConnection: close\r\n\r\n"},
	} {
		way := &sandbox.Recorder{Server: s.Listener.Addr()}
		change := provider.Change{
			Want: home, Agent: "dynwan/0.1.0", Permit: func() bool { return true },
			Line: exchange.Line{Lookup: way.Lookup, Dial: way.Dial},
		}
		if o := c.account.Update(t.Context(), change); !o.Sent || way.Sent.String() != c.recorded {
			t.Errorf("%s: got %+v and\n%q\nwant\n%q", c.name, o, way.Sent.String(), c.recorded)
		}
	}
}
