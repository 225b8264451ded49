// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// run runs a dynwan command and returns what it printed and its exit code.
func (p *play) run(args ...string) (stdout, stderr string, code int) {
	p.t.Helper()
	var out, problems bytes.Buffer
	cmd := p.Command(args...)
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.Run()
	p.wantNoSecret(out.String() + problems.String())
	return out.String(), problems.String(), cmd.ProcessState.ExitCode()
}

func TestUsage(t *testing.T) {
	p := newPlay(t, nil)
	for _, args := range [][]string{{}, {"fly"}, {"run", "-fast"}, {"once"}, {"check", "it"}, {"send", "x"}} {
		out, problems, code := p.run(args...)
		if code != exitUsage || out != "" || !strings.HasPrefix(problems, "Usage: dynwan") {
			t.Errorf("dynwan %q: got %q, %q and code %d, want the usage on stderr and code 2", args, out, problems, code)
		}
	}
	if out, _, code := p.run("version"); out != "dynwan test\n" || code != exitOK {
		t.Errorf("version: got %q and code %d", out, code)
	}
}

func TestCheckCommand(t *testing.T) {
	p := newPlay(t, nil)
	out, problems, code := p.run("check", "-config", p.ConfigFile())
	if code != exitOK || problems != "" || out != "home: ok: mtgsy keeps home.example.net at the address of pppoe-wan\n" {
		t.Errorf("good file: got %q, %q and code %d", out, problems, code)
	}
	p.ok(p.Configure(scene.Config{Keys: []string{"port = 80", `mx = "mail"`}}))
	out, problems, code = p.run("check", "-config", p.ConfigFile())
	if code != exitUsage || out != "" || strings.Count(problems, "\n") != 2 ||
		!strings.Contains(problems, p.ConfigFile()+":12: account.home.port: must not be 80") {
		t.Errorf("two broken rules: got %q, %q and code %d", out, problems, code)
	}
	if _, problems, code = p.run("check", "-config", "/nowhere.toml"); code != exitUsage || !strings.Contains(problems, "cannot read the configuration") {
		t.Errorf("no file: got %q and code %d", problems, code)
	}
}

func TestRunLeavesOutTheWrongAccount(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Configure(scene.Config{Tail: "[account.bad]\nprovider = \"mtgsy\"\nport = 80\n"}))
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("account.bad.port: must not be 80")
	p.read = 0 // stdout and stderr come in any order
	p.says("watches pppoe-wan for 1 account(s)")
	p.says("home: confirmed 203.0.113.9")
	out, _, code := p.run("status", "-config", p.ConfigFile())
	if code != exitOK || !strings.Contains(out, "misconfigured") || !strings.Contains(out, "correct the account") {
		t.Errorf("status: got\n%s(code %d), want the wrong account shown with its reason", out, code)
	}
	p.requests(1)
}

func TestRunRefusesABrokenFile(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(os.WriteFile(p.ConfigFile(), []byte("[account.home\npass = \""+scene.Pass+"\"\n"), 0o600))
	_, problems, code := p.run("run", "-config", p.ConfigFile())
	if code != exitUsage || !strings.Contains(problems, p.ConfigFile()+":2: is not valid TOML") {
		t.Errorf("run with a broken file: got %q and code %d, want its line and code 2", problems, code)
	}
}

func TestStatusCommand(t *testing.T) {
	p := newPlay(t, nil)
	if _, problems, code := p.run("status", "-config", p.ConfigFile()); code != exitSystem || !strings.Contains(problems, "is dynwan running?") {
		t.Errorf("status without a daemon: got %q and code %d", problems, code)
	}
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("confirmed 203.0.113.9")
	out, _, code := p.run("status", "-config", p.ConfigFile())
	lines := strings.Split(out, "\n")
	if code != exitOK || len(lines) != 3 || !strings.HasPrefix(lines[0], "ACCOUNT  STATE") ||
		!strings.HasPrefix(lines[1], "home     current  203.0.113.9  203.0.113.9") {
		t.Errorf("status: got\n%s(code %d)", out, code)
	}
	out, _, _ = p.run("status", "-json", "-config", p.ConfigFile())
	var got struct {
		Uptime   float64
		Running  bool
		Accounts []updater.Block
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || !got.Running || got.Uptime < got.Accounts[0].Records[0].Since || got.Accounts[0].Records[0].State != updater.Current {
		t.Errorf("status -json: got %+v, %v", got, err)
	}
	p.daemon.Kill()
	if out, _, _ = p.run("status", "-config", p.ConfigFile()); !strings.HasPrefix(out, "dynwan is not running") {
		t.Errorf("status after kill -9: got\n%s, want it to say that dynwan is not running", out)
	}
}

func TestTwoDaemonsDoNotRunAtOnce(t *testing.T) {
	p := newPlay(t, nil)
	p.start()
	p.says("nothing to publish")
	_, problems, code := p.run("run", "-config", p.ConfigFile())
	if code != exitSystem || !strings.Contains(problems, "another dynwan runs; stop it first") {
		t.Errorf("second daemon: got %q and code %d", problems, code)
	}
}

// once runs dynwan once and checks what it says and its exit code.
func (p *play) once(wantCode int, want string, flags ...string) {
	p.t.Helper()
	args := append(append([]string{"once", "-config", p.ConfigFile()}, flags...), "home")
	out, problems, code := p.run(args...)
	if code != wantCode || !strings.Contains(out, want) || problems != "" {
		p.t.Errorf("once %q: got %q, %q and code %d; want %q and code %d", flags, out, problems, code, want, wantCode)
	}
}

func TestOnce(t *testing.T) {
	p := newPlay(t, nil)
	p.once(exitUnsent, "home: pppoe-wan has no IPv4 address; nothing to publish")
	p.ok(p.Line("203.0.113.9"))
	p.once(exitOK, "home: would send 203.0.113.9 to https://dyn.example.com", "-n")
	if n := len(p.Box.Ledger()); n != 0 {
		t.Errorf("once -n sent %d requests", n)
	}
	p.once(exitOK, "home: confirmed 203.0.113.9")
	p.once(exitOK, "home: confirmed 203.0.113.9")
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.once(exitUnsent, "the provider allows one update in 1s; sending in")
	time.Sleep(1200 * time.Millisecond)
	p.fault(sandbox.DropAfterApply, 1, "")
	p.once(exitUnsure, "the connection broke before the answer was complete, the update may have arrived")
	time.Sleep(1200 * time.Millisecond)
	p.once(exitOK, "home: home.example.net answers 203.0.113.10")
	p.once(exitOK, `"text":{"id":"confirmed","args":["203.0.113.10"],"text":"confirmed 203.0.113.10"}`, "-json")
	p.ok(p.Change("203.0.113.10", "203.0.113.11"))
	p.fault(sandbox.PasswordText, 1, "")
	time.Sleep(1200 * time.Millisecond)
	p.once(exitRefuse, `home: refused: login: "Invalid login information"; correct email or pass`)
	if _, problems, code := p.run("once", "-config", p.ConfigFile(), "away"); code != exitUsage || !strings.Contains(problems, "there is no account away") {
		t.Errorf("once for an unknown account: got %q and code %d", problems, code)
	}
	if b := p.Box.Breaches(); len(b) > 0 {
		t.Errorf("broken rules: %q", b)
	}
}

func TestOnceLiftsARefusalAndTheDaemonSeesIt(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Line("203.0.113.9"))
	p.fault(sandbox.BlockedText, 1, "")
	p.start()
	p.says("home: refused: blocked:")
	time.Sleep(1200 * time.Millisecond)
	if out, problems, code := p.run("once", "-config", p.ConfigFile(), "home"); code != exitOK {
		t.Fatalf("once: got %q, %q and code %d, want the account lifted", out, problems, code)
	}
	p.says("home: confirmed 203.0.113.9")
	p.holds("203.0.113.9")
	p.requests(2)
}

func TestNoSecretAnywhere(t *testing.T) {
	p := newPlay(t, nil)
	p.fault(sandbox.HangBeforeApply, 1, "")
	p.ok(p.Line("203.0.113.9"))
	p.start()
	_, err := p.Box.WaitRequests(p.ctx, 1)
	p.ok(err)
	seen := 0
	for _, pid := range append(children(t, p.daemon.PID()), p.daemon.PID()) {
		for _, name := range []string{"cmdline", "environ"} {
			text, err := os.ReadFile(procFile(pid, name))
			p.ok(err)
			seen += len(text)
			p.wantNoSecret(string(text))
		}
	}
	if seen == 0 {
		t.Error("nothing was looked at")
	}
	for _, pid := range append(children(t, p.daemon.PID()), p.daemon.PID()) {
		text, err := os.ReadFile(procFile(pid, "status"))
		p.ok(err)
		if !strings.Contains(string(text), "NoNewPrivs:\t1\n") {
			t.Errorf("process %d may gain rights:\n%s", pid, text)
		}
	}
	if n := len(children(t, p.daemon.PID())); n != 1 {
		t.Errorf("children while a request is under way: got %d, want the sender", n)
	}
	_, err = p.daemon.Stop()
	p.ok(err)
	files, err := filepath.Glob(filepath.Join(p.StateDir(), "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("files in the state directory: got %q, %v", files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		p.ok(err)
		p.wantNoSecret(string(text))
		info, err := os.Stat(file)
		p.ok(err)
		if mode := info.Mode().Perm(); strings.HasSuffix(file, ".state") && mode != 0o600 {
			t.Errorf("%s has the mode %v, want it unreadable for others", file, mode)
		}
	}
}
