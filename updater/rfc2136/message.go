// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

const (
	opUpdate  = 5
	classANY  = dnsmessage.Class(255)
	classNONE = dnsmessage.Class(254)
)

// The response codes of updates (RFC 2136, 2.2).
const (
	codeYXRRSet dnsmessage.RCode = 7
	codeNXRRSet dnsmessage.RCode = 8
	codeNotAuth dnsmessage.RCode = 9
	codeNotZone dnsmessage.RCode = 10
)

// query is a question to the server.
func query(name dnsmessage.Name, kind dnsmessage.Type, id uint16) []byte {
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{ID: id})
	b.StartQuestions()
	b.Question(dnsmessage.Question{Name: name, Type: kind, Class: dnsmessage.ClassINET})
	packet, _ := b.Finish() // a name always fits into a message
	return packet
}

// change is what an update makes of a name.
type change struct {
	name, zone dnsmessage.Name
	ttl        time.Duration
	sets       []set
}

// set is what the name holds in one family, and what it is to hold.
type set struct {
	kind  dnsmessage.Type
	held  []netip.Addr
	known bool // held was read
	want  netip.Addr
}

// packet encodes the change (RFC 2136, 2). It takes effect only if the name is
// no alias (a server would ignore the update without a word) and still holds
// what was read, so that nothing that somebody else has just written is lost.
func (c change) packet(id uint16) []byte {
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{ID: id, OpCode: opUpdate})
	b.StartQuestions()
	b.Question(dnsmessage.Question{Name: c.zone, Type: dnsmessage.TypeSOA, Class: dnsmessage.ClassINET})
	add := func(kind dnsmessage.Type, class dnsmessage.Class, ttl uint32, data []byte) {
		b.UnknownResource(dnsmessage.ResourceHeader{Name: c.name, Class: class, TTL: ttl}, dnsmessage.UnknownResource{Type: kind, Data: data})
	}
	b.StartAnswers()
	add(dnsmessage.TypeCNAME, classNONE, 0, nil)
	for _, s := range c.sets {
		if s.known && len(s.held) == 0 {
			add(s.kind, classNONE, 0, nil)
		}
		for _, ip := range s.held {
			add(s.kind, dnsmessage.ClassINET, 0, ip.AsSlice())
		}
	}
	b.StartAuthorities()
	for _, s := range c.sets {
		add(s.kind, classANY, 0, nil)
		add(s.kind, dnsmessage.ClassINET, uint32(c.ttl/time.Second), s.want.AsSlice())
	}
	packet, _ := b.Finish() // a few addresses always fit
	return packet
}

// wantsNone says that it also needs a family to have no address.
func (c change) wantsNone() bool {
	return slices.ContainsFunc(c.sets, func(s set) bool { return s.known && len(s.held) == 0 })
}

// reply is what an answer says.
type reply struct {
	dnsmessage.Header
	signature *tsig
	genuine   bool         // it is signed by the key
	addrs     []netip.Addr // of the name in the question
	alias     bool         // the name is another's
	zone      string       // the owner of a start of authority, lower case, with a dot
	serial    uint32       // of that zone
}

// lacks says whether records are missing. The answer to an update has none (RFC
// 2136, 2.2).
func (r *reply) lacks() bool { return r.Truncated && r.OpCode != opUpdate }

// read reads an answer to a question about a name.
func (r *reply) read(body []byte) error {
	var p dnsmessage.Parser
	var err error
	if r.Header, err = p.Start(body); err != nil {
		return errMalformed
	}
	q, err := p.Question()
	if err != nil || p.SkipAllQuestions() != nil {
		return nil // a refusal may come without
	}
	for {
		h, err := p.AnswerHeader()
		if err == dnsmessage.ErrSectionDone {
			break
		}
		if err != nil || r.take(h, q, &p) != nil {
			return errMalformed
		}
	}
	for {
		h, err := p.AuthorityHeader()
		if err != nil {
			return nil
		}
		if h.Type != dnsmessage.TypeSOA {
			p.SkipAuthority()
		} else if soa, err := p.SOAResource(); err == nil {
			r.zone, r.serial = strings.ToLower(h.Name.String()), soa.Serial
		}
	}
}

// take reads one record of the answer section.
func (r *reply) take(h dnsmessage.ResourceHeader, q dnsmessage.Question, p *dnsmessage.Parser) error {
	own := strings.EqualFold(h.Name.String(), q.Name.String())
	switch {
	case own && h.Type == dnsmessage.TypeSOA:
		soa, err := p.SOAResource()
		r.zone, r.serial = strings.ToLower(h.Name.String()), soa.Serial
		return err
	case own && h.Type == dnsmessage.TypeCNAME:
		r.alias = true
	case own && h.Type == q.Type && (q.Type == dnsmessage.TypeA || q.Type == dnsmessage.TypeAAAA):
		data, err := p.UnknownResource()
		ip, ok := netip.AddrFromSlice(data.Data)
		if err != nil || !ok || ip.Is4() != (q.Type == dnsmessage.TypeA) {
			return errMalformed
		}
		if len(r.addrs) < maxAddrs && !slices.Contains(r.addrs, ip) {
			r.addrs = append(r.addrs, ip)
		}
		return nil
	}
	return p.SkipAnswer()
}

// maxAddrs is how many addresses are too many for one message.
const maxAddrs = 20

// decode reads an answer to a request with that MAC: the header has to be that
// of an answer to it.
func decode(packet []byte, id uint16, k key, mac []byte, now time.Time) (*reply, error) {
	body, t, err := split(packet)
	if err != nil {
		return nil, err
	}
	r := &reply{signature: t}
	if err := r.read(bytes.Clone(body)); err != nil {
		return nil, err
	}
	if r.ID != id || !r.Response {
		return nil, errMalformed
	}
	r.genuine = k.verify(body, t, mac, now)
	return r, nil
}
