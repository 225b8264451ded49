// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/miekg/dns"
)

// The addresses of a lab. All are on loopback, all servers have one port.
const (
	resolverIP = "127.0.0.1"
	ns1IP      = "127.0.1.1"
	ns2IP      = "127.0.1.2"
	otherNSIP  = "127.0.1.3"
	ns6IP      = "::1"
)

// script says what a server sends for a question, packet by packet.
type script func(q *dns.Msg, network string) []*dns.Msg

// lab is a small internet: a resolver that knows the name servers of zones and
// where these are, and servers with scripts.
type lab struct {
	t    *testing.T
	port uint16
	// ns has the name servers of each zone, hosts their addresses.
	ns, hosts map[string][]string
	// aliasNS has names whose NS question is answered with an alias and these servers.
	aliasNS map[string][]string
	// system answers all other address questions to the resolver. Nil: silence.
	system script
	// deaf makes the resolver silent to every question.
	deaf bool

	mu      sync.Mutex
	spelled map[string]bool // the names as they came
	asked   []string        // "127.0.0.1 NS home.example.net." in order
}

// newLab starts a lab with the zone example.net on ns1 and ns2. The resolver
// is up when it returns, so edits come before.
func newLab(t *testing.T, edit func(l *lab)) *lab {
	l := &lab{t: t, aliasNS: map[string][]string{}, spelled: map[string]bool{},
		ns: map[string][]string{"example.net.": {"ns1.example.net.", "ns2.example.net."}},
		hosts: map[string][]string{
			"ns1.example.net.": {ns1IP}, "ns2.example.net.": {ns2IP},
			"ns.other.example.": {otherNSIP}, "ns6.example.net.": {ns6IP},
		}}
	edit(l)
	for range 20 {
		l.port = 0
		if l.listen(resolverIP, l.resolve) == nil {
			return l
		}
	}
	t.Fatal("no port of 127.0.0.1 is free for both UDP and TCP")
	return nil
}

// serve starts a name server at ip.
func (l *lab) serve(ip string, s script) {
	l.t.Helper()
	if err := l.listen(ip, s); err != nil {
		l.t.Fatalf("cannot start a server at %s, is loopback up with IPv4 and IPv6? %v", ip, err)
	}
}

func (l *lab) listen(ip string, s script) error {
	pc, err := net.ListenPacket("udp", netip.AddrPortFrom(netip.MustParseAddr(ip), l.port).String())
	if err != nil {
		return err
	}
	port := uint16(pc.LocalAddr().(*net.UDPAddr).Port)
	ln, err := net.Listen("tcp", netip.AddrPortFrom(netip.MustParseAddr(ip), port).String())
	if err != nil {
		pc.Close()
		return err
	}
	l.port = port
	for _, srv := range []*dns.Server{
		{PacketConn: pc, Handler: l.handler(ip, "udp", s)},
		{Listener: ln, Handler: l.handler(ip, "tcp", s)},
	} {
		started := make(chan struct{})
		srv.NotifyStartedFunc = func() { close(started) }
		go srv.ActivateAndServe()
		<-started
		l.t.Cleanup(func() { srv.Shutdown() })
	}
	return nil
}

func (l *lab) handler(ip, network string, s script) dns.HandlerFunc {
	return func(w dns.ResponseWriter, q *dns.Msg) {
		question, spelled := q.Question[0], q.Question[0].Name
		question.Name = strings.ToLower(spelled)
		q.Question[0] = question
		l.mu.Lock()
		l.spelled[spelled] = true
		l.asked = append(l.asked, fmt.Sprintf("%s %s %s", ip, dns.TypeToString[question.Qtype], question.Name))
		l.mu.Unlock()
		if want := ip == resolverIP || ip == deadIP || ip == "127.0.1.10" || ip == "127.0.1.11"; q.RecursionDesired != want {
			l.t.Errorf("question to %s: recursion desired is %v, want %v", ip, q.RecursionDesired, want)
		}
		for _, m := range s(q, network) {
			if m.Question[0].Name == question.Name {
				m.Question[0].Name = spelled // as servers do
			}
			if err := w.WriteMsg(m); err != nil {
				l.t.Errorf("%s cannot answer: %v", ip, err)
			}
		}
	}
}

// questions gives those that began with prefix, without it.
func (l *lab) questions(prefix string) (out []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.asked {
		if rest, ok := strings.CutPrefix(line, prefix); ok {
			out = append(out, rest)
		}
	}
	return out
}

// resolve is the script of the system's resolver.
func (l *lab) resolve(q *dns.Msg, network string) []*dns.Msg {
	if l.deaf {
		return nil
	}
	name := strings.ToLower(q.Question[0].Name)
	m := cached(q)
	if q.Question[0].Qtype == dns.TypeNS {
		if servers, ok := l.aliasNS[name]; ok {
			m.Answer = append(m.Answer, rr(name+" CNAME other.example."))
			m.Answer = append(m.Answer, nsRecords("other.example.", servers)...)
		}
		m.Answer = append(m.Answer, nsRecords(name, l.ns[name])...)
		if len(m.Answer) == 0 {
			m.Rcode = dns.RcodeNameError
		}
		return []*dns.Msg{m}
	}
	if addrs, ok := l.hosts[name]; ok {
		m.Answer = addrRecords(name, q.Question[0].Qtype, addrs)
		return []*dns.Msg{m}
	}
	if l.system == nil {
		return nil
	}
	return l.system(q, network)
}

// asker gives an Asker that lives in the lab.
func (l *lab) asker() Client {
	conf := filepath.Join(l.t.TempDir(), "resolv.conf")
	if err := os.WriteFile(conf, []byte("nameserver "+resolverIP+"\n"), 0o600); err != nil {
		l.t.Fatal(err)
	}
	return Client{
		ResolvConf: conf,
		Port:       l.port,
		pace: pace{step: 250 * time.Millisecond, try: 200 * time.Millisecond, lookup: 500 * time.Millisecond,
			zone: 2 * time.Second, total: 3 * time.Second},
	}
}

// rr parses one record in zone file form, without its time to live.
func rr(text string) dns.RR {
	name, rest, _ := strings.Cut(text, " ")
	r, err := dns.NewRR(name + " 60 IN " + rest)
	if err != nil {
		panic(err)
	}
	return r
}

func nsRecords(zone string, servers []string) (out []dns.RR) {
	for _, s := range servers {
		out = append(out, rr(zone+" NS "+s))
	}
	return out
}

// addrRecords gives the records for those of the addresses that have the type.
func addrRecords(name string, qtype uint16, addrs []string) (out []dns.RR) {
	for _, a := range addrs {
		own := dns.TypeA
		if netip.MustParseAddr(a).Is6() {
			own = dns.TypeAAAA
		}
		if own == qtype {
			out = append(out, rr(name+" "+dns.TypeToString[own]+" "+a))
		}
	}
	return out
}

// own begins an answer of a server of the zone, cached one of a resolver.
func own(q *dns.Msg) *dns.Msg {
	m := new(dns.Msg).SetReply(q)
	m.Authoritative = true
	return m
}

func cached(q *dns.Msg) *dns.Msg {
	m := new(dns.Msg).SetReply(q)
	m.RecursionAvailable = true
	return m
}

// holds answers every address question with these addresses.
func holds(addrs ...string) script {
	return func(q *dns.Msg, _ string) []*dns.Msg {
		m := own(q)
		m.Answer = addrRecords(q.Question[0].Name, q.Question[0].Qtype, addrs)
		return []*dns.Msg{m}
	}
}

// serves answers from records in zone file form: those of the name asked for,
// with all others behind them.
func serves(records ...string) script {
	return func(q *dns.Msg, _ string) []*dns.Msg {
		m := own(q)
		for _, r := range records {
			m.Answer = append(m.Answer, rr(r))
		}
		return []*dns.Msg{m}
	}
}

// changed lets another script answer and edits what it says.
func changed(s script, edit func(m *dns.Msg)) script {
	return func(q *dns.Msg, network string) []*dns.Msg {
		out := s(q, network)
		for _, m := range out {
			edit(m)
		}
		return out
	}
}

func code(rcode int) script {
	return changed(holds(), func(m *dns.Msg) { m.Rcode = rcode })
}

// fromCache makes an answer that of a resolver.
func fromCache(s script) script {
	return changed(s, func(m *dns.Msg) { m.Authoritative, m.RecursionAvailable = false, true })
}

func silent(*dns.Msg, string) []*dns.Msg { return nil }
