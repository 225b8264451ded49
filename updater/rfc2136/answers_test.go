// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater"
	"dynwan/updater/message"
)

// fake is a server that answers as a test wants. It knows the key.
type fake struct {
	t       *testing.T
	key     key
	serial  uint32
	addrs   []netip.Addr
	updates int
	// answer changes the answer to a message; nil: none is given. code is that
	// of the answer.
	answer func(update bool, request, answer []byte) []byte
	code   func(update bool) dnsmessage.RCode
	mu     sync.Mutex
}

// updated is how many updates have come.
func (f *fake) updated() int { f.mu.Lock(); defer f.mu.Unlock(); return f.updates }

func newFake(t *testing.T) (*fake, server) {
	k, err := newKey("key-hmac-sha256", "hmac-sha256", secret)
	if err != nil {
		t.Fatal(err)
	}
	f := &fake{t: t, key: k, serial: 1}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			f.serve(conn)
			conn.Close()
		}
	}()
	return f, server{"fake", l.Addr().String()}
}

func (f *fake) serve(conn net.Conn) {
	for {
		var size [2]byte
		if _, err := io.ReadFull(conn, size[:]); err != nil {
			return
		}
		request := make([]byte, binary.BigEndian.Uint16(size[:]))
		if _, err := io.ReadFull(conn, request); err != nil {
			return
		}
		answer := f.reply(request)
		if answer == nil {
			return
		}
		conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
	}
}

// reply answers a question with what f holds, signed by the key.
func (f *fake) reply(request []byte) []byte {
	body, sig, err := split(request)
	if err != nil || sig == nil || !f.key.verifyRequest(body, sig) {
		f.t.Error("a request is not signed")
		return nil
	}
	var p dnsmessage.Parser
	h, _ := p.Start(body)
	q, _ := p.Question()
	update := h.OpCode == opUpdate
	h.Response, h.Authoritative = true, true
	if f.code != nil {
		h.RCode = f.code(update)
	}
	b := dnsmessage.NewBuilder(nil, h)
	b.StartQuestions()
	b.Question(q)
	b.StartAnswers()
	rh := dnsmessage.ResourceHeader{Name: q.Name, Class: dnsmessage.ClassINET, TTL: 60}
	if q.Type == dnsmessage.TypeA {
		for _, ip := range f.addrs {
			b.AResource(rh, dnsmessage.AResource{A: ip.As4()})
		}
	}
	b.StartAuthorities()
	zone := dnsmessage.MustNewName("example.net.")
	b.SOAResource(dnsmessage.ResourceHeader{Name: zone, Class: dnsmessage.ClassINET}, dnsmessage.SOAResource{NS: zone, MBox: zone, Serial: f.serial})
	plain, err := b.Finish()
	if err != nil {
		f.t.Error(err)
	}
	if update {
		f.mu.Lock()
		f.updates++
		f.mu.Unlock()
	}
	answer := f.sign(plain, sig.mac, 0, nil)
	if f.answer != nil {
		answer = f.answer(update, request, answer)
	}
	return answer
}

// sign signs an answer.
func (f *fake) sign(body, mac []byte, code dnsmessage.RCode, other []byte) []byte {
	t := tsig{name: f.key.name, algorithm: f.key.algorithm, signed: uint64(time.Now().Unix()), fudge: fudge, code: code, other: other}
	t.id = binary.BigEndian.Uint16(body)
	t.mac = f.key.mac(binary.BigEndian.AppendUint16(nil, uint16(len(mac))), mac, body, t.variables())
	return t.attach(body)
}

func (k key) verifyRequest(body []byte, t *tsig) bool {
	return string(t.mac) == string(k.mac(body, t.variables()))
}

// unsigned takes the signature off.
func unsigned(packet []byte) []byte {
	body, _, _ := split(packet)
	return body
}

// words are how some messages begin.
var words = map[message.ID]string{
	message.ClocksDiffer:        "the clock of 127.0.0.1 says 1970-01-01 00:16:40, this one 20",
	message.ClocksDifferSomehow: "127.0.0.1 says that the clocks differ by more than five minutes",
	message.ChangedMeanwhile:    "somebody else changed the name at 127.0.0.1 in the same moment",
	message.Unsigned:            "the answer of 127.0.0.1 is not signed by the key",
	message.NoWord:              "127.0.0.1 did not say what the name holds: ended the connection before its answer",
	message.SerialStays:         "the serial of example.net did not rise, so its other servers will not notice the change",
}

// TestWhatTheAnswersMean: what the key has not signed decides nothing.
func TestWhatTheAnswersMean(t *testing.T) {
	mine := []netip.Addr{netip.MustParseAddr("203.0.113.7")}
	code := func(c dnsmessage.RCode, onlyUpdate bool) func(bool) dnsmessage.RCode {
		return func(update bool) dnsmessage.RCode {
			if update || !onlyUpdate {
				return c
			}
			return dnsmessage.RCodeSuccess
		}
	}
	onUpdate := func(change func(answer []byte) []byte) func(bool, []byte, []byte) []byte {
		return func(update bool, _, answer []byte) []byte {
			if update {
				return change(answer)
			}
			return answer
		}
	}
	for _, c := range []struct {
		name    string
		set     func(*fake)
		kind    updater.Kind
		text    message.ID
		guess   bool
		updates int
	}{
		{"held already", func(f *fake) { f.addrs = mine }, updater.Confirmed, message.HadAlready, false, 0},
		{"held beside another", func(f *fake) { f.addrs = append(mine, netip.MustParseAddr("203.0.113.9")) }, updater.Confirmed, "", false, 1},
		{"a yes that is not signed", func(f *fake) { f.answer = onUpdate(unsigned) }, updater.Unverified, message.Unsigned, false, 1},
		{"no answer to the update", func(f *fake) { f.answer = onUpdate(func([]byte) []byte { return nil }) }, updater.Unsure, message.MayHaveArrived, false, 1},
		{"no answer to a question", func(f *fake) { f.answer = func(bool, []byte, []byte) []byte { return nil } }, updater.Unsent, message.NoWord, false, 0},
		{"held, but not signed", func(f *fake) {
			f.addrs = mine
			f.answer = func(_ bool, _, answer []byte) []byte { return unsigned(answer) }
		}, updater.Rejected, message.Unsigned, true, 0},
		{"a signature that was changed", func(f *fake) {
			f.answer = onUpdate(func(a []byte) []byte { a[len(a)-10] ^= 1; return a })
		}, updater.Unverified, message.Unsigned, false, 1},
		{"an answer that was changed", func(f *fake) {
			f.answer = onUpdate(func(a []byte) []byte { a[3] ^= byte(dnsmessage.RCodeRefused); return a })
		}, updater.Rejected, message.UpdateRefused, true, 1},
		{"rubbish", func(f *fake) { f.answer = onUpdate(func([]byte) []byte { return []byte("HTTP/1.1 400 Bad Request") }) }, updater.Unsure, message.MayHaveArrived, false, 1},
		{"refused", func(f *fake) { f.code = code(dnsmessage.RCodeRefused, true) }, updater.Rejected, message.UpdateRefused, false, 1},
		{"asking refused", func(f *fake) { f.code = code(dnsmessage.RCodeRefused, false) }, updater.Rejected, message.AskingRefused, false, 0},
		{"not this zone", func(f *fake) { f.code = code(codeNotZone, true) }, updater.Rejected, message.NotInItsZone, false, 1},
		{"an alias now", func(f *fake) {
			f.addrs = []netip.Addr{netip.MustParseAddr("203.0.113.9")}
			f.code = code(codeYXRRSet, true)
		}, updater.Rejected, message.AliasNow, false, 1},
		{"an alias or an address now", func(f *fake) { f.code = code(codeYXRRSet, true) }, updater.Unsure, message.ChangedMeanwhile, false, 1},
		{"changed meanwhile", func(f *fake) { f.code = code(codeNXRRSet, true) }, updater.Unsure, message.ChangedMeanwhile, false, 1},
		{"a failure", func(f *fake) { f.code = code(dnsmessage.RCodeServerFailure, true) }, updater.Unsure, message.ServerFails, false, 1},
		{"a failure to tell", func(f *fake) { f.code = code(dnsmessage.RCodeServerFailure, false) }, updater.Unsent, message.ServerFails, false, 0},
		{"no updates", func(f *fake) { f.code = code(dnsmessage.RCodeNotImplemented, true) }, updater.Rejected, message.UpdateUnknown, false, 1},
		{"a code of its own", func(f *fake) { f.code = code(14, true) }, updater.Unsure, message.OtherCode, false, 1},
		{"other clocks", func(f *fake) {
			f.answer = func(_ bool, request, answer []byte) []byte {
				body := unsigned(answer)
				body[3] = body[3]&^0x0f | byte(codeNotAuth)
				_, sig, _ := split(request)
				return f.sign(body, sig.mac, badTime, appendTime(nil, 1000))
			}
		}, updater.Unsent, message.ClocksDiffer, false, 0},
		{"other clocks, not signed", func(f *fake) {
			f.answer = func(_ bool, request, answer []byte) []byte {
				return tsig{name: f.key.name, algorithm: f.key.algorithm, code: badTime}.attach(unsigned(answer))
			}
		}, updater.Unsent, message.ClocksDifferSomehow, false, 0},
		{"an unknown key", func(f *fake) {
			f.answer = func(_ bool, _, answer []byte) []byte {
				return tsig{name: f.key.name, algorithm: f.key.algorithm, code: badKey}.attach(unsigned(answer))
			}
		}, updater.Rejected, message.KeyUnknown, true, 0},
	} {
		f, s := newFake(t)
		c.set(f)
		o := update(t, s, "203.0.113.7", nil)
		if o.Kind != c.kind || o.Text.ID() != c.text || o.Guess != c.guess || f.updated() != c.updates {
			t.Errorf("%s: got %s, %q, guess %v, %d updates; want %s, %q, guess %v, %d", c.name, o.Kind, o.Text, o.Guess, f.updated(), c.kind, c.text, c.guess, c.updates)
		}
		if want, ok := words[c.text]; ok && !strings.HasPrefix(o.Text.String(), want) {
			t.Errorf("%s: got %q, want %q", c.name, o.Text, want)
		}
		if o.Sent != (c.updates > 0) {
			t.Errorf("%s: sent %v", c.name, o.Sent)
		}
	}
}

// TestASerialThatStaysIsTold: the other servers of the zone do not notice.
func TestASerialThatStaysIsTold(t *testing.T) {
	f, s := newFake(t)
	if o := update(t, s, "203.0.113.7", nil); o.Notice.String() != words[message.SerialStays] {
		t.Errorf("got %q", o.Notice)
	}
	f.answer = func(update bool, _, answer []byte) []byte {
		if update {
			f.serial++
		}
		return answer
	}
	if o := update(t, s, "203.0.113.7", nil); o.Kind != updater.Confirmed || o.Notice != "" {
		t.Errorf("got %s, %q", o.Kind, o.Notice)
	}
}
