// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// hostile are values that a shell, UCI or TOML could stumble over.
var hostile = map[string]string{
	"plain":                     "home.example.net",
	"a double quote":            `a"b`,
	"only quotes":               `"""'''`,
	"a single quote":            "it's",
	"quotes at the ends":        `'"x"'`,
	"a backslash":               `a\b`,
	"a backslash at the end":    `a\`,
	"what looks like an escape": `\n\u0041\"`,
	"a newline":                 "a\nb",
	"newlines at the end":       "a\n\n",
	"a table after a newline":   "x\n[account.other]\nemail = \"y\"\n",
	"a tab":                     "a\tb",
	"a carriage return":         "a\rb\r",
	"a delete":                  "a\x7fb",
	"all control characters":    controls(),
	"a command":                 "$(reboot)`reboot`",
	"a variable":                "$HOME ${PATH} $1 $@",
	"the end of a command":      "x'; rm -rf /; echo '",
	"a pipe and a glob":         "a|b&c;d>e<f*?[a-z]{x}~!#%",
	"blanks around":             "  a  b  ",
	"only blanks":               " \t ",
	"a dash in front":           "-n",
	"a printf format":           "%s%n%d\\045",
	"UTF-8":                     "Grüße, 世界 🎉 \u00a0\ufeff\u0085",
	"the ends of UTF-8":         "\u0080\u07ff\u0800\ud7ff\ue000\uffff\U00010000\U0010ffff",
	"4 KiB":                     strings.Repeat("0123456789abcde\\", 256),
	"4 KiB of UTF-8":            strings.Repeat("ä\"世\n", 512),
	"what awk would split":      "a=b=c\x1c\x00"[:6],
	"an option":                 "enabled",
	"a number":                  "8080",
	"a template":                "FXN=login&Usr={user}&Pwd={pass}",
	"braces of a shell":         "{a,b}${c}{{}",
}

func controls() string {
	var b strings.Builder
	for c := byte(1); c < ' '; c++ {
		b.WriteByte(c)
	}
	return b.String()
}

// texts are the options that the renderer knows as texts, and two that it does
// not know; lists is one that it does not know either.
var (
	texts = []string{"device", "interface", "prefer", "pass", "made_up"}
	lists = []string{"made_up_list"}
)

func TestEveryTextArrivesByteForByte(t *testing.T) {
	for name, value := range hostile {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRouter(t)
			config := ""
			for _, option := range texts {
				config += fmt.Sprintf("config account '%s'\n\toption enabled '1'\n\toption %s %s\n", option, option, quoteUCI(value))
			}
			for _, option := range lists {
				config += fmt.Sprintf("config account '%s'\n\toption enabled '1'\n\tlist %s %s\n\tlist %s 'b'\n",
					option, option, quoteUCI(value), option)
			}
			r.uci(config)
			r.start()
			accounts := r.accounts()
			for _, option := range texts {
				got := accounts[option][option]
				if list, ok := got.([]any); ok && option == "interface" { // it is taken apart at its blanks
					if fmt.Sprint(list) == fmt.Sprint(strings.Fields(value)) {
						continue
					}
				}
				if got != value {
					t.Errorf("%s: got %q, want %q", option, got, value)
				}
			}
			for _, option := range lists {
				if got, want := fmt.Sprintf("%q", accounts[option][option]), fmt.Sprintf("%q", []string{value, "b"}); got != want {
					t.Errorf("%s: got %s, want %s", option, got, want)
				}
			}
		})
	}
}

// noText are values that TOML, which is UTF-8, cannot hold.
var noText = map[string]string{
	"Latin-1":                   "caf\xe9",
	"Latin-1 inside":            "caf\xe9s",
	"a lone continuation":       "a\x80b",
	"an overlong slash":         "\xc0\xaf",
	"an overlong 3-byte form":   "\xe0\x9f\xbf",
	"an overlong 4-byte form":   "\xf0\x8f\xbf\xbf",
	"a surrogate":               "\xed\xa0\x80",
	"beyond the last character": "\xf4\x90\x80\x80",
	"a byte that is never used": "\xf5\x80\x80\x80",
	"a form cut off":            "ab\xe4\xb8",
	"a form cut by ASCII":       "\xe4\xb8x",
	"too long":                  strings.Repeat("x ", 4097),
}

func TestWhatIsNoTextIsSaidAndRefusedByTheProgram(t *testing.T) {
	for name, value := range noText {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRouter(t)
			r.uci(good("home") + "\toption offlinetext " + quoteUCI(value) + "\n" + good("other"))
			res := r.verb("start")
			if want := "dynwan.home.offlinetext: must be UTF-8 of at most 8192 bytes\n"; res.errors != want {
				t.Errorf("log: got %q, want %q", res.errors, want)
			}
			if got := r.accounts()["home"]["offlinetext"]; got != "\u0080" {
				t.Errorf("offlinetext: got %.80q, want a control character", got)
			}
			check := r.verb("check").out
			for _, want := range []string{
				"dynwan.home.offlinetext: must be one line of UTF-8 without control characters\n",
				"other: ok: ",
			} {
				if !strings.Contains(check, want) {
					t.Errorf("check: got %q, want %q in it", check, want)
				}
			}
		})
	}
}

// TestBytesAreTakenExactlyWhenTheyAreUTF8 compares the renderer's idea of
// UTF-8 with the one of Go, by values near the borders of its forms.
func TestBytesAreTakenExactlyWhenTheyAreUTF8(t *testing.T) {
	edges := []byte{'a', '"', '\\', '\n', 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff}
	rng := rand.New(rand.NewPCG(1, 2))
	values := map[string]string{}
	config := ""
	for i := range 150 {
		value := make([]byte, 1+rng.IntN(4))
		for j := range value {
			value[j] = edges[rng.IntN(len(edges))]
		}
		name := fmt.Sprint("a", i)
		values[name] = string(value)
		config += fmt.Sprintf("config account '%s'\n\toption enabled '1'\n\toption pass %s\n", name, quoteUCI(string(value)))
	}
	r := newRouter(t)
	r.uci(config)
	r.verb("start")
	accounts, valid := r.accounts(), 0
	for name, value := range values {
		want := "\u0080"
		if utf8.ValidString(value) {
			want = value
			valid++
		}
		if got := accounts[name]["pass"]; got != want {
			t.Errorf("pass %q: got %q, want %q", value, got, want)
		}
	}
	if valid < 5 || valid > 145 {
		t.Errorf("got %d valid values of 150, want some of both kinds", valid)
	}
}
