// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dynwan/internal/scene"
	"dynwan/updater"
)

// daemonUser is who runs the daemon in these tests, stranger anybody else.
const daemonUser, stranger = 867, 1000

// needUsers ends a test where there is only one user: the namespaces of who is
// not root have no other.
func needUsers(t *testing.T) {
	t.Helper()
	ids, err := os.ReadFile("/proc/self/uid_map")
	if err != nil {
		t.Fatal(err)
	}
	if fields := strings.Fields(string(ids)); len(fields) < 3 || len(fields[2]) < 4 {
		if os.Getenv("REQUIRE_USERS") != "" {
			t.Fatal("these tests need to run as root")
		}
		t.Skip("THIS TEST DID NOT RUN: it needs other users, and only root has them")
	}
}

// ownedPlay is a play whose files belong to daemonUser.
func ownedPlay(t *testing.T) *play {
	t.Helper()
	needUsers(t)
	p := newPlay(t, nil)
	p.ok(p.Configure(scene.Config{}))
	for _, dir := range []string{p.Dir, filepath.Dir(p.Dir), filepath.Dir(p.Program)} {
		p.ok(os.Chmod(dir, 0o755))
	}
	p.ok(os.Chown(p.ConfigFile(), daemonUser, daemonUser))
	p.ok(os.Chown(p.StateDir(), daemonUser, daemonUser))
	return p
}

// runAs runs a command of the program as a user. It fails if that takes long.
func (p *play) runAs(user uint32, args ...string) (out string, code int) {
	p.t.Helper()
	return p.as(user, p.Command(args...))
}

func (p *play) as(user uint32, cmd *exec.Cmd) (string, int) {
	p.t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	cmd.WaitDelay = time.Second
	limit := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
	defer limit.Stop()
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		p.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// files are the names of what is in the state directory, with their owners.
func (p *play) files() map[string]uint32 {
	p.t.Helper()
	list, err := os.ReadDir(p.StateDir())
	p.ok(err)
	owners := map[string]uint32{}
	for _, f := range list {
		info, err := f.Info()
		p.ok(err)
		owners[f.Name()] = info.Sys().(*syscall.Stat_t).Uid
	}
	return owners
}

// TestNobodyElseCanHoldTheLockOfTheDaemon lets a stranger try, also at the file
// that an older daemon left readable.
func TestNobodyElseCanHoldTheLockOfTheDaemon(t *testing.T) {
	p := ownedPlay(t)
	lock := filepath.Join(p.StateDir(), "daemon.lock")
	p.ok(os.WriteFile(lock, nil, 0o644))
	p.ok(os.Chown(lock, daemonUser, daemonUser))
	p.start() // by root, who becomes the owner
	p.says("nothing to publish")
	if out, _ := p.as(stranger, exec.Command("cat", lock)); !strings.Contains(out, "Permission denied") {
		t.Errorf("a stranger opens the lock: got %q, want it denied", out)
	}
	for _, user := range []uint32{0, daemonUser, stranger} {
		out, code := p.runAs(user, "status", "-statedir", p.StateDir())
		if code != exitOK || strings.Contains(out, "not running") {
			t.Errorf("status as user %d while the daemon runs: got %q and code %d", user, out, code)
		}
	}
	for _, user := range []uint32{0, daemonUser} {
		if out, code := p.runAs(user, "run", "-config", p.ConfigFile()); code != exitSystem || !strings.Contains(out, "another dynwan runs") {
			t.Errorf("a second daemon as user %d: got %q and code %d", user, out, code)
		}
	}
	p.daemon.Kill()
	for _, user := range []uint32{0, daemonUser, stranger} {
		out, code := p.runAs(user, "status", "-statedir", p.StateDir())
		if code != exitOK || !strings.Contains(out, "not running") {
			t.Errorf("status as user %d after a kill: got %q and code %d, want it to say so", user, out, code)
		}
	}
	for name, owner := range p.files() {
		if owner != daemonUser {
			t.Errorf("%s belongs to user %d, want the daemon's", name, owner)
		}
	}
	p.start()
	p.says("nothing to publish")
}

// TestStatusCreatesNothingAndWaitsForNothing puts into the state directory what
// its owner may put there.
func TestStatusCreatesNothingAndWaitsForNothing(t *testing.T) {
	p := ownedPlay(t)
	outside := filepath.Join(p.Dir, "outside")
	lock, board := filepath.Join(p.StateDir(), "daemon.lock"), filepath.Join(p.StateDir(), updater.BoardFile)
	text := []byte(`{"version":"test","pid":1,"running":true,"accounts":[]}`)
	for _, c := range []struct {
		name string
		make func() error
		want string
	}{
		{"no lock", func() error { return nil }, "not running"},
		{"a link for a lock", func() error { return os.Symlink(outside, lock) }, "not running"},
		{"a pipe for a lock", func() error { return syscall.Mkfifo(lock, 0o666) }, "not running"},
		{"a pipe for a status", func() error { os.Remove(board); return syscall.Mkfifo(board, 0o666) }, "not a regular file"},
		{"a link for a status", func() error { os.Remove(board); return os.Symlink(p.ConfigFile(), board) }, "too many levels"},
	} {
		p.ok(os.RemoveAll(lock))
		p.ok(os.RemoveAll(board))
		p.ok(os.WriteFile(board, text, 0o644))
		p.ok(c.make())
		before := fmt.Sprint(p.files())
		for _, user := range []uint32{0, daemonUser, stranger} {
			if out, _ := p.runAs(user, "status", "-statedir", p.StateDir()); !strings.Contains(out, c.want) {
				t.Errorf("%s, user %d: got %q, want %q", c.name, user, out, c.want)
			}
		}
		if after := fmt.Sprint(p.files()); after != before {
			t.Errorf("%s: status changed the directory: got %s, was %s", c.name, after, before)
		}
		if _, err := os.Lstat(outside); err == nil {
			t.Errorf("%s: status made the file that the link names", c.name)
		}
	}
}

// TestRootWritesNothingAtTheWillOfAUser gives root a configuration of the
// daemon's user that names a directory of root, and links in its own.
func TestRootWritesNothingAtTheWillOfAUser(t *testing.T) {
	p := ownedPlay(t)
	p.ok(p.Line("203.0.113.9"))
	roots := filepath.Join(p.Dir, "roots")
	p.ok(os.Mkdir(roots, 0o755))
	usual, err := os.ReadFile(p.ConfigFile())
	p.ok(err)
	point := func(dir string) {
		text := strings.ReplaceAll(string(usual), p.StateDir(), dir)
		p.ok(os.WriteFile(p.ConfigFile(), []byte(text), 0o600))
	}
	for _, dir := range []string{roots, filepath.Join(roots, "new")} {
		point(dir)
		for _, command := range []string{"once", "status"} {
			args := []string{command, "-config", p.ConfigFile()}
			if command == "once" {
				args = append(args, "home")
			}
			out, _ := p.runAs(0, args...)
			if list, err := os.ReadDir(roots); err != nil || len(list) > 0 {
				t.Fatalf("root's dynwan %s in %s: made %v, %v; it said %q", command, dir, list, err, out)
			}
		}
	}
	point(p.StateDir())
	if out, code := p.runAs(0, "once", "-config", p.ConfigFile(), "home"); code != exitOK {
		t.Errorf("once: got %q and code %d", out, code)
	}
	if len(p.files()) == 0 {
		t.Error("once left no state")
	}
	for name, owner := range p.files() {
		if owner != daemonUser {
			t.Errorf("%s belongs to user %d, want the daemon's", name, owner)
		}
	}
}
