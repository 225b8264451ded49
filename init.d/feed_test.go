// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"debug/elf"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// feed runs a target of the package's Makefile with a stand-in for OpenWrt's
// build system.
func feed(t *testing.T, target, built, dest string, more ...string) string {
	t.Helper()
	top, err := filepath.Abs("testdata/feed")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("make", "-s", "-C", "../openwrt/dynwan", target, "TOPDIR="+top, "BUILT="+built, "DEST="+dest)
	cmd.Args = append(cmd.Args, more...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("make %s: %v\n%s", target, err, out)
	}
	return string(out)
}

func TestTheFeedInstallsEveryFile(t *testing.T) {
	built, dest := filepath.Join(t.TempDir(), "built"), filepath.Join(t.TempDir(), "dest")
	feed(t, "all", built, dest)
	for _, c := range []struct {
		path, source string
		mode         fs.FileMode
	}{
		{"etc/config/dynwan", "../openwrt/dynwan/files/dynwan.config", 0o600},
		{"etc/init.d/dynwan", "dynwan", 0o755},
		{"usr/lib/dynwan/render.sh", "render.sh", 0o644},
		{"usr/sbin/dynwan-import", "../openwrt/dynwan/files/dynwan-import", 0o755},
		{"usr/libexec/rpcd/dynwan", "../openwrt/dynwan/files/dynwan.rpcd", 0o755},
		{"usr/share/rpcd/acl.d/dynwan.json", "../openwrt/dynwan/files/dynwan.acl.json", 0o644},
		{"lib/upgrade/keep.d/dynwan", "../openwrt/dynwan/files/dynwan.keep", 0o644},
	} {
		info, err := os.Stat(filepath.Join(dest, c.path))
		if err != nil {
			t.Errorf("%s: %v", c.path, err)
			continue
		}
		got, err1 := os.ReadFile(filepath.Join(dest, c.path))
		want, err2 := os.ReadFile(c.source)
		if err1 != nil || err2 != nil || string(got) != string(want) || info.Mode() != c.mode {
			t.Errorf("%s: got mode %v, %v, %v, same as %s: %v", c.path, info.Mode(), err1, err2, c.source, string(got) == string(want))
		}
	}
	cmd := exec.Command("go", "list", "dynwan/cmd/dynwan")
	cmd.Dir = built
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the prepared source: go list: %v\n%s", err, out)
	}
}

func TestTheFeedSaysWhatTheProjectSays(t *testing.T) {
	text, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	project := func(name string) string {
		found := regexp.MustCompile(`(?m)^` + name + ` *:= *(.*)$`).FindSubmatch(text)
		if found == nil {
			t.Fatalf("../Makefile: %s is not in it", name)
		}
		return string(found[1])
	}
	built := t.TempDir()
	if err := os.WriteFile(filepath.Join(built, "Makefile"), text, 0o644); err != nil {
		t.Fatal(err)
	}
	shown := feed(t, "show", built, "/dest")
	arguments := `-tags "` + project("TAGS") + `"`
	for hot := range strings.FieldsSeq(project("HOT")) {
		arguments += ` -gcflags "` + hot + `="`
	}
	for _, want := range []string{
		fmt.Sprintf("version=%s tags=%s program=dynwan/cmd/dynwan dir=/usr/sbin\n", project("VERSION"), project("TAGS")),
		"\n/etc/config/dynwan\n",
		"DEPENDS:=@a-processor-of-Go +ca-bundle\n",
		"USERID:=dynwan=867:dynwan=867\n",
		`"${PKG_UPGRADE}" = 1`,
		"/sbin/reload_config", arguments + " dynwan/cmd/dynwan\n",
		`-gcflags "all=-l " -ldflags "-checklinkname=0 -X main.version=` + project("VERSION") + " ",
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("the package: got\n%s\nwant %q in it", shown, want)
		}
	}
}

func TestTheFeedTestKnowsTheVersion(t *testing.T) {
	for version, want := range map[string]int{"dev": 0, "0.0.7": 1} {
		cmd := exec.Command(filepath.Join(tools, "ash"), "../openwrt/dynwan/test.sh", "dynwan", version)
		cmd.Env = []string{"PATH=" + tools}
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != want {
			t.Errorf("test.sh dynwan %s: got exit %d, want %d\n%s", version, got, want, out)
		}
	}
}

// As under CONFIG_PKG_ASLR_PIE_ALL, which asks most of the flags.
func TestTheFeedsProgramPassesItsTestAsPIE(t *testing.T) {
	built := t.TempDir()
	feed(t, "compile", built, "/dest", "BUILDMODE=pie")
	program, err := elf.Open(filepath.Join(built, "bin/dynwan"))
	if err != nil {
		t.Fatal(err)
	}
	defer program.Close()
	if program.Type != elf.ET_DYN {
		t.Errorf("the program is of type %v, want one for any address", program.Type)
	}
	recipe, err := os.ReadFile("../openwrt/dynwan/Makefile")
	if err != nil {
		t.Fatal(err)
	}
	_, version, _ := strings.Cut(string(recipe), "\nPKG_VERSION:=")
	version, _, _ = strings.Cut(version, "\n")
	cmd := exec.Command(filepath.Join(tools, "ash"), "../openwrt/dynwan/test.sh", "dynwan", version)
	cmd.Env = []string{"PATH=" + filepath.Join(built, "bin") + ":" + tools}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), version) {
		t.Errorf("test.sh dynwan %s: %v\n%s", version, err, out)
	}
}

// The packages of a release are made without OpenWrt's build system, by a
// recipe of their own.
func TestBothRecipesMakeTheSamePackage(t *testing.T) {
	recipe, err := os.ReadFile("../openwrt/pack/recipes.go")
	if err != nil {
		t.Fatal(err)
	}
	dest := filepath.Join(t.TempDir(), "dest")
	feed(t, "all", filepath.Join(t.TempDir(), "built"), dest)
	files := 0
	err = filepath.WalkDir(dest, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		if want := `"` + strings.TrimPrefix(name, dest) + `"`; !strings.Contains(string(recipe), want) {
			t.Errorf("recipes.go: it does not have the file %s of the feed's package", want)
		}
		return nil
	})
	if err != nil || files < 4 {
		t.Errorf("the feed's package: got %d files, %v, want all", files, err)
	}
	if want := `"dynwan=867:dynwan=867"`; !strings.Contains(string(recipe), want) {
		t.Errorf("recipes.go: it does not have the user %s of the feed's package", want)
	}
}
