// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// TestDefaultsAreToldAsTheyAre holds every place that names a default against
// the program, which does not read any of them.
func TestDefaultsAreToldAsTheyAre(t *testing.T) {
	a := findProvider("mtgsy").Settings(nil)
	const page = "openwrt/luci-app-dynwan/htdocs/luci-static/resources/dynwan/"
	for _, place := range []struct {
		file, pattern string
		want          time.Duration
	}{
		{"openwrt/dynwan/files/dynwan.config", `(?m)^#\toption min_gap '(.+)'`, a.Span("min_gap")},
		{"openwrt/dynwan/files/dynwan.config", `(?m)^#\toption settle '(.+)'`, a.Span("settle")},
		{"openwrt/dynwan/files/dynwan.config", `(?m)^#\toption check_interval '(.+)'`, a.Span("check_interval")},
		{"README.md", "`min_gap` .*?default `\"(.+?)\"`", a.Span("min_gap")},
		{"README.md", "`settle` .*?default `\"(.+?)\"`", a.Span("settle")},
		{"README.md", "`check_interval` \\(default `\"(.+?)\"`", a.Span("check_interval")},
		{page + "rules.js", `settle: between\(0, 60, '(.+?)'`, a.Span("settle")},
		{page + "account.js", `DEFAULT_GAP = '(.+?)'`, a.Span("min_gap")},
		{page + "rules.js", `min_gap: between\(0, 86400, '(.+?)'`, a.Span("min_gap")},
		{page + "rules.js", `check_interval: between\(1, 86400, '(.+?)'`, a.Span("check_interval")},
	} {
		text, err := os.ReadFile(filepath.Join("../..", place.file))
		if err != nil {
			t.Fatal(err)
		}
		found := regexp.MustCompile(place.pattern).FindAllSubmatch(text, -1)
		if len(found) == 0 {
			t.Errorf("%s has nothing like %s", place.file, place.pattern)
		}
		for _, f := range found {
			if got, err := time.ParseDuration(string(f[1])); err != nil || got != place.want {
				t.Errorf("%s: got %q for %s, want %s", place.file, f[1], place.pattern, place.want)
			}
		}
	}
}
