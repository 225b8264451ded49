// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"net"
	"net/netip"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater"
	"dynwan/updater/message"
)

// datagrams lets answer reply to each datagram: with none, one or several.
func datagrams(t *testing.T, answer func(request []byte) [][]byte) server {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		request := make([]byte, 4096)
		for {
			n, from, err := conn.ReadFrom(request)
			if err != nil {
				return
			}
			for _, a := range answer(append([]byte(nil), request[:n]...)) {
				conn.WriteTo(a, from)
			}
		}
	}()
	return server{"datagrams", conn.LocalAddr().String()}
}

func isUpdate(request []byte) bool { return request[2]>>3&0x0f == opUpdate }

// TestALostYesOfADatagramIsNoAlias: the update goes out once more, and what it
// asks for first is no longer so: there is a record now, our own.
func TestALostYesOfADatagramIsNoAlias(t *testing.T) {
	f, _ := newFake(t)
	lost := 0
	f.code = func(update bool) dnsmessage.RCode {
		if update && lost > 0 {
			return codeYXRRSet
		}
		return dnsmessage.RCodeSuccess
	}
	s := datagrams(t, func(request []byte) [][]byte {
		a := f.reply(request)
		if isUpdate(request) && lost == 0 {
			lost++
			f.addrs = []netip.Addr{netip.MustParseAddr("203.0.113.7")}
			return nil
		}
		return [][]byte{a}
	})
	udp := map[string]string{"transport": "udp"}
	if o := update(t, s, "203.0.113.7", udp); o.Kind != updater.Unsure || o.Text.ID() != message.ChangedMeanwhile || !o.Sent {
		t.Errorf("got %s, %q, want that it is not known", o.Kind, o.Text)
	}
	if o := update(t, s, "203.0.113.7", udp); o.Kind != updater.Confirmed || o.Text.ID() != message.HadAlready {
		t.Errorf("afterwards: got %s, %q", o.Kind, o.Text)
	}
}

// TestAStrayDatagramSendsNothingAgain: the answer that follows it counts.
func TestAStrayDatagramSendsNothingAgain(t *testing.T) {
	f, _ := newFake(t)
	s := datagrams(t, func(request []byte) [][]byte {
		a := f.reply(request)
		return [][]byte{[]byte("rubbish"), append([]byte{a[0] ^ 1}, a[1:]...), a}
	})
	if o := update(t, s, "203.0.113.7", map[string]string{"transport": "udp"}); o.Kind != updater.Confirmed || f.updated() != 1 {
		t.Errorf("got %s, %q after %d updates, want one", o.Kind, o.Text, f.updated())
	}
}
