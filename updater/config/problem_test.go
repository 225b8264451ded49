// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"testing"

	"dynwan/internal/samples"
)

// TestProblemsAreSaidInTheWordsOfWhoWroteThem: of TOML with file and line, of
// UCI with its names of options and its types.
func TestProblemsAreSaidInTheWordsOfWhoWroteThem(t *testing.T) {
	for _, c := range []struct{ text, toml, uci string }{
		{samples.With(`hb = "x"`), "f:6: account.home.hb: must be true or false", "dynwan.home.hb: must be 1 or 0"},
		{samples.With(`port = "x"`), "f:6: account.home.port: must be a port number from 1 to 65535", "dynwan.home.port: must be a port number from 1 to 65535"},
		{samples.With(`mx = 1`), "f:6: account.home.mx: must be a text in quotes", "dynwan.home.mx: must be a text in quotes"},
		{samples.With(`success = 5`), "f:6: account.home.success: must be a list of texts in quotes", "dynwan.home.success: must be a list of texts in quotes"},
		{samples.With(`enabled = "x"`), "f:6: account.home.enabled: must be true or false", "dynwan.home.enabled: must be 1 or 0"},
		{"speed = 1\n" + good, "f:1: speed: is not a key of dynwan", "dynwan.main.speed: is not a key of dynwan"},
		{"account = 1\n", "f:1: account: must be a table a name, such as [account.home]", "dynwan.main.account: must be a table a name, such as [account.home]"},
		{"[account.home]\npass = x\n", "f:2: account.home.pass: is not valid TOML: expected value but found ... instead", "dynwan.home.pass: is not valid TOML: expected value but found ... instead"},
	} {
		toml := Parse("f", c.text)
		uci := Parse("f", FromUCI+c.text)
		if len(toml.Problems) != 1 || len(uci.Problems) != 1 || toml.Problems[0].String() != c.toml || uci.Problems[0].String() != c.uci {
			t.Errorf("%q: got %v and %v,\nwant %q and %q", c.text, toml.Problems, uci.Problems, c.toml, c.uci)
		}
	}
}
