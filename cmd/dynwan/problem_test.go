// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"

	"dynwan/updater"
	"dynwan/updater/message"
)

// TestProblemsAreSaidInTheWordsOfWhoWroteThem: of TOML with file and line, of
// UCI with its names of options and its types.
func TestProblemsAreSaidInTheWordsOfWhoWroteThem(t *testing.T) {
	for _, c := range []struct{ text, toml, uci string }{
		{with(`hb = "x"`), "f:6: account.home.hb: must be true or false", "dynwan.home.hb: must be 1 or 0"},
		{with(`port = "x"`), "f:6: account.home.port: must be a port number from 1 to 65535", "dynwan.home.port: must be a port number from 1 to 65535"},
		{with(`mx = 1`), "f:6: account.home.mx: must be a text in quotes", "dynwan.home.mx: must be a text in quotes"},
		{with(`success = 5`), "f:6: account.home.success: must be a list of texts in quotes", "dynwan.home.success: must be a list of texts in quotes"},
		{with(`enabled = "x"`), "f:6: account.home.enabled: must be true or false", "dynwan.home.enabled: must be 1 or 0"},
		{"speed = 1\n" + good, "f:1: speed: is not a key of dynwan", "dynwan.main.speed: is not a key of dynwan"},
		{"account = 1\n", "f:1: account: must be a table a name, such as [account.home]", "dynwan.main.account: must be a table a name, such as [account.home]"},
		{"[account.home]\npass = x\n", "f:2: account.home.pass: is not valid TOML: expected value but found ... instead", "dynwan.home.pass: is not valid TOML: expected value but found ... instead"},
	} {
		toml := parseConfig("f", c.text)
		uci := parseConfig("f", fromUCI+c.text)
		if len(toml.Problems) != 1 || len(uci.Problems) != 1 || toml.Problems[0].String() != c.toml || uci.Problems[0].String() != c.uci {
			t.Errorf("%q: got %v and %v,\nwant %q and %q", c.text, toml.Problems, uci.Problems, c.toml, c.uci)
		}
	}
}

func TestAProblemInStatusJSONNamesItsOption(t *testing.T) {
	p := planOf(parseConfig("f", fromUCI+with("port = 80")))
	want := updater.Problem{Account: "home", Option: "port", Rule: message.New(message.Port80),
		Text: "dynwan.home.port: " + message.New(message.Port80).String()}
	if len(p.Problems) != 1 || p.Problems[0] != want || len(p.Rejected) != 1 || p.Rejected[0].Text.String() != "left out: port "+message.New(message.Port80).String() {
		t.Errorf("got %+v and %+v, want %+v and the account left out for that", p.Problems, p.Rejected, want)
	}
	if many := planOf(parseConfig("f", manyWrong())); len(many.Problems) != maxProblems+1 ||
		many.Problems[maxProblems].Text != "f: 5 more problems; dynwan check says all" {
		t.Errorf("got %+v, want the last to count the rest", many.Problems[len(many.Problems)-1])
	}
}

// manyWrong is a configuration with five more problems than are told of.
func manyWrong() string {
	var b strings.Builder
	for i := range maxProblems + 5 {
		b.WriteString("x" + strings.Repeat("y", i) + " = 1\n")
	}
	return b.String()
}
