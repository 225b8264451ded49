// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"dynwan/internal/debian"
)

// squeezeBy makes command the gzip for one test.
func squeezeBy(t *testing.T, command string) {
	t.Helper()
	squeezer = strings.Fields(command)
	t.Cleanup(func() { squeezer = nil })
}

// makefileSqueezer returns what the Makefile takes, and skips loudly, or fails
// where it must be there, if it is not.
func makefileSqueezer(t *testing.T) string {
	t.Helper()
	makes, err := exec.Command("make", "-s", "-n", "-C", "../..", "-o", "cross", "ipk").CombinedOutput()
	if err != nil {
		t.Fatalf("make -n ipk: %v\n%s", err, makes)
	}
	_, command, ok := strings.Cut(string(makes), " -gzip '")
	command, _, _ = strings.Cut(command, "'")
	if !ok || command == "" {
		t.Fatalf("make ipk names no gzip:\n%s", makes)
	}
	name, _, _ := strings.Cut(command, " ")
	debian.Program(t, name, "libdeflate-tools")
	return command
}

func TestTheMakefilesGzipIsSmallerAndTheSameEachTime(t *testing.T) {
	command := makefileSqueezer(t)
	program, err := os.ReadFile("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	program = program[:min(len(program), 1<<20)]
	usual, err := squeeze(program)
	if err != nil {
		t.Fatal(err)
	}
	squeezeBy(t, command)
	first, err := squeeze(program)
	if err != nil {
		t.Fatal(err)
	}
	second, err := squeeze(program)
	if err != nil || !bytes.Equal(first, second) {
		t.Errorf("the second stream is another (%v)", err)
	}
	if len(first)*100 > len(usual)*97 {
		t.Errorf("%d bytes, Go's own gzip %d: want 3 %% less at least", len(first), len(usual))
	}
	if packed, plain := streams(t, slices.Concat(first, second)); len(packed) != 2 || !bytes.Equal(plain[0], program) || !bytes.Equal(plain[1], program) {
		t.Errorf("%d streams that do not hold what went in", len(packed))
	}
}

func TestAGzipThatIsNoneIsRefused(t *testing.T) {
	for command, want := range map[string]string{
		"/nonexistent/gzip": "could not compress by /nonexistent/gzip: ",
		"false":             "could not compress by false: exit status 1",
		"true":              "could not compress by true: it wrote no gzip stream without a name and a time: ",
		"cat":               "could not compress by cat: it wrote no gzip stream without a name and a time: 74657874",
	} {
		squeezeBy(t, command)
		if _, err := squeeze([]byte("text")); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", command, err, want)
		}
	}
}
