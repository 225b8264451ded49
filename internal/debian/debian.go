// SPDX-License-Identifier: GPL-2.0-or-later

// Package debian finds the programs of Debian that tests ask, as .ci/need does for
// make.
package debian

import (
	"os"
	"os/exec"
	"testing"
)

// Program returns the path of a program that pkg of Debian has. Without it the
// test is skipped loudly, and fails where REQUIRE_PROGRAMS is set, as in .ci/run.
func Program(t testing.TB, name, pkg string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("REQUIRE_PROGRAMS") != "":
		t.Fatalf("no %s; apt-get install %s", name, pkg)
	default:
		t.Skipf("THIS TEST DID NOT RUN: no %s; apt-get install %s", name, pkg)
	}
	return path
}
