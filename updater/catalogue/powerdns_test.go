// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"dynwan/internal/nameserver"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// powerDNS starts PowerDNS with its API and the zone example.net, and returns
// the address of the API.
func powerDNS(t *testing.T) string {
	t.Helper()
	dir, port, api := t.TempDir(), nameserver.FreePort(t), nameserver.FreePort(t)
	nameserver.Write(t, dir, "pdns.conf", fmt.Sprintf("launch=lmdb\nlmdb-filename=%s/db\nlocal-address=127.0.0.1\nlocal-port=%d\nsocket-dir=%s\nsecurity-poll-suffix=\n"+
		"webserver=yes\nwebserver-address=127.0.0.1\nwebserver-port=%d\nwebserver-allow-from=127.0.0.1\napi=yes\napi-key=t0k-En\nzone-cache-refresh-interval=0\n",
		dir, port, dir, api))
	nameserver.Tool(t, dir, "load-zone", "example.net", nameserver.Write(t, dir, "example.net",
		"$TTL 3600\n@ IN SOA ns.example.net. hostmaster.example.net. 1 3600 600 86400 60\n@ IN NS ns\nns IN A 127.0.0.1\nmany 600 IN A 203.0.113.1\nmany 600 IN A 203.0.113.2\n"))
	nameserver.Run(t, api, "pdns_server", "pdns-server pdns-backend-lmdb", "--config-dir="+dir)
	return fmt.Sprintf("127.0.0.1:%d", api)
}

// TestTheRealPowerDNS updates names at PowerDNS by its API.
func TestTheRealPowerDNS(t *testing.T) {
	address := powerDNS(t)
	_, port, _ := net.SplitHostPort(address)
	update := func(name, token, ip string) updater.Outcome {
		t.Helper()
		a := at(t, Find("pdns"), map[string]string{"server": "http://ns.example.org:" + port, "token": token, "hostname": name, "zone": "example.net"})
		line := exchange.Line{
			Lookup: func(context.Context, string, string) ([]netip.Addr, error) {
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			},
			Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, "tcp", address)
			},
		}
		return a.Update(t.Context(), provider.Change{Want: record(ip), Agent: "dynwan/test", Permit: func() bool { return true }, Line: line})
	}
	held := func() string {
		r, _ := http.NewRequest("GET", "http://"+address+"/api/v1/servers/localhost/zones/example.net.", nil)
		r.Header.Set("X-API-Key", "t0k-En")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		return string(body)
	}
	const good = "t0k-En"
	for _, c := range []struct {
		name, token, ip string
		kind            updater.Kind
		text            message.ID
		sent            bool
	}{
		{"home.example.net", good, "203.0.113.9", updater.Confirmed, "", true},
		{"home.example.net", good, "203.0.113.9", updater.Confirmed, message.HadAlready, false},
		{"home.example.net", good, "203.0.113.10", updater.Confirmed, "", true},
		{"HOME.example.net", good, "203.0.113.10", updater.Confirmed, message.HadAlready, false},
		{"home.example.net", good, "2001:db8:53::9", updater.Confirmed, "", true},
		{"home.example.net", good, "2001:db8:53::9", updater.Confirmed, message.HadAlready, false},
		{"example.net", good, "203.0.113.9", updater.Confirmed, "", true},
		{"many.example.net", good, "203.0.113.1", updater.Confirmed, "", true},
		{"home.example.net", "another", "203.0.113.11", updater.Rejected, message.Status, false},
	} {
		o := update(c.name, c.token, c.ip)
		if o.Kind != c.kind || o.Text.ID() != c.text || o.Sent != c.sent {
			t.Errorf("%s %s: got %s, %s (%s), sent %v", c.name, c.ip, o.Kind, o.Text.ID(), o.Text, o.Sent)
		}
	}
	zone := held()
	for text, n := range map[string]int{"203.0.113.9\"": 1, "203.0.113.10\"": 1, "203.0.113.2\"": 0, "203.0.113.1\"": 1, "2001:db8:53::9\"": 1} {
		if got := strings.Count(zone, text); got != n {
			t.Errorf("the zone has %s %d times, want %d: %s", text, got, n, zone)
		}
	}
	if !strings.Contains(strings.ReplaceAll(zone, " ", ""), `"ttl":600`) {
		t.Errorf("the time to live of a name has changed: %s", zone)
	}
}
