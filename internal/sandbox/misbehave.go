// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// send writes a whole answer. It returns why the connection ends, or "" if it
// may be used again.
func (c *conn) send(r reply, keep keeping) string {
	r.header.Set("Content-Length", strconv.Itoa(len(r.body)))
	if _, err := c.stream.Write(append(head(r, keep, c.s.cfg.Now()), r.body...)); err != nil {
		return "the client left before the answer"
	}
	if keep == keepAlive {
		return ""
	}
	if secure, ok := c.stream.(*tls.Conn); ok {
		_ = secure.CloseWrite()
	}
	c.hangUp()
	return "answered"
}

// keeping says what happens to a connection after an answer; it is the value
// of the Connection header.
type keeping string

const (
	keepAlive keeping = "keep-alive"
	closing   keeping = "close"
)

func keepingOf(r *http.Request) keeping {
	if r.Close {
		return closing
	}
	return keepAlive
}

// head is the status line and the header fields of an answer.
func head(r reply, keep keeping, now time.Time) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\n", r.status, http.StatusText(r.status))
	r.header.Set("Date", now.UTC().Format(http.TimeFormat))
	r.header.Set("Connection", string(keep))
	_ = r.header.Write(&b)
	b.WriteString("\r\n")
	return b.Bytes()
}

// misbehave carries out what is wrong with an answer. It returns why the
// connection ends, or "" if the fault is in the reply itself.
func (c *conn) misbehave(o outcome) string {
	switch o.fault.Name {
	case GarbageBytes:
		_, _ = c.stream.Write(noise(512))
		return c.end(DropAfterApply)
	case Cut:
		o.reply.header.Set("Content-Length", strconv.Itoa(len(o.reply.body)+200))
		_, _ = c.stream.Write(append(head(o.reply, closing, c.s.cfg.Now()), o.reply.body...))
		return c.end(DropAfterApply)
	case Endless:
		return c.pour(o.reply)
	}
	if mute[o.fault.Name] {
		return c.end(o.fault.Name)
	}
	return ""
}

// end finishes a connection in the way of a fault and says which.
func (c *conn) end(f Fault) string {
	switch f {
	case ResetAccept, ResetHandshake, ResetBeforeApply, ResetAfterApply:
		// Linger 0 makes close send a reset.
		if l, ok := c.raw.(interface{ SetLinger(int) error }); ok {
			_ = l.SetLinger(0)
		}
		return "reset"
	case HangAccept:
		<-c.s.ctx.Done()
		return "hung"
	case HangBeforeApply, HangAfterApply:
		_ = c.raw.SetReadDeadline(time.Time{})
		_, _ = io.Copy(io.Discard, c.raw)
		return "hung"
	case GarbageTLS:
		_, _ = c.raw.Write(noise(64))
	}
	c.hangUp()
	return "closed"
}

// hangUp closes politely: a close with unread bytes would be a reset, so what
// the client still sends is thrown away for a moment.
func (c *conn) hangUp() {
	if half, ok := c.raw.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = c.raw.SetReadDeadline(time.Now().Add(time.Second))
	_, _ = io.Copy(io.Discard, c.raw)
}

// pour writes a body without end until the client has had enough.
func (c *conn) pour(r reply) string {
	if _, err := c.stream.Write(head(r, closing, c.s.cfg.Now())); err != nil {
		return "the client left before the answer"
	}
	for c.s.sleep(time.Millisecond) {
		if _, err := io.WriteString(c.stream, r.body); err != nil {
			return "the client had enough"
		}
	}
	return "the stand-in was closed"
}

// noise is bytes that are neither HTTP nor TLS, nor the 0x80 of an SSL 2 hello.
func noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(0xc0 | rand.IntN(0x40))
	}
	return b
}
