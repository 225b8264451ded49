// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/hex"
	"strings"
	"testing"
)

// germanPO holds what a .po file can hold.
const germanPO = `# A comment in front of everything.
msgid ""
msgstr ""
"Project-Id-Version: dynwan\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"Content-Type: text/plain; charset=UTF-8\n"

#: htdocs/luci-static/resources/view/dynwan/overview.js:12
#. A comment for translators.
msgid "Address"
msgstr "Adresse"

msgctxt "button"
msgid "Update"
msgstr "Aktualisieren"

#, javascript-format
msgid "in %d minute"
msgid_plural "in %d minutes"
msgstr[0] "in %d Minute"
msgstr[1] "in %d Minuten"

msgctxt "age"
msgid "%d day"
msgid_plural "%d days"
msgstr[0] "vor %d Tag"
msgstr[1] "vor %d Tagen"

#, fuzzy
msgid "Enabled"
msgstr "An"

msgid ""
"It says \"no\", "
"and a \\ backslash"
msgstr ""
"Es sagt \"nein\","
" in zwei\n"
"Zeilen"

msgid "Not translated"
msgstr ""

msgid "Port"
msgstr "Port"

#~ msgid "Gone"
#~ msgstr "Weg"
`

// germanLMO is what the po2lmo of LuCI (branch openwrt-25.12) writes for germanPO.
const germanLMO = `
6e706c7572616c733d323b20706c7572616c3d286e20213d2031293b41647265
73736500416b7475616c6973696572656e000000696e202564204d696e757465
696e202564204d696e7574656e000000766f72202564205461670000766f7220
256420546167656e416e00004573207361677420226e65696e222c20696e207a
7765695c6e5a65696c656e000000000000000000000000000000001c1e9bfd7a
00000001000000240000000d27f2a07b00000001000000680000000254bd6ce2
00000002000000500000000a6812340c00000002000000340000000c71677946
000000010000001c00000007729ee447000000010000006c0000001f8d2b722b
000000020000005c0000000cc55727d100000002000000400000000d0000008c
`

// hashedPO has keys of all lengths modulo 4 that end with a byte above 127.
const hashedPO = `msgid "ü"
msgstr "1"

msgid "aü"
msgstr "2"

msgid "abü"
msgstr "3"

msgid "abcü"
msgstr "4"

msgid "Zurück"
msgstr "5"

msgid "aé"
msgstr "6"

msgid "…"
msgstr "7"
`

// hashedLMO is what the po2lmo of LuCI (branch openwrt-25.12) writes for hashedPO.
const hashedLMO = `
3100000032000000330000003400000035000000360000003700000027f450a5
00000001000000080000000137a9b79b0000000100000018000000014c5310aa
000000010000000c0000000158115c91000000010000000400000001787e0cc7
000000010000000000000001d3109007000000010000001000000001e3d9c55b
0000000100000014000000010000001c
`

func TestTheBytesAreThoseOfLuCIsOwnCompiler(t *testing.T) {
	for _, tt := range []struct{ name, po, want string }{
		{"all that an entry can be", germanPO, germanLMO},
		{"texts beyond ASCII", hashedPO, hashedLMO},
	} {
		got, err := compileLMO([]byte(tt.po))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		same(t, tt.name, hex.EncodeToString(got), strings.ReplaceAll(tt.want, "\n", ""))
	}
}

func TestARuleOfPluralFormsIsFoundInAHeader(t *testing.T) {
	for _, tt := range []struct{ name, header, want string }{
		{"in the middle", `A: b\nPlural-Forms: nplurals=2;\nC: d\n`, "nplurals=2;"},
		{"in small letters", `plural-forms: nplurals=2;\n`, "nplurals=2;"},
		{"twice", `Plural-Forms: one;\nPlural-Forms: two;\n`, "one;"},
		{"nowhere", `A: Plural-Forms: b\nPlural-Forms:b\n`, ""},
		{"without an end", `A: b\nPlural-Forms: nplurals=2;`, ""},
	} {
		if got := pluralRule(tt.header); got != tt.want {
			t.Errorf("%s: %s: got %q, want %q", tt.name, tt.header, got, tt.want)
		}
	}
}

func TestAFileThatCannotBecomeALanguageIsRefused(t *testing.T) {
	long := strings.Repeat("a", 3000)
	for _, tt := range []struct{ name, po, want string }{
		{"nothing in it", "", "it translates nothing"},
		{"nothing translated", "msgid \"a\"\nmsgstr \"\"", "it translates nothing"},
		{"everything translated to itself", "msgid \"a\"\nmsgstr \"a\"", "it translates nothing"},
		{"an error in a line", "msgid a", `line 1: "msgid a" has no text in quotes`},
		{"a message longer than LuCI reads", "msgid \"" + long + "\"\n\"" + long + "\"\nmsgstr \"b\"",
			`the message "` + long[:120] + `" has 6000 bytes, and LuCI reads 4094`},
	} {
		if _, err := compileLMO([]byte(tt.po)); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

func TestPluralFormsAreThoseOfLuCIsOwnCompiler(t *testing.T) {
	const start = "msgid \"a\"\nmsgid_plural \"b\"\n"
	// The bytes are what the po2lmo of LuCI (branch openwrt-25.12) writes.
	for _, tt := range []struct{ name, po, want string }{
		{"a language with one form", start + "msgstr[0] \"c\"\n",
			"63000000cd9cafbb00000001000000000000000100000004"},
		{"without the second form", start + "msgstr[0] \"c\"\nmsgstr[1] \"\"\n",
			"63000000cd9cafbb00000002000000000000000100000004"},
		{"without the first form there is none", start + "msgstr[0] \"\"\nmsgstr[1] \"c\"\nmsgid \"d\"\nmsgstr \"e\"\n",
			"65000000030fe76100000001000000000000000100000004"},
	} {
		got, err := compileLMO([]byte(tt.po))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		same(t, tt.name, hex.EncodeToString(got), tt.want)
	}
}
