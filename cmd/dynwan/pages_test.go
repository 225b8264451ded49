// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"strings"
	"testing"

	"dynwan/internal/sandbox"
)

// field is a line of /proc/PID/status without its name.
func field(t *testing.T, pid int, name string) string {
	t.Helper()
	text, err := os.ReadFile(procFile(pid, "status"))
	if err != nil {
		return "" // a child may have ended
	}
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return "" // it has ended, or not begun
}

// TestNoHugePages looks at the daemon, its child and its next image. Where the
// kernel gives huge pages to everybody ("always"), one alone would be more than
// all that the daemon holds otherwise.
func TestNoHugePages(t *testing.T) {
	p := newPlay(t, nil)
	p.start()
	p.says("has no IPv4 address; nothing to publish")
	if got := field(t, p.daemon.PID(), "THP_enabled"); got != "0" {
		t.Errorf("huge pages after the start: got %s, want 0", got)
	}
	p.fault(sandbox.Delay, 1, "1s")
	p.ok(p.Line("203.0.113.9"))
	child := ""
	p.settles("a child", func() bool {
		for _, pid := range children(t, p.daemon.PID()) {
			child = field(t, pid, "THP_enabled")
		}
		return child != ""
	})
	if child != "0" {
		t.Errorf("huge pages of the child: got %s, want 0", child)
	}
	p.says("confirmed 203.0.113.9")
	p.settles("a new image after the update", func() bool { return strings.Contains(p.image(), "-lock") })
	if got := field(t, p.daemon.PID(), "THP_enabled"); got != "0" {
		t.Errorf("huge pages of the next image: got %s, want 0", got)
	}
	maps, err := os.ReadFile(procFile(p.daemon.PID(), "smaps_rollup"))
	p.ok(err)
	for line := range strings.Lines(string(maps)) {
		if name, value, _ := strings.Cut(line, ":"); name == "AnonHugePages" && strings.TrimSpace(value) != "0 kB" {
			t.Errorf("memory in huge pages: got %s, want none", strings.TrimSpace(value))
		}
	}
}
