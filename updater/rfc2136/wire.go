// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"time"

	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

const (
	// answerTime is how long a server may take for an answer, tryTime how long
	// one over UDP is waited for before the question goes out again.
	answerTime = 15 * time.Second
	tryTime    = 3 * time.Second
)

// session is a connection to the server, and the key.
type session struct {
	net.Conn
	stream bool // TCP
	server string
	line   exchange.Line
	key    key
	now    func() time.Time
}

// dial connects to the server. Over UDP that sends nothing.
func dial(ctx context.Context, value, transport string, line exchange.Line) (*session, error) {
	host, port := place(value)
	if transport == "tcp" {
		conn, err := exchange.Connect(ctx, "tcp", &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}, line)
		return &session{Conn: conn, stream: true, server: value, line: line}, err
	}
	var failed error
	for _, family := range []string{"4", "6"} {
		addrs, err := line.Lookup(ctx, host, "ip"+family)
		for _, ip := range addrs {
			var conn net.Conn
			if conn, err = line.Dial(ctx, "udp"+family, net.JoinHostPort(ip.String(), port)); err == nil {
				return &session{Conn: conn, server: value, line: line}, nil
			}
		}
		if failed == nil {
			failed = err
		}
	}
	return nil, failed
}

// ask sends a message, signed, and returns the answer. build makes it for an ID.
// An answer over UDP that lacks records is asked for once more over TCP (RFC 2181,
// 9), as is all that follows.
func (s *session) ask(ctx context.Context, build func(id uint16) []byte) (*reply, error) {
	r, err := s.askOnce(ctx, build)
	if err != nil || !r.lacks() {
		return r, err
	}
	if s.stream {
		return nil, errTruncated
	}
	t, err := dial(ctx, s.server, "tcp", s.line)
	if err != nil {
		return nil, err
	}
	s.Close()
	s.Conn, s.stream = t.Conn, true
	return s.ask(ctx, build)
}

var errTruncated = errors.New("truncated answer")

func (s *session) askOnce(ctx context.Context, build func(id uint16) []byte) (*reply, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { s.SetDeadline(time.Unix(1, 0)) })
	defer stop()

	id := uint16(rand.Uint32())
	packet, mac := s.key.sign(build(id), s.now())
	for {
		answer, err := s.exchange(packet)
		for err == nil {
			var r *reply
			if r, err = decode(answer, id, s.key, mac, s.now()); err == nil || s.stream {
				return r, err
			}
			answer, err = s.receive() // it may be late or forged, and the right one follow
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if timeout, ok := err.(net.Error); s.stream || !ok || !timeout.Timeout() {
			return nil, err
		}
	}
}

// exchange sends one message and reads one.
func (s *session) exchange(packet []byte) ([]byte, error) {
	if s.stream {
		return dnscheck.Stream(s, packet)
	}
	s.SetReadDeadline(time.Now().Add(tryTime))
	if _, err := s.Write(packet); err != nil {
		return nil, err
	}
	return s.receive()
}

// receive reads one datagram.
func (s *session) receive() ([]byte, error) {
	answer := make([]byte, 4096)
	n, err := s.Read(answer)
	return answer[:n], err
}

// unanswered is why there is no answer to a question that changes nothing.
func unanswered(err error) message.Message {
	switch {
	case err == errMalformed:
		return message.New(message.Malformed)
	case err == errTruncated:
		return message.New(message.Truncated)
	case err == io.EOF || err == io.ErrUnexpectedEOF:
		return message.New(message.EndedEarly)
	}
	return message.New(message.Silent)
}
