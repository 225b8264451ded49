// SPDX-License-Identifier: GPL-2.0-or-later

package message

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAMessageIsItsEnglishText(t *testing.T) {
	inner := New(OnDevice, "203.0.113.9", "pppoe-wan")
	for _, test := range []struct {
		m    Message
		want string
	}{
		{"", ""},
		{inner, "203.0.113.9 on pppoe-wan"},
		{New(Both, inner, New(Both, "a", "b")), "203.0.113.9 on pppoe-wan; a; b"},
		{Text("100 % [of] it =\n"), "100 % [of] it =\n"},
		{New(Both, "", "]["), "; ]["},
		{New(Both, "one value"), "one value; "},
		{Of(errors.New("no route")), "no route"},
		{New(Both, errors.New("no route"), Because(inner)), "no route; 203.0.113.9 on pppoe-wan"},
		{Of(Join(errors.New("a"), nil, inner)), "a; 203.0.113.9 on pppoe-wan"},
		{Of(inner), "203.0.113.9 on pppoe-wan"},
		{Of(nil), ""},
		{"of-a-newer-program =x", "of-a-newer-program"},
	} {
		if got := test.m.String(); got != test.want {
			t.Errorf("%q: got %q, want %q", string(test.m), got, test.want)
		}
	}
}

func TestHasLooksIntoAMessage(t *testing.T) {
	m := New(Both, "x", New(List, New(AccountEnds, "2026-12-21"), New(Level, "5")))
	if !m.Has(Level) || !m.Has(AccountEnded, AccountEnds) || m.Has(Until) || Message("").Has(Until) {
		t.Errorf("%q: want it to have the level and the end, and nothing else", string(m))
	}
}

func TestAMessageSurvivesJSON(t *testing.T) {
	for _, m := range []Message{"", Text("a [b] %41"), New(Both, Text("a b"), ""), New(Both, Message(""), New(Both, Text(""), "x")), New(Both, New(OnDevice, "203.0.113.9", "eth0 \n"), "x")} {
		text, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		got := Message("another")
		if err := json.Unmarshal(text, &got); err != nil || got != m {
			t.Errorf("%s: got %q, %v, want %q", text, string(got), err, string(m))
		}
	}
	text, _ := json.Marshal(New(OnDevice, "203.0.113.9", Text("eth0")))
	if want := `{"id":"on-device","args":["203.0.113.9","eth0"],"text":"203.0.113.9 on eth0"}`; string(text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	var m Message
	if err := json.Unmarshal([]byte(`{"id":"newer","args":["x"],"text":"as it says"}`), &m); err != nil || m.String() != "as it says" {
		t.Errorf("got %q, %v", m, err)
	}
}

func TestNoRowIsThereTwice(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rows() {
		if seen[string(r.ID)] || seen[r.English] {
			t.Errorf("%s or its text is in the table twice", r.ID)
		}
		seen[string(r.ID)], seen[r.English] = true, true
		if strings.Trim(string(r.ID), "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || r.ID == Literal {
			t.Errorf("%q is no ID", r.ID)
		}
	}
	if len(seen) == 0 {
		t.Error("the table is empty")
	}
}

// FuzzMessage wants what goes into a message to come out of it, in one line.
func FuzzMessage(f *testing.F) {
	f.Add("a", "b c")
	f.Add("[", "%5D]")
	f.Add("\xe3", "\xb2\xb2") // parts of one character
	f.Fuzz(func(t *testing.T, a, b string) {
		m := New(Both, New(Both, a, b), b)
		if got, want := m.String(), a+"; "+b+"; "+b; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if strings.ContainsAny(string(m), "\n\r") {
			t.Errorf("%q is more than a line", string(m))
		}
		text, err := json.Marshal(m)
		var back Message
		if err == nil {
			err = json.Unmarshal(text, &back)
		}
		if want := strings.ToValidUTF8(m.String(), "\ufffd"); err != nil || utf8.ValidString(a) && utf8.ValidString(b) && back.String() != want {
			t.Errorf("%s: got %q, %v, want %q", text, back, err, want)
		}
	})
}
