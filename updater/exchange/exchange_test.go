// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dynwan/updater"
)

var server = &url.URL{Scheme: "http", Host: "dyn.example.net:8147"}

// answering returns a connection whose other end hears a request and then says
// text, and a channel with the request.
func answering(t *testing.T, text string) (net.Conn, <-chan string) {
	t.Helper()
	ours, theirs := net.Pipe()
	t.Cleanup(func() { ours.Close() })
	heard := make(chan string, 1)
	go func() {
		defer theirs.Close()
		r, request := bufio.NewReader(theirs), ""
		for !strings.HasSuffix(request, "\r\n\r\n") {
			line, err := r.ReadString('\n')
			if err != nil {
				return
			}
			request += line
		}
		heard <- request
		io.WriteString(theirs, text)
	}()
	return ours, heard
}

func TestTheRequestIsOneGetAndNothingElse(t *testing.T) {
	conn, heard := answering(t, "HTTP/1.1 200 OK\r\n\r\n")
	if _, err := Do(t.Context(), conn, server, Request{Path: "/dns/update.php?hb=0", Agent: "dynwan/test"}); err != nil {
		t.Fatal(err)
	}
	want := "GET /dns/update.php?hb=0 HTTP/1.1\r\nHost: dyn.example.net:8147\r\nUser-Agent: dynwan/test\r\nConnection: close\r\n\r\n"
	if got := <-heard; got != want {
		t.Errorf("request: got %q, want %q", got, want)
	}
}

// answers are what servers say, and what of it we understand.
var answers = []struct {
	name, text, body string
	status           int
	err              error
}{
	{"a length", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n800", "800", 200, nil},
	{"a length and more than that", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n800 and more", "800", 200, nil},
	{"no length", "HTTP/1.1 200 OK\r\n\r\n800", "800", 200, nil},
	{"an old server", "HTTP/1.0 200 OK\r\n\r\n800", "800", 200, nil},
	{"lines without returns", "HTTP/1.1 200 OK\nContent-Length: 3\n\n800", "800", 200, nil},
	{"no word for the status", "HTTP/1.1 503\r\n\r\nlater", "later", 503, nil},
	{"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n80\r\n1;x=y\r\n0\r\n0\r\n\r\n", "800", 200, nil},
	{"chunks without their last line", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\n800\r\n0\r\n", "800", 200, nil},
	{"chunks win over a length", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n800\r\n0\r\n\r\n", "800", 200, nil},
	{"an announcement", "HTTP/1.1 100 Continue\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n800", "800", 200, nil},
	{"no content", "HTTP/1.1 204 No Content\r\n\r\nnot meant", "", 204, nil},
	{"a long body", "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 9000), strings.Repeat("x", 4096), 200, nil},
	{"a long body of a known length", "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + strings.Repeat("x", 9000), strings.Repeat("x", 4096), 200, nil},
	{"a long chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2328\r\n" + strings.Repeat("x", 9000), strings.Repeat("x", 4096), 200, nil},
	{"nothing", "", "", 0, errCut},
	{"the end before the first line", "HTTP/1.1 20", "", 0, errCut},
	{"the end within the headers", "HTTP/1.1 200 OK\r\nContent-", "", 0, errCut},
	{"the end within the body", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n800", "", 0, errCut},
	{"the end within a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n800", "", 0, errCut},
	{"the end between chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n800\r\n", "", 0, errCut},
	{"another protocol", "220 mail.example.net ESMTP\r\n\r\n", "", 0, errStrange},
	{"another version", "HTTP/2 200\r\n\r\n", "", 0, errStrange},
	{"a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", "", 0, errStrange},
	{"a status below 100", "HTTP/1.1 099 OK\r\n\r\n", "", 0, errStrange},
	{"a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n800", "", 0, errStrange},
	{"a coding that nobody asked for", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n800", "", 0, errStrange},
	{"a chunk without a size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n800", "", 0, errStrange},
	{"a chunk that is longer than it says", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n800\r\n0\r\n\r\n", "", 0, errStrange},
	{"headers without end", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 9000), "", 0, errStrange},
	{"announcements without end", strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 9000), "", 0, errStrange},
	{"a line without end", "HTTP/1.1 200 " + strings.Repeat("x", 90000), "", 0, errStrange},
}

func TestAnswers(t *testing.T) {
	for _, c := range answers {
		conn, _ := answering(t, c.text)
		a, err := Do(t.Context(), conn, server, Request{Path: "/", Agent: "dynwan/test"})
		if !errors.Is(err, c.err) {
			t.Errorf("%s: got the error %v, want %v", c.name, err, c.err)
		}
		if err == nil && (a.Status != c.status || string(a.Body) != c.body) {
			t.Errorf("%s: got %d %.40q (%d bytes), want %d %.40q (%d)", c.name, a.Status, a.Body, len(a.Body), c.status, c.body, len(c.body))
		}
	}
}

func TestHeadersAreFoundByNameAndTheFirstCounts(t *testing.T) {
	conn, _ := answering(t, "HTTP/1.1 200 OK\r\nSERVER: one\r\nserver:two\r\nno header at all\r\nX:\r\n\r\n")
	a, err := Do(t.Context(), conn, server, Request{Path: "/", Agent: "dynwan/test"})
	if err != nil || a.Head["server"] != "one" || len(a.Head) != 2 {
		t.Errorf("headers: got %v %v, want the server named one, and x", a, err)
	}
}

func TestAServerThatSaysNothingIsNotWaitedForLongerThanTheContext(t *testing.T) {
	ours, theirs := net.Pipe()
	defer theirs.Close()
	go io.Copy(io.Discard, theirs)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := Do(ctx, ours, server, Request{Path: "/", Agent: "dynwan/test"})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("silence: got %v, want the context's end", err)
	}
	if o := Unsure(err); o.Kind != updater.Unsure || !o.Sent || !strings.Contains(o.Text.String(), "may have arrived") {
		t.Errorf("silence: got %+v, want an update that may have arrived", o)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		retry, date string
		want        time.Duration
	}{
		{"90", "", 90 * time.Second},
		{"", "", 0},
		{"-5", "", 0},
		{"soon", "", 0},
		{"99999999999", "", 0},
		{"Thu, 01 Jan 2026 10:05:00 GMT", "", 5 * time.Minute},
		{"Thursday, 01-Jan-26 10:05:00 GMT", "", 5 * time.Minute},
		{"Thu Jan  1 10:05:00 2026", "", 5 * time.Minute},
		{"Thu, 01 Jan 2026 10:05:00 GMT", "Thu, 01 Jan 2026 10:04:00 GMT", time.Minute},
		{"Thu, 01 Jan 2026 09:00:00 GMT", "", 0},
	} {
		a := Answer{Head: map[string]string{"retry-after": c.retry, "date": c.date}}
		if got := a.RetryAfter(now); got != c.want {
			t.Errorf("%q at %q: got %v, want %v", c.retry, c.date, got, c.want)
		}
	}
}

// FuzzAnswer holds our reading against the one of net/http: where both
// understand an answer they understand the same.
func FuzzAnswer(f *testing.F) {
	for _, c := range answers {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ours, err := readAnswer(strings.NewReader(text), nil)
		if err != nil {
			return
		}
		if len(ours.Body) > maxBody || ours.Status < 200 || ours.Status > 999 {
			t.Errorf("%q: got %d and %d bytes, want a final status and at most %d", text, ours.Status, len(ours.Body), maxBody)
		}
		r := bufio.NewReader(strings.NewReader(text))
		resp, err := http.ReadResponse(r, nil)
		for err == nil && resp.StatusCode < 200 {
			resp, err = http.ReadResponse(r, nil)
		}
		if err != nil || strings.Contains(strings.ToLower(text), "transfer-encoding") && resp.TransferEncoding == nil {
			return // net/http is stricter than what serves on the web
		}
		body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
		if err == nil && (resp.StatusCode != ours.Status || string(body) != string(ours.Body)) {
			t.Errorf("%q: got %d %q, want %d %q as net/http reads it", text, ours.Status, ours.Body, resp.StatusCode, body)
		}
	})
}

func TestARequestHasItsHeadAndBody(t *testing.T) {
	got := string(Request{Method: "PUT", Path: "/v1", Head: []string{"X-Key: a"}, Agent: "dynwan/test", Body: []byte(`{"a":1}`)}.bytes("dyn.example.com"))
	want := "PUT /v1 HTTP/1.1\r\nHost: dyn.example.com\r\nUser-Agent: dynwan/test\r\nConnection: close\r\nX-Key: a\r\nContent-Length: 7\r\n\r\n{\"a\":1}"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestALongAnswerIsReadPieceByPiece: whoever reads it gets all of it up to the
// bound, in each coding, and the answer keeps no more than its beginning.
func TestALongAnswerIsReadPieceByPiece(t *testing.T) {
	long := strings.Repeat("0123456789", 50_000)
	for _, c := range []struct {
		name, text string
		most       int
		err        error
	}{
		{"a length", "HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\n" + long, len(long), nil},
		{"no length", "HTTP/1.1 200 OK\r\n\r\n" + long, len(long), nil},
		{"chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7a120\r\n" + long + "\r\n0\r\n\r\n", len(long), nil},
		{"a length that is cut", "HTTP/1.1 200 OK\r\nContent-Length: 500001\r\n\r\n" + long, len(long), errCut},
		{"more than the bound", "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat(long, 4), maxStream + maxHead + 4*maxBody, nil},
	} {
		conn, _ := answering(t, c.text)
		got, status := 0, 0
		a, err := Do(t.Context(), conn, server, Request{Path: "/", Agent: "dynwan/test", Read: func(s int, body io.Reader) error {
			n, err := io.Copy(io.Discard, body)
			got, status = int(n), s
			return err
		}})
		if !errors.Is(err, c.err) || got > c.most || got < min(len(long), c.most) || status != 200 || string(a.Body) != long[:maxBody] {
			t.Errorf("%s: got %d bytes with the status %d and %v", c.name, got, status, err)
		}
	}
}
