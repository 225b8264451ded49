// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dynwan/internal/lab"
	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// program is the built binary; the tests of this package run it as procd would.
var program string

// programVariable hands the built binary on to a test that runs in a process of
// its own.
const programVariable = "DYNWAN_TEST_PROGRAM"

func TestMain(m *testing.M) {
	os.Exit(lab.Main(func() int {
		if program = os.Getenv(programVariable); program != "" {
			return m.Run()
		}
		dir, err := os.MkdirTemp("", "dynwan-test-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "dynwan")
		out, err := exec.Command("go", "build", "-tags", "netgo,osusergo,quietruntime",
			"-ldflags", "-checklinkname=0 -X main.version=test", "-o", program, ".").CombinedOutput()
		if err != nil {
			fmt.Fprintf(os.Stderr, "cannot build the program: %v\n%s", err, out)
			return 1
		}
		return m.Run()
	}))
}

// play is a scene in a test: every helper fails the test by itself.
type play struct {
	*scene.Scene
	t      testing.TB
	ctx    context.Context
	daemon *scene.Daemon
	read   int // lines of the log that were waited for
}

// newPlay sets a scene. A line of the log that does not come in two
// minutes has failed.
func newPlay(t testing.TB, change func(*sandbox.Config)) *play {
	t.Helper()
	return newPlayOf(t, program, change)
}

// newPlayOf sets a scene for another build of the program.
func newPlayOf(t testing.TB, program string, change func(*sandbox.Config)) *play {
	t.Helper()
	notShort(t)
	s, err := scene.New(program, t.TempDir(), change)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	p := &play{Scene: s, t: t, ctx: ctx}
	t.Cleanup(func() {
		if p.daemon != nil {
			p.daemon.Kill()
			p.wantNoSecret(p.daemon.Log())
		}
		cancel()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// notShort leaves out a test that plays the built program, where go test -short
// asks for what can be told in a minute.
func notShort(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out by -short: it plays the built program")
	}
}

func (p *play) ok(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// start starts the daemon anew.
func (p *play) start() {
	p.t.Helper()
	d, err := p.Start()
	p.ok(err)
	p.daemon, p.read = d, 0
}

// says waits for a line of the log after the last one waited for.
func (p *play) says(text string) {
	p.t.Helper()
	next, err := p.daemon.WaitLine(p.ctx, p.read, text)
	p.ok(err)
	p.read = next
}

func (p *play) fault(f sandbox.Fault, n int, arg string) {
	p.t.Helper()
	p.ok(p.Box.SetFault(f, n, arg))
}

// holds checks that the name has the address at the provider.
func (p *play) holds(address string) {
	p.t.Helper()
	if got := p.held(); got != address {
		p.t.Errorf("the provider holds %s, want %s; the log:\n%s", got, address, p.daemon.Log())
	}
}

// held is what the name has at the provider.
func (p *play) held() string {
	r := p.Box.Records()[0]
	if r.Settings.IPv6.IsValid() {
		return strings.TrimPrefix(r.Settings.IP.String()+" "+r.Settings.IPv6.String(), "invalid IP ")
	}
	if len(r.Addresses) < 2 {
		return r.Settings.IP.String()
	}
	return strings.Trim(fmt.Sprint(r.Addresses), "[]")
}

// requests checks how many requests came, and that none broke a rule.
func (p *play) requests(want int) {
	p.t.Helper()
	if got := len(p.Box.Ledger()); got != want {
		p.t.Errorf("requests: got %d, want %d; the log:\n%s", got, want, p.daemon.Log())
	}
	if b := p.Box.Breaches(); len(b) > 0 {
		p.t.Errorf("broken rules: %s\nthe log:\n%s", strings.Join(b, "\n"), p.daemon.Log())
	}
}

// state checks what status.json says.
func (p *play) state(want updater.State) updater.Status {
	p.t.Helper()
	s, err := p.Status()
	p.ok(err)
	if s.State != want {
		p.t.Errorf("state: got %q (%s), want %q", s.State, s.Text, want)
	}
	return s
}

// wantNoSecret checks that a text shows no password.
func (p *play) wantNoSecret(text string) {
	p.t.Helper()
	for _, secret := range []string{scene.Pass, "tr0ub4dor"} {
		if strings.Contains(text, secret) {
			p.t.Errorf("the password shows in:\n%s", text)
		}
	}
}

func mustAddr(text string) netip.Addr { return netip.MustParseAddr(text) }
