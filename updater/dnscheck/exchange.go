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

// maxUDP is more than a server may send to a question without EDNS: 512 bytes
// (RFC 1035 section 4.2.1). Some send more.
const maxUDP = 4096

const (
	errSilent    = message.Message(message.Silent)
	errCut       = message.Message(message.EndedEarly)
	errTruncated = message.Message(message.Truncated)
)

// exchange asks one server once: over UDP, and over TCP when the answer does
// not fit or spells the name in another way. Capitals by chance are one more
// thing that a forger must guess; who changes them and speaks no TCP is believed
// over UDP. Source ports are the kernel's, ids come from a generator that the
// operating system seeds; both are new for each question.
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

// capitals writes some letters of a name large.
func capitals(name string) string {
	b := []byte(name)
	for i, c := range b {
		if 'a' <= c && c <= 'z' && rand.Uint32()&1 == 0 {
			b[i] = c - ('a' - 'A')
		}
	}
	return string(b)
}

// try is one question over one transport, within pace.try.
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

// askUDP reads until an answer to this very question comes: a wrong packet may
// be a late one or a forged one, and the right one may follow it.
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

// askTCP puts the two bytes of length in front (RFC 1035 section 4.2.2).
func askTCP(conn net.Conn, q question, h dnsmessage.Header) (reply, error) {
	packet := q.packet(h)
	packet = append(binary.BigEndian.AppendUint16(nil, uint16(len(packet))), packet...)
	if _, err := conn.Write(packet); err != nil {
		return reply{}, err
	}
	var size [2]byte
	if _, err := io.ReadFull(conn, size[:]); err != nil {
		return reply{}, err
	}
	buf := make([]byte, binary.BigEndian.Uint16(size[:]))
	if _, err := io.ReadFull(conn, buf); err != nil {
		return reply{}, err
	}
	return q.read(h.ID, buf)
}

// brief reduces an error of package net to its core: the addresses and layers
// in its text are noise in a log line that names the server already.
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
