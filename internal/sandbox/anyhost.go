// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// AnyHost is a TLS server that is whichever host it is asked for. It keeps each
// request byte for byte and answers what it is told; it knows no protocol.
type AnyHost struct {
	ca    *certAuthority
	mu    sync.Mutex
	certs map[string]*tls.Certificate
	reply string
	next  []string // what is said before that
	asked []Asked
}

// Asked is a request that came to AnyHost.
type Asked struct {
	Host   string // that TLS named
	Remote net.Addr
	Bytes  string
}

// NewAnyHost makes a server that listens nowhere yet and answers 200 "".
func NewAnyHost() (*AnyHost, error) {
	ca, err := newCertAuthority(nil, time.Now())
	if err != nil {
		return nil, err
	}
	h := &AnyHost{ca: ca, certs: map[string]*tls.Certificate{}}
	h.Reply(200, "")
	return h, nil
}

// CAPEM is the certificate of the authority of all its names.
func (h *AnyHost) CAPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.ca.cert.Raw})
}

// Reply sets what is answered from now on.
func (h *AnyHost) Reply(status int, body string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reply = fmt.Sprintf("HTTP/1.1 %d %s\r\nConnection: close\r\n", status, http.StatusText(status))
	if status != http.StatusNoContent {
		h.reply += fmt.Sprintf("Content-Type: text/plain\r\nContent-Length: %d\r\n", len(body))
	}
	h.reply += "\r\n" + body
}

// Script sets what is said to the next requests, one after the other, byte for
// byte. To an empty text the connection ends without an answer.
func (h *AnyHost) Script(replies []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next = replies
}

// Take returns the requests since the last call.
func (h *AnyHost) Take() []Asked {
	h.mu.Lock()
	defer h.mu.Unlock()
	asked := h.asked
	h.asked = nil
	return asked
}

// Count is how many requests came since the last call of Take.
func (h *AnyHost) Count() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.asked)
}

// Serve accepts connections until the listener is closed.
func (h *AnyHost) Serve(l net.Listener) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		go h.serve(conn)
	}
}

// serve answers one request. A client may give up at any point of it.
func (h *AnyHost) serve(raw net.Conn) {
	defer raw.Close()
	raw.SetDeadline(time.Now().Add(10 * time.Second))
	conn := tls.Server(raw, &tls.Config{GetCertificate: h.certificate, SessionTicketsDisabled: true})
	var seen bytes.Buffer
	r, err := http.ReadRequest(bufio.NewReaderSize(io.TeeReader(conn, &seen), 16))
	if err != nil {
		return
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return
	}
	h.mu.Lock()
	h.asked = append(h.asked, Asked{conn.ConnectionState().ServerName, raw.RemoteAddr(), seen.String()})
	reply := h.reply
	if len(h.next) > 0 {
		reply, h.next = h.next[0], h.next[1:]
	}
	h.mu.Unlock()
	io.WriteString(conn, reply)
	conn.Close()
}

// certificate issues one for each name, once.
func (h *AnyHost) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c := h.certs[hello.ServerName]; c != nil {
		return c, nil
	}
	ca := certAuthority{names: []string{hello.ServerName}, key: h.ca.key, cert: h.ca.cert, leaf: h.ca.leaf}
	c, err := ca.issue(ActiveFault{}, time.Now())
	if err == nil {
		c.Leaf, err = x509.ParseCertificate(c.Certificate[0])
	}
	h.certs[hello.ServerName] = c
	return c, err
}
