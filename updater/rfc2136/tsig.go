// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"bytes"
	"crypto/hmac"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

const (
	typeTSIG = dnsmessage.Type(250)
	// fudge is how far the clocks may be apart, the usual value of RFC 8945, 10.
	fudge = 300
	// headerSize is the size of the header of a message.
	headerSize = 12
)

// tsig is the signature of a message (RFC 8945, 4.2).
type tsig struct {
	name, algorithm []byte // as in a message, lower case
	signed          uint64 // seconds since 1970
	fudge           uint16
	mac             []byte
	id              uint16
	code            dnsmessage.RCode // why a server does not accept the request's signature
	other           []byte
}

// Why a signature is not accepted (RFC 8945, 3).
const (
	badSig  dnsmessage.RCode = 16
	badKey  dnsmessage.RCode = 17
	badTime dnsmessage.RCode = 18
)

// variables are what is signed beside the message (RFC 8945, 4.3.3).
func (t tsig) variables() []byte {
	b := bytes.Clone(t.name)
	b = append(b, 0, 255, 0, 0, 0, 0) // class ANY, TTL 0
	b = append(b, t.algorithm...)
	b = appendTime(b, t.signed)
	b = binary.BigEndian.AppendUint16(b, t.fudge)
	b = binary.BigEndian.AppendUint16(b, uint16(t.code))
	b = binary.BigEndian.AppendUint16(b, uint16(len(t.other)))
	return append(b, t.other...)
}

// sign adds a signature to a message, and returns its MAC too: the answer's one
// depends on it.
func (k key) sign(packet []byte, now time.Time) (signed, mac []byte) {
	t := tsig{name: k.name, algorithm: k.algorithm, signed: uint64(now.Unix()), fudge: fudge, id: binary.BigEndian.Uint16(packet)}
	t.mac = k.mac(packet, t.variables())
	return t.attach(packet), t.mac
}

// attach adds the signature to a message, as its last record.
func (t tsig) attach(packet []byte) []byte {
	data := appendTime(bytes.Clone(t.algorithm), t.signed)
	data = binary.BigEndian.AppendUint16(data, t.fudge)
	data = binary.BigEndian.AppendUint16(data, uint16(len(t.mac)))
	data = append(data, t.mac...)
	data = binary.BigEndian.AppendUint16(data, t.id)
	data = binary.BigEndian.AppendUint16(data, uint16(t.code))
	data = binary.BigEndian.AppendUint16(data, uint16(len(t.other)))
	data = append(data, t.other...)

	b := append(bytes.Clone(packet), t.name...)
	b = append(b, 0, byte(typeTSIG), 0, 255, 0, 0, 0, 0)
	b = append(binary.BigEndian.AppendUint16(b, uint16(len(data))), data...)
	binary.BigEndian.PutUint16(b[10:], binary.BigEndian.Uint16(b[10:])+1)
	return b
}

// verify says whether the answer to a request with that MAC is signed by the
// key, near the time now. body is the answer without its signature.
func (k key) verify(body []byte, t *tsig, request []byte, now time.Time) bool {
	if t == nil || !bytes.Equal(t.name, k.name) || !bytes.Equal(t.algorithm, k.algorithm) || t.id != binary.BigEndian.Uint16(body) {
		return false
	}
	prefix := binary.BigEndian.AppendUint16(nil, uint16(len(request)))
	if !hmac.Equal(t.mac, k.mac(prefix, request, body, t.variables())) {
		return false
	}
	return t.code == badTime || now.Sub(time.Unix(int64(t.signed), 0)).Abs() <= time.Duration(t.fudge)*time.Second
}

var errMalformed = errors.New("malformed message")

// split takes the signature off a message: it is the last record. t is nil if
// there is none.
func split(packet []byte) (body []byte, t *tsig, err error) {
	if len(packet) < headerSize {
		return nil, nil, errMalformed
	}
	last, err := lastRecord(packet)
	if err != nil {
		return nil, nil, err
	}
	var p dnsmessage.Parser
	if _, err := p.Start(packet); err != nil {
		return nil, nil, errMalformed
	}
	p.SkipAllQuestions()
	p.SkipAllAnswers()
	p.SkipAllAuthorities()
	for {
		h, err := p.AdditionalHeader()
		if err == dnsmessage.ErrSectionDone {
			return packet, nil, nil
		}
		if err != nil {
			return nil, nil, errMalformed
		}
		if h.Type != typeTSIG {
			p.SkipAdditional()
			continue
		}
		r, err := p.UnknownResource()
		name, bad := wire(strings.ToLower(strings.TrimSuffix(h.Name.String(), ".")))
		if err != nil || bad != nil {
			return nil, nil, errMalformed
		}
		if t, err = parse(name, r.Data); err != nil {
			return nil, nil, err
		}
		if _, err := p.AdditionalHeader(); err != dnsmessage.ErrSectionDone {
			return nil, nil, errMalformed // it has to be the last
		}
		body = bytes.Clone(packet[:last])
		binary.BigEndian.PutUint16(body[10:], binary.BigEndian.Uint16(body[10:])-1)
		return body, t, nil
	}
}

// parse reads the data of a signature.
func parse(name, data []byte) (*tsig, error) {
	end := bytes.IndexByte(data, 0) + 1 // no label of an algorithm has a zero
	if end == 0 || len(data) < end+10 {
		return nil, errMalformed
	}
	t := &tsig{name: name, algorithm: bytes.ToLower(data[:end])}
	data = data[end:]
	t.signed = uint64(binary.BigEndian.Uint16(data))<<32 | uint64(binary.BigEndian.Uint32(data[2:]))
	t.fudge = binary.BigEndian.Uint16(data[6:])
	size := int(binary.BigEndian.Uint16(data[8:]))
	if data = data[10:]; len(data) < size+6 {
		return nil, errMalformed
	}
	t.mac, data = data[:size], data[size:]
	t.id, t.code = binary.BigEndian.Uint16(data), dnsmessage.RCode(binary.BigEndian.Uint16(data[2:]))
	if size = int(binary.BigEndian.Uint16(data[4:])); len(data) != size+6 {
		return nil, errMalformed
	}
	t.other = data[6:]
	return t, nil
}

// clock is the server's time, which it gives if it refuses ours.
func (t *tsig) clock() (at time.Time, ok bool) {
	if t == nil || t.code != badTime || len(t.other) != 6 {
		return time.Time{}, false
	}
	seconds := uint64(binary.BigEndian.Uint16(t.other))<<32 | uint64(binary.BigEndian.Uint32(t.other[2:]))
	return time.Unix(int64(seconds), 0), true
}

func appendTime(b []byte, seconds uint64) []byte {
	b = binary.BigEndian.AppendUint16(b, uint16(seconds>>32))
	return binary.BigEndian.AppendUint32(b, uint32(seconds))
}

// lastRecord returns where the last record of a message begins.
func lastRecord(packet []byte) (last int, err error) {
	count := func(at int) int { return int(binary.BigEndian.Uint16(packet[at:])) }
	at := headerSize
	for range count(4) {
		if at, err = skipName(packet, at); err != nil {
			return 0, err
		}
		at += 4
	}
	last = at
	for range count(6) + count(8) + count(10) {
		last = at
		if at, err = skipName(packet, at); err != nil {
			return 0, err
		}
		if at+10 > len(packet) {
			return 0, errMalformed
		}
		at += 10 + int(binary.BigEndian.Uint16(packet[at+8:]))
	}
	if at != len(packet) {
		return 0, errMalformed
	}
	return last, nil
}

// skipName returns where a name ends.
func skipName(packet []byte, at int) (int, error) {
	for at < len(packet) {
		switch size := int(packet[at]); {
		case size == 0:
			return at + 1, nil
		case size&0xC0 == 0xC0:
			return at + 2, nil
		default:
			at += 1 + size
		}
	}
	return 0, errMalformed
}

// wire returns a name as it stands in a message, without compression.
func wire(name string) ([]byte, error) {
	name = strings.TrimSuffix(name, ".")
	var b []byte
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
			return nil, errMalformed
		}
		b = append(append(b, byte(len(label))), label...)
	}
	if len(b) > 254 {
		return nil, errMalformed
	}
	return append(b, 0), nil
}
