// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"maps"
	"strings"
	"testing"
	"time"
)

func TestWhatCannotBeReadIsSaidWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "1: is the configuration of none of ddns-scripts, inadyn (2.0 or newer) and ddclient",
		"hello":                                  "1: is the configuration of none of ddns-scripts, inadyn (2.0 or newer) and ddclient",
		"dyndns_system default@dyndns.org\n":     "1: is the configuration of none of ddns-scripts, inadyn (2.0 or newer) and ddclient",
		"config service x\n\toption a\n":         "2: is no line of UCI",
		"config service x\n\n\toption a 'b\n":    "3: opens a quote that never ends",
		"provider x {\n a = \"b\n}":              "2: opens a quote that never ends",
		"provider x {\n a = { b, c\n":            "2: opens a brace that never ends",
		"period = 1\nprovider x {\n a = b":       "2: opens a brace that never ends",
		"provider x {\n a = = }":                 "2: has no value",
		"provider x {\n a b }":                   "2: is no option of inadyn",
		"provider x { }\n/*":                     "2: opens a comment that never ends",
		"protocol=x\nlogin='a":                   "2: opens a quote that never ends",
		"protocol=x\na b c d\n":                  "2: is no line of ddclient",
		strings.Repeat("config service\n", 1001): "1001: is one account more than 1000",
		"config service\n" + strings.Repeat("list a b\n", 501): "502: is one option more than 500",
		"provider x { }\n" + strings.Repeat("a = b\n", 501):    "502: is one option more than 500",
		strings.Repeat("provider x { }\n", 1001):               "1001: is one account more than 1000",
		strings.Repeat("login=a b\n", 1001):                    "1001: is one account more than 1000",
	} {
		if _, err := Read(text, maps.Clone(some), ""); err == nil || err.Error() != want {
			t.Errorf("%.60q: got %v, want %q", text, err, want)
		}
	}
}

// A megabyte of anything takes a moment.
func TestTheLargestFilesTakeAMoment(t *testing.T) {
	const size = 1 << 20
	fill := func(text string) string { return strings.Repeat(text, size/len(text)) }
	start := time.Now()
	for _, text := range []string{
		fill("provider x { }\n")[:10_000] + fill("'\""), "protocol=x\n" + fill("\\'"), "config x\n" + fill("'a' "),
		"protocol=he.net password=x " + strings.Repeat("a.example,", 400) + "\n" + fill("b.example,"),
		fill("login=a,b=c d\n")[:14*999], "provider x {\n" + fill("{"), fill("/* */"), "use=if\n" + fill("a=b\\\n"),
		strings.Repeat("protocol=he.net password=x "+strings.Repeat("a.b.example,c.d.example,", 40)+"\n", 900),
	} {
		Read(text, maps.Clone(some), "eth0") // whatever comes of it
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v, want a moment", took)
	}
}
