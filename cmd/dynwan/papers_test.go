// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What a paper may name, and how.
var (
	testName   = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`)
	testsByRun = regexp.MustCompile(`-run '?\^?(\w+)`)
	targetName = regexp.MustCompile("(?:`|    )make ([a-z-]+)")
	linkTo     = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	pathName   = regexp.MustCompile("(?:`|    |\\./)((?:cmd|docs|init\\.d|internal|netwatch|openwrt|updater)/[\\w./-]*)")
	sourceName = regexp.MustCompile("`([\\w.-]+\\.(?:go|sh|toml|js))`")
	commandOf  = regexp.MustCompile("(?m)(?:(?:^|[^|] |[(*/])`|^    )(?:build/)?dynwan ([a-z]+)") // in a cell it is a message
	verbOf     = regexp.MustCompile("`service dynwan ([a-z]+)")
)

// elsewhere are files that papers name and that the project does not have.
var elsewhere = []string{"dynwan.toml", "ipkg-make-index.sh"}

// TestThePapersNameWhatThereIs: each test, target, command, file and link in them
// exists.
func TestThePapersNameWhatThereIs(t *testing.T) {
	tests, sources := namesInSources(t)
	makefile, service := paper(t, "Makefile"), paper(t, "init.d/dynwan")
	seen := map[string]int{}
	for _, file := range papers(t) {
		text := paper(t, file)
		named := func(what string, name *regexp.Regexp, there func(name string) bool) {
			for _, m := range name.FindAllStringSubmatch(text, -1) {
				if seen[what]++; !there(m[len(m)-1]) {
					t.Errorf("%s: there is no %s %s", file, what, m[len(m)-1])
				}
			}
		}
		named("test", testName, func(name string) bool { return slices.Contains(tests, name) })
		named("tests", testsByRun, func(part string) bool {
			return slices.ContainsFunc(tests, func(name string) bool { return strings.Contains(name, part) })
		})
		named("target", targetName, regexpOf(makefile, "(?m)^%s:"))
		named("command", commandOf, func(name string) bool { return commands[name] != nil })
		named("verb", verbOf, func(name string) bool {
			return slices.Contains([]string{"start", "stop", "restart", "reload"}, name) || strings.Contains(service, "\nextra_command "+name+" ")
		})
		named("file", linkTo, func(name string) bool { return exists(filepath.Join(filepath.Dir(file), name)) })
		named("source", sourceName, func(name string) bool { return sources[name] || slices.Contains(elsewhere, name) })
		named("path", pathName, func(name string) bool {
			return strings.Contains(name, "NAME") || exists(strings.TrimSuffix(name, "..."))
		})
	}
	for _, what := range []string{"test", "tests", "target", "command", "verb", "file", "source", "path"} {
		if seen[what] < 5 {
			t.Errorf("the papers name a %s only %d times: are they read right?", what, seen[what])
		}
	}
}

// papers are the documents at the top and in docs.
func papers(t *testing.T) (files []string) {
	t.Helper()
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*.[58]"} {
		found, err := filepath.Glob("../../" + pattern)
		if err != nil || len(found) < 2 {
			t.Fatalf("%s: got %q, %v", pattern, found, err)
		}
		for _, file := range found {
			files = append(files, strings.TrimPrefix(file, "../../"))
		}
	}
	return files
}

// regexpOf says whether a text has what a pattern makes of a name.
func regexpOf(text, pattern string) func(name string) bool {
	return func(name string) bool {
		return regexp.MustCompile(strings.Replace(pattern, "%s", regexp.QuoteMeta(name), 1)).MatchString(text)
	}
}

func exists(path string) bool {
	_, err := os.Stat(filepath.Join("../..", path))
	return err == nil
}

// namesInSources are the names of all tests of the project, and of all files.
func namesInSources(t *testing.T) (tests []string, files map[string]bool) {
	t.Helper()
	function := regexp.MustCompile(`(?m)^func (\w+)\(\w+ \*testing`)
	files = map[string]bool{}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return filepath.SkipDir
		}
		if files[d.Name()] = true; !strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path)
		for _, m := range function.FindAllStringSubmatch(string(text), -1) {
			tests = append(tests, m[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tests, files
}
