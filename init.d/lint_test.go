// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// scripts are what a router runs of this project that is no Go.
var scripts = []string{"dynwan", "render.sh", "../openwrt/dynwan/files/dynwan-import", "../openwrt/dynwan/files/dynwan.rpcd", "../openwrt/dynwan/test.sh", "../openwrt/luci-app-dynwan/root/usr/libexec/rpcd/luci.dynwan"}

func TestShellcheckHasNoComplaint(t *testing.T) {
	program, err := exec.LookPath("shellcheck")
	if err != nil {
		t.Fatalf("%v; apt-get install shellcheck", err)
	}
	for _, script := range append(scripts, "testdata/rc.common", "testdata/functions.sh", "testdata/network.sh") {
		if out, err := exec.Command(program, script).CombinedOutput(); err != nil {
			t.Errorf("shellcheck %s: %v\n%s", script, err, out)
		}
	}
}

func TestScriptsStayShort(t *testing.T) {
	for script, most := range map[string]int{"dynwan": 145, "render.sh": 180, "../openwrt/dynwan/files/dynwan-import": 170} {
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(text), "\n"); got > most {
			t.Errorf("%s: got %d lines, want at most %d", script, got, most)
		}
	}
}
