// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/miekg/dns"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
)

// TestDNSIsAskedForTheWantedFamilies counts the questions for addresses, on a
// machine whose resolver alone answers.
func TestDNSIsAskedForTheWantedFamilies(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	records := map[uint16]string{
		dns.TypeA:    "home.example.net. 60 IN A 203.0.113.9",
		dns.TypeAAAA: "home.example.net. 60 IN AAAA 2001:db8::9",
	}
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &dns.Server{PacketConn: socket, Handler: dns.HandlerFunc(func(w dns.ResponseWriter, q *dns.Msg) {
		m := new(dns.Msg).SetReply(q)
		m.RecursionAvailable = true
		if record, ok := records[q.Question[0].Qtype]; ok && strings.EqualFold(q.Question[0].Name, "home.example.net.") {
			answer, _ := dns.NewRR(record)
			answer.Header().Name = q.Question[0].Name
			m.Answer = []dns.RR{answer}
			mu.Lock()
			asked = append(asked, dns.TypeToString[q.Question[0].Qtype])
			mu.Unlock()
		}
		w.WriteMsg(m)
	})}
	go server.ActivateAndServe()
	t.Cleanup(func() { server.Shutdown() })
	conf := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(conf, []byte("nameserver 127.0.0.1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	client := dnscheck.Client{ResolvConf: conf, LineConf: conf, Port: uint16(socket.LocalAddr().(*net.UDPAddr).Port)}
	ip4, ip6, other := netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("2001:db8::9"), netip.MustParseAddr("2001:db8::8")
	for _, c := range []struct {
		name   string
		a, b   netip.Addr
		asks   []string
		needed bool
	}{
		{"IPv4 alone", ip4, netip.Addr{}, []string{"A"}, false},
		{"IPv6 alone", netip.Addr{}, ip6, []string{"AAAA"}, false},
		{"both", ip4, ip6, []string{"A", "AAAA"}, false},
		{"both, and one is another", ip4, other, []string{"A", "AAAA"}, true},
	} {
		mu.Lock()
		asked = nil
		mu.Unlock()
		job := updater.Job{Task: updater.Update, Want: updater.Record{IPv4: c.a, IPv6: c.b}}
		o, done := queryHost(t.Context(), client, "home.example.net", job)
		mu.Lock()
		slices.Sort(asked)
		if done == c.needed || done && o.Kind != updater.Confirmed || !slices.Equal(asked, c.asks) {
			t.Errorf("%s: got %+v, done %v after questions for %q; want an update needed: %v, after %q", c.name, o, done, asked, c.needed, c.asks)
		}
		mu.Unlock()
	}
}
