// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// How patient the web server is, and how long a request may be.
const (
	requestTimeout = time.Minute
	idleTimeout    = 5 * time.Second
	requestLimit   = 64 << 10
)

// conn is one accepted connection. raw is the TCP socket; stream is what HTTP
// is spoken over, raw itself or TLS.
type conn struct {
	s      *Sandbox
	raw    net.Conn
	stream net.Conn
	log    *Connection // guarded by s.mu
	local  netip.AddrPort
	remote netip.AddrPort
}

// accept serves one listening socket until the stand-in is closed.
func (s *Sandbox) accept(g *gate) {
	for g.wait(s.ctx) {
		raw, err := g.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			// A door that was just shut, or too many open files.
			s.sleep(5 * time.Millisecond)
			continue
		}
		c := s.newConn(raw, g.scheme)
		s.running.Go(c.serve)
	}
}

func (s *Sandbox) newConn(raw net.Conn, scheme string) *conn {
	now := time.Now()
	c := &conn{s: s, raw: raw, stream: raw, local: addrPort(raw.LocalAddr()), remote: addrPort(raw.RemoteAddr())}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.log = &Connection{
		Number: len(s.ledger.connections) + 1, Accepted: now, Offset: now.Sub(s.started),
		Remote: c.remote.String(), Local: c.local.String(), Scheme: scheme,
	}
	s.ledger.connections = append(s.ledger.connections, c.log)
	s.open[c.raw] = true
	if s.ctx.Err() != nil {
		// Close has gone through the open connections already.
		_ = raw.Close()
	}
	s.ledger.change()
	return c
}

func addrPort(a net.Addr) netip.AddrPort {
	p, _ := netip.ParseAddrPort(a.String())
	return netip.AddrPortFrom(p.Addr().Unmap(), p.Port())
}

func (c *conn) serve() {
	why := c.talk()
	_ = c.raw.Close()
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	delete(c.s.open, c.raw)
	c.log.Ended, c.log.Why = true, why
	c.s.ledger.change()
}

// talk returns why the connection ended.
func (c *conn) talk() string {
	if f := c.strike(atAccept, func(f Fault) bool { return f != GarbageTLS || c.log.Scheme == "https" }); f != "" {
		return c.end(f)
	}
	_ = c.raw.SetReadDeadline(time.Now().Add(requestTimeout))
	if c.log.Scheme == "https" {
		secure := tls.Server(c.raw, c.s.tlsConfig())
		if err := secure.HandshakeContext(c.s.ctx); err != nil {
			return "TLS handshake: " + err.Error()
		}
		c.stream = secure
	}
	if f := c.strike(atHandshake, anyFault); f != "" {
		return c.end(f)
	}
	clock := &firstByte{Reader: c.stream}
	in := bufio.NewReader(clock)
	for {
		if why := c.exchange(in, clock); why != "" {
			return why
		}
		_ = c.raw.SetReadDeadline(time.Now().Add(idleTimeout))
	}
}

// strike takes a fault that hits the connection itself.
func (c *conn) strike(at stage, open func(Fault) bool) Fault {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	f := c.s.take(at, open).Name
	if f != "" {
		c.log.Fault = f
		c.s.ledger.change()
	}
	return f
}

// exchange reads one request and answers it. It returns why the connection
// ends, or "" if it may go on.
func (c *conn) exchange(in *bufio.Reader, clock *firstByte) string {
	clock.at, clock.left = time.Time{}, requestLimit
	if in.Buffered() > 0 {
		clock.at = time.Now()
	}
	hr, err := http.ReadRequest(in)
	c.note(clock.at)
	if clock.at.IsZero() {
		return "closed without a request"
	}
	if err != nil {
		return c.unreadable(clock.at, err)
	}
	body, _ := io.ReadAll(io.LimitReader(hr.Body, requestLimit))
	hr.Body = io.NopCloser(bytes.NewReader(body))
	o := c.s.receive(hr, c.remote.Addr(), c.entry(clock.at))
	if o.delay > 0 {
		c.s.sleep(o.delay)
	}
	if o.fault.Name != "" {
		if why := c.misbehave(o); why != "" {
			return why
		}
	}
	return c.send(o.reply, keepingOf(hr))
}

// note counts the request of a connection and remembers its first byte.
func (c *conn) note(at time.Time) {
	if at.IsZero() {
		return
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.log.Requests++
	if c.log.FirstByte.IsZero() {
		c.log.FirstByte = at
	}
}

func (c *conn) entry(first time.Time) Entry {
	return Entry{
		Connection: c.log.Number, Accepted: c.log.Accepted, FirstByte: first,
		AcceptedOffset: c.log.Offset, FirstByteOffset: first.Sub(c.s.started),
		Remote: c.remote.String(), Scheme: c.log.Scheme, Port: int(c.local.Port()),
	}
}

// unreadable records bytes that are no HTTP request. What they were is not
// kept, for it may hold the password.
func (c *conn) unreadable(first time.Time, err error) string {
	o := outcome{reply: page(http.StatusBadRequest, "<h1>Bad Request</h1>\n")}
	e := c.entry(first)
	e.Password = "unknown"
	why := "not an HTTP request"
	if errors.Is(err, io.ErrUnexpectedEOF) {
		why = "the request ended early"
	}
	e.Breaches = []Breach{refusal(RuleMalformed, "%s", why)}
	c.s.mu.Lock()
	e.Time = c.s.cfg.Now()
	c.s.write(request{}, e, o)
	c.s.mu.Unlock()
	c.send(o.reply, closing)
	return why
}
