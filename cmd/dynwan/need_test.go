// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNothingIsInstalledUnasked: .ci/need says what is missing, all at once, and
// calls apt-get only if the environment says so.
func TestNothingIsInstalledUnasked(t *testing.T) {
	dir := t.TempDir()
	called := filepath.Join(dir, "called")
	for name, text := range map[string]string{"apt-get": "echo \"$@\" >>" + called, "id": "echo 0"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		env, args, says, installs string
		fails                     bool
	}{
		{"", "sh=dash", "", "", false},
		{"", "sh=dash none1=one,more none2=two", "missing: none1 none2\non Debian: apt-get install --no-install-recommends one more two\n", "", true},
		{"DYNWAN_INSTALL=0", "none1=one", "missing: none1\n", "", true},
		{"DYNWAN_INSTALL=1", "sh=dash none1=one,more none2=two", "installing one more two for none1 none2\n", "install -qq -y --no-install-recommends one more two\n", false},
		{"CI=true", "none1=one", "installing one for none1\n", "install -qq -y --no-install-recommends one\n", false},
	} {
		os.Remove(called)
		cmd := exec.Command("sh", append([]string{"../../.ci/need"}, strings.Fields(c.args)...)...)
		cmd.Env = append([]string{"PATH=" + dir + ":" + os.Getenv("PATH")}, strings.Fields(c.env)...)
		out, err := cmd.CombinedOutput()
		installed, _ := os.ReadFile(called)
		if (err != nil) != c.fails || !strings.HasPrefix(string(out), c.says) || c.says == "" && len(out) > 0 || string(installed) != c.installs {
			t.Errorf("%s need %s: got %v, %q and apt-get %q; want failure %v, %q and apt-get %q", c.env, c.args, err, out, installed, c.fails, c.says, c.installs)
		}
	}
}
