// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"dynwan/internal/rows"
)

// TestTheExampleForContributorsIsRight: CONTRIBUTING.md shows an entry and its
// table, which are played as those of a real provider are.
func TestTheExampleForContributorsIsRight(t *testing.T) {
	text, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?sm)^```(toml)?\n(.*?)^```$").FindAllStringSubmatch(string(text), -1)
	if len(blocks) != 2 || blocks[0][1] != "toml" || blocks[1][1] != "" {
		t.Fatalf("got %d examples, want an entry and a table: %q", len(blocks), blocks)
	}
	path := filepath.Join(t.TempDir(), "table")
	if err := os.WriteFile(path, []byte(blocks[1][2]), 0o644); err != nil {
		t.Fatal(err)
	}
	table, err := rows.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	set, wrong := Parse(blocks[0][2])
	if wrong != nil {
		t.Fatal(wrong)
	}
	spec, problems := New("example.org", set)
	if problems != nil {
		t.Fatal(problems)
	}
	newWay(t).documents(t, spec, set, table)
	if len(table.Sends) != 3 || len(table.Answers) < 2 {
		t.Errorf("got %d sends and %d answers: the table is not read as one", len(table.Sends), len(table.Answers))
	}
}
