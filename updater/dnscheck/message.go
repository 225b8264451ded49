// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"errors"
	"math"
	"net/netip"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater/message"
)

const (
	// maxLinks is how many aliases are followed inside one answer.
	maxLinks = 8
	// maxRecords is how many records of one answer are read.
	maxRecords = 200
)

// errNotOurs marks a packet that does not answer our query: keep waiting.
var errNotOurs = errors.New("not an answer to this question")

const (
	errMalformed = message.Message(message.Malformed)
	errLoop      = message.Message(message.AliasLoop)
)

// question is what every server is asked. The name is a host name that ends
// with a dot.
type question struct {
	name  string
	qtype dnsmessage.Type
}

// packet encodes the question as a message.
func (q question) packet(h dnsmessage.Header) []byte {
	b := dnsmessage.NewBuilder(nil, h)
	b.StartQuestions()
	b.Question(dnsmessage.Question{Name: dnsmessage.MustNewName(q.name), Type: q.qtype, Class: dnsmessage.ClassINET})
	packet, _ := b.Finish() // a host name always fits into a message
	return packet
}

// reply is what an answer says about the queried name.
type reply struct {
	dnsmessage.Header
	addrs   []netip.Addr // sorted set
	alias   string       // the name that the aliases lead to, if the answer lacks its addresses
	servers []string     // the name servers, of whatever zone
	// respelled: the name came back with other capitals.
	respelled bool
	ttl       uint32 // the least of the records that lead to addrs or alias, or of the denial
}

// record is one resource record of the answer section. A record that is neither
// an answer to the question nor an alias has no name.
type record struct {
	name, alias, server string
	addr                netip.Addr
	ttl                 uint32
}

// read parses an answer. It returns errNotOurs for a packet that may be forged,
// errMalformed for one that cannot be understood. The records of a truncated
// answer are not read: query again over TCP.
func (q question) read(id uint16, packet []byte) (reply, error) {
	var p dnsmessage.Parser
	h, err := p.Start(packet)
	if err != nil || h.ID != id || !h.Response || h.OpCode != 0 {
		return reply{}, errNotOurs
	}
	echo, ok := q.echoed(&p)
	if !ok {
		return reply{}, errNotOurs
	}
	r := reply{Header: h, respelled: echo != q.name}
	if h.Truncated {
		return r, nil
	}
	var records []record
	for {
		rr, err := q.record(&p)
		if err == dnsmessage.ErrSectionDone {
			break
		}
		if err != nil || len(records) == maxRecords {
			return reply{}, errMalformed
		}
		records = append(records, rr)
		if rr.server != "" {
			r.servers = append(r.servers, rr.server)
		}
	}
	if err := r.follow(records, lower(q.name)); err != nil {
		return reply{}, err
	}
	if len(r.addrs) == 0 && r.alias == "" {
		r.ttl = denied(&p)
	}
	return r, nil
}

// denied is how long a denial lasts (RFC 2308 section 5).
func denied(p *dnsmessage.Parser) uint32 {
	for h, err := p.AuthorityHeader(); err == nil; h, err = p.AuthorityHeader() {
		if soa, err := p.SOAResource(); err == nil {
			return min(h.TTL, soa.MinTTL)
		}
		if p.SkipAuthority() != nil {
			break
		}
	}
	return 0
}

// echoed says whether a message repeats exactly the question, and how it spells
// the name. Case does not matter (RFC 4343).
func (q question) echoed(p *dnsmessage.Parser) (name string, ok bool) {
	got, err := p.Question()
	return got.Name.String(), err == nil && p.SkipQuestion() == dnsmessage.ErrSectionDone &&
		lower(got.Name.String()) == lower(q.name) && got.Type == q.qtype && got.Class == dnsmessage.ClassINET
}

// record reads one resource record.
func (q question) record(p *dnsmessage.Parser) (record, error) {
	h, err := p.AnswerHeader()
	if err != nil {
		return record{}, err
	}
	rr := record{name: lower(h.Name.String()), ttl: h.TTL}
	switch {
	case h.Class != dnsmessage.ClassINET:
	case h.Type == dnsmessage.TypeCNAME:
		to, err := p.CNAMEResource()
		rr.alias = lower(to.CNAME.String())
		return rr, err
	case h.Type != q.qtype:
	case h.Type == dnsmessage.TypeNS:
		ns, err := p.NSResource()
		rr.server = lower(ns.NS.String())
		return rr, err
	default:
		data, err := p.UnknownResource() // as raw bytes, so that its length is checked
		rr.addr, _ = netip.AddrFromSlice(data.Data)
		if rr.addr.Is4() != (q.qtype == dnsmessage.TypeA) || !rr.addr.IsValid() {
			return rr, errMalformed
		}
		return rr, err
	}
	return record{}, p.SkipAnswer()
}

// follow follows the aliases from name to addresses. If the last alias has no
// addresses in the answer, it records the name that it leads to.
func (r *reply) follow(records []record, name string) error {
	r.ttl = math.MaxUint32
	for range maxLinks {
		next, ttl := "", r.ttl
		for _, rr := range records {
			switch {
			case rr.name != name:
			case rr.addr.IsValid():
				r.addrs = append(r.addrs, rr.addr)
				r.ttl = min(r.ttl, rr.ttl)
			case next == "":
				next, ttl = rr.alias, min(r.ttl, rr.ttl)
			}
		}
		if len(r.addrs) > 0 {
			r.addrs, r.alias = sortedSet(r.addrs), ""
			return nil
		}
		if next == "" {
			return nil
		}
		name, r.alias, r.ttl = next, next, ttl
	}
	return errLoop
}

// doubt says why an answer with this code says nothing about the name, or nil.
func (r reply) doubt() error {
	if r.RCode == dnsmessage.RCodeSuccess || r.RCode == dnsmessage.RCodeNameError {
		return nil
	}
	if id, ok := codes[r.RCode]; ok {
		return message.New(id)
	}
	return message.New(message.ErrorCode, int(r.RCode))
}

// codes has the response codes of RFC 1035 section 4.1.1 that a user may see.
var codes = map[dnsmessage.RCode]message.ID{
	dnsmessage.RCodeFormatError:    message.NotUnderstood,
	dnsmessage.RCodeServerFailure:  message.ServerFailure,
	dnsmessage.RCodeNotImplemented: message.NotImplemented,
	dnsmessage.RCodeRefused:        message.QueryRefused,
}
