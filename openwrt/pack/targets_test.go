// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheTargetsAreThoseOfTheMakefile(t *testing.T) {
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^TARGETS := (.*)$`).FindSubmatch(makefile)
	if line == nil {
		t.Fatal("the Makefile has no line TARGETS :=")
	}
	want := slices.Sorted(slices.Values(strings.Fields(string(line[1]))))
	if got := slices.Sorted(maps.Keys(builds)); !slices.Equal(got, want) {
		t.Errorf("targets with settings: got %v, want the Makefile's %v", got, want)
	}
	if got := slices.Sorted(maps.Keys(byTarget())); !slices.Equal(got, want) {
		t.Errorf("targets that an architecture runs: got %v, want the Makefile's %v", got, want)
	}
}

func TestTheNameOfAnArchitectureTellsWhatRunsOnIt(t *testing.T) {
	rules := []struct {
		name *regexp.Regexp
		want string
	}{
		{regexp.MustCompile(`^mips_`), "mips"},
		{regexp.MustCompile(`^mipsel_`), "mipsle"},
		{regexp.MustCompile(`^mips64_`), "mips64"},
		{regexp.MustCompile(`^mips64el_`), "mips64le"},
		{regexp.MustCompile(`^arm_arm1176jzf-s_vfp$`), "arm6"},
		{regexp.MustCompile(`^arm_cortex-a[0-9]+_(neon|vfp)`), "arm7"},
		{regexp.MustCompile(`^arm_[^_]*$`), "arm5"},
		{regexp.MustCompile(`^aarch64_`), "arm64"},
		{regexp.MustCompile(`^i386_pentium-mmx$`), "386"},
		{regexp.MustCompile(`^i386_pentium4$`), "386sse2"},
		{regexp.MustCompile(`^x86_64$`), "amd64"},
		{regexp.MustCompile(`^riscv64_`), "riscv64"},
		{regexp.MustCompile(`^loongarch64_`), "loong64"},
	}
	seen := make(map[string]bool)
	for _, a := range arches {
		if seen[a.name] {
			t.Errorf("%s is there twice", a.name)
		}
		seen[a.name] = true
		var got []string
		for _, rule := range rules {
			if rule.name.MatchString(a.name) {
				got = append(got, rule.want)
			}
		}
		if !slices.Equal(got, []string{a.target}) {
			t.Errorf("%s runs %s, by its name %v", a.name, a.target, got)
		}
	}
	if len(arches) != 33 {
		t.Errorf("%d architectures, want 33", len(arches))
	}
}

func TestAProgramOfAnotherKindIsNotPacked(t *testing.T) {
	static := func(settings ...setting) string { return programWith(append(settings, everywhere...)) }
	for _, tt := range []struct {
		name, target, program, want string
	}{
		{"it is text", "mips", "hello", "build/dynwan-mips is not a program built by Go: unrecognized file format"},
		{"it is for the other byte order", "mips", program(builds["mipsle"]), "build/dynwan-mips was built with GOARCH=mipsle, not mips"},
		{"it needs an FPU", "mips", static(setting{"GOARCH", "mips"}, setting{"GOMIPS", "hardfloat"}),
			"build/dynwan-mips was built with GOMIPS=hardfloat, not softfloat"},
		{"it is for a newer ARM", "arm5", program(builds["arm7"]), "build/dynwan-arm5 was built with GOARM=7, not 5"},
		{"it is for another system", "amd64", programWith([]setting{{"GOOS", "darwin"}}),
			"build/dynwan-amd64 was built with GOOS=darwin, not linux"},
		{"it is linked to a C library", "amd64", programWith([]setting{{"GOOS", "linux"}, {"CGO_ENABLED", "1"}}),
			"build/dynwan-amd64 was built with CGO_ENABLED=1, not 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			enterProject(t)
			put(t, "build/dynwan-"+tt.target, tt.program)
			_, err := readPrograms("build")
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestAMissingProgramNamesItsMakeTarget(t *testing.T) {
	enterProject(t)
	for target := range builds {
		if err := os.Rename("build/dynwan-"+target, "kept"); err != nil {
			t.Fatal(err)
		}
		_, err := readPrograms("build")
		if err == nil || !strings.Contains(err.Error(), "`make build/dynwan-"+target+"`") {
			t.Errorf("without the program for %s: got %v, want the make target", target, err)
		}
		if err := os.Rename("kept", "build/dynwan-"+target); err != nil {
			t.Fatal(err)
		}
	}
}
