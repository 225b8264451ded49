// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func dialPlain(t *testing.T, l *lab) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", l.at.HTTP)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	return c
}

func TestEntryTellsEverything(t *testing.T) {
	l := newLab(t)
	l.plain(ask("ip", "203.0.113.1"))
	l.clock.advance(time.Hour)
	l.secure(ask("email", testEmail))
	e := l.last()
	if e.Number != 2 || e.Connection != 2 || e.Scheme != "https" || e.Host != "www.mtgsy.net" || e.Method != "GET" ||
		e.Path != updatePath || e.UserAgent != goodAgent || e.Password != "right" || e.Status != 200 || e.Answer != "OK" || !e.Applied {
		t.Errorf("entry %+v", e)
	}
	if !strings.HasPrefix(e.Remote, "127.0.0.1:") || !e.Time.Equal(l.clock.Now()) {
		t.Errorf("remote %s at %v; want 127.0.0.1 at %v", e.Remote, e.Time, l.clock.Now())
	}
	params := fmt.Sprint(e.Params)
	if want := "[{email user@example.net} {hb 0} {ip 203.0.113.9} {pass (right)}]"; params != want {
		t.Errorf("params %s; want %s", params, want)
	}
	if len(e.Changes) != 2 || e.Changes[0].Domain != home || e.Changes[0].Before.IP.String() != "203.0.113.1" ||
		e.Changes[0].After.IP.String() != "203.0.113.9" || e.Changes[1].Before.IP.IsValid() {
		t.Errorf("changes %+v", e.Changes)
	}
}

func TestPasswordMarks(t *testing.T) {
	for q, want := range map[string]string{
		ask(): "right", ask("pass", "wrong-one"): "wrong", ask("pass", ""): "missing", ask("email", "x.net"): "unknown",
	} {
		l := newLab(t)
		l.plain(q)
		if got := l.last().Password; got != want {
			t.Errorf("%s: password %s; want %s", q, got, want)
		}
	}
}

// A password may turn up anywhere in a request that a confused client sends.
func TestNoPasswordInTheLedger(t *testing.T) {
	const wrong = "other-secret"
	l := newLab(t)
	for _, secret := range []string{testPass, wrong} {
		for _, q := range []string{
			ask("pass", secret), ask("pass", secret, "email", secret), ask("pass", secret, "offlinetext", "it is "+secret),
			ask("pass", secret, "offlineurl", "http://x.example/?"+url.QueryEscape(secret)), ask("pass", secret, secret, "1"),
			ask("pass", secret, "hb", secret), ask("pass", secret, "ip", secret), ask("pass", secret, "mx", secret),
			ask("pass", secret) + "&pass=" + url.QueryEscape(secret+"x"), ask("pass", secret) + "&pass=%zz",
		} {
			l.plain(q)
			l.plain(q, agent("client/1 "+secret))
			l.plain(q, agent(secret))
			l.plain(q, func(r *http.Request) { r.Host = "x-" + url.PathEscape(secret) })
			l.plain(q, func(r *http.Request) { r.URL.Path = "/" + secret })
			l.plain(q, method("POST"))
		}
	}
	c := dialPlain(t, l)
	fmt.Fprintf(c, "GET /dns/update.php?pass=%s HTTP/1.1\r\n\r\n", testPass)
	_, _ = io.ReadAll(c)
	l.setFault(Redirect, 1, "")
	l.plain(ask())
	b, err := json.Marshal(l.book())
	if err != nil {
		t.Fatal(err)
	}
	raw := []string{l.Sandbox.cfg.Accounts[0].Pass, wrong}
	for _, secret := range raw {
		quoted, _ := json.Marshal(secret)
		forms := []string{secret, strings.Trim(string(quoted), "\""), url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))}
		for _, form := range forms {
			if i := strings.Index(string(b), form); i >= 0 {
				t.Errorf("the ledger holds %q: ...%s", form, b[max(0, i-200):i+len(form)])
			}
		}
	}
	if n := len(l.Ledger()); n != 122 {
		t.Errorf("%d entries; want 122", n)
	}
}

func TestMaskTakesTheLongestFirst(t *testing.T) {
	got := masker([]string{"secret", "secret-and-more", "abc"}).Replace("secret-and-more secret abc")
	if got != "*** *** abc" {
		t.Errorf("masked: %q", got)
	}
}

func TestMaskKnowsEveryForm(t *testing.T) {
	for _, form := range []string{"a b/c?", "a+b%2Fc%3F", "a%20b%2Fc%3F", "YSBiL2M/"} {
		if got := masker([]string{"a b/c?"}).Replace("<" + form + ">"); got != "<***>" {
			t.Errorf("%q masked: %q", form, got)
		}
	}
}

func TestTimesOfAnEntry(t *testing.T) {
	l := newLab(t)
	c := dialPlain(t, l)
	if _, err := l.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	const pause = 30 * time.Millisecond
	time.Sleep(pause)
	begin := time.Now()
	fmt.Fprint(c, "GET")
	time.Sleep(pause)
	end := time.Now()
	fmt.Fprintf(c, " %s?%s HTTP/1.1\r\nHost: x\r\nUser-Agent: %s\r\nConnection: close\r\n\r\n", updatePath, ask(), goodAgent)
	if b, err := io.ReadAll(c); err != nil || !strings.HasSuffix(string(b), "OK") {
		t.Fatalf("answer %q, %v", b, err)
	}
	e := l.last()
	if e.FirstByte.Before(begin) || e.FirstByte.After(end) {
		t.Errorf("first byte at %v; want between %v and %v", e.FirstByte, begin, end)
	}
	if begin.Sub(e.Accepted) < pause {
		t.Errorf("accepted %v before the first byte; want %v at least", begin.Sub(e.Accepted), pause)
	}
	if got, want := e.FirstByteOffset-e.AcceptedOffset, e.FirstByte.Sub(e.Accepted); got != want || e.AcceptedOffset < 0 {
		t.Errorf("offsets %v and %v differ by %v; want %v", e.AcceptedOffset, e.FirstByteOffset, got, want)
	}
	if conn := l.Connections()[0]; !conn.FirstByte.Equal(e.FirstByte) || conn.Requests != 1 {
		t.Errorf("connection %+v", conn)
	}
}

func TestConnectionWithoutRequest(t *testing.T) {
	l := newLab(t)
	_ = dialPlain(t, l).Close()
	ended := func() bool { c := l.Connections(); return len(c) == 1 && c[0].Ended }
	if err := l.Wait(soon(t), ended); err != nil {
		t.Fatal(err)
	}
	c := l.Connections()[0]
	if c.Why != "closed without a request" || c.Requests != 0 || !c.FirstByte.IsZero() || c.Scheme != "http" {
		t.Errorf("connection %+v", c)
	}
	if len(l.Ledger()) != 0 || len(l.Breaches()) != 0 {
		t.Errorf("ledger %v", l.Ledger())
	}
}

func TestRejectedCertificateIsSeen(t *testing.T) {
	l := newLab(t)
	l.setFault(CertSelfSigned, 1, "")
	l.secure(ask())
	if err := l.Wait(soon(t), func() bool { return l.Connections()[0].Ended }); err != nil {
		t.Fatal(err)
	}
	if why := l.Connections()[0].Why; !strings.Contains(why, "bad certificate") {
		t.Errorf("why %q", why)
	}
}

func TestNotHTTP(t *testing.T) {
	for sent, want := range map[string]string{
		"\x16\x03\x01 what is this\r\n\r\n":                          "malformed: not an HTTP request",
		"GET /dns/update.php?offlinetext=a\x01b HTTP/1.1\r\n\r\n":    "malformed: not an HTTP request",
		"GET /dns/update.php?x=" + strings.Repeat("y", requestLimit): "malformed: not an HTTP request",
	} {
		l := newLab(t)
		c := dialPlain(t, l)
		_, _ = io.WriteString(c, sent)
		resp, err := http.ReadResponse(bufio.NewReader(c), nil)
		if err != nil || resp.StatusCode != 400 {
			t.Errorf("%.40q: %v, %v; want 400", sent, resp, err)
		}
		if got := l.Breaches(); len(got) != 1 || got[0] != "request 1: "+want {
			t.Errorf("%.40q: breaches %q; want %q", sent, got, want)
		}
	}
}

func TestKeepAlive(t *testing.T) {
	l := newLab(t)
	c := dialPlain(t, l)
	in := bufio.NewReader(c)
	for i := range 2 {
		fmt.Fprintf(c, "GET %s?%s HTTP/1.1\r\nHost: x\r\nUser-Agent: a/1\r\n\r\n", updatePath, ask())
		resp, err := http.ReadResponse(in, nil)
		if err != nil {
			t.Fatalf("request %d: %v", i+1, err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
	}
	e := l.Ledger()
	if len(e) != 2 || e[1].Connection != 1 || !e[1].FirstByte.After(e[0].FirstByte) || l.Connections()[0].Requests != 2 {
		t.Errorf("ledger %+v", e)
	}
}

func TestEvents(t *testing.T) {
	l := newLab(t)
	events := l.Events(t.Context())
	const n = 20
	for i := range n {
		l.plain(ask("ip", fmt.Sprintf("203.0.113.%d", i+1)))
	}
	for i := range n {
		select {
		case e := <-events:
			if e.Number != i+1 {
				t.Fatalf("event %d has number %d", i+1, e.Number)
			}
		case <-soon(t).Done():
			t.Fatalf("event %d did not come", i+1)
		}
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	l := newLab(t)
	l.plain(ask())
	ctx := soon(t)
	if got, err := l.WaitRequests(ctx, 1); err != nil || len(got) != 1 {
		t.Errorf("WaitRequests(1) = %d entries, %v", len(got), err)
	}
	go l.plain(ask())
	if got, err := l.WaitRequests(ctx, 2); err != nil || len(got) != 2 {
		t.Errorf("WaitRequests(2) = %d entries, %v", len(got), err)
	}
	brief, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if got, err := l.WaitRequests(brief, 3); err == nil || len(got) != 2 {
		t.Errorf("WaitRequests(3) = %d entries, %v; want 2 and an error", len(got), err)
	}
}

func TestManyAtOnce(t *testing.T) {
	l := newLab(t)
	l.setFault(Delay, 5, "5ms")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() { l.secure(ask("ip", fmt.Sprintf("203.0.113.%d", i+1))) })
		all.Go(func() { l.Records(); l.Connections(); l.Breaches(); l.Queries(); l.ActiveFaults() })
		all.Go(func() { _, _ = exchange("udp", l.at.Resolver, home, 1) })
	}
	all.Wait()
	entries := l.Ledger()
	if len(entries) != 20 || l.record(home).Updates != 20 || len(l.Queries()) != 20 {
		t.Errorf("%d entries, %d updates, %d queries; want 20 each", len(entries), l.record(home).Updates, len(l.Queries()))
	}
	if !slices.IsSortedFunc(entries, func(a, b Entry) int { return a.Number - b.Number }) {
		t.Error("entries are not in order")
	}
}

func TestCloseEndsEverything(t *testing.T) {
	l := newLab(t)
	l.setFault(HangAccept, 1, "")
	idle := dialPlain(t, l)
	if _, err := l.WaitConnections(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	l.setFault(HangAfterApply, 1, "")
	go l.plain(ask())
	if _, err := l.WaitRequests(soon(t), 1); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	l.Close()
	l.Close()
	if took := time.Since(start); took > time.Second {
		t.Errorf("Close took %v", took)
	}
	if _, err := io.ReadAll(idle); isTimeout(err) {
		t.Errorf("a hanging connection outlived Close: %v", err)
	}
	if _, err := net.Dial("tcp", l.at.HTTP); err == nil {
		t.Error("the port is still open")
	}
}
