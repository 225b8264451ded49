// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"dynwan/internal/sandbox"
)

// lastWords are those without which no script ends.
var lastWords = []string{"log", "status", "holds", "requests"}

// checkScript says what a script lacks. The library has words of its own, with
// which a script could pass by doing nothing.
func checkScript(text string) error {
	archive := txtar.Parse([]byte(text))
	sections := len(archive.Files)
	switch {
	case *update && sections == 0: // it will be written
	case sections != 1 || archive.Files[0].Name != logFile:
		return fmt.Errorf("want one section, -- %s --", logFile)
	case !*update && strings.TrimSpace(string(archive.Files[0].Data)) == "":
		return fmt.Errorf("the section -- %s -- is empty; -update writes it", logFile)
	}
	lines := strings.Split(string(archive.Comment), "\n")
	if !regexp.MustCompile(`^# .{20,}\.$`).MatchString(lines[0]) {
		return fmt.Errorf("the first line is %q, want what the scene is: # a sentence with a full stop", lines[0])
	}
	ended := map[string]bool{}
	for i, line := range lines {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		c, ok := scriptWords[fields[0]]
		if !ok {
			return fmt.Errorf("line %d: unknown command %q, want one of %q", i+1, fields[0], slices.Sorted(maps.Keys(scriptWords)))
		}
		if !c.asserts {
			clear(ended)
		}
		ended[fields[0]] = true
	}
	for _, word := range lastWords {
		if !ended[word] {
			return fmt.Errorf("want %s after the last command that does something", word)
		}
	}
	return nil
}

func TestAScriptThatAssertsNothingIsRefused(t *testing.T) {
	const good = "# A line gets an address.\nline 203.0.113.9\ndynwan start\n\n" +
		"log\nstatus current\nholds 203.0.113.9\nrequests 1\n\n-- log --\nhome: confirmed 203.0.113.9\n"
	if err := checkScript(good); err != nil {
		t.Errorf("a good script: got %v, want no error", err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"# A line gets an address.\n", "", "want what the scene is"},
		{"# A line gets an address.\n", "# TODO\n", "want what the scene is"},
		{"log\nstatus", "status", "want log after"},
		{"status current\n", "", "want status after"},
		{"holds 203.0.113.9\n", "", "want holds after"},
		{"requests 1\n", "", "want requests after"},
		{"requests 1\n", "requests 1\nline 203.0.113.10\n", "want log after"},
		{"dynwan start\n", "dynwan start\nskip\n", `line 4: unknown command "skip"`},
		{"dynwan start\n", "dynwan start\nstop\n", `line 4: unknown command "stop"`},
		{"dynwan start\n", "[linux] dynwan start\n", `line 3: unknown command "[linux]"`},
		{"dynwan start\n", "dynwan start\n! requests 1\n", `line 4: unknown command "!"`},
		{"line 203", "lyne 203", `line 2: unknown command "lyne"`},
		{"-- log --", "-- logs --", "want one section"},
		{"home: confirmed 203.0.113.9\n", "", "is empty"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if err := checkScript(text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: got %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

// TestMatrixKnowsEveryFault holds the scripts against the sandbox's list.
func TestMatrixKnowsEveryFault(t *testing.T) {
	played := map[string]bool{}
	for _, file := range scripts(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^fault (\S+) `).FindAllStringSubmatch(string(text), -1) {
			played[m[1]] = true
		}
		if regexp.MustCompile(`(?m)^answer `).Match(text) {
			played[string(sandbox.StatusApplied)] = true
		}
	}
	for _, f := range sandbox.Faults() {
		if !played[string(f.Name)] {
			t.Errorf("no script plays the fault %s", f.Name)
		}
	}
}

// TestTheReadmeOfTheMatrix holds the words of the scripts and what explains
// them together.
func TestTheReadmeOfTheMatrix(t *testing.T) {
	text, err := os.ReadFile("testdata/matrix/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range scriptWords {
		for _, usage := range strings.Split(c.usage, ", ") {
			if !strings.Contains(string(text), "\n    "+usage+"\n        ") {
				t.Errorf("the README does not explain %s", usage)
			}
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^    ([a-z-]+).*\n        \S`).FindAllStringSubmatch(string(text), -1) {
		if _, ok := scriptWords[m[1]]; !ok {
			t.Errorf("the README explains %s, which is no command", m[1])
		}
	}
}
