// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// builds are the ways in which others build the program. The feed of OpenWrt
// links with its C compiler, position independent if CONFIG_PKG_ASLR_PIE_ALL
// says so, and with all relocations done at the start (CONFIG_PKG_RELRO_FULL).
var builds = []struct {
	name, cgo, flags string
	relro            bool // it has data that is read-only after its relocation
}{
	{"go build", "0", "", false},
	{"go build with C", "1", "", false},
	{"position independent", "0", "-buildmode=pie", true},
	{"position independent by the C compiler", "1",
		"-buildmode=pie -tags=netgo,osusergo,quietruntime -ldflags=-linkmode=external\x00-checklinkname=0\x00-extldflags=-Wl,-z,now,-z,relro", true},
	{"fixed by the C compiler", "1", "-ldflags=-linkmode=external\x00'-extldflags=-no-pie\x00-Wl,-z,now,-z,relro'", true},
}

// TestBuilds plays the life of the program in every way to build it: what is
// shown at the start, an update, the rest after it in which memory is given
// back, signals, a change, the end.
func TestBuilds(t *testing.T) {
	notShort(t)
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "dynwan")
			args := []string{"build", "-o", path}
			for _, flag := range strings.Fields(b.flags) {
				args = append(args, strings.ReplaceAll(flag, "\x00", " "))
			}
			cmd := exec.Command("go", append(args, ".")...)
			cmd.Env = append(os.Environ(), "CGO_ENABLED="+b.cgo)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("cannot build the program (this needs gcc): %v\n%s", err, out)
			}
			if got := hasRelro(t, path); got != b.relro {
				t.Errorf("data that is read-only after its relocation: got %v, want %v", got, b.relro)
			}
			p := newPlayOf(t, path, nil)
			p.start()
			p.says("has no IPv4 address; nothing to publish")
			p.ok(p.Line("203.0.113.9"))
			p.says("confirmed 203.0.113.9")
			p.settles("a new image after the update", func() bool { return strings.Contains(p.image(), "-lock") })
			p.pass(2)
			p.ok(syscall.Kill(p.daemon.PID(), syscall.SIGUSR1))
			p.ok(p.Change("203.0.113.9", "203.0.113.10"))
			p.says("confirmed 203.0.113.10")
			p.settles("a netlink socket of the next image", func() bool { return len(sockets(t, p.daemon.PID())) == 1 })
			out, problems, code := p.run("status", "-config", p.ConfigFile())
			if code != exitOK || !strings.Contains(out, "confirmed 203.0.113.10") || strings.Contains(out, "not running") {
				t.Errorf("status: got\n%s%s(code %d)", out, problems, code)
			}
			p.requests(2)
			if _, err := p.daemon.Stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func hasRelro(t *testing.T, path string) bool {
	t.Helper()
	f, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_GNU_RELRO {
			return true
		}
	}
	return false
}
