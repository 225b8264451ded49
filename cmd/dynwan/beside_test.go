// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// besideVariable names the test that a process of its own shall run.
const besideVariable = "DYNWAN_TEST_BESIDE"

// beside runs a test that mostly waits beside others, in a process with namespaces
// of its own: two cannot have one pppoe-wan. It returns true where the test is
// over, and false in that process, where it shall begin.
func beside(t *testing.T) bool {
	t.Helper()
	if os.Getenv(besideVariable) == t.Name() {
		return false
	}
	notShort(t)
	t.Parallel()
	process(t, t.Name(), "--- PASS: "+t.Name()+" ", besideVariable+"="+t.Name())
	return true
}

// process runs one test of this program in a process of its own, which has to print
// that it passed.
func process(t *testing.T, name, passed string, env ...string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", "-test.run=^"+name+"$", "-test.v", "-test.timeout=150s", fmt.Sprintf("-update=%t", *update))
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "LAB_") }), programVariable+"="+program)
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), passed) {
		t.Errorf("%v\n%s", err, out)
	}
}
