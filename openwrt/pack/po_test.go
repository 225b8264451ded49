// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestEntriesAreReadAsLuCIReadsThem(t *testing.T) {
	for _, tt := range []struct {
		name, po string
		want     []message
	}{
		{"nothing", "\n# a comment\n", nil},
		{"one text", "msgid \"a\"\nmsgstr \"b\"\n", []message{{id: "a", forms: []string{"b"}}}},
		{"no end of line at the end", "msgid \"a\"\nmsgstr \"b\"", []message{{id: "a", forms: []string{"b"}}}},
		{"lines that end as on Windows", "msgid \"a\"\r\nmsgstr \"b\"\r\n", []message{{id: "a", forms: []string{"b"}}}},
		{"texts of many lines", "msgid \"\"\n\"a\"\n\" b\"\nmsgstr \"c\"\n  \"d\"\n", []message{{id: "a b", forms: []string{"cd"}}}},
		{"a quote and a backslash", `msgid "\"a\" \\"` + "\nmsgstr \"b\"", []message{{id: `"a" \`, forms: []string{"b"}}}},
		{"another escape stays", `msgid "a\nb\\n"` + "\nmsgstr \"b\"", []message{{id: `a\nb\n`, forms: []string{"b"}}}},
		{"a context", "msgctxt \"c\"\nmsgid \"a\"\nmsgstr \"b\"", []message{{context: "c", id: "a", forms: []string{"b"}}}},
		{"a context belongs to one entry", "msgctxt \"c\"\nmsgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"d\"",
			[]message{{context: "c", id: "a", forms: []string{"b"}}, {id: "a", forms: []string{"d"}}}},
		{"plural forms", "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"\nmsgstr[1] \"bs\"\nmsgctxt \"c\"\nmsgid \"a\"\nmsgstr \"d\"",
			[]message{{id: "a", plural: "as", forms: []string{"b", "bs"}}, {context: "c", id: "a", forms: []string{"d"}}}},
		{"a fuzzy entry", "#, fuzzy\nmsgid \"a\"\nmsgstr \"b\"", []message{{id: "a", forms: []string{"b"}}}},
		{"an obsolete entry", "#~ msgid \"a\"\n#~ msgstr \"b\"\n", nil},
		{"a comment between two lines of a text", "msgid \"a\"\n# x \"y\"\n\"b\"\nmsgstr \"\"", []message{{id: "ab", forms: []string{""}}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := readPO(tt.po)
			if err != nil {
				t.Fatalf("%s: %v", tt.po, err)
			}
			same(t, tt.po, fmt.Sprintf("%q", got), fmt.Sprintf("%q", tt.want))
		})
	}
}

func TestALineThatCannotBeMeantIsRefusedByItsNumber(t *testing.T) {
	long := strings.Repeat("a", poMost)
	for _, tt := range []struct{ name, po, want string }{
		{"a word that is none", "msgid \"a\"\nmsgstring \"b\"", `line 2: "msgstring" stands behind "msgid"`},
		{"no text", "# a comment\n\nmsgid", `line 3: "msgid" has no text in quotes`},
		{"no end", `msgid "a`, `line 1: "\"a" has no end`},
		{"an end that is escaped", `msgid "a\"`, `line 1: "\"a\\\"" has no end`},
		{"a backslash at the end", `msgid "a\`, `line 1: "\"a\\" has no end`},
		{"a text behind the text", `msgid "a" "b"`, `line 1: "\"a\" \"b\"" goes on behind the quote`},
		{"a text in front of everything", `"a"`, `line 1: "\"a\"" goes on with nothing`},
		{"two messages", "msgid \"a\"\nmsgid \"b\"", `line 2: "msgid" stands behind "msgid"`},
		{"two translations", "msgid \"a\"\nmsgstr \"b\"\nmsgstr \"c\"", `line 3: "msgstr" stands behind "msgstr"`},
		{"a context behind its message", "msgid \"a\"\nmsgctxt \"b\"", `line 2: "msgctxt" stands behind "msgid"`},
		{"a translation of nothing", `msgstr "b"`, `line 1: "msgstr" stands behind ""`},
		{"one form for a plural", "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"c\"", `line 3: "msgstr" stands behind "msgid_plural"`},
		{"forms without a plural", "msgid \"a\"\nmsgstr[0] \"c\"", `line 2: "msgstr[0]" stands behind "msgid"`},
		{"a form left out", "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"", `line 3: "msgstr[1]" stands where msgstr[0] is due`},
		{"more forms than LuCI has", pluralWith(11), `line 13: more than 10 plural forms`},
		{"an entry without an end", "msgid \"a\"\nmsgstr \"b\"\nmsgid \"c\"\n", "the file ends behind msgid"},
		{"a line longer than LuCI reads", "msgid \"" + long + "\"", "line 1 has 4102 bytes, and LuCI reads 4094"},
	} {
		if _, err := readPO(tt.po); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestAsManyPluralFormsAsLuCIHasAreRead(t *testing.T) {
	got, err := readPO(pluralWith(10))
	if err != nil || len(got) != 1 || strings.Join(got[0].forms, "") != "0123456789" {
		t.Errorf("got %q, error %v; want one message with the forms 0 to 9", got, err)
	}
}

// pluralWith returns an entry with forms 0 to n-1, each its number.
func pluralWith(n int) string {
	text := "msgid \"a\"\nmsgid_plural \"b\"\n"
	for i := range n {
		text += fmt.Sprintf("msgstr[%d] \"%d\"\n", i, i)
	}
	return text
}

func FuzzPO(f *testing.F) {
	f.Add(germanPO)
	f.Add(pluralWith(3))
	f.Add("msgid \"a\\\\\\\"\"\nmsgstr \"b\"")
	f.Fuzz(func(t *testing.T, po string) {
		messages, err := readPO(po)
		if err != nil {
			return
		}
		for _, m := range messages {
			if len(m.forms) < 1 || len(m.forms) > poForms {
				t.Errorf("%q: message %q has %d forms", po, m.id, len(m.forms))
			}
		}
		if _, err := compileLMO([]byte(po)); err != nil && !strings.Contains(err.Error(), "and LuCI reads") && err.Error() != "it translates nothing" {
			t.Errorf("%q is read and not compiled: %v", po, err)
		}
	})
}
