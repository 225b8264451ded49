// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheCommandLineIsReadOrRefused(t *testing.T) {
	both := []format{ipk, apk}
	for _, tt := range []struct {
		name, args, env string
		want            options
		err             string
	}{
		{"all that is given counts", "-version 1.2.3 -release 4 -out o -binaries b -format ipk -epoch 5", "6",
			options{"1.2.3-r4", "o", "b", []format{ipk}, time.Unix(5, 0).UTC()}, ""},
		{"the rest has defaults", "-version 0.1.0", "6",
			options{"0.1.0-r1", "dist", "build", both, time.Unix(6, 0).UTC()}, ""},
		{"apk alone", "-version 0.1.0 -format apk", "0",
			options{"0.1.0-r1", "dist", "build", []format{apk}, time.Unix(0, 0).UTC()}, ""},
		{"no version", "", "6", options{}, `-version "" is not of the form 0.1.0`},
		{"a tag for a version", "-version v0.1.0", "6", options{}, `-version "v0.1.0" is not of the form 0.1.0`},
		{"a version that apk refuses", "-version 0.1.0-rc1", "6", options{}, `-version "0.1.0-rc1" is not of the form 0.1.0`},
		{"release 0", "-version 0.1.0 -release 0", "6", options{}, "-release 0 is not 1 or more"},
		{"another form", "-version 0.1.0 -format deb", "6", options{}, `-format "deb" is not ipk, apk or all`},
		{"a date for an epoch", "-version 0.1.0 -epoch 2026-01-01", "6", options{}, `-epoch "2026-01-01" is not a number of seconds since 1970`},
		{"an epoch before 1970", "-version 0.1.0 -epoch -1", "6", options{}, `-epoch "-1" is not a number of seconds since 1970`},
		{"a word too many", "-version 0.1.0 all", "6", options{}, `"all" is one word too many`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parse(strings.Fields(tt.args), tt.env)
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("pack %s: got error %v, want %s", tt.args, err, tt.err)
				}
				return
			}
			if err != nil || fmt.Sprint(got) != fmt.Sprint(tt.want) {
				t.Errorf("pack %s: got %v, error %v; want %v", tt.args, got, err, tt.want)
			}
		})
	}
}

func TestWithoutAnEpochAndGitTheErrorSaysWhatHelps(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("GIT_CEILING_DIRECTORIES", "/")
	t.Setenv("GIT_DIR", "none")
	if _, err := parse([]string{"-version", "0.1.0"}, ""); err == nil || !strings.Contains(err.Error(), "give -epoch") {
		t.Errorf("got %v, want a hint at -epoch", err)
	}
}

func TestEveryArchitectureHasBothPackagesAndTheirSums(t *testing.T) {
	enterProject(t)
	out := packProject(t, testEpoch)
	want := []string{
		"luci-app-dynwan_0.1.0-r1_all.ipk", "luci-app-dynwan-0.1.0-r1_noarch.apk",
		"luci-i18n-dynwan-de_0.1.0-r1_all.ipk", "luci-i18n-dynwan-de-0.1.0-r1_noarch.apk",
		"luci-i18n-dynwan-zh-cn_0.1.0-r1_all.ipk", "luci-i18n-dynwan-zh-cn-0.1.0-r1_noarch.apk",
		"prometheus-node-exporter-lua-dynwan_0.1.0-r1_all.ipk", "prometheus-node-exporter-lua-dynwan-0.1.0-r1_noarch.apk",
	}
	for _, a := range arches {
		want = append(want, "dynwan_0.1.0-r1_"+a.name+".ipk", "dynwan-0.1.0-r1_"+a.name+".apk")
	}
	slices.Sort(want)
	var sums strings.Builder
	for _, name := range want {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(slurp(t, out, name)), name)
	}
	same(t, "sha256sums", string(slurp(t, out, "sha256sums")), sums.String())
	same(t, "the files", strings.Join(slices.Sorted(maps.Keys(contents(t, out))), "\n"), strings.Join(append(want, "sha256sums"), "\n"))
}

func TestEveryPackageHoldsTheProgramOfItsArchitecture(t *testing.T) {
	enterProject(t)
	out := packProject(t, testEpoch)
	for _, a := range arches {
		want := program(builds[a.target])
		_, control, files, _ := openIPK(t, slurp(t, out, "dynwan_0.1.0-r1_"+a.name+".ipk"))
		same(t, a.name+" as ipk", body(t, files, "./usr/sbin/dynwan"), want)
		if field := "\nArchitecture: " + a.name + "\n"; !strings.Contains(body(t, control, "./control"), field) {
			t.Errorf("the ipk for %s is not for it:\n%s", a.name, body(t, control, "./control"))
		}
		apkControl, files, _ := openAPK(t, slurp(t, out, "dynwan-0.1.0-r1_"+a.name+".apk"))
		same(t, a.name+" as apk", body(t, files, "usr/sbin/dynwan"), want)
		if field := "\narch = " + a.name + "\n"; !strings.Contains(body(t, apkControl, ".PKGINFO"), field) {
			t.Errorf("the apk for %s is not for it:\n%s", a.name, body(t, apkControl, ".PKGINFO"))
		}
	}
}

func TestTheSameSourcesGiveTheSameBytes(t *testing.T) {
	enterProject(t)
	first := contents(t, packProject(t, testEpoch))
	// What a checkout may differ in.
	for name := range projectFiles {
		if err := os.Chmod(name, 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, testEpoch, testEpoch); err != nil {
			t.Fatal(err)
		}
	}
	second := contents(t, packProject(t, testEpoch))
	if !maps.Equal(first, second) {
		t.Error("packed twice, the files differ")
	}
}

func TestAnotherEpochChangesNothingButTimes(t *testing.T) {
	enterProject(t)
	early, late := packFor(t, "mips_24kc", testEpoch), packFor(t, "mips_24kc", testEpoch.Add(time.Second))
	flat := func(dir string) string {
		var text strings.Builder
		_, control, files, _ := openIPK(t, slurp(t, dir, "dynwan_0.1.0-r1_mips_24kc.ipk"))
		info, apkFiles, second := openAPK(t, slurp(t, dir, "dynwan-0.1.0-r1_mips_24kc.apk"))
		for _, i := range slices.Concat(control, files, info, apkFiles) {
			fmt.Fprintln(&text, i.line, i.body)
		}
		// The hash covers the times.
		return strings.ReplaceAll(text.String(), fmt.Sprintf("%x", sha256.Sum256(second)), "HASH")
	}
	if flat(early) == flat(late) {
		t.Error("another epoch changed nothing")
	}
	same(t, "with the times made equal", strings.ReplaceAll(flat(late), "1763841608", "1763841607"), flat(early))
}

func TestNothingIsWrittenIfAnInputIsMissing(t *testing.T) {
	for _, tt := range []struct{ missing, want string }{
		{"build/dynwan-riscv64", "could not pack dynwan: could not read a program, which `make build/dynwan-riscv64` makes: "},
		{"init.d/dynwan", "could not pack dynwan: could not read init.d/dynwan: "},
		{"openwrt/dynwan/files/dynwan.config", "could not pack dynwan: could not read openwrt/dynwan/files/dynwan.config: "},
		{"openwrt/luci-app-dynwan/htdocs/view.js", "could not pack luci-app-dynwan: openwrt/luci-app-dynwan/htdocs has no files"},
		{"openwrt/luci-app-dynwan/po/de/dynwan.po",
			"could not pack luci-i18n-dynwan-de: could not read openwrt/luci-app-dynwan/po/de/dynwan.po: "},
	} {
		t.Run(tt.missing, func(t *testing.T) {
			enterProject(t)
			if err := os.Remove(tt.missing); err != nil {
				t.Fatal(err)
			}
			err := run(options{version: "1-r1", out: "dist", binaries: "build", formats: []format{ipk}}, new(bytes.Buffer))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %s...", err, tt.want)
			}
			if left := contents(t, "dist"); len(left) > 0 {
				t.Errorf("%d files were written", len(left))
			}
		})
	}
}

// contents returns what the files of dir hold, by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string]string)
	for _, name := range names {
		found[filepath.Base(name)] = string(slurp(t, dir, filepath.Base(name)))
	}
	return found
}
