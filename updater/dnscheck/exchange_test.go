// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"testing"

	"github.com/miekg/dns"
	"golang.org/x/net/dns/dnsmessage"
)

func TestTCPAnswerMayEndAnywhere(t *testing.T) {
	const id = 0x1234
	q := question{"home.example.net.", dnsmessage.TypeA}
	m := new(dns.Msg).SetQuestion(q.name, uint16(q.qtype))
	m.Id, m.Response, m.Answer = id, true, addrRecords(q.name, uint16(q.qtype), []string{wan})
	packet, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	whole := append(binary.BigEndian.AppendUint16(nil, uint16(len(packet))), packet...)
	for n := range len(whole) + 1 {
		got, err := askCut(t, q, id, whole[:n])
		if n == len(whole) {
			if err != nil || fmt.Sprint(got.addrs) != fmt.Sprint([]netip.Addr{netip.MustParseAddr(wan)}) {
				t.Errorf("the whole answer: got %v, %v, want %s", got.addrs, err, wan)
			}
			continue
		}
		if brief(t.Context(), err) != errCut {
			t.Errorf("%d of %d bytes: got %v, %v, want %v", n, len(whole), got.addrs, err, errCut)
		}
	}
}

// askCut asks a server that reads the question, sends these bytes and hangs up.
func askCut(t *testing.T, q question, id uint16, answer []byte) (reply, error) {
	client, server := net.Pipe()
	defer client.Close()
	failed := make(chan error, 1)
	go func() {
		defer server.Close()
		_, err := io.ReadFull(server, make([]byte, 2+len(q.packet(dnsmessage.Header{}))))
		_, writeErr := server.Write(answer)
		failed <- errors.Join(err, writeErr)
	}()
	got, err := askTCP(client, q, dnsmessage.Header{ID: id})
	if serverErr := <-failed; serverErr != nil {
		t.Fatal(serverErr)
	}
	return got, err
}
