// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

var errNotHost = errors.New("not a host name")

// A name is kept as text in one form, so that == compares names: lower case, a
// dot behind every label, and \DDD for each byte that no host name has.

// canonical brings a host name into that form. It takes letters, digits, "-"
// and "_" only, 63 bytes a label and 255 on the wire (RFC 1035 section 2.3.4).
func canonical(host string) (string, error) {
	host = strings.TrimSuffix(host, ".")
	if len(host)+2 > 255 {
		return "", errNotHost
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 {
			return "", errNotHost
		}
		for i := range len(label) {
			if !plain(lower(label[i])) {
				return "", errNotHost
			}
		}
	}
	return strings.ToLower(host) + ".", nil
}

// appendName appends a canonical host name in wire form.
func appendName(b []byte, name string) []byte {
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		b = append(b, byte(len(label)))
		b = append(b, label...)
	}
	return append(b, 0)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}

func plain(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// record is one resource record of the answer section. A record that is no
// address of the wanted type and no alias has no name.
type record struct {
	name  string
	addr  netip.Addr
	alias string
}

// reader walks through a message. Its methods report false when the bytes are
// no well-formed message; they never read outside of it.
type reader struct {
	msg []byte
	off int
}

// record reads one resource record (RFC 1035 section 4.1.3).
func (r *reader) record(want uint16) (record, bool) {
	name, ok := r.name()
	if !ok || len(r.msg)-r.off < 10 {
		return record{}, false
	}
	fixed := r.msg[r.off:]
	rtype, class := binary.BigEndian.Uint16(fixed), binary.BigEndian.Uint16(fixed[2:])
	size := int(binary.BigEndian.Uint16(fixed[8:]))
	r.off += 10
	if len(r.msg)-r.off < size {
		return record{}, false
	}
	end := r.off + size
	data := r.msg[r.off:end]
	switch {
	case class == classIN && rtype == typeCNAME:
		alias, ok := r.name()
		return record{name: name, alias: alias}, ok && r.off == end
	case class == classIN && rtype == want:
		r.off = end
		addr, ok := netip.AddrFromSlice(data)
		return record{name: name, addr: addr}, ok && addr.Is4() == (want == typeA)
	}
	r.off = end
	return record{}, true
}

// name reads a name that may be compressed (RFC 1035 section 4.1.4). A pointer
// must lead to a prior place, so that every jump goes backwards and none can
// go round.
func (r *reader) name() (string, bool) {
	var text []byte
	pos, limit, size := r.off, r.off, 1
	jumped := false
	for pos < len(r.msg) {
		c := int(r.msg[pos])
		pos++
		switch {
		case c == 0:
			if !jumped {
				r.off = pos
			}
			return rootIfEmpty(text), true
		case c < 64:
			if size += c + 1; size > 255 || len(r.msg)-pos < c {
				return "", false
			}
			text = appendLabel(text, r.msg[pos:pos+c])
			pos += c
		case c >= 0xc0 && pos < len(r.msg):
			target := (c&0x3f)<<8 | int(r.msg[pos])
			if target >= limit {
				return "", false
			}
			if !jumped {
				r.off, jumped = pos+1, true
			}
			pos, limit = target, target
		default:
			return "", false
		}
	}
	return "", false
}

func rootIfEmpty(text []byte) string {
	if len(text) == 0 {
		return "."
	}
	return string(text)
}

func appendLabel(text, label []byte) []byte {
	for _, c := range label {
		if c = lower(c); plain(c) {
			text = append(text, c)
		} else {
			text = fmt.Appendf(text, `\%03d`, c)
		}
	}
	return append(text, '.')
}
