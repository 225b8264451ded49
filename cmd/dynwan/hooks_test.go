// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// As in updater/hooks: after how many limits a call ends, and the largest status.json.
const maxLimits, maxHookBoard = 10, 256 << 10

// hook writes a script that appends the variables of each call to a file, in one
// line, and then does more. It returns its path.
func (p *play) hook(more string) string {
	p.t.Helper()
	path := filepath.Join(p.Dir, "hook")
	text := fmt.Sprintf("#!/bin/sh\nenv >%s.env\n"+
		"echo \"$ACTION account=$ACCOUNT name=$NAME family=$FAMILY address=$ADDRESS old=$OLD device=$DEVICE reason=$REASON\" >>%s.calls\n%s\n", path, path, more)
	p.ok(os.WriteFile(path, []byte(text), 0o755))
	return path
}

// calls are the lines of the calls so far.
func (p *play) calls() []string {
	text, err := os.ReadFile(filepath.Join(p.Dir, "hook.calls"))
	if err != nil {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// watch starts the watch; it ends with the test.
func (p *play) watch(args ...string) *exec.Cmd {
	p.t.Helper()
	cmd := p.Command(append([]string{"watch", "-statedir", filepath.Base(p.StateDir()) + "/"}, args...)...)
	cmd.Dir = filepath.Dir(p.StateDir())
	log, err := os.OpenFile(filepath.Join(p.Dir, "watch.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	p.ok(err)
	cmd.Stdout, cmd.Stderr = log, log
	p.ok(cmd.Start())
	log.Close()
	p.t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		text, _ := os.ReadFile(filepath.Join(p.Dir, "watch.log"))
		p.wantNoSecret(string(text))
	})
	return cmd
}

// called waits until the last call is so, and no other one follows at once.
func (p *play) called(n int, last string) {
	p.t.Helper()
	p.settles(last, func() bool { c := p.calls(); return len(c) >= n && c[len(c)-1] == last })
	if c := p.calls(); len(c) != n {
		p.t.Errorf("calls: got %d, want %d:\n%s", len(c), n, strings.Join(c, "\n"))
	}
}

// confirms is the call for a confirmed address.
func confirms(address, old string) string {
	return "confirmed account=home name=home.example.net family=IPv4 address=" + address + " old=" + old + " device=pppoe-wan reason=confirmed"
}

// TestAHookIsTold what happens to a record, each thing once.
func TestAHookIsTold(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	w := p.startWatched("")
	p.called(1, confirms("203.0.113.9", ""))
	env, err := os.ReadFile(filepath.Join(p.Dir, "hook.env"))
	p.ok(err)
	var names []string
	for line := range strings.Lines(string(env)) {
		name, _, _ := strings.Cut(line, "=")
		names = append(names, name)
	}
	slices.Sort(names)
	// The last three are the shell's own.
	if want := "ACCOUNT ACTION ADDRESS DEVICE FAMILY HOME NAME OLD PATH PWD REASON"; strings.Join(names, " ") != want && strings.Join(names, " ") != want+" SHLVL _" {
		t.Errorf("the environment of a hook: got %s, want %s", names, want)
	}
	p.pass(2)
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.says("confirmed 203.0.113.10")
	p.called(2, confirms("203.0.113.10", "203.0.113.9"))

	// A restart of the daemon, or of the watch, is no news.
	_, err = p.daemon.Stop()
	p.ok(err)
	p.start()
	p.says("203.0.113.10")
	w.Process.Signal(syscall.SIGTERM)
	w.Wait()
	p.watch("-exec", filepath.Join(p.Dir, "hook"))
	time.Sleep(2 * time.Second)
	p.called(2, confirms("203.0.113.10", "203.0.113.9"))

	p.ok(p.Net.DelAddr(scene.Device, "203.0.113.10"))
	p.says("nothing to publish")
	p.called(3, "lost account=home name=home.example.net family=IPv4 address= old=203.0.113.10 device=pppoe-wan reason=no-address")
	p.ok(p.Line("203.0.113.10"))
	p.called(4, confirms("203.0.113.10", "203.0.113.10"))
	p.pass(2)
	p.fault(sandbox.PasswordText, 1, "")
	p.ok(p.Change("203.0.113.10", "203.0.113.11"))
	p.says("refused")
	p.called(5, "refused account=home name=home.example.net family=IPv4 address=203.0.113.11 old=203.0.113.10 device=pppoe-wan reason=refused-login")
	p.settles("one file beside the state directory", func() bool { // the call comes before it is noted
		list, _ := filepath.Glob(filepath.Join(p.Dir, "*.told", "*"))
		return len(list) == 1 && filepath.Base(list[0]) == updater.BoardFile
	})
}

// startWatched starts a watch, and then the daemon on a line with an address.
func (p *play) startWatched(more string, args ...string) *exec.Cmd {
	p.t.Helper()
	p.ok(os.MkdirAll(p.StateDir(), 0o755))
	w := p.watch(append(args, "-exec", p.hook(more))...)
	p.begins()
	p.says("confirmed 203.0.113.9")
	return w
}

// TestAHookThatIsSlowMissesWhatHasPassed: it is told of the newest, and the calls do
// not pile up.
func TestAHookThatIsSlowMissesWhatHasPassed(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	p.startWatched("sleep 6")
	p.called(1, confirms("203.0.113.9", ""))
	for i := 9; i < 12; i++ {
		p.pass(1)
		p.ok(p.Change(fmt.Sprint("203.0.113.", i), fmt.Sprint("203.0.113.", i+1)))
		p.says(fmt.Sprint("confirmed 203.0.113.", i+1))
	}
	p.called(2, confirms("203.0.113.12", "203.0.113.9"))
}

// TestAHookThatHangsStopsNoOther: a program that runs one script after another, as
// OpenWrt's hotplug-call does.
func TestAHookThatHangsStopsNoOther(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	w := p.startWatched(fmt.Sprintf("for script in hangs spins ends; do (\n"+
		"[ $script != hangs ] || sleep 1000\n[ $script != spins ] || while :; do :; done\necho $script >>%s/scripts\n); done", p.Dir), "-limit", "1")
	scripts := func() string { text, _ := os.ReadFile(filepath.Join(p.Dir, "scripts")); return string(text) }
	p.settles("the script behind those that hang", func() bool { return scripts() == "ends\n" })
	p.settles("the end of the call", func() bool { return len(children(t, w.Process.Pid)) == 0 })
	p.pass(2)
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.says("confirmed 203.0.113.10")
	p.settles("the next call", func() bool { return scripts() == "ends\nends\n" })
	log, _ := os.ReadFile(filepath.Join(p.Dir, "watch.log"))
	if n := strings.Count(string(log), "a hook for home did not end in 1 seconds and was killed"); n != 4 {
		t.Errorf("the log: got %d lines of four scripts, want 4:\n%s", n, log)
	}
}

// TestAHookThatStartsOverAndOverEnds: it is no shell that goes on.
func TestAHookThatStartsOverAndOverEnds(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	w := p.startWatched("while :; do sleep 1000; done", "-limit", "1")
	p.called(1, confirms("203.0.113.9", ""))
	time.Sleep((maxLimits - 2) * time.Second)
	if len(children(t, w.Process.Pid)) != 1 {
		t.Error("the call is over before its time")
	}
	p.settles("the end of the call", func() bool { return len(children(t, w.Process.Pid)) == 0 })
}

// TestStoppingTheWatchLetsTheCallEnd: a hook may restart the service that it is called
// by. The next watch waits for it, and tells nothing twice.
func TestStoppingTheWatchLetsTheCallEnd(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	w := p.startWatched("sleep 4; echo >>$0.ended")
	p.called(1, confirms("203.0.113.9", ""))
	for range 3 {
		w.Process.Signal(syscall.SIGTERM)
		w.Wait()
		w = p.watch("-exec", filepath.Join(p.Dir, "hook"))
		time.Sleep(500 * time.Millisecond)
	}
	if _, err := os.Stat(filepath.Join(p.Dir, "hook.ended")); err == nil {
		t.Fatal("the call has ended already; this machine is too slow for the test")
	}
	p.settles("the end of the call", func() bool { _, err := os.Stat(filepath.Join(p.Dir, "hook.ended")); return err == nil })
	p.settles("no child", func() bool { return len(children(t, w.Process.Pid)) == 0 })
	p.called(1, confirms("203.0.113.9", ""))
}

// TestAHookOfRootTrustsNothing of what the user of the daemon puts in the place of
// status.json.
func TestAHookOfRootTrustsNothing(t *testing.T) {
	needUsers(t)
	p := newPlay(t, nil)
	p.ok(os.MkdirAll(p.StateDir(), 0o755))
	p.ok(os.Chown(p.StateDir(), daemonUser, daemonUser))
	hook, board := p.hook(""), filepath.Join(p.StateDir(), "status.json")
	row := func(change ...string) string {
		s := `{"running":true,"accounts":[{"account":"home","records":[{"record":"home","hostname":"a.example.net","family":"IPv4","device":"wan",` +
			`"state":"current","address":"203.0.113.9","confirmed":"203.0.113.9","text":{"id":"confirmed","args":["203.0.113.9"],"text":"x"},"since":1}]}]}`
		return strings.NewReplacer(change...).Replace(s)
	}
	elsewhere := filepath.Join(p.Dir, "elsewhere")
	p.ok(os.WriteFile(elsewhere, []byte(row()), 0o600))
	for name, put := range map[string]func() error{
		"nothing":          func() error { return nil },
		"a link":           func() error { return os.Symlink(elsewhere, board) },
		"a pipe":           func() error { return syscall.Mkfifo(board, 0o666) },
		"a directory":      func() error { return os.Mkdir(board, 0o755) },
		"a huge one":       func() error { return os.WriteFile(board, []byte(strings.Repeat(" ", maxHookBoard)+row()), 0o644) },
		"no JSON":          func() error { return os.WriteFile(board, []byte("root:x"), 0o644) },
		"endless brackets": func() error { return os.WriteFile(board, []byte(strings.Repeat("[", maxHookBoard)), 0o644) },
		"a shell's word":   func() error { return os.WriteFile(board, []byte(row("a.example.net", "$(reboot)")), 0o644) },
		"two words":        func() error { return os.WriteFile(board, []byte(row("a.example.net", "a b")), 0o644) },
		"a star":           func() error { return os.WriteFile(board, []byte(row("a.example.net", "*")), 0o644) },
		"an option":        func() error { return os.WriteFile(board, []byte(row(`"wan"`, `"-rf"`)), 0o644) },
		"a path":           func() error { return os.WriteFile(board, []byte(row(`"wan"`, `"../../etc/passwd"`)), 0o644) },
		"dots":             func() error { return os.WriteFile(board, []byte(row(`"wan"`, `".."`)), 0o644) },
		"a line":           func() error { return os.WriteFile(board, []byte(row("IPv4", `IPv4\nLD_PRELOAD=x`)), 0o644) },
		"no address":       func() error { return os.WriteFile(board, []byte(row(`"203.0.113.9",`, `"cafe",`)), 0o644) },
		"an empty address": func() error { return os.WriteFile(board, []byte(row(`"203.0.113.9",`, `"",`)), 0o644) },
		"a zone":           func() error { return os.WriteFile(board, []byte(row(`"203.0.113.9",`, `"fe80::1%wan",`)), 0o644) },
		"no account":       func() error { return os.WriteFile(board, []byte(row(`"account":"home"`, `"account":""`)), 0o644) },
		"an odd account":   func() error { return os.WriteFile(board, []byte(row(`"account":"home"`, `"account":"a;b"`)), 0o644) },
		"a very long name": func() error {
			return os.WriteFile(board, []byte(row("a.example.net", strings.Repeat("a", 300))), 0o644)
		},
		"a byte of no text":  func() error { return os.WriteFile(board, []byte(row("a.example.net", "a\xff")), 0o644) },
		"what has no action": func() error { return os.WriteFile(board, []byte(row(`"current"`, `"sending"`)), 0o644) },
	} {
		p.ok(os.RemoveAll(board))
		p.ok(put())
		began := time.Now()
		out, problems, code := p.run("watch", "-now", "-statedir", p.StateDir(), "-exec", hook)
		if c := p.calls(); len(c) != 0 || code != exitOK || out != "" || time.Since(began) > 5*time.Second {
			t.Errorf("%s: got calls %q, exit %d, output %q in %v; want no call", name, c, code, out+problems, time.Since(began))
			os.Remove(filepath.Join(p.Dir, "hook.calls"))
		}
		if name == "a star" && problems != "dynwan: account home: no hook is called for an odd value\n" {
			t.Errorf("%s: the log says %q", name, problems)
		}
	}
	p.ok(os.RemoveAll(board))
	p.ok(os.WriteFile(board, []byte(row()), 0o644))
	p.run("watch", "-now", "-statedir", p.StateDir(), "-exec", hook)
	p.called(1, "confirmed account=home name=a.example.net family=IPv4 address=203.0.113.9 old= device=wan reason=confirmed")
	if info, err := os.Stat(p.StateDir() + ".told"); err != nil || info.Mode().Perm() != 0o700 || info.Sys().(*syscall.Stat_t).Uid != 0 {
		t.Errorf("what was told: got %v, %v; want it for root alone", info, err)
	}
}

// TestAProgramThatIsNotThereIsSaid, and is tried again at the next change.
func TestAProgramThatIsNotThereIsSaid(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	w := p.startWatched("")
	p.called(1, confirms("203.0.113.9", ""))
	hook := filepath.Join(p.Dir, "hook")
	p.ok(os.Rename(hook, hook+".away"))
	p.pass(2)
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	log := func() string { text, _ := os.ReadFile(filepath.Join(p.Dir, "watch.log")); return string(text) }
	p.settles("a line of the log", func() bool { return strings.Contains(log(), "cannot call or watch "+hook+": ") })
	p.ok(os.Rename(hook+".away", hook))
	p.pass(2)
	p.ok(p.Change("203.0.113.10", "203.0.113.11"))
	p.called(2, confirms("203.0.113.11", "203.0.113.9"))
	p.ok(os.RemoveAll(p.StateDir())) // the daemon makes it anew
	p.pass(2)
	p.ok(p.Change("203.0.113.11", "203.0.113.12"))
	p.called(3, confirms("203.0.113.12", "203.0.113.11"))
	_, err := p.daemon.Stop()
	p.ok(err)
	p.ok(os.RemoveAll(p.StateDir()))
	over := make(chan error, 1)
	go func() { over <- w.Wait() }()
	select {
	case <-over: // whoever started it starts it again
	case <-time.After(10 * time.Second):
		t.Error("the watch goes on in a directory that is gone")
	}
	for _, args := range [][]string{{"watch"}, {"watch", "-exec", "relative"}} {
		if _, problems, code := p.run(args...); code != exitUsage || !strings.HasPrefix(problems, "Usage:") {
			t.Errorf("%q: got %d and %q, want the usage", args, code, problems)
		}
	}
}

// TestTheWatchIsIdleAndSmall while nothing happens.
func TestTheWatchIsIdleAndSmall(t *testing.T) {
	p := newPlay(t, nil)
	w := p.startWatched("")
	p.called(1, confirms("203.0.113.9", ""))
	time.Sleep(4 * time.Second)
	before := field(t, w.Process.Pid, "voluntary_ctxt_switches")
	time.Sleep(5 * time.Second)
	if after := field(t, w.Process.Pid, "voluntary_ctxt_switches"); after != before {
		t.Errorf("while idle the first thread woke: %s times, then %s", before, after)
	}
	if n := len(children(t, w.Process.Pid)); n != 0 {
		t.Errorf("children while idle: got %d, want none", n)
	}
	t.Logf("RssAnon %s, RSS %s", field(t, w.Process.Pid, "RssAnon"), field(t, w.Process.Pid, "VmRSS"))
}
