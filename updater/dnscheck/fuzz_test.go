// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"golang.org/x/net/dns/dnsmessage"
)

// FuzzAnswer compares read with an independent parser of the same bytes.
func FuzzAnswer(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, packet []byte) {
		for _, qtype := range []dnsmessage.Type{dnsmessage.TypeA, dnsmessage.TypeAAAA} {
			checkRead(t, question{"home.example.net.", qtype}, packet)
		}
	})
}

func checkRead(t *testing.T, q question, packet []byte) {
	var id uint16
	if len(packet) >= 2 {
		id = binary.BigEndian.Uint16(packet)
	}
	got, err := q.read(id, packet)
	if err == nil {
		checkAddrs(t, q, got.addrs, packet)
	}
	if _, otherID := q.read(id+1, packet); otherID != errNotOurs {
		t.Fatalf("an answer with another id: got %v", otherID)
	}
	var m dns.Msg
	if m.Unpack(packet) != nil {
		return
	}
	if err != errNotOurs && !isEcho(&m, q) {
		t.Fatalf("took this for an answer to %v:\n%v", q, &m)
	}
	if err == nil && !m.Truncated && !slices.ContainsFunc(m.Answer, isEmpty) {
		checkSame(t, q, got, &m)
	}
	checkRepacked(t, q, &m)
}

// checkAddrs asks for a sorted set of the right family, made of bytes of the packet.
func checkAddrs(t *testing.T, q question, addrs []netip.Addr, packet []byte) {
	for i, a := range addrs {
		if a.Is4() != (q.qtype == dnsmessage.TypeA) || !bytes.Contains(packet, a.AsSlice()) {
			t.Fatalf("%v is no address of type %d in the packet %x", a, q.qtype, packet)
		}
		if i > 0 && !addrs[i-1].Less(a) {
			t.Fatalf("%v is no sorted set", addrs)
		}
	}
}

// checkRepacked brings the message in the usual form, compressed. That form
// must be read, whatever was odd before.
func checkRepacked(t *testing.T, q question, m *dns.Msg) {
	m.Compress = true
	packet, err := m.Pack()
	if err != nil || !isEcho(m, q) || m.Truncated || slices.ContainsFunc(m.Answer, isEmpty) || slices.ContainsFunc(m.Answer, isDotted) ||
		len(m.Answer) > maxRecords {
		return
	}
	got, err := q.read(m.Id, packet)
	if _, _, links := walk(m, q); links >= maxLinks {
		if err != errLoop {
			t.Fatalf("followed %d links: %v, want %v\n%v", links, err, errLoop, m)
		}
		return
	}
	if err != nil {
		t.Fatalf("cannot read %x: %v\n%v", packet, err, m)
	}
	checkSame(t, q, got, m)
}

// isEcho tells whether m is an answer to q.
func isEcho(m *dns.Msg, q question) bool {
	return m.Response && m.Opcode == dns.OpcodeQuery && len(m.Question) == 1 &&
		m.Question[0].Qtype == uint16(q.qtype) && m.Question[0].Qclass == dns.ClassINET && wire(m.Question[0].Name) == wire(q.name)
}

// isEmpty finds records without data, which only dynamic updates may have. For
// the other parser such an alias leads nowhere, for read to the name behind it.
func isEmpty(r dns.RR) bool { return r.Header().Rdlength == 0 }

// isDotted finds names with a dot inside a label, which the parser refuses.
func isDotted(r dns.RR) bool {
	c, ok := r.(*dns.CNAME)
	return strings.Contains(r.Header().Name, `\.`) || ok && strings.Contains(c.Target, `\.`)
}

func checkSame(t *testing.T, q question, got reply, m *dns.Msg) {
	want, end, _ := walk(m, q)
	if !slices.Equal(got.addrs, want) {
		t.Fatalf("got %v, want %v from\n%v", got.addrs, want, m)
	}
	if wire(escaped(got.alias)) != end {
		t.Fatalf("ended at %q, want %q in\n%v", got.alias, end, m)
	}
}

// walk follows the records of m by its own way: to the addresses, or to the
// name where the aliases end. It stops after maxLinks links.
func walk(m *dns.Msg, q question) (want []netip.Addr, end string, links int) {
	held, aliases := map[string][]netip.Addr{}, map[string]string{}
	for _, r := range m.Answer {
		name := wire(r.Header().Name)
		if r.Header().Class != dns.ClassINET {
			continue
		}
		if r.Header().Rrtype == uint16(q.qtype) {
			held[name] = append(held[name], address(r))
		}
		if c, ok := r.(*dns.CNAME); ok && aliases[name] == "" {
			aliases[name] = wire(c.Target)
		}
	}
	name := wire(q.name)
	for held[name] == nil && aliases[name] != "" && links < maxLinks {
		name, links = aliases[name], links+1
		end = name
	}
	if want = held[name]; want != nil {
		end = ""
	}
	slices.SortFunc(want, netip.Addr.Compare)
	return slices.Compact(want), end, links
}

func address(r dns.RR) netip.Addr {
	var a netip.Addr
	switch r := r.(type) {
	case *dns.A:
		a, _ = netip.AddrFromSlice(r.A.To4())
	case *dns.AAAA:
		a, _ = netip.AddrFromSlice(r.AAAA.To16())
	}
	return a
}

// escaped gives a name of any bytes as a zone file has it.
func escaped(name string) string {
	var text strings.Builder
	for _, c := range []byte(name) {
		if c != '.' && c != '-' && (c < '0' || c > 'z') || c == '\\' {
			fmt.Fprintf(&text, `\%03d`, c)
		} else {
			text.WriteByte(c)
		}
	}
	return text.String()
}

// wire gives a name in the other parser's wire form, in lower case.
func wire(name string) string {
	if name == "" {
		return ""
	}
	buf := make([]byte, 256)
	n, err := dns.PackDomainName(name, buf, 0, nil, false)
	if err != nil {
		return "bad name " + name
	}
	return lower(string(buf[:n]))
}

// chain gives n aliases that end at an address.
func chain(n int) []string {
	out := []string{"home.example.net. CNAME a1."}
	for i := 1; i < n; i++ {
		out = append(out, fmt.Sprintf("a%d. CNAME a%d.", i, i+1))
	}
	return append(out, fmt.Sprintf("a%d. A 203.0.113.9", n))
}

// seeds packs messages that lead the fuzzer to every branch.
func seeds(f *testing.F) (out [][]byte) {
	for _, records := range [][]string{
		{},
		{"home.example.net. A 203.0.113.9"},
		{"HOME.example.net. AAAA 2001:db8::9", "home.example.net. A 203.0.113.7"},
		{"home.example.net. CNAME a.example.org.", "a.example.org. CNAME b.example.org.", "b.example.org. A 203.0.113.9", "b.example.org. AAAA 2001:db8::9"},
		{"home.example.net. CNAME a.example.org."},
		{`home.example.net. CNAME a\.\010b.example.org.`},
		{`home.example.net. CNAME a\034\010b.example.org.`, `home.example.net. TXT "text"`},
		{"home.example.net. CNAME a.", "a. CNAME b.", "b. CNAME home.example.net."},
		{"home.example.net. CNAME ."},
		{"home.example.net. CNAME a.", "home.example.net. CNAME b.", "a. A 203.0.113.9", "b. A 203.0.113.7"},
		chain(maxLinks - 1),
		chain(maxLinks),
	} {
		for _, qtype := range []uint16{dns.TypeA, dns.TypeAAAA} {
			m := new(dns.Msg).SetQuestion("home.example.net.", qtype)
			m.Id, m.Response, m.Authoritative, m.Compress = 0x1234, true, true, len(records) > 1
			for _, text := range records {
				m.Answer = append(m.Answer, rr(text))
			}
			packet, err := m.Pack()
			if err != nil {
				f.Fatal(err)
			}
			out = append(out, packet)
			for _, r := range m.Answer {
				r.Header().Class = dns.ClassCHAOS
			}
			if packet, err = m.Pack(); err != nil {
				f.Fatal(err)
			}
			out = append(out, packet)
		}
	}
	// An alias without data, and the root's name behind it.
	q := question{"home.example.net.", dnsmessage.TypeA}
	packet := q.packet(dnsmessage.Header{ID: 0x1234, Response: true, Authoritative: true})
	binary.BigEndian.PutUint16(packet[6:], 1)
	return append(out, append(packet, "\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x00\x00"...))
}

func TestReadRefusesMalformedAnswers(t *testing.T) {
	q := question{"home.example.net.", dnsmessage.TypeA}
	head := q.packet(dnsmessage.Header{ID: 7, Response: true, Authoritative: true}) // 34 bytes; the name is at 12
	binary.BigEndian.PutUint16(head[6:], 1)
	fixed := "\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04"
	label := "\x3f" + strings.Repeat("x", 63)
	tests := []struct {
		name, answer string
		want         error
	}{
		{"a good answer", "\xc0\x0c" + fixed + "\xcb\x00\x71\x09", nil},
		{"no record where one is announced", "", errMalformed},
		{"a pointer to itself", "\xc0\x22" + fixed + "\xcb\x00\x71\x09", errMalformed},
		{"a pointer forwards, to another name", "\xc0\x24" + fixed + "\xcb\x00\x71\x09", nil},
		{"a pointer behind the end", "\xff\xff" + fixed + "\xcb\x00\x71\x09", errMalformed},
		{"half a pointer", "\xc0", errMalformed},
		{"labels that point at their own beginning", "\x01a\xc0\x22" + fixed + "\xcb\x00\x71\x09", errMalformed},
		{"a label of an unknown kind", "\x40\x0c" + fixed + "\xcb\x00\x71\x09", errMalformed},
		{"a label longer than the rest", "\x3fa", errMalformed},
		{"a name without an end", "\x01a", errMalformed},
		{"a name of 255 bytes", strings.Repeat(label, 3) + "\x3d" + strings.Repeat("x", 61) + "\x00" + fixed + "\xcb\x00\x71\x09", nil},
		{"a name of 256 bytes", strings.Repeat(label, 3) + "\x3e" + strings.Repeat("x", 62) + "\x00" + fixed + "\xcb\x00\x71\x09", errMalformed},
		{"a record cut in its fixed part", "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00", errMalformed},
		{"an address cut short", "\xc0\x0c" + fixed + "\xcb\x00\x71", errMalformed},
		{"an address of five bytes", "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x05\xcb\x00\x71\x09\x09", errMalformed},
		{"an address of 16 bytes", "\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x10" + strings.Repeat("a", 16), errMalformed},
		{"an alias longer than its data", "\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x01\x01a\x00", nil},
		{"a label with a dot in it", "\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x05\x03a.b\x00", errMalformed},
		{"an alias shorter than its data", "\xc0\x0c\x00\x05\x00\x01\x00\x00\x00\x3c\x00\x04\x01a\x00\x00", nil},
	}
	for _, tt := range tests {
		packet := append(slices.Clone(head), tt.answer...)
		if got, err := q.read(7, packet); err != tt.want {
			t.Errorf("%s: answer %q: got %v, %v, want %v", tt.name, tt.answer, got, err, tt.want)
		}
	}
	for _, count := range []uint16{0, 2} {
		packet := slices.Clone(head)
		binary.BigEndian.PutUint16(packet[4:], count)
		if _, err := q.read(7, packet); err != errNotOurs {
			t.Errorf("%d questions: got %v, want %v", count, err, errNotOurs)
		}
	}
	head = q.packet(dnsmessage.Header{ID: 7, Response: true, Truncated: true})
	binary.BigEndian.PutUint16(head[6:], 1)
	if got, err := q.read(7, head); err != nil || !got.Truncated {
		t.Errorf("a truncated answer without the announced record: got %v, %v, want the flag", got, err)
	}
	for n := range len(head) {
		if _, err := q.read(7, head[:n]); err != errNotOurs {
			t.Errorf("the first %d bytes of a reply: got %v, want %v", n, err, errNotOurs)
		}
	}
}

func TestQuestionIsWhatTheOtherParserReads(t *testing.T) {
	var m dns.Msg
	if err := m.Unpack(question{"home.example.net.", dnsmessage.TypeAAAA}.packet(dnsmessage.Header{ID: 0xabcd, RecursionDesired: true})); err != nil {
		t.Fatal(err)
	}
	want := new(dns.Msg).SetQuestion("home.example.net.", dns.TypeAAAA)
	want.Id, want.RecursionDesired = 0xabcd, true
	if m.String() != want.String() {
		t.Errorf("got\n%v\nwant\n%v", &m, want)
	}
}
