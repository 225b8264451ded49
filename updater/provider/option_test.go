// SPDX-License-Identifier: GPL-2.0-or-later

package provider

import (
	"strings"
	"testing"
	"time"
)

// TestWhatTheKindsTake is the one table of values: an option is of one of these
// kinds, and what it wants beside that stands with its provider.
func TestWhatTheKindsTake(t *testing.T) {
	span := Option{Kind: Span, Low: time.Second, High: time.Minute}
	for _, c := range []struct {
		option Option
		value  string
		wrong  string // part of the rule, "" for none
	}{
		{Option{Kind: Text}, "me+dns@example.net", ""},
		{Option{Kind: Text}, "Zurück um acht", ""},
		{Option{Kind: Text}, strings.Repeat("x", 254), ""},
		{Option{Kind: Text}, strings.Repeat("x", 255), "longer than 254"},
		{Option{Kind: Text, Most: 10}, strings.Repeat("ü", 6), "longer than 10"},
		{Option{Kind: Text}, "a\x00b", "one line"},
		{Option{Kind: Text}, "a\nb", "one line"},
		{Option{Kind: Text}, "\x1b[31mred", "one line"},
		{Option{Kind: Text}, "\u0085", "one line"},
		{Option{Kind: Text}, "a\xff", "UTF-8"},
		{Option{Kind: Secret}, "p&s=%#\"ö ", ""},
		{Option{Kind: Secret}, "a\tb", "one line"},
		{Option{Kind: Texts}, "done", ""},
		{Option{Kind: Texts, Most: 5}, "erledigt", "longer than 5"},
		{Option{Kind: Port}, "1", ""},
		{Option{Kind: Port}, "65535", ""},
		{Option{Kind: Port}, "0", "1 to 65535"},
		{Option{Kind: Port}, "080", "1 to 65535"},
		{Option{Kind: Port}, "65536", "1 to 65535"},
		{Option{Kind: Port}, "-1", "1 to 65535"},
		{Option{Kind: Port}, "+80", "1 to 65535"},
		{Option{Kind: Port}, "8080 ", "1 to 65535"},
		{Option{Kind: Port}, "http", "1 to 65535"},
		{Option{Kind: Host}, "home.example.net", ""},
		{Option{Kind: Host}, "HOME.example.net", ""},
		{Option{Kind: Host}, "_dmarc.example.net", ""},
		{Option{Kind: Host}, "xn--bcher-kva.example", ""},
		{Option{Kind: Host}, "nohost", "full domain name"},
		{Option{Kind: Host}, "home.example.net.", "full domain name"},
		{Option{Kind: Host}, "-a.example.net", "full domain name"},
		{Option{Kind: Host}, "bücher.example", "in ASCII"},
		{Option{Kind: Host}, "*.example.net", "full domain name"},
		{Option{Kind: Host}, strings.Repeat("a.", 127) + "aa", "full domain name"},
		{Option{Kind: Host}, strings.Repeat("a", 64) + ".net", "full domain name"},
		{Option{Kind: URL}, "http://www.example.net/away?a=b", ""},
		{Option{Kind: URL}, "https://[2001:db8::1]:8443/", ""},
		{Option{Kind: URL}, "www.example.org/x", "full URL"},
		{Option{Kind: URL}, "javascript://x/", "full URL"},
		{Option{Kind: URL}, "http:///away", "full URL"},
		{Option{Kind: URL}, "http://%zz", "full URL"},
		{Option{Kind: Server}, "https://dyn.example.net", ""},
		{Option{Kind: Server}, "http://127.0.0.1:8080", ""},
		{Option{Kind: Server}, "https://dyn.example.net/", ""},
		{Option{Kind: Server}, "https://dyn.example.net/dns", "without a path"},
		{Option{Kind: Server}, "https://a:b@dyn.example.net", "without a path"},
		{Option{Kind: Server}, "https://dyn.example.net?x", "without a path"},
		{Option{Kind: Server}, "ftp://dyn.example.net", "https://HOST"},
		{Option{Kind: Server}, "dyn.example.net", "https://HOST"},
		{Option{Kind: Server}, "https://dyn.exämple.net", "ASCII"},
		{Option{Kind: Server}, "http://x:0", "1 to 65535"},
		{span, "1s", ""},
		{span, "1m", ""},
		{span, "0h0m59.5s", ""},
		{span, "999ms", "from 1s to 1m0s"},
		{span, "61s", "from 1s to 1m0s"},
		{span, "1", "with its unit"},
		{span, "-5s", "from 1s"},
		{Option{Kind: Span, High: time.Hour}, "0", ""},
		{Option{Kind: Word, Words: []string{"device", "probe"}}, "probe", ""},
		{Option{Kind: Word, Words: []string{"device", "probe"}}, "Probe", "device or probe"},
		{Option{Kind: Line}, "wan6_1", ""},
		{Option{Kind: Line}, "wan.6", "an interface"},
		{Option{Kind: Line}, strings.Repeat("x", 33), "an interface"},
	} {
		err := c.option.CheckValue(c.value)
		if (err == nil) != (c.wrong == "") || err != nil && !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s of %.60q: got %v, want %q", c.option.Kind, c.value, err, c.wrong)
		}
		if err != nil && len(c.value) > 3 && strings.Contains(err.Error(), c.value) {
			t.Errorf("%s: %q quotes the value", c.option.Kind, err)
		}
	}
}

func TestFlagsAreThoseOfUCI(t *testing.T) {
	for word, want := range map[string]string{
		"1": "yes", "on": "yes", "true": "yes", "yes": "yes", "enabled": "yes",
		"0": "no", "off": "no", "false": "no", "no": "no", "disabled": "no",
		"": "neither", "2": "neither", "TRUE": "neither", " 1": "neither", "y": "neither",
	} {
		truth, ok := Truth(word)
		if got := map[[2]bool]string{{true, true}: "yes", {false, true}: "no"}[[2]bool{truth, ok}]; got != want && (want != "neither" || got != "") {
			t.Errorf("%q: got %q, want %s", word, got, want)
		}
	}
}

func TestDevicesAndPatterns(t *testing.T) {
	device, pattern := (*Spec)(nil).Find("device"), &Success
	for _, c := range []struct {
		option *Option
		value  string
		good   bool
	}{
		{device, "pppoe-wan", true}, {device, "br-lan.2", true}, {device, "eth0@if2", false}, {device, "a b", false}, {device, "..", false},
		{device, "a/b", false}, {device, "eth0:1", false}, {device, "sixteen-letters-", false}, {device, "wän", false},
		{pattern, "done", true}, {pattern, " ", false}, {pattern, "\u00a0", false},
	} {
		if err := c.option.CheckValue(c.value); (err == nil) != c.good {
			t.Errorf("%s %q: got %v, want good %v", c.option.Name, c.value, err, c.good)
		}
	}
}
