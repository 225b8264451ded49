// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func (l *lab) control(method, path string) (int, string) {
	l.t.Helper()
	r, _ := http.NewRequest(method, "http://"+l.at.Control+path, nil)
	resp, err := l.client.Do(r)
	if err != nil {
		l.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	b, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(b)
}

func TestControl(t *testing.T) {
	l := newLab(t)
	l.plain(ask("hb", "1"))
	tests := []struct {
		name, method, path string
		status             int
		want               string
	}{
		{"a fault is set", "POST", "/fault?name=status&n=2&arg=500", 200, `"n": 2`},
		{"faults are listed", "GET", "/faults", 200, `"drop-after-apply"`},
		{"active faults are listed", "GET", "/faults", 200, `"arg": "500"`},
		{"a fault waits for a step", "POST", "/fault?name=cut&n=1&step=delete", 200, `"step": "delete"`},
		{"a fault lets some pass", "POST", "/fault?name=waf&n=1&after=2", 200, `"after": 2`},
		{"a step that is none is an error", "POST", "/fault?name=cut&step=dance", 400, "not one of"},
		{"a turn that is none is an error", "POST", "/fault?name=cut&after=x", 400, "invalid syntax"},
		{"a fault is cleared", "POST", "/clear?name=cut", 200, ""},
		{"another is cleared", "POST", "/clear?name=waf", 200, ""},
		{"an unknown fault is an error", "POST", "/fault?name=x", 400, "unknown fault"},
		{"a count that is none is an error", "POST", "/fault?name=status&n=x", 400, "invalid syntax"},
		{"one fault is cleared", "POST", "/clear?name=status", 200, `"active": []`},
		{"all faults are cleared", "POST", "/clear", 200, `"active": []`},
		{"a domain goes offline", "POST", "/offline?domain=" + home, 200, ""},
		{"and is seen so", "GET", "/records", 200, `"offline": true`},
		{"a domain comes back", "POST", "/online?domain=" + home, 200, ""},
		{"an unknown domain is an error", "POST", "/offline?domain=x", 400, "no domain"},
		{"an account is blocked", "POST", "/block?login=" + testEmail, 200, ""},
		{"and is seen so", "GET", "/records", 200, `"blocked": true`},
		{"an account is let in again", "POST", "/unblock?login=" + home, 200, ""},
		{"the ledger is shown", "GET", "/ledger", 200, `"password": "right"`},
		{"the certificate is shown", "GET", "/ca", 200, "BEGIN CERTIFICATE"},
		{"looking does not change", "GET", "/clear", 405, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			status, body := l.control(tt.method, tt.path)
			if status != tt.status || !strings.Contains(body, tt.want) {
				t.Errorf("%s %s: %d %s; want %d with %s", tt.method, tt.path, status, body, tt.status, tt.want)
			}
		})
	}
	if l.record(home).Offline || l.record(home).Blocked {
		t.Errorf("in the end: %+v", l.record(home))
	}
	_, body := l.control("GET", "/ledger")
	var book Book
	if err := json.Unmarshal([]byte(body), &book); err != nil || len(book.Requests) != 1 || len(book.Connections) != 1 {
		t.Errorf("ledger %s: %v", body, err)
	}
}

func TestStartLeavesNothingOpenAfterAnError(t *testing.T) {
	s, err := New(Config{Accounts: []Account{{Email: "a@example.net", Pass: "p", Domains: []string{"a.example.net"}}}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	place := free.Addr().String()
	_ = free.Close()
	if _, err := s.Start(Places{HTTP: place, HTTPS: "127.0.0.1:no-such-port"}); err == nil {
		t.Fatal("Start with a wrong port gave no error")
	}
	if c, err := net.Dial("tcp", place); err == nil {
		_ = c.Close()
		t.Error("the first place is still open")
	}
}
