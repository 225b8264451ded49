// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"
)

// short is a client timeout for those who never answer.
const short = 150 * time.Millisecond

func isTimeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}

// isReset also knows what a client sees that writes after the reset has come.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// isEOF also knows the words in which net/http reports an end that came before
// it had written the request.
func isEOF(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		err != nil && strings.Contains(err.Error(), "server closed idle connection")
}

func isNotHTTP(err error) bool { return err != nil && strings.Contains(err.Error(), "malformed HTTP") }

func isNotTLS(err error) bool {
	return err != nil && strings.Contains(err.Error(), "first record does not look like a TLS handshake")
}

func isWrongName(err error) bool {
	var e x509.HostnameError
	return errors.As(err, &e)
}

func isUnknownCA(err error) bool {
	var e x509.UnknownAuthorityError
	return errors.As(err, &e)
}

func isInvalidTime(err error) bool {
	var e x509.CertificateInvalidError
	return errors.As(err, &e) && e.Reason == x509.Expired
}

// requestFault is what a client and the ledger see of one fault.
type requestFault struct {
	fault   Fault
	fails   func(error) bool // nil: there is an answer
	status  int
	body    string // a part of it
	applied bool
	arrived bool // there is an entry in the ledger
}

var requestFaults = []requestFault{
	{DropAccept, isEOF, 0, "", false, false},
	{ResetAccept, isReset, 0, "", false, false},
	{HangAccept, isTimeout, 0, "", false, false},
	{GarbageTLS, isNotTLS, 0, "", false, false},
	{CertWrongName, isWrongName, 0, "", false, false},
	{CertSelfSigned, isUnknownCA, 0, "", false, false},
	{CertExpired, isInvalidTime, 0, "", false, false},
	{CertNotYet, isInvalidTime, 0, "", false, false},
	{DropHandshake, isEOF, 0, "", false, false},
	{ResetHandshake, isReset, 0, "", false, false},
	{DropBeforeApply, isEOF, 0, "", false, true},
	{DropAfterApply, isEOF, 0, "", true, true},
	{ResetBeforeApply, isReset, 0, "", false, true},
	{ResetAfterApply, isReset, 0, "", true, true},
	{HangBeforeApply, isTimeout, 0, "", false, true},
	{HangAfterApply, isTimeout, 0, "", true, true},
	{Status, nil, 503, "Service Unavailable", false, true},
	{StatusApplied, nil, 503, "Service Unavailable", true, true},
	{Portal, nil, 200, "log in to use the Internet", false, true},
	{Redirect, nil, 302, "", false, true},
	{Endless, nil, 200, "please wait", false, true},
	{Cut, isEOF, 200, "OK", true, true},
	{GarbageBytes, isNotHTTP, 0, "", true, true},
	{GarbageText, nil, 200, "zzyzx", false, true},
	{WAF, nil, 403, "<title>CloudfloorDNS Web Application Firewall Error", false, true},
	{BlockedText, nil, 200, "blocked", false, true},
	{PasswordText, nil, 200, "invalid login", false, true},
	{AnswerCode, nil, 200, "911\n", false, true},
	{AnswerForm, nil, 200, "OK", true, true},
}

func TestRequestFaults(t *testing.T) {
	for _, tt := range requestFaults {
		t.Run(string(tt.fault), func(t *testing.T) {
			t.Parallel()
			l := newLab(t)
			if tt.fails != nil {
				l.client.Timeout = time.Second
			}
			if strings.HasPrefix(string(tt.fault), "hang") {
				l.client.Timeout = short
			}
			l.setFault(tt.fault, 1, "")
			got := l.secure(ask())
			if tt.fails == nil && got.err != nil || tt.fails != nil && !tt.fails(got.err) {
				t.Errorf("error %v", got.err)
			}
			if got.status != tt.status || !strings.Contains(got.body, tt.body) {
				t.Errorf("answer %d %q; want %d with %q", got.status, got.body, tt.status, tt.body)
			}
			if applied := l.address(home) == "203.0.113.9"; applied != tt.applied {
				t.Errorf("applied %v; want %v", applied, tt.applied)
			}
			checkFaultEntry(t, l, tt)
			if got := l.secure(ask()); got.body != "OK" {
				t.Errorf("the request after the fault: %d %q, %v; want OK", got.status, got.body, got.err)
			}
		})
	}
}

func checkFaultEntry(t *testing.T, l *lab, tt requestFault) {
	t.Helper()
	entries := l.Ledger()
	if arrived := len(entries) == 1; arrived != tt.arrived {
		t.Fatalf("%d entries; arrived should be %v", len(entries), tt.arrived)
	}
	if len(l.Connections()) != 1 {
		t.Errorf("%d connections; want 1", len(l.Connections()))
	}
	if tt.arrived && (entries[0].Fault != tt.fault || entries[0].Applied != tt.applied || entries[0].Status != tt.status) {
		t.Errorf("ledger: fault %q, applied %v, status %d; want %q, %v, %d",
			entries[0].Fault, entries[0].Applied, entries[0].Status, tt.fault, tt.applied, tt.status)
	}
}

// Every fault of the table has to be proved somewhere.
func TestEveryFaultIsTested(t *testing.T) {
	proved := map[Fault]bool{Refuse: true, Delay: true}
	for _, tt := range requestFaults {
		proved[tt.fault] = true
	}
	for _, tt := range dnsFaults {
		proved[tt.authority], proved[tt.resolver] = true, true
	}
	for _, tt := range habits {
		proved[tt.fault] = true
	}
	for _, f := range Faults() {
		if !proved[f.Name] {
			t.Errorf("fault %s has no test", f.Name)
		}
		if f.Doc == "" {
			t.Errorf("fault %s has no doc line", f.Name)
		}
	}
	if len(proved) < len(faultTable) {
		t.Errorf("%d faults proved of %d", len(proved), len(faultTable))
	}
}

func TestPlainFaults(t *testing.T) {
	for fault, fails := range map[Fault]func(error) bool{
		DropAccept: isEOF, ResetAccept: isReset, DropHandshake: isEOF, ResetAfterApply: isReset,
	} {
		l := newLab(t)
		l.setFault(fault, 1, "")
		if got := l.plain(ask()); !fails(got.err) {
			t.Errorf("%s over HTTP: %v", fault, got.err)
		}
	}
}

func TestGarbageTLSLeavesPlainAlone(t *testing.T) {
	l := newLab(t)
	l.setFault(GarbageTLS, 0, "")
	if got := l.plain(ask()); got.body != "OK" {
		t.Errorf("over HTTP: %d %q, %v; want OK", got.status, got.body, got.err)
	}
}

func TestFaultCounts(t *testing.T) {
	l := newLab(t)
	l.setFault(Status, 2, "500")
	for i, want := range []int{500, 500, 200} {
		if got := l.plain(ask()); got.status != want {
			t.Errorf("n=2, request %d: %d; want %d", i+1, got.status, want)
		}
	}
	l.setFault(Status, 0, "502")
	for i := range 5 {
		if got := l.plain(ask()); got.status != 502 {
			t.Errorf("until cleared, request %d: %d; want 502", i+1, got.status)
		}
	}
	if got := l.ActiveFaults(); len(got) != 1 || got[0] != (ActiveFault{Name: Status, N: 0, Arg: "502"}) {
		t.Errorf("ActiveFaults() = %v", got)
	}
	if err := l.Clear(); err != nil {
		t.Fatalf("Clear: %v", err)
	}
	if got := l.plain(ask()); got.status != 200 || len(l.ActiveFaults()) != 0 {
		t.Errorf("after Clear: %d, %v; want 200 and none", got.status, l.ActiveFaults())
	}
}

func TestClearOfOneFault(t *testing.T) {
	l := newLab(t)
	l.setFault(Status, 0, "")
	l.setFault(Delay, 0, "1ms")
	if err := l.Clear(Status); err != nil {
		t.Fatalf("Clear: %v", err)
	}
	if got := l.ActiveFaults(); len(got) != 1 || got[0].Name != Delay {
		t.Errorf("left: %v; want delay", got)
	}
	if err := l.Clear("nonsense"); err == nil {
		t.Error("Clear(nonsense) gave no error")
	}
}

func TestDelay(t *testing.T) {
	l := newLab(t)
	l.setFault(Delay, 1, "80ms")
	l.setFault(Status, 1, "500")
	start := time.Now()
	got := l.plain(ask())
	if took := time.Since(start); took < 80*time.Millisecond || got.status != 500 {
		t.Errorf("%d after %v; want 500 after 80ms", got.status, took)
	}
}

func TestRetryAfter(t *testing.T) {
	l := newLab(t)
	date := l.clock.Now().Add(90 * time.Second).UTC().Format(http.TimeFormat)
	tests := []struct {
		arg, retry, body string
		status           int
	}{
		{"429;retry-after=120", "120", "Too Many Requests", 429},
		{"503;retry-after=date:90;body=come; back=later", date, "come; back=later", 503},
		{"404;body=gone", "", "gone", 404},
	}
	for _, tt := range tests {
		l.setFault(Status, 1, tt.arg)
		got := l.plain(ask())
		if got.status != tt.status || got.header.Get("Retry-After") != tt.retry || got.body != tt.body {
			t.Errorf("%s: %d, Retry-After %q, %q; want %d, %q, %q",
				tt.arg, got.status, got.header.Get("Retry-After"), got.body, tt.status, tt.retry, tt.body)
		}
	}
}

func TestWrongFaults(t *testing.T) {
	l := newLab(t)
	tests := []struct {
		name string
		f    ActiveFault
	}{
		{"an unknown fault", ActiveFault{Name: "nonsense", N: 0, Arg: ""}},
		{"a negative count", ActiveFault{Name: Status, N: -1, Arg: ""}},
		{"an argument where none belongs", ActiveFault{Name: Portal, N: 0, Arg: "x"}},
		{"a status that is none", ActiveFault{Name: Status, N: 0, Arg: "99"}},
		{"retry-after without a number", ActiveFault{Name: Status, N: 0, Arg: "503;retry-after=soon"}},
		{"a delay that is none", ActiveFault{Name: Delay, N: 0, Arg: "long"}},
		{"a negative delay", ActiveFault{Name: Delay, N: 0, Arg: "-1s"}},
		{"a code that is none", ActiveFault{Name: AnswerCode, Arg: "great"}},
		{"a code with a status that is none", ActiveFault{Name: AnswerCode, Arg: "badauth;status=ok"}},
		{"a code with a status that is too small", ActiveFault{Name: AnswerCode, Arg: "badauth;status=99"}},
		{"a form that is none", ActiveFault{Name: AnswerForm, Arg: "nice"}},
		{"a lie that is no address", ActiveFault{Name: AuthorityLies, N: 0, Arg: "x"}},
		{"a start that is no time", ActiveFault{Name: CertNotYet, N: 0, Arg: "tomorrow"}},
		{"a scheme that is none", ActiveFault{Name: Refuse, N: 0, Arg: "ftp"}},
		{"a step that is none", ActiveFault{Name: Status, Step: "dance"}},
		{"a step before a request is read", ActiveFault{Name: DropAccept, Step: StepAdd}},
		{"less than none let pass", ActiveFault{Name: Status, After: -1}},
		{"a door that lets some pass", ActiveFault{Name: Refuse, After: 1}},
		{"refusals cannot be counted", ActiveFault{Name: Refuse, N: 2, Arg: ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := l.Arm(tt.f); err == nil {
				t.Errorf("Arm(%v) gave no error", tt.f)
			}
		})
	}
	if got := l.ActiveFaults(); len(got) != 0 {
		t.Errorf("after errors only: %v; want none", got)
	}
}

func TestRedirect(t *testing.T) {
	l := newLab(t)
	l.setFault(Redirect, 0, "")
	l.plain(ask())
	if l.RedirectHits() != 0 {
		t.Errorf("%d hits without following", l.RedirectHits())
	}
	l.client.CheckRedirect = nil
	l.plain(ask())
	if l.RedirectHits() != 1 || l.address(home) != "invalid IP" {
		t.Errorf("followed: %d hits, record %s; want 1 and none", l.RedirectHits(), l.address(home))
	}
	l.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	l.setFault(Redirect, 0, "http://127.0.0.1:1/x")
	if got := l.plain(ask()).header.Get("Location"); !strings.HasPrefix(got, "http://127.0.0.1:1/x?email=") {
		t.Errorf("Location %q", got)
	}
}

func TestEndlessBodyGoesOn(t *testing.T) {
	l := newLab(t)
	l.setFault(Endless, 1, "")
	if got := l.plain(ask()); len(got.body) != 1<<16 {
		t.Errorf("%d bytes, then %v; want the whole limit of 65536", len(got.body), got.err)
	}
}

func TestWAFNamesItself(t *testing.T) {
	l := newLab(t)
	l.setFault(WAF, 1, "")
	if got := l.plain(ask()).header.Get("Server"); got != "CloudfloorDNS.WAF" {
		t.Errorf("Server %q", got)
	}
}

// A silent provider still has to say what the fault asks for.
func TestRefusalTextsInSilentStyle(t *testing.T) {
	l := newLab(t, func(c *Config) { c.Style = Silent })
	for fault, want := range map[Fault]string{BlockedText: "blocked", PasswordText: "invalid login"} {
		l.setFault(fault, 1, "")
		if got := l.plain(ask()).body; !strings.Contains(got, want) {
			t.Errorf("%s: %q; want %q", fault, got, want)
		}
	}
}

func TestRefuse(t *testing.T) {
	fixed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := fixed.Addr().String()
	_ = fixed.Close()
	for _, place := range []string{"127.0.0.1:0", port, "[::1]:0", ":0"} {
		l := newLab(t)
		listener, err := net.Listen("tcp", place)
		if err != nil {
			t.Fatal(err)
		}
		l.ServePlain(listener)
		base := "http://" + strings.Replace(listener.Addr().String(), "[::]", "127.0.0.1", 1)
		for round := range 3 {
			l.setFault(Refuse, 0, "")
			if got := l.do(base, ask()); !errors.Is(got.err, syscall.ECONNREFUSED) {
				t.Errorf("%s, round %d, refusing: %v", place, round, got.err)
			}
			if err := l.Clear(); err != nil {
				t.Fatalf("%s: Clear: %v", place, err)
			}
			if got := l.do(base, ask()); got.body != "OK" {
				t.Errorf("%s, round %d, open again: %d, %v", place, round, got.status, got.err)
			}
		}
		l.Close()
	}
}

func TestRefuseOneScheme(t *testing.T) {
	l := newLab(t)
	l.setFault(Refuse, 0, "https")
	if got := l.secure(ask()); !errors.Is(got.err, syscall.ECONNREFUSED) {
		t.Errorf("https: %v; want refused", got.err)
	}
	if got := l.plain(ask()); got.body != "OK" {
		t.Errorf("http: %d, %v; want OK", got.status, got.err)
	}
}

// wrapped hides that a listener is a socket.
type wrapped struct{ net.Listener }

func TestRefuseNeedsASocket(t *testing.T) {
	l := newLab(t)
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.ServePlain(wrapped{inner})
	if err := l.SetFault(Refuse, 0, ""); err == nil {
		t.Error("SetFault(refuse) on a listener that is no socket gave no error")
	}
}

func TestCertificateStart(t *testing.T) {
	l := newLab(t)
	start := l.clock.Now().Add(2 * time.Hour)
	l.setFault(CertNotYet, 0, start.UTC().Format(time.RFC3339))
	if got := l.secure(ask()); !isInvalidTime(got.err) {
		t.Errorf("two hours early: %v; want not yet valid", got.err)
	}
	l.clock.advance(2*time.Hour + time.Second)
	if got := l.secure(ask()); got.body != "OK" {
		t.Errorf("when the clock is right: %d, %v; want OK", got.status, got.err)
	}
}
