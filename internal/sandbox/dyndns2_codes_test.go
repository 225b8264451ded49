// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Every code can be said on demand, with any status, and is not carried out.
func TestEveryCodeOnDemand(t *testing.T) {
	lines := map[string]int{} // how many for two hosts
	for c, m := range meanings {
		lines[string(c)] = 1
		if m.perHost {
			lines[string(c)] = 2
		}
	}
	lines["good 127.0.0.1"], lines["w30s"], lines["w5m"], lines["w2h"] = 2, 1, 1, 1
	for line, n := range lines {
		for _, status := range []int{200, 401, 503} {
			l := newHostLab(t)
			l.setFault(AnswerCode, 1, fmt.Sprintf("%s;status=%d", line, status))
			got := l.hosts(first+","+second, "203.0.113.9")
			if want := strings.Repeat(line+"\n", n); got.status != status || got.body != want || l.holds(first) != "" {
				t.Errorf("%s: %d %q, holds %q; want %d %q and nothing", line, got.status, got.body, l.holds(first), status, want)
			}
			if e := l.last(); e.Fault != AnswerCode || e.Applied || len(e.Breaches) != 0 {
				t.Errorf("%s: ledger %+v", line, e)
			}
		}
	}
}

func TestWaitsAreCodes(t *testing.T) {
	for word, want := range map[string]time.Duration{"w30s": 30 * time.Second, "w5m": 5 * time.Minute, "w2h": 2 * time.Hour, "w": 0, "w5": 0, "w5d": 0, "W5m": 0, "w-5m": 0} {
		if got, ok := code(word).wait(); got != want || ok != (want > 0) {
			t.Errorf("%s: %v, %v; want %v", word, got, ok, want)
		}
	}
}

func TestForms(t *testing.T) {
	const a, b = "good 203.0.113.9", "nohost"
	for form, want := range map[string]string{
		"upper":  "GOOD 203.0.113.9\nNOHOST\n",
		"crlf":   a + "\r\n" + b + "\r\n",
		"":       a + "\r\n" + b + "\r\n",
		"blanks": a + " \t \n" + b + " \t \n",
		"before": "Answer: " + a + "\nAnswer: " + b + "\n",
		"behind": a + " - thank you\n" + b + " - thank you\n",
		"above":  "Dynamic DNS\n" + a + "\n" + b + "\n",
		"below":  a + "\n" + b + "\nThank you\n",
		"html":   "<html><body><p>" + a + "\n" + b + "\n</p></body></html>\n",
		"empty":  "",
	} {
		l := newHostLab(t)
		l.setFault(AnswerForm, 1, form)
		if got := l.hosts(first+",x.example.org", "203.0.113.9"); got.status != 200 || got.body != want || l.holds(first) != "203.0.113.9" {
			t.Errorf("%s: %d %q, holds %q; want %q and the update done", form, got.status, got.body, l.holds(first), want)
		}
		if e := l.last(); e.Fault != AnswerForm || !e.Applied || len(l.ActiveFaults()) != 0 {
			t.Errorf("%s: ledger %+v", form, e)
		}
	}
	if n := len(forms); n != 9 {
		t.Errorf("%d forms; this test knows 9", n)
	}
}

// A code and its form are two faults, which strike together.
func TestACodeInAForm(t *testing.T) {
	l := newHostLab(t)
	l.setFault(AnswerCode, 1, "badauth;status=403")
	l.setFault(AnswerForm, 1, "upper")
	if got := l.hosts(first, "203.0.113.9"); got.status != 403 || got.body != "BADAUTH\n" || l.last().Fault != AnswerCode {
		t.Errorf("%d %q, ledger %s; want 403 BADAUTH and answer-code", got.status, got.body, l.last().Fault)
	}
}

// The faults of the other providers are faults of this one too.
func TestOtherFaultsOfHosts(t *testing.T) {
	for _, tt := range []struct {
		fault   Fault
		status  int
		body    string
		applied bool
	}{
		{DropAfterApply, 0, "", true},
		{HangBeforeApply, 0, "", false},
		{ResetBeforeApply, 0, "", false},
		{StatusApplied, 503, "Service Unavailable", true},
		{Portal, 200, "log in to use the Internet", false},
		{Redirect, 302, "", false},
		{Cut, 200, "good 203.0.113.9\n", true},
		{BlockedText, 200, "abuse\n", false},
		{PasswordText, 200, "badauth\n", false},
		{GarbageText, 200, "zzyzx", false},
	} {
		l := newHostLab(t)
		if tt.fault == HangBeforeApply {
			l.client.Timeout = short
		}
		l.setFault(tt.fault, 1, "")
		got := l.hosts(first, "203.0.113.9")
		if got.status != tt.status || !strings.Contains(got.body, tt.body) || (l.holds(first) != "") != tt.applied {
			t.Errorf("%s: %d %q, holds %q; want %d %q, applied %v", tt.fault, got.status, got.body, l.holds(first), tt.status, tt.body, tt.applied)
		}
		if e := l.last(); e.Fault != tt.fault || e.Applied != tt.applied {
			t.Errorf("%s: ledger %+v", tt.fault, e)
		}
	}
}
