// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"dynwan/internal/debian"
)

// TestTheManualPagesAreRight holds them against what mandoc wants of a page.
func TestTheManualPagesAreRight(t *testing.T) {
	mandoc := debian.Program(t, "mandoc", "mandoc")
	for _, file := range []string{"../../docs/dynwan.8", "../../docs/dynwan.toml.5"} {
		if out, err := exec.Command(mandoc, "-Tlint", "-W", "warning", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", file, err, out)
		}
		text, err := exec.Command(mandoc, "-Tutf8", file).Output()
		if err != nil || strings.Contains(string(text), "`") || strings.Contains(string(text), "\\") {
			t.Errorf("%s: %v, or what mdoc does not know is left in it", file, err)
		}
	}
}

// TestTheManualHasEveryCommand: the usage names them all, but for what only
// dynwan itself and its page call.
func TestTheManualHasEveryCommand(t *testing.T) {
	list, _ := usageLines()
	text, err := os.ReadFile("../../docs/dynwan.8")
	if err != nil {
		t.Fatal(err)
	}
	named := 0
	for name := range commands {
		if strings.Contains(string(text), "\n.It Cm "+name) {
			named++
		} else if !strings.Contains(string(text), `"`+name+`"`) {
			t.Errorf("dynwan(8) does not have the command %s", name)
		}
	}
	if named != len(list) {
		t.Errorf("%d commands of the usage, %d of them in the manual: %+v", len(list), named, list)
	}
	for _, c := range list {
		if c.does == "" || commands[strings.Fields(c.call)[0]] == nil {
			t.Errorf("%+v: no words, or no command", c)
		}
	}
}
