// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/updater/catalogue"
	"dynwan/updater/message"
)

// TestEveryMessageIsTested holds the table of the usual messages, and all that
// docs/messages.md tells what to do about, against what the tests expect.
func TestEveryMessageIsTested(t *testing.T) {
	usual, err := os.ReadFile("../../docs/troubleshooting.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(usual), "| message |")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")[2:]
	if len(rows) != 8 {
		t.Fatalf("docs/troubleshooting.md explains %d messages, want 8", len(rows))
	}
	for _, want := range []string{"(docs/messages.md)", "(docs/options.md)", "(docs/dynwan.toml)", "`dynwan providers [NAME]`"} {
		if !strings.Contains(strings.ReplaceAll(string(text), "\n", " "), want) {
			t.Errorf("the README does not name %s", want)
		}
	}
	lines := expected(t)
	for _, row := range rows {
		cell, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		messages := regexp.MustCompile("`[^`]+`").FindAllString(cell, -1)
		if len(messages) == 0 {
			t.Fatalf("no message in the row %q", row)
		}
		for _, quoted := range messages {
			message := strings.Trim(quoted, "`")
			words := regexp.MustCompile(`\b[A-Z]{3,}\b`).ReplaceAllString(regexp.QuoteMeta(message), ".+")
			words = strings.ReplaceAll(words, "DNS", ".+") // a word like a placeholder
			if !regexp.MustCompile(words).MatchString(lines) {
				t.Errorf("no test expects the message %q of docs/troubleshooting.md", message)
			}
		}
	}
	if n := strings.Count(string(text), "\n"); n >= 100 {
		t.Errorf("the README has %d lines, want less than 100", n)
	}
	for _, r := range message.Rows() {
		words := strings.ReplaceAll(regexp.QuoteMeta(r.English), "%s", ".+")
		if r.Remedy != "" && !slices.Contains(untested, r.ID) && !regexp.MustCompile(words).MatchString(lines) {
			t.Errorf("no test expects %s: %s", r.ID, r.English)
		}
	}
}

// untested are messages that no test can bring about: the kernel answers, and
// does what root asks.
var untested = []message.ID{message.CannotSee, message.CannotBecomeOwner}

// expected is every line that a test expects to be printed: the scripts of the
// matrix, and the texts of the other tests.
func expected(t *testing.T) string {
	var all strings.Builder
	for _, file := range scripts(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	var files []string
	for _, pattern := range []string{"*_test.go", "../../updater/*_test.go", "../../updater/*/*_test.go"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) < 3 {
			t.Fatalf("test files: got %q, %v", found, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		if file == "readme_test.go" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// TestTheREADMESaysWhomItServes: its figures are those of the catalogue.
func TestTheREADMESaysWhomItServes(t *testing.T) {
	names, unchecked, known := catalogue.Names(), 0, 0
	for _, name := range names {
		if catalogue.Find(name).Unchecked {
			unchecked++
		}
	}
	list, err := os.ReadFile("../../updater/catalogue/testdata/ddns-scripts.names")
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsSeq(string(list)) {
		if slices.Contains(names, name) {
			known++
		}
	}
	for file, parts := range map[string][]string{
		"README.md": {fmt.Sprintf("the [%d providers of its catalogue]", len(names)), fmt.Sprintf("%d of the 100 names of ddns-scripts", known),
			fmt.Sprintf("%d of the %d are known from what other programs do", unchecked, len(names))},
		"CHANGELOG.md": {fmt.Sprintf("A catalogue of %d providers", len(names))},
	} {
		text, err := os.ReadFile("../../" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), part) {
				t.Errorf("%s: it must say %q", file, part)
			}
		}
	}
}
