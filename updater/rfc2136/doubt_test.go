// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"encoding/binary"
	"net"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater"
	"dynwan/updater/message"
)

// cut is an answer of which nothing but the question and the signature has found
// room, as RFC 8945, 5.3, wants it.
func (f *fake) cut(request []byte) []byte {
	body, sig, _ := split(request)
	var p dnsmessage.Parser
	h, _ := p.Start(body)
	q, _ := p.Question()
	h.Response, h.Authoritative, h.Truncated = true, true, true
	b := dnsmessage.NewBuilder(nil, h)
	b.StartQuestions()
	b.Question(q)
	plain, _ := b.Finish()
	return f.sign(plain, sig.mac, 0, nil)
}

// TestATruncatedAnswerIsNotAnEmptyOne: the question goes out again over TCP (RFC
// 2181, 9), at the same server.
func TestATruncatedAnswerIsNotAnEmptyOne(t *testing.T) {
	f, tcp := newFake(t)
	f.addrs = []netip.Addr{netip.MustParseAddr("203.0.113.7")}
	conn, err := net.ListenPacket("udp", tcp.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	go func() {
		request := make([]byte, 4096)
		for {
			n, from, err := conn.ReadFrom(request)
			if err != nil {
				return
			}
			conn.WriteTo(f.cut(append([]byte(nil), request[:n]...)), from)
		}
	}()
	udp := map[string]string{"transport": "udp"}
	if o := update(t, tcp, "203.0.113.7", udp); o.Kind != updater.Confirmed || o.Text.ID() != message.HadAlready || f.updates != 0 {
		t.Errorf("held already: got %s, %q after %d updates", o.Kind, o.Text, f.updates)
	}
	if o := update(t, tcp, "203.0.113.9", udp); o.Kind != updater.Confirmed || f.updates != 1 {
		t.Errorf("another one: got %s, %q after %d updates", o.Kind, o.Text, f.updates)
	}
	f.answer = func(_ bool, request, _ []byte) []byte { return f.cut(request) }
	if o := update(t, tcp, "203.0.113.9", udp); o.Kind != updater.Unsent || o.Sent || o.Text.String() != "127.0.0.1 did not say what the name holds: answer is truncated even over TCP" {
		t.Errorf("truncated over TCP too: got %s, %q", o.Kind, o.Text)
	}
}

// TestOneTruncatedYesIsAYes: an answer to an update has no records that could be
// missing (RFC 2136, 2.2).
func TestOneTruncatedYesIsAYes(t *testing.T) {
	f, _ := newFake(t)
	var updates atomic.Int32
	s := datagrams(t, func(request []byte) [][]byte {
		if isUpdate(request) {
			updates.Add(1)
			return [][]byte{f.cut(request)}
		}
		return [][]byte{f.reply(request)}
	})
	if o := update(t, s, "203.0.113.7", map[string]string{"transport": "udp"}); o.Kind != updater.Confirmed || updates.Load() != 1 {
		t.Errorf("got %s, %q after %d updates", o.Kind, o.Text, updates.Load())
	}
}

// TestAnUnsignedNoToTheTimeOfAnUpdateDecidesNothing: anybody may have written it,
// and the update may have been done.
func TestAnUnsignedNoToTheTimeOfAnUpdateDecidesNothing(t *testing.T) {
	for _, other := range [][]byte{nil, appendTime(nil, 1000)} {
		f, s := newFake(t)
		f.answer = func(update bool, _, answer []byte) []byte {
			if update {
				return tsig{name: f.key.name, algorithm: f.key.algorithm, id: binary.BigEndian.Uint16(answer), code: badTime, other: other, signed: uint64(time.Now().Unix())}.attach(unsigned(answer))
			}
			return answer
		}
		if o := update(t, s, "203.0.113.7", nil); o.Kind != updater.Unsure || !o.Sent || o.Text.ID() != message.ClocksDifferSomehow {
			t.Errorf("got %s, %q, sent %v", o.Kind, o.Text, o.Sent)
		}
	}
}

// TestAnAliasToAnotherZoneIsOne: the start of authority in the answer is that of
// the zone in which its target is.
func TestAnAliasToAnotherZoneIsOne(t *testing.T) {
	f, s := newFake(t)
	f.answer = func(_ bool, request, _ []byte) []byte {
		body, sig, _ := split(request)
		var p dnsmessage.Parser
		h, _ := p.Start(body)
		q, _ := p.Question()
		h.Response, h.Authoritative = true, true
		b := dnsmessage.NewBuilder(nil, h)
		b.StartQuestions()
		b.Question(q)
		b.StartAnswers()
		zone := dnsmessage.MustNewName("other.example.")
		b.CNAMEResource(dnsmessage.ResourceHeader{Name: q.Name, Class: dnsmessage.ClassINET}, dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("x.other.example.")})
		b.StartAuthorities()
		b.SOAResource(dnsmessage.ResourceHeader{Name: zone, Class: dnsmessage.ClassINET}, dnsmessage.SOAResource{NS: zone, MBox: zone, Serial: 1})
		plain, _ := b.Finish()
		return f.sign(plain, sig.mac, 0, nil)
	}
	if o := update(t, s, "203.0.113.7", nil); o.Kind != updater.Rejected || o.Text.ID() != message.IsAlias || o.Remedy.ID() != message.RemoveAlias {
		t.Errorf("got %s, %q; %q", o.Kind, o.Text, o.Remedy)
	}
}
