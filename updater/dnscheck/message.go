// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
)

// The few numbers of RFC 1035 and RFC 3596 that an address query needs.
const (
	typeA     = 1
	typeCNAME = 5
	typeAAAA  = 28
	classIN   = 1

	headerSize = 12

	flagReply              = 1 << 15
	flagAuthoritative      = 1 << 10
	flagTruncated          = 1 << 9
	flagRecursionDesired   = 1 << 8
	flagRecursionAvailable = 1 << 7
	maskOpcode             = 0xf << 11
	maskCode               = 0xf

	codeNoError  = 0
	codeNXDomain = 3

	// maxLinks bounds the walk along aliases inside one answer.
	maxLinks = 8
)

var (
	// errNotOurs marks a packet that does not answer our question: keep waiting.
	errNotOurs   = errors.New("not an answer to this question")
	errMalformed = errors.New("malformed answer")
	errLoop      = errors.New("too many aliases in a row")
)

// question is what is asked of every server. The name is canonical.
type question struct {
	name  string
	qtype uint16
}

// packet gives the question as a message of RFC 1035 section 4.
func (q question) packet(id, flags uint16) []byte {
	b := binary.BigEndian.AppendUint16(nil, id)
	b = binary.BigEndian.AppendUint16(b, flags)
	b = append(b, 0, 1, 0, 0, 0, 0, 0, 0) // one question, nothing else
	b = appendName(b, q.name)
	b = binary.BigEndian.AppendUint16(b, q.qtype)
	return binary.BigEndian.AppendUint16(b, classIN)
}

// reply is what an answer says about the name of the question.
type reply struct {
	flags uint16
	addrs []netip.Addr // sorted set
	alias string       // the name where the aliases lead, when its addresses are not in the answer
}

func (r reply) has(flag uint16) bool { return r.flags&flag != 0 }

// read takes an answer apart. It returns errNotOurs for a packet that somebody
// else may have sent, errMalformed for one that cannot be understood. The
// records of a truncated answer are not read: ask again over TCP.
func (q question) read(id uint16, packet []byte) (reply, error) {
	asked := q.packet(id, 0)
	if !echoes(packet, asked) {
		return reply{}, errNotOurs
	}
	r := reply{flags: binary.BigEndian.Uint16(packet[2:])}
	if r.has(flagTruncated) {
		return r, nil
	}
	in := reader{msg: packet, off: len(asked)}
	var records []record
	for range binary.BigEndian.Uint16(packet[6:]) {
		rr, ok := in.record(q.qtype)
		if !ok {
			return reply{}, errMalformed
		}
		records = append(records, rr)
	}
	var err error
	r.addrs, r.alias, err = follow(records, q.name)
	return r, err
}

// echoes tells whether a packet repeats the id and the question that were
// sent. Upper and lower case are the same (RFC 4343); the first name of a
// message has nothing to point at, so it is never compressed.
func echoes(packet, asked []byte) bool {
	if len(packet) < len(asked) || packet[0] != asked[0] || packet[1] != asked[1] {
		return false
	}
	flags := binary.BigEndian.Uint16(packet[2:])
	if flags&flagReply == 0 || flags&maskOpcode != 0 || binary.BigEndian.Uint16(packet[4:]) != 1 {
		return false
	}
	for i := headerSize; i < len(asked); i++ {
		if lower(packet[i]) != asked[i] {
			return false
		}
	}
	return true
}

// follow walks from name along the aliases to addresses. When the walk ends at
// an alias without addresses, it returns the name where it ended.
func follow(records []record, name string) ([]netip.Addr, string, error) {
	end := ""
	for range maxLinks {
		var addrs []netip.Addr
		next := ""
		for _, rr := range records {
			switch {
			case rr.name != name:
			case rr.addr.IsValid():
				addrs = append(addrs, rr.addr)
			case next == "":
				next = rr.alias
			}
		}
		if len(addrs) > 0 {
			return sortedSet(addrs), "", nil
		}
		if next == "" {
			return nil, end, nil
		}
		name, end = next, next
	}
	return nil, "", errLoop
}

// doubt says why an answer with this code tells nothing about the name, or nil.
func (r reply) doubt() error {
	code := r.flags & maskCode
	if code == codeNoError || code == codeNXDomain {
		return nil
	}
	if text, ok := codeTexts[code]; ok {
		return errors.New(text)
	}
	return fmt.Errorf("answers with error %d", code)
}

// codeTexts has the response codes of RFC 1035 section 4.1.1 that a user may meet.
var codeTexts = map[uint16]string{
	1: "did not understand the question",
	2: "has a failure of its own",
	4: "does not know such questions",
	5: "refuses to answer",
}
