// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"runtime"
	"strings"
	"testing"

	"dynwan/internal/samples"
)

func TestANestedFileTakesNoMemory(t *testing.T) {
	const deep = 20_000
	for name, text := range map[string]string{
		"tables in tables":          "x = " + strings.Repeat("{a = ", deep) + "1" + strings.Repeat("}", deep),
		"tables in lists, by lines": "x = " + strings.Repeat("[\n{a = ", deep) + "1" + strings.Repeat("}\n]", deep),
		"a key of many parts":       "x" + strings.Repeat(".a", deep) + " = 1",
		"quoted parts":              "x" + strings.Repeat(`."a"`, deep) + " = 1",
		"a header of many parts":    "[x" + strings.Repeat(".a", deep) + "]",
		"parts behind a comment":    "# don't\nx" + strings.Repeat(".a", deep) + " = 1",
		"parts behind a quote":      `y = "\\"` + "\nx" + strings.Repeat(".a", deep) + " = 1",
		"many keys of many parts":   strings.Repeat("[x"+strings.Repeat(".a", 18)+"]\n"+strings.Repeat("a.", 19)+"b = 1\n", 100),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c := Parse("f", samples.With()+text+"\n")
		runtime.ReadMemStats(&after)
		if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 8 || len(c.Problems) == 0 {
			t.Errorf("%s: got %d MiB and %d problems, want a problem and no such memory", name, mib, len(c.Problems))
		}
	}
	for name, text := range map[string]string{
		"dots and braces in texts": samples.With(`offlinetext = "` + strings.Repeat("{.", 60) + `"`),
		"many dots in a list":      samples.With(`success = [` + strings.Repeat(`"a.b.c.d",`, 40) + `]`),
		"an apostrophe, a comment": samples.With(`offlinetext = "it's away" # don't {{{{{{{{{{{{{{{ ...............`),
		"all in tables":            `account = {home = {provider = "mtgsy", device = "wan", email = "home.example.net", pass = "x"}}`,
		"a literal text":           samples.With(`offlinetext = 'a \'`),
	} {
		if c := Parse("f", text); len(c.Problems) != 0 || len(c.Accounts) != 1 {
			t.Errorf("%s: got %v, want it accepted", name, c.Problems)
		}
	}
}
