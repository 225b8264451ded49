// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCommandsWithNothingToDoSaySo(t *testing.T) {
	p := newPlay(t, nil)
	empty := filepath.Join(t.TempDir(), "empty.toml")
	p.ok(os.WriteFile(empty, nil, 0o600))
	out, _, code := p.run("check", "-config", empty)
	if want := "no account is configured; dynwan has nothing to do\n"; out != want || code != exitOK {
		t.Errorf("check: got %q, %d; want %q", out, code, want)
	}
	_, problem, code := p.run("check", "-config", empty+"x")
	if want := "dynwan: cannot read the configuration: stat " + empty + "x: no such file or directory\n"; problem != want || code != exitUsage {
		t.Errorf("check: got %q, %d; want %q", problem, code, want)
	}
	_, problem, code = p.run("once", "-config", p.ConfigFile(), "nobody")
	if want := "dynwan: there is no account nobody to work with\n"; problem != want || code != exitUsage {
		t.Errorf("once: got %q, %d; want %q", problem, code, want)
	}
	_, problem, code = p.run("status", "-statedir", "/nowhere")
	if want := "dynwan: cannot read /nowhere/status.json: no such file or directory; is dynwan running?\n"; problem != want || code != exitSystem {
		t.Errorf("status: got %q, %d; want %q", problem, code, want)
	}
	p.ok(p.Line("203.0.113.9"))
	p.once(exitOK, "home: confirmed 203.0.113.9")
	p.ok(os.RemoveAll(p.StateDir())) // so that only DNS knows
	out, _, code = p.run("once", "-n", "-config", p.ConfigFile(), "home")
	if want := "home: would send nothing: "; !strings.HasPrefix(out, want) || code != exitOK {
		t.Errorf("once -n: got %q, %d; want %q", out, code, want)
	}
}
