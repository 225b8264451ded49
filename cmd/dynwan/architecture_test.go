// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// homes are the directories of the table in docs/architecture.md, and what they
// are called in a play.
var homes = map[string]string{"state": "/var/run/dynwan/", "state.told": "/var/run/dynwan.told/", "flash": "/etc/dynwan/"}

// TestTheArchitectureHasEveryFile: the table of docs/architecture.md names the
// files that running daemons leave, and no other.
func TestTheArchitectureHasEveryFile(t *testing.T) {
	notShort(t)
	_, table, _ := strings.Cut(paper(t, "docs/architecture.md"), "\n| file | written by | read by | holds |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var told []string
	for row := range strings.Lines(table) {
		cell, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cell, -1) {
			for _, home := range homes {
				if strings.HasPrefix(m[1], home) {
					told = append(told, m[1])
				}
			}
		}
	}
	var found []string
	t.Run("an account that probes, and a watch", func(t *testing.T) {
		p := newPlay(t, looking)
		p.looks("5s")
		p.watch("-exec", p.hook(""))
		p.start()
		p.says("confirmed 203.0.113.9")
		p.settles("what was told", func() bool {
			_, err := os.Stat(filepath.Join(p.Dir, "state.told", updater.BoardFile))
			return err == nil
		})
		found = append(found, p.leaves()...)
	})
	t.Run("a provider with limits", func(t *testing.T) {
		p := newPlayOf(t, ruledProgram(t), judging(sandbox.Dyndns2{}))
		config, err := os.ReadFile(p.ConfigFile())
		p.ok(err)
		p.ok(os.WriteFile(p.ConfigFile(), bytes.Replace(config, []byte(`"dyndns2"`), []byte(`"limiting"`), 1), 0o600))
		p.begins()
		p.says("confirmed 203.0.113.9")
		found = append(found, p.leaves()...)
	})
	t.Run("an account that remembers", func(t *testing.T) {
		p := newPlay(t, stepped)
		p.ok(os.Mkdir(filepath.Join(p.Dir, "flash"), 0o755))
		p.ok(p.Configure(scene.Config{Top: `rememberdir = "` + filepath.Join(p.Dir, "flash") + `"`, Keys: []string{"remember = true"}}))
		p.begins()
		p.says("confirmed 203.0.113.9")
		found = append(found, p.leaves()...)
	})
	slices.Sort(told)
	slices.Sort(found)
	if found = slices.Compact(found); !slices.Equal(found, told) {
		t.Errorf("there are the files\n%s\nand docs/architecture.md has\n%s", strings.Join(found, "\n"), strings.Join(told, "\n"))
	}
}

// aKey is what the names of state files begin with.
var aKey = regexp.MustCompile(`^[0-9a-f]{8,}`)

// leaves ends the daemon and returns what files there are, as the table calls them.
func (p *play) leaves() (names []string) {
	p.t.Helper()
	_, err := p.daemon.Stop()
	p.ok(err)
	for dir, home := range homes {
		files, err := os.ReadDir(filepath.Join(p.Dir, dir))
		if err != nil && !os.IsNotExist(err) {
			p.t.Fatal(err)
		}
		for _, f := range files {
			names = append(names, home+aKey.ReplaceAllString(f.Name(), "KEY"))
		}
	}
	return names
}

// paper is the text of a file of the project.
func paper(t testing.TB, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../..", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestTheHouseHasEveryPackage: docs/architecture.md says what each package of the
// program is for.
func TestTheHouseHasEveryPackage(t *testing.T) {
	_, house, _ := strings.Cut(paper(t, "docs/architecture.md"), "\n## The house\n")
	for _, pkg := range goList(t, "-deps", "dynwan/cmd/dynwan") {
		if dir, ours := strings.CutPrefix(pkg, "dynwan/"); ours && !strings.Contains(house, " "+dir+"/ ") {
			t.Errorf("docs/architecture.md does not say what %s is for", dir)
		}
	}
}
