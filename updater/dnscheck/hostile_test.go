// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/miekg/dns"
	"golang.org/x/net/dns/dnsmessage"
)

// TestAHostileZoneDoesNotMakeUsAskForEver has a zone of many servers that each
// send us on to another deep name below it.
func TestAHostileZoneDoesNotMakeUsAskForEver(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.ns["example.net."] = nil
		for i := range 6 {
			name := fmt.Sprintf("ns%d.example.net.", i)
			l.ns["example.net."] = append(l.ns["example.net."], name)
			for j := range 6 {
				l.hosts[name] = append(l.hosts[name], fmt.Sprintf("127.0.%d.%d", 3+i, 1+j))
			}
		}
	})
	var n atomic.Int32
	for _, addr := range slices.Concat(l.hosts["ns0.example.net."], l.hosts["ns1.example.net."], l.hosts["ns2.example.net."], l.hosts["ns3.example.net."]) {
		l.serve(addr, func(q *dns.Msg, network string) []*dns.Msg {
			to := strings.Repeat("a.", 60) + fmt.Sprintf("x%d.example.net.", n.Add(1))
			return serves(q.Question[0].Name+" CNAME "+to)(q, network)
		})
	}
	_, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
	if err == nil || !strings.Contains(err.Error(), "too many questions") {
		t.Errorf("got %v, want %q", err, errTooMany)
	}
	if n := len(l.questions("")); n < maxQuestions/2 || n > maxQuestions {
		t.Errorf("asked %d questions, want %d at most", n, maxQuestions)
	}
}

func TestAServerThatIsNotPublicIsNotAsked(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.system = fromCache(holds(stale))
		l.hosts["ns1.example.net."] = []string{ns1IP}
		l.hosts["ns2.example.net."] = []string{ns2IP}
	})
	l.serve(ns1IP, holds(wan))
	l.serve(ns2IP, holds(stale))
	asker := l.asker()
	asker.Public = func(ip netip.Addr) bool { return ip.String() != ns1IP }
	a, err := asker.Query(t.Context(), "home.example.net", "ip4")
	if want := stale + " (ns2.example.net)"; err != nil || describe(a) != want {
		t.Errorf("got %q, %v, want %q", describe(a), err, want)
	}
	asker.Public = func(ip netip.Addr) bool { return false }
	const want = "ns1.example.net: has the address 127.0.1.1, which is not public; ns2.example.net: has the address 127.0.1.2, " +
		"which is not public; the system's resolver 127.0.0.1: answers 203.0.113.7, which is not public"
	if _, err := asker.Query(t.Context(), "home.example.net", "ip4"); err == nil || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if n := len(l.questions(ns1IP)); n != 0 {
		t.Errorf("asked the server %d times, want never", n)
	}
}

// TestTheLinesResolversKnowWhatTheRoutersHides has a router whose own network
// has the name of the zone: it answers for all of it itself.
func TestTheLinesResolversKnowWhatTheRoutersHides(t *testing.T) {
	const lineIP = "127.0.1.11"
	private := func(q *dns.Msg, network string) []*dns.Msg { return fromCache(holds("192.168.1.1"))(q, network) }
	tests := []struct {
		name   string
		router script
		zone   script
		want   string
	}{
		{"it denies", changed(code(dns.RcodeNameError), func(m *dns.Msg) { m.RecursionAvailable = true }), holds(wan), wan + " (ns1.example.net) HOLDS"},
		{"it refuses the question for servers", fromCache(code(dns.RcodeNotImplemented)), holds(wan), wan + " (ns1.example.net) HOLDS"},
		{"it answers with a private address and the zone is silent", private, silent, wan + " (the line's resolver) second-hand HOLDS"},
		{"it answers as the zone would, with recursion, and the zone is silent",
			changed(holds(stale), func(m *dns.Msg) { m.RecursionAvailable = true }), silent, wan + " (the line's resolver) second-hand HOLDS"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) {
				l.ns["example.net."] = []string{"ns1.example.net."}
				l.system = fromCache(holds(wan))
			})
			l.serve(deadIP, tt.router)
			l.serve(lineIP, l.resolve)
			l.serve(ns1IP, tt.zone)
			asker := l.asker()
			asker.LineConf = filepath.Join(t.TempDir(), "resolv.conf.auto")
			asker.Public = func(ip netip.Addr) bool { return !ip.IsPrivate() }
			var bound atomic.Int32
			asker.Control = func(_, address string, _ syscall.RawConn) error {
				if strings.HasPrefix(address, lineIP) {
					bound.Add(1)
				}
				return nil
			}
			for file, text := range map[string]string{asker.ResolvConf: deadIP, asker.LineConf: lineIP} {
				if err := os.WriteFile(file, []byte("# Interface wan\nnameserver "+text+"\n"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			a, err := asker.Query(t.Context(), "home.example.net", "ip4")
			if err != nil || describe(a) != tt.want {
				t.Errorf("got %q, %v, want %q", describe(a), err, tt.want)
			}
			if n := len(l.questions(lineIP)); n == 0 || int(bound.Load()) != n {
				t.Errorf("%d of %d questions to the line's resolver were bound", bound.Load(), n)
			}
			found, err := asker.Lookup(t.Context(), "dyn.example.net", "ip4")
			if tt.name == "it denies" && fmt.Sprint(found) != "["+wan+"]" {
				t.Errorf("Lookup: got %v, %v, want the line's %s", found, err, wan)
			}
		})
	}
}

func TestLettersAreMixed(t *testing.T) {
	t.Parallel()
	spelled := make(map[string]bool)
	for range 100 {
		got := capitals("home.example-1.net.")
		if lower(got) != "home.example-1.net." {
			t.Fatalf("got %q, want the same name", got)
		}
		spelled[got] = true
	}
	if len(spelled) < 90 {
		t.Errorf("100 questions had %d spellings, want as good as each its own", len(spelled))
	}
	// A server that writes small letters, and one more that speaks no TCP.
	for _, tcp := range []bool{true, false} {
		l := newLab(t, func(l *lab) { l.ns["example.net."] = []string{"ns1.example.net."} })
		var mu sync.Mutex
		var nets []string
		l.serve(ns1IP, func(q *dns.Msg, network string) []*dns.Msg {
			mu.Lock()
			defer mu.Unlock()
			nets = append(nets, network)
			if network == "tcp" && !tcp {
				return nil
			}
			return changed(holds(wan), func(m *dns.Msg) { m.Question[0].Name = "HOME.EXAMPLE.NET." })(q, network)
		})
		a, err := l.asker().Query(t.Context(), "home.example.net", "ip4")
		if want := wan + " (ns1.example.net) HOLDS"; err != nil || describe(a) != want {
			t.Errorf("TCP %v: got %q, %v, want %q", tcp, describe(a), err, want)
		}
		l.mu.Lock()
		mixed := 0
		for name := range l.spelled {
			if name != lower(name) {
				mixed++
			}
		}
		if mixed < 3 {
			t.Errorf("TCP %v: the questions spell their names %v, want capitals by chance", tcp, l.spelled)
		}
		l.mu.Unlock()
		mu.Lock()
		if want := map[bool]string{true: "[udp tcp]", false: "[udp tcp udp]"}[tcp]; fmt.Sprint(nets) != want {
			t.Errorf("TCP %v: asked over %v, want %s", tcp, nets, want)
		}
		mu.Unlock()
	}
}

// TestALongAnswerIsReadInBounds has 64 KB of records with long compressed names.
func TestALongAnswerIsReadInBounds(t *testing.T) {
	q := question{"home.example.net.", dnsmessage.TypeA}
	packet := q.packet(dnsmessage.Header{ID: 7, Response: true})
	long := len(packet)
	label := "\x3f" + strings.Repeat("x", 63)
	packet = append(packet, label+label+label+"\x00\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xcb\x00\x71\x09"...)
	count := 1
	for ; len(packet)+16 < 1<<16; count++ {
		packet = append(binary.BigEndian.AppendUint16(packet, uint16(0xc000|long)), "\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04\xcb\x00\x71\x09"...)
	}
	binary.BigEndian.PutUint16(packet[6:], uint16(count))
	begin := time.Now()
	if _, err := q.read(7, packet); err != errMalformed {
		t.Errorf("%d records: got %v, want %v", count, err, errMalformed)
	}
	if took := time.Since(begin); took > 100*time.Millisecond {
		t.Errorf("%d records took %v", count, took)
	}
}
