// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"math/rand/v2"
	"net"
	"net/netip"
	"time"

	"github.com/miekg/dns"
)

// silentTCP is how long a silent server keeps a TCP connection.
const silentTCP = 30 * time.Second

// aliasLabel starts the name to which the CNAME faults point.
const aliasLabel = "alias."

// delivery sends an answer in the way of a fault.
type delivery func(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, arg string)

// deliveries are the DNS faults by the part of their name after the place. A
// stale answer and NXDOMAIN are made where answers are made and sent like any
// other.
var deliveries = map[string]delivery{
	"silent":         silent,
	"first-silent":   silent,
	"slow":           slow,
	"servfail":       failing(dns.RcodeServerFailure),
	"refused":        failing(dns.RcodeRefused),
	"lies":           lie,
	"several":        several,
	"cname":          alias,
	"lame":           lame,
	"truncated":      truncate,
	"wrong-id":       wrongID,
	"wrong-question": wrongQuestion,
	"spoofed":        spoof,
	"garbage":        garble,
	"redirected":     plain,
	"formerr-edns":   ifEDNS(failing(dns.RcodeFormatError)),
	"drop-edns":      ifEDNS(silent),
	"echo-opt":       ifEDNS(echoOPT),
	"drop-aaaa":      ifAAAA(silent),
	"servfail-aaaa":  ifAAAA(failing(dns.RcodeServerFailure)),
}

// ifEDNS does a thing to the answers of questions with an OPT record only.
func ifEDNS(do delivery) delivery {
	return only(do, func(m *dns.Msg) bool { return m.IsEdns0() != nil })
}

// ifAAAA does a thing to the answers of questions for IPv6 addresses only.
func ifAAAA(do delivery) delivery {
	return only(do, func(m *dns.Msg) bool { return m.Question[0].Qtype == dns.TypeAAAA })
}

func only(do delivery, strikes func(*dns.Msg) bool) delivery {
	return func(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, arg string) {
		if strikes(m) {
			do(s, w, m, arg)
			return
		}
		plain(s, w, m, "")
	}
}

// echoOPT puts the OPT record where the answer should stand: such a resolver
// copies the question, and writes the answer behind it.
func echoOPT(_ *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	all := append([]dns.RR{m.IsEdns0()}, m.Answer...)
	n := len(m.Answer)
	m.Answer, m.Ns, m.Extra = all[:n], nil, all[n:]
	_ = w.WriteMsg(m)
}

// plain fits the answer into what the client can take over UDP. Write errors
// are the client's business: it has gone.
func plain(_ *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	if _, udp := w.RemoteAddr().(*net.UDPAddr); udp {
		size := dns.MinMsgSize
		if m.IsEdns0() != nil {
			size = udpSize
		}
		m.Truncate(size)
	}
	_ = w.WriteMsg(m)
}

func silent(s *Sandbox, w dns.ResponseWriter, _ *dns.Msg, _ string) {
	if _, tcp := w.RemoteAddr().(*net.TCPAddr); tcp {
		// Over TCP silence is a connection that stays open.
		s.sleep(silentTCP)
	}
}

func slow(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, arg string) {
	// Arguments were checked when the fault was set.
	d, _ := parseDelay(arg)
	if s.sleep(d) {
		plain(s, w, m, "")
	}
}

func failing(rcode int) delivery {
	return func(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
		m.Rcode, m.Answer, m.Ns = rcode, nil, nil
		plain(s, w, m, "")
	}
}

// setAddress replaces whatever a question about the family of ip was answered
// with.
func setAddress(s *Sandbox, m *dns.Msg, ip netip.Addr) {
	if list := s.addressRecords(m.Question[0], []netip.Addr{ip}); len(list) > 0 {
		m.Rcode, m.Ns, m.Answer = dns.RcodeSuccess, nil, list
	}
}

func lie(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, arg string) {
	ip, _ := parseLie(arg)
	setAddress(s, m, ip)
	plain(s, w, m, "")
}

func several(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, arg string) {
	ip, _ := parseLie(arg)
	if len(m.Answer) > 0 {
		m.Answer = append(m.Answer, s.addressRecords(m.Question[0], []netip.Addr{ip})...)
	}
	plain(s, w, m, "")
}

func alias(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	q := m.Question[0]
	if (q.Qtype == dns.TypeA || q.Qtype == dns.TypeAAAA) && len(m.Answer) > 0 {
		target := aliasLabel + q.Name
		for _, rr := range m.Answer {
			rr.Header().Name = target
		}
		cname := &dns.CNAME{Hdr: s.header(q.Name, dns.TypeCNAME), Target: target}
		m.Answer = append([]dns.RR{cname}, m.Answer...)
	}
	plain(s, w, m, "")
}

func lame(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	m.Authoritative = false
	plain(s, w, m, "")
}

func truncate(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	if _, udp := w.RemoteAddr().(*net.UDPAddr); udp {
		m.Truncated, m.Answer, m.Ns, m.Extra = true, nil, nil, nil
		_ = w.WriteMsg(m)
		return
	}
	plain(s, w, m, "")
}

func wrongID(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	m.Id++
	plain(s, w, m, "")
}

func wrongQuestion(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	m.Question = []dns.Question{{Name: "other.example.org.", Qtype: m.Question[0].Qtype, Qclass: dns.ClassINET}}
	plain(s, w, m, "")
}

func spoof(s *Sandbox, w dns.ResponseWriter, m *dns.Msg, arg string) {
	ip, _ := parseLie(arg)
	forged := m.Copy()
	forged.Id++
	setAddress(s, forged, ip)
	plain(s, w, forged, "")
	plain(s, w, m, "")
}

// garble keeps the id, so that a client does not drop the packet unread.
func garble(_ *Sandbox, w dns.ResponseWriter, m *dns.Msg, _ string) {
	b := []byte{byte(m.Id >> 8), byte(m.Id)}
	for range 60 {
		b = append(b, byte(rand.IntN(256)))
	}
	_, _ = w.Write(b)
}
