// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"context"
	"net"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// udpSize is the largest UDP answer, as DNS flag day 2020 recommends.
const udpSize = 1232

// dnsPlace is one DNS server, an authority or the resolver.
type dnsPlace struct {
	s      *Sandbox
	name   string
	stage  stage
	server int
	answer func(m *dns.Msg, when moment)
}

func (p *dnsPlace) serve(pc net.PacketConn, l net.Listener) {
	if pc != nil {
		p.start(&dns.Server{PacketConn: pc})
	}
	if l != nil {
		p.start(&dns.Server{Listener: l})
	}
}

// start returns when the server is up: one that is shut down earlier would
// refuse to.
func (p *dnsPlace) start(server *dns.Server) {
	up := make(chan struct{})
	server.NotifyStartedFunc = func() { close(up) }
	server.Handler = dns.HandlerFunc(p.handle)
	server.MsgAcceptFunc = acceptAll
	stopped := make(chan struct{})
	p.s.running.Go(func() {
		_ = server.ActivateAndServe()
		close(stopped)
	})
	select {
	case <-up:
	case <-stopped:
		return
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.s.closers = append(p.s.closers, func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = server.ShutdownContext(ctx)
	})
}

// acceptAll leaves it to handle to refuse what is odd, so that it is recorded.
func acceptAll(h dns.Header) dns.MsgAcceptAction {
	const response = 1 << 15
	if h.Bits&response != 0 {
		return dns.MsgIgnore
	}
	return dns.MsgAccept
}

// handle answers one query and records it.
func (p *dnsPlace) handle(w dns.ResponseWriter, q *dns.Msg) {
	if len(q.Question) != 1 {
		_ = w.WriteMsg(new(dns.Msg).SetRcode(q, dns.RcodeFormatError))
		return
	}
	p.s.mu.Lock()
	f := p.s.take(p.stage, p.strikes)
	kind := strings.TrimPrefix(string(f.Name), p.name+"-")
	m := p.reply(q, kind)
	p.record(w, q, m, f)
	p.s.mu.Unlock()
	deliver := deliveries[kind]
	if deliver == nil {
		deliver = plain
	}
	deliver(p.s, w, m, f.Arg)
}

// strikes: one fault is for the first name server alone.
func (p *dnsPlace) strikes(f Fault) bool { return f != AuthorityFirstSilent || p.server == 0 }

// reply is the answer with what a fault does to its content.
func (p *dnsPlace) reply(q *dns.Msg, kind string) *dns.Msg {
	m := new(dns.Msg).SetReply(q)
	if q.IsEdns0() != nil {
		defer m.SetEdns0(udpSize, false)
	}
	switch {
	case q.Opcode != dns.OpcodeQuery:
		m.Rcode = dns.RcodeNotImplemented
		return m
	case q.Question[0].Qclass != dns.ClassINET:
		m.Rcode = dns.RcodeRefused
		return m
	}
	when := current
	if kind == "stale" {
		when = beforeLastChange
	}
	answer := p.answer
	if kind == "redirected" {
		answer = p.s.recursive
	}
	answer(m, when)
	if kind == "nxdomain" {
		p.s.deny(m)
	}
	return m
}

func (p *dnsPlace) record(w dns.ResponseWriter, q, m *dns.Msg, f ActiveFault) {
	now := time.Now()
	entry := Query{
		Number: len(p.s.ledger.queries) + 1, Time: now, Offset: now.Sub(p.s.started),
		Place: p.name, Server: p.server, Remote: w.RemoteAddr().String(), Network: w.LocalAddr().Network(),
		Name: plainName(q.Question[0].Name), Type: dns.TypeToString[q.Question[0].Qtype],
		Recursion: q.RecursionDesired, Rcode: dns.RcodeToString[m.Rcode], Fault: f.Name,
	}
	for _, rr := range m.Answer {
		entry.Answers = append(entry.Answers, strings.TrimPrefix(rr.String(), rr.Header().String()))
	}
	p.s.ledger.queries = append(p.s.ledger.queries, entry)
	p.s.ledger.change()
}
