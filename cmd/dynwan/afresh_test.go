// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"dynwan/internal/scene"
	"dynwan/updater"
)

// maxReports is after how many reports of devices the daemon becomes another image.
const maxReports = 16

// image returns the command line of the daemon, which tells its images apart.
func (p *play) image() string {
	text, err := os.ReadFile(procFile(p.daemon.PID(), "cmdline"))
	p.ok(err)
	return strings.ReplaceAll(string(text), "\x00", " ")
}

// stack returns where the stack of the present image begins: the kernel draws
// that anew for each.
func (p *play) stack() string {
	text, err := os.ReadFile(procFile(p.daemon.PID(), "stat"))
	p.ok(err)
	fields := strings.Fields(string(text[strings.LastIndex(string(text), ")"):]))
	return fields[26] // startstack
}

func TestTheDaemonBeginsAfreshAfterAnUpdateAndNobodyNotices(t *testing.T) {
	if beside(t) {
		return
	}
	p := newPlay(t, nil)
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("confirmed 203.0.113.9")
	p.settles("a new image after the update", func() bool { return strings.Contains(p.image(), "-lock") })
	p.settles("a netlink socket of the new image", func() bool { return len(sockets(t, p.daemon.PID())) == 1 })
	lines, before := len(p.daemon.Lines()), p.state(updater.Current)
	if before.Since == 0 || before.Text.String() != "confirmed 203.0.113.9" {
		t.Errorf("status of the new image: got %+v, want it as it was", before)
	}
	for round := range 3 {
		from, to := "203.0.113.9", "203.0.113.10"
		if round%2 == 1 {
			from, to = to, from
		}
		p.pass(2)
		image := p.stack()
		p.ok(p.Change(from, to))
		p.says("confirmed " + to)
		p.settles("one more image", func() bool { return p.stack() != image })
	}
	p.requests(4)
	told := 0
	for _, line := range p.daemon.Lines()[lines:] {
		// A redial may show as a moment without an address.
		if !strings.Contains(line.Text, "nothing to publish") {
			told++
		}
	}
	if told != 6 {
		t.Errorf("log: got %d lines for three changes, want 6, none about a new image:\n%s", told, p.daemon.Log())
	}
}

func TestManyDevicesAreNoReasonToBeginAfresh(t *testing.T) {
	p := newPlay(t, nil)
	more := ""
	for i := range 2 * maxReports {
		more += fmt.Sprintf("[account.more%d]\nprovider = \"mtgsy\"\ndevice = \"none%d\"\nemail = \"h%d.example.net\"\npass = \"x\"\nserver = \"https://dyn.example.com\"\n", i, i, i)
	}
	p.ok(p.Configure(scene.Config{Tail: more}))
	p.start()
	p.says(fmt.Sprintf("none%d does not exist", 2*maxReports-1))
	p.settles("a netlink socket", func() bool { return len(sockets(t, p.daemon.PID())) == 1 })
	image := p.stack()
	time.Sleep(time.Second)
	if p.stack() != image {
		t.Error("the daemon began afresh although nothing has happened")
	}
}

func TestEventsElsewhereAreNoReasonToBeginAfreshAndManyChangesAre(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Net.AddDevice("lan0"))
	p.start()
	p.says("nothing to publish")
	p.settles("a netlink socket", func() bool { return len(sockets(t, p.daemon.PID())) == 1 })
	image, lines := p.stack(), len(p.daemon.Lines())
	for range 2 * maxReports {
		p.ok(p.Net.AddAddr("lan0", "10.9.8.7/32"))
		p.ok(p.Net.DelAddr("lan0", "10.9.8.7/32"))
	}
	if p.stack() != image {
		t.Error("the daemon began afresh although nothing of its line has changed")
	}
	if more := p.daemon.Lines()[lines:]; len(more) > 0 {
		t.Errorf("log: got %v, want nothing", more)
	}
	p.settles("a new image after many changes of what the line has", func() bool {
		p.ok(p.Net.AddAddr(scene.Device, "10.9.8.7/32"))
		time.Sleep(25 * time.Millisecond)
		p.ok(p.Net.DelAddr(scene.Device, "10.9.8.7/32"))
		time.Sleep(25 * time.Millisecond)
		return p.stack() != image
	})
}

func TestNoSignalGetsLostOrKillsWhileTheImageChanges(t *testing.T) {
	p := newPlay(t, nil)
	p.start()
	p.says("nothing to publish")
	p.ok(p.Line("203.0.113.9"))
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		if err := syscall.Kill(p.daemon.PID(), syscall.SIGUSR1); err != nil {
			t.Fatalf("the daemon is gone: %v", err)
		}
		time.Sleep(time.Millisecond)
	}
	p.settles("a new image after the update", func() bool { return strings.Contains(p.image(), "-lock") })
	p.settles("a netlink socket of the new image", func() bool { return len(sockets(t, p.daemon.PID())) == 1 })
	if _, err := p.daemon.Stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	p.requests(1)
}

// TestSIGTERMAtAnyMomentEndsTheDaemon, be it in the middle of an image's change,
// of which the start is one and each round of the changes of the line another.
func TestSIGTERMAtAnyMomentEndsTheDaemon(t *testing.T) {
	if beside(t) {
		return
	}
	rounds := 30
	if text := os.Getenv(killsVariable); text != "" {
		rounds, _ = strconv.Atoi(text)
	}
	p := newPlay(t, nil)
	stop := make(chan struct{})
	flapped := make(chan struct{})
	go func() { // some 20 changes a second of what the line has: an image lives for a second
		defer close(flapped)
		for {
			for _, change := range []func() error{func() error { return p.Net.AddAddr(scene.Device, "10.9.8.7/32") }, func() error { return p.Net.DelAddr(scene.Device, "10.9.8.7/32") }} {
				if err := change(); err != nil {
					t.Error(err)
				}
				select {
				case <-stop:
					return
				case <-time.After(25 * time.Millisecond):
				}
			}
		}
	}()
	defer func() { close(stop); <-flapped }()
	for round := range rounds {
		cmd := p.Command("run", "-config", p.ConfigFile())
		p.ok(cmd.Start())
		wait := time.Duration(rand.IntN(1500)) * time.Millisecond
		if round%2 == 0 {
			wait = time.Duration(rand.IntN(30000)) * time.Microsecond // about the start
		}
		time.Sleep(wait)
		p.ok(cmd.Process.Signal(syscall.SIGTERM))
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			cmd.Process.Kill()
			t.Fatalf("round %d: SIGTERM after %v did not end the daemon", round, wait)
		}
		if out, problems, code := p.run("status", "-config", p.ConfigFile()); code == exitOK && !strings.Contains(out, "not running") ||
			code != exitOK && !strings.Contains(problems, "no such file") {
			t.Fatalf("round %d: status after SIGTERM after %v: got %q, %q (code %d), want it not running", round, wait, out, problems, code)
		}
	}
}
