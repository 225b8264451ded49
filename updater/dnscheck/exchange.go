// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"os"
	"syscall"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater/message"
)

// maxUDP is the largest answer accepted over UDP. Without EDNS the limit is 512
// bytes (RFC 1035 section 4.2.1), but some servers send more.
const maxUDP = 4096

const (
	errSilent    = message.Message(message.Silent)
	errCut       = message.Message(message.EndedEarly)
	errTruncated = message.Message(message.Truncated)
)

// exchange queries one server once: over UDP, and over TCP when the answer does
// not fit or spells the name differently. Random capitals are one more thing
// that a forger must guess; a server that changes them and has no TCP is
// believed over UDP. The kernel chooses the source ports, ids come from a
// generator that the operating system seeds; both are new for each query.
func (a Client) exchange(ctx context.Context, via net.Dialer, server netip.Addr, q question, h dnsmessage.Header) (reply, error) {
	address := netip.AddrPortFrom(server, a.port()).String()
	r, err := a.try(ctx, via, "udp", address, question{capitals(q.name), q.qtype}, h)
	if err != nil || !r.Truncated && !r.respelled {
		return r, err
	}
	whole, err := a.try(ctx, via, "tcp", address, q, h)
	if err != nil && !r.Truncated {
		whole, err = a.try(ctx, via, "udp", address, q, h)
	}
	if err == nil && whole.Truncated {
		err = errTruncated
	}
	return whole, err
}

// capitals puts random letters of a name in upper case.
func capitals(name string) string {
	b := []byte(name)
	for i, c := range b {
		if 'a' <= c && c <= 'z' && rand.Uint32()&1 == 0 {
			b[i] = c - ('a' - 'A')
		}
	}
	return string(b)
}

// try sends one query over one transport, within pace.try.
func (a Client) try(ctx context.Context, via net.Dialer, network, address string, q question, h dnsmessage.Header) (reply, error) {
	if a.left.Add(-1) < 0 {
		return reply{}, errTooMany
	}
	tryCtx, cancel := context.WithTimeout(ctx, a.times().try)
	defer cancel()
	conn, err := via.DialContext(tryCtx, network, address)
	if err != nil {
		return reply{}, brief(ctx, err)
	}
	defer conn.Close()
	stop := context.AfterFunc(tryCtx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()

	h.ID = uint16(rand.Uint32())
	ask := askUDP
	if network == "tcp" {
		ask = askTCP
	}
	r, err := ask(conn, q, h)
	return r, brief(ctx, err)
}

// askUDP reads until an answer to this very query comes: a wrong packet may be
// late or forged, and the right one may follow it.
func askUDP(conn net.Conn, q question, h dnsmessage.Header) (reply, error) {
	if _, err := conn.Write(q.packet(h)); err != nil {
		return reply{}, err
	}
	buf := make([]byte, maxUDP)
	for {
		n, err := conn.Read(buf)
		if err != nil {
			return reply{}, err
		}
		if r, err := q.read(h.ID, buf[:n]); err != errNotOurs {
			return r, err
		}
	}
}

// askTCP asks over TCP.
func askTCP(conn net.Conn, q question, h dnsmessage.Header) (reply, error) {
	answer, err := Stream(conn, q.packet(h))
	if err != nil {
		return reply{}, err
	}
	return q.read(h.ID, answer)
}

// Stream sends a message over a connection of TCP and returns the one that
// follows, each behind two bytes of length (RFC 1035 section 4.2.2).
func Stream(conn net.Conn, packet []byte) ([]byte, error) {
	packet = append(binary.BigEndian.AppendUint16(nil, uint16(len(packet))), packet...)
	if _, err := conn.Write(packet); err != nil {
		return nil, err
	}
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return nil, err
	}
	answer := make([]byte, binary.BigEndian.Uint16(size[:]))
	_, err := io.ReadFull(conn, answer)
	return answer, err
}

// brief reduces an error of package net to its core: the addresses and layers
// in its text are noise in a log line that already names the server.
func brief(ctx context.Context, err error) error {
	var errno syscall.Errno
	switch {
	case err == nil:
		return nil
	case ctx.Err() == context.Canceled:
		return context.Canceled
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded):
		return errSilent
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errCut
	case errors.As(err, &errno):
		return errno
	}
	return err
}
