// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"strings"
	"testing"
)

func TestNesting(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0},
		{"[account.home]\n[account.b]\n", 2},
		{"a.b.c = 1.5 # ....\n\"a.b\".c = 'd.e'\n", 3},
		{`allow = ["203.0.113.0/24", "[[["]`, 1},
		{`a = {b = {c = [1]}}`, 3},
		{"pass = '[[['\npass2 = \"\\\"[[[\"\n# [[[[\n[a]", 1},
		{"a = \"\"\"[[[\n\"[\" \"\"\"\nb = '''{{\n''' # {", 0},
		{"]]]][", 1},
		{"a = \"[\n[", 1},
		{strings.Repeat("a={", 5000), 5000},
	} {
		if got := nesting(c.text); got != c.want {
			t.Errorf("%.60q: got %d, want %d", c.text, got, c.want)
		}
	}
}

func TestAFileThatIsNestedTooDeepIsNotRead(t *testing.T) {
	text := strings.Repeat("a={", 100_000) + strings.Repeat("}", 100_000)
	c := Parse("f", text)
	if len(c.Problems) != 1 || c.Problems[0].String() != "f: is nested more than 20 deep" {
		t.Errorf("problems: got %v, want that it is nested too deep", c.Problems)
	}
}
