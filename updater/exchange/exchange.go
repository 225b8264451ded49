// SPDX-License-Identifier: GPL-2.0-or-later

// Package exchange is a minimal HTTP client for updates: one request on a
// connection of its own, and one short answer.
//
// Connect to a server, get a permit, and call Do on the connection. The one
// thing to know: nothing here tries twice, follows a redirect or uses a proxy,
// and no error contains the query, which holds the password.
//
// net/http does all this and much more, but was a tenth of the program: 0.7 MB
// on MIPS, and tables that are built each time a sender starts.
package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dynwan/updater/message"
)

// Limits of one exchange.
const (
	lookupTime  = 8 * time.Second  // for the name, in one family
	connectTime = 10 * time.Second // for the connection, and as much again for TLS
	headStart   = 250 * time.Millisecond
	answerTime  = 30 * time.Second
	maxHead     = 16 << 10
	maxBody     = 4 << 10
	maxStream   = 1 << 20
)

const (
	errCut     = message.Message(message.BrokeEarly)
	errStrange = message.Message(message.NoWebServer)
)

// Answer is what a server said.
type Answer struct {
	// Status is the number in the first line, such as 200.
	Status int
	// Body is the text, its first 4096 bytes at most.
	Body []byte
	// Head is the headers by lower-case name; of several with one name the
	// first.
	Head map[string]string
}

// Request is what is sent. It may hold a password, so nobody is shown it.
type Request struct {
	// Method is GET unless it is set.
	Method string
	// Path starts with a slash, and may have a query.
	Path string
	// Head are further headers in their order, each "Name: value".
	Head []string
	// Agent names the program and its version.
	Agent string
	// Body is sent with its length if there is one.
	Body []byte
	// Read reads the body of an answer that may be long, 1 MiB at most, piece by
	// piece; nil: it is short. Answer.Body has its beginning all the same.
	Read func(status int, body io.Reader) error
}

// bytes is the request as it goes over the wire.
func (r Request) bytes(host string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\nConnection: close\r\n", cmp.Or(r.Method, "GET"), r.Path, host, r.Agent)
	for _, line := range r.Head {
		b.WriteString(line + "\r\n")
	}
	if r.Body != nil {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(r.Body))
	}
	b.WriteString("\r\n")
	b.Write(r.Body)
	return b.Bytes()
}

// Do sends a request to a server on conn and reads the answer. It takes 30
// seconds at most. After an error the request may still have arrived.
func Do(ctx context.Context, conn net.Conn, server *url.URL, r Request) (*Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	defer context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })()
	_, err := conn.Write(r.bytes(server.Host))
	var a *Answer
	if err == nil {
		a, err = readAnswer(conn, r.Read)
	}
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if err == nil {
		deliver(conn)
	}
	return a, err
}

// readAnswer reads an answer with a limit on every part.
func readAnswer(from io.Reader, read func(int, io.Reader) error) (*Answer, error) {
	limited := &io.LimitedReader{R: from, N: maxHead}
	r := bufio.NewReader(limited)
	a, err := readHead(r)
	for err == nil && a.Status < 200 { // "100 Continue" and the like precede the answer
		a, err = readHead(r)
	}
	switch {
	case err != nil && limited.N == 0:
		return nil, errStrange
	case err != nil:
		return nil, err
	}
	limited.N += 4 * maxBody // the body, and the sizes of its chunks
	if read != nil {
		limited.N += maxStream
	}
	body, err := bodyOf(r, a)
	if err != nil {
		return a, err
	}
	if read == nil {
		a.Body, err = io.ReadAll(io.LimitReader(body, maxBody))
		return a, err
	}
	start := &beginning{}
	err = read(a.Status, io.TeeReader(body, start))
	a.Body = start.text
	return a, err
}

// beginning keeps the first bytes that are written to it.
type beginning struct{ text []byte }

func (b *beginning) Write(p []byte) (int, error) {
	b.text = append(b.text, p[:min(len(p), maxBody-len(b.text))]...)
	return len(p), nil
}

// readHead reads an answer up to its body.
func readHead(r *bufio.Reader) (*Answer, error) {
	first, err := readLine(r)
	if err != nil {
		return nil, err
	}
	version, rest, _ := strings.Cut(first, " ")
	number, _, _ := strings.Cut(rest, " ")
	status, err := strconv.ParseUint(number, 10, 16)
	if !strings.HasPrefix(version, "HTTP/1.") || len(number) != 3 || err != nil || status < 100 {
		return nil, errStrange
	}
	a := &Answer{Status: int(status), Head: map[string]string{}}
	for {
		line, err := readLine(r)
		if err != nil || line == "" {
			return a, err
		}
		name, value, ok := strings.Cut(line, ":")
		name = strings.ToLower(name)
		if _, twice := a.Head[name]; ok && !twice {
			a.Head[name] = strings.TrimSpace(value)
		}
	}
}

// readLine reads a line without its end.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadString('\n')
	if err == io.EOF {
		err = errCut
	}
	return strings.TrimRight(line, "\r\n"), err
}
