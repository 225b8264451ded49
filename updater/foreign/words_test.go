// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/updater/catalogue"
)

// TestWordsAreOfProvidersThatThereAre holds the tables to the names of the
// catalogue.
func TestWordsAreOfProvidersThatThereAre(t *testing.T) {
	known := append(append(catalogue.Names(), catalogue.GoneNames()...), "mtgsy", "dyndns2", "rfc2136", "myserver",
		"ionos.com-rest") // it follows; its key must not be taken for that of ionos.com
	seen := map[string]bool{}
	for line := range strings.Lines(strings.TrimSpace(aliases)) {
		for i, name := range strings.Fields(line) {
			if i == 0 && !slices.Contains(known, name) {
				t.Errorf("aliases of %s: there is no such provider", name)
			}
			if i > 0 && slices.Contains(catalogue.Names(), name) {
				t.Errorf("alias %s: that is a provider itself", name)
			}
			if seen[name] {
				t.Errorf("%s stands there twice", name)
			}
			seen[name] = true
		}
	}
	for line := range strings.Lines(strings.TrimSpace(traps)) {
		words := strings.Fields(line)
		if !slices.Contains(known, words[1]) || !slices.Contains([]string{"ddns-scripts", "inadyn", "ddclient"}, words[0]) {
			t.Errorf("trap %q: there is no such provider or client", line)
		}
		for _, change := range words[2:] {
			if !strings.Contains(change, "=") {
				t.Errorf("trap %q: %s is no change", line, change)
			}
		}
	}
	for _, r := range reasons {
		for _, key := range strings.Fields(r.keys) {
			if slices.Contains(strings.Fields(needless), key) {
				t.Errorf("%s has a reason and is needless", key)
			}
		}
	}
}

// TestNoNoteIsWithoutAnID: where notes are made no text is made a message. That
// each has an ID want and FuzzImport hold.
func TestNoNoteIsWithoutAnID(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatalf("got %q, %v, want the files of the package", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if made := regexp.MustCompile(`message\.(Text|Literal|Message)\(`).Find(text); made != nil && !strings.HasSuffix(file, "_test.go") {
			t.Errorf("%s: %s makes a note without an ID", file, made)
		}
	}
}
