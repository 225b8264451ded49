// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheListIsThatOfTheProgram: every module that is linked in, with the version
// of go.mod and the sum of go.sum, and none beside.
func TestTheListIsThatOfTheProgram(t *testing.T) {
	program := filepath.Join(t.TempDir(), "dynwan")
	build := exec.Command("go", "build", "-trimpath", "-o", program, "dynwan/cmd/dynwan")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH=arm", "GOARM=7")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var one, two bytes.Buffer
	for _, out := range []*bytes.Buffer{&one, &two} {
		if err := run([]string{"-version", "1.2.3", "-epoch", "1763841607", program}, out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the same program gives two documents")
	}
	var d document
	in := json.NewDecoder(&one)
	in.DisallowUnknownFields()
	if err := in.Decode(&d); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range d.Packages[2:] {
		got = append(got, p.Name+" "+p.VersionInfo+" "+strings.TrimPrefix(p.SourceInfo, "go.sum: "))
	}
	slices.Sort(got)
	if want := linked(t); !slices.Equal(got, want) {
		t.Errorf("modules:\ngot  %q\nwant %q", got, want)
	}
	first, std := d.Packages[0], d.Packages[1]
	if first.Name != "dynwan" || first.VersionInfo != "1.2.3" || first.SourceInfo != "built for linux/arm GOARM=7" || len(first.Checksums[0].Value) != 64 {
		t.Errorf("the program: got %+v", first)
	}
	if !strings.HasPrefix(std.VersionInfo, "go1.") || std.ExternalRefs[0].Locator != "pkg:golang/stdlib@"+std.VersionInfo[2:] {
		t.Errorf("Go: got %+v", std)
	}
	wantValid(t, d)
}

// linked are the modules in the program, from the sources: name, version, sum.
func linked(t *testing.T) []string {
	t.Helper()
	sums, err := os.ReadFile("../../go.sum")
	if err != nil {
		t.Fatal(err)
	}
	list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "dynwan/cmd/dynwan")
	list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH=arm")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	var modules []string
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		_, rest, ok := strings.Cut(string(sums), line+" ")
		if !ok {
			t.Fatalf("%s has no sum in go.sum", line)
		}
		sum, _, _ := strings.Cut(rest, "\n")
		modules = append(modules, line+" "+sum)
	}
	slices.Sort(modules)
	return slices.Compact(modules)
}

// wantValid holds a document against what SPDX 2.3 demands of these fields.
func wantValid(t *testing.T, d document) {
	t.Helper()
	form := map[string]string{
		d.SPDXVersion: `^SPDX-2\.3$`, d.DataLicense: `^CC0-1\.0$`, d.SPDXID: `^SPDXRef-DOCUMENT$`,
		d.CreationInfo.Created: `^2025-11-22T20:00:07Z$`, d.CreationInfo.Creators[0]: `^Tool: \S+$`,
		d.DocumentNamespace: `^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
	}
	ids := []string{d.SPDXID}
	for _, p := range d.Packages {
		form[p.SPDXID] = `^SPDXRef-[A-Za-z0-9.-]+$`
		if slices.Contains(ids, p.SPDXID) {
			t.Errorf("%s is there twice", p.SPDXID)
		}
		ids = append(ids, p.SPDXID)
		if p.Name == "" || p.DownloadLocation == "" || p.FilesAnalyzed {
			t.Errorf("got %+v, want a name, a location and no files", p)
		}
	}
	for text, want := range form {
		if !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("got %q, want %s", text, want)
		}
	}
	for _, r := range d.Relationships {
		if !slices.Contains(ids, r.Element) || !slices.Contains(ids, r.Related) {
			t.Errorf("%+v leads nowhere", r)
		}
	}
	if n := len(d.Relationships); n != len(d.Packages) {
		t.Errorf("%d relationships for %d packages", n, len(d.Packages))
	}
}

func TestWhatIsNoProgramOfGoIsRefused(t *testing.T) {
	for _, args := range [][]string{
		{}, {"-version", "1.2.3", "x"}, {"-version", "1.2.3", "-epoch", "1"}, {"-epoch", "1", "x"},
		{"-version", "1.2.3", "-epoch", "1", "none"}, {"-version", "1.2.3", "-epoch", "1", "main.go"},
	} {
		var out bytes.Buffer
		if err := run(args, &out); err == nil || out.Len() > 0 {
			t.Errorf("%q: got %v and %d bytes, want an error alone", args, err, out.Len())
		}
	}
}
