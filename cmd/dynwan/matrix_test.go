// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/updater"
)

// row is one line of the fault matrix: a play, and what must come of it.
type row struct {
	name  string
	play  func(p *play)
	shown []string      // the whole log after the first line, times as T
	state updater.State // at the end
	holds string        // the address that the name has at the end
	sent  int           // requests that the provider has read
}

// usual is the log of a start on a line that has an address.
const usual = "home: 203.0.113.9 on pppoe-wan; comparing with DNS in T"

// matrix is all rows.
func matrix() []row {
	return slices.Concat(connectionRows, answerRows)
}

// rowVariable names the row that a process of its own shall play.
const rowVariable = "DYNWAN_TEST_ROW"

// TestMatrixRows plays each row in a process with namespaces of its own, because
// most of them wait, and two rows cannot have one pppoe-wan.
func TestMatrixRows(t *testing.T) {
	for _, r := range matrix() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command("/proc/self/exe", "-test.run=^TestRow$", "-test.v", "-test.timeout=150s")
			cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "LAB_") }),
				rowVariable+"="+r.name, programVariable+"="+program)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "--- PASS: TestRow") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// TestMatrixKnowsEveryFault holds the rows and scripts against the sandbox's list.
func TestMatrixKnowsEveryFault(t *testing.T) {
	list, err := os.ReadFile("../../internal/sandbox/faults.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`(?m)^\t(\w+) +Fault = "(.*)"`).FindAllStringSubmatch(string(list), -1)
	if len(names) != len(sandbox.Faults()) {
		t.Fatalf("found %d names of %d faults", len(names), len(sandbox.Faults()))
	}
	rows := ""
	files, err := filepath.Glob("matrix_*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, scripts(t)...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		rows += string(text)
	}
	for _, name := range names {
		if !regexp.MustCompile(`sandbox\.` + name[1] + `\b|fault ` + name[2] + ` `).MatchString(rows) {
			t.Errorf("no row plays the fault %s", name[1])
		}
	}
}

// TestRow plays the row that the environment names; without one, the first.
func TestRow(t *testing.T) {
	rows := matrix()
	i := slices.IndexFunc(rows, func(r row) bool { return r.name == os.Getenv(rowVariable) })
	if os.Getenv(rowVariable) == "" {
		i = 0
	}
	if i < 0 {
		t.Fatalf("no row %q in the matrix", os.Getenv(rowVariable))
	}
	r := rows[i]
	p := newPlay(t, nil)
	r.play(p)
	if got := shown(p, slices.ContainsFunc(r.shown, instant.MatchString)); !slices.Equal(got, r.shown) {
		t.Errorf("shown: got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(r.shown, "\n\t"))
	}
	p.state(r.state)
	p.holds(r.holds)
	p.requests(r.sent)
}

// finds waits until DNS has told that the update arrived.
func (p *play) finds() {
	p.t.Helper()
	p.says(found)
}

const (
	confirmed = "home: confirmed 203.0.113.9"
	found     = "home: home.example.net answers 203.0.113.9 (ns1.example.com, ns2.example.com)"
)

const broke = "the connection broke before the answer was complete, the update may have arrived"
