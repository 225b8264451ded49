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
	a := newAccount("home", "mtgsy")
	const page = "openwrt/luci-app-dynwan/htdocs/luci-static/resources/dynwan/"
	for _, place := range []struct {
		file, pattern string
		want          time.Duration
	}{
		{"openwrt/dynwan/files/dynwan.config", `(?m)^#\toption min_gap '(.+)'`, a.MinGap},
		{"openwrt/dynwan/files/dynwan.config", `(?m)^#\toption settle '(.+)'`, a.Settle},
		{"openwrt/dynwan/files/dynwan.config", `(?m)^#\toption check_interval '(.+)'`, a.Probe.Every},
		{"README.md", "`min_gap` .*?default `\"(.+?)\"`", a.MinGap},
		{"README.md", "`settle` .*?default `\"(.+?)\"`", a.Settle},
		{"README.md", "`check_interval` \\(default `\"(.+?)\"`", a.Probe.Every},
		{page + "rules.js", `settle: between\(0, 60, '(.+?)'`, a.Settle},
		{page + "account.js", `DEFAULT_GAP = '(.+?)'`, a.MinGap},
		{page + "rules.js", `min_gap: between\(0, 86400, '(.+?)'`, a.MinGap},
		{page + "rules.js", `check_interval: between\(1, 86400, '(.+?)'`, a.Probe.Every},
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
