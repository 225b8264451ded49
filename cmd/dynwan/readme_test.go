// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryMessageOfTheReadmeIsTested holds the README's table of messages
// against the lines that the tests of this package expect.
func TestEveryMessageOfTheReadmeIsTested(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "| message |")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")[2:]
	if len(rows) < 30 {
		t.Fatalf("the README explains %d messages, want at least 30", len(rows))
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
				t.Errorf("no test expects the README's message %q", message)
			}
		}
	}
	if n := strings.Count(string(text), "\n"); n >= 200 {
		t.Errorf("the README has %d lines, want less than 200", n)
	}
}

// expected is every line that a test of this package expects to be printed:
// the scripts of the matrix, and the texts of the other tests.
func expected(t *testing.T) string {
	var all strings.Builder
	for _, file := range scripts(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
	}
	files, err := filepath.Glob("*_test.go")
	if err != nil || len(files) < 5 {
		t.Fatalf("test files: got %q, %v", files, err)
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
