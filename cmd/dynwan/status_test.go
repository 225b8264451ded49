// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"

	"dynwan/updater"
)

// TestTheTableNamesTheLines, and that of each record if they have different ones.
func TestTheTableNamesTheLines(t *testing.T) {
	for six, want := range map[string]string{
		"lte0": "home|duckdns.org on lte0\n  IPv4|current\n  IPv6|current\n",
		"wan":  "home|duckdns.org on lte0, wan\n  IPv4 on lte0|current\n  IPv6 on wan|current\n",
		"":     "home|duckdns.org on lte0\n  IPv4|current\n  IPv6|current\n",
	} {
		b := updater.Board{Running: true}
		for family, device := range map[string]string{"IPv4": "lte0", "IPv6": six} {
			b.Set(&updater.Status{Name: "home/" + family, Device: device, State: updater.Current,
				About: updater.About{Account: "home", Provider: "duckdns.org"}})
		}
		var out strings.Builder
		printTable(&out, &b, 0)
		for line := range strings.Lines(want) {
			name, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "|")
			found := false
			for got := range strings.Lines(out.String()) {
				after, ok := strings.CutPrefix(got, name+"  ")
				found = found || ok && strings.Contains(strings.ReplaceAll(after, "wan, lte0", "lte0, wan"), rest)
			}
			if !found {
				t.Errorf("IPv6 on %q: got\n%s\nwant %q", six, out.String(), line)
			}
		}
	}
}
