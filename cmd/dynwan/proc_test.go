// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dynwan/internal/scene"
)

func procFile(pid int, name string) string { return fmt.Sprintf("/proc/%d/%s", pid, name) }

// threads are the files of a name that the threads of a process have. While the
// process becomes another image the kernel may show none for a moment.
func threads(t testing.TB, pid int, name string) []string {
	t.Helper()
	for range 100 {
		if tasks, err := filepath.Glob(procFile(pid, "task/*/"+name)); err != nil || len(tasks) > 0 {
			return tasks
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("process %d has no thread", pid)
	return nil
}

// children are the processes that a process has started and not buried.
func children(t testing.TB, pid int) []int {
	t.Helper()
	var list []int
	for _, task := range threads(t, pid, "children") {
		text, err := os.ReadFile(task)
		if err != nil {
			continue // a thread may end while we look
		}
		for _, word := range strings.Fields(string(text)) {
			n, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, n)
		}
	}
	return list
}

// sockets are the kinds of the sockets that a process has open, by the tables
// of its network namespace. While it begins afresh it shows none.
func sockets(t testing.TB, pid int) []string {
	t.Helper()
	kinds := map[string]string{}
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6", "raw", "raw6", "unix", "netlink", "packet"} {
		text, err := os.ReadFile(procFile(pid, "net/"+table))
		if err != nil {
			continue // a kernel without IPv6 has no such table
		}
		for _, line := range strings.Split(string(text), "\n")[1:] {
			for _, field := range strings.Fields(line) {
				kinds[table+" "+field] = table
			}
		}
	}
	var list []string
	fds, err := filepath.Glob(procFile(pid, "fd/*"))
	if err != nil {
		t.Fatalf("open files of %d: %v", pid, err)
	}
	for _, fd := range fds {
		target, _ := os.Readlink(fd)
		inode, ok := strings.CutPrefix(target, "socket:[")
		if !ok {
			continue
		}
		kind := "unknown"
		for _, table := range []string{"netlink", "tcp", "tcp6", "udp", "udp6", "raw", "raw6", "unix", "packet"} {
			if kinds[table+" "+strings.TrimSuffix(inode, "]")] != "" {
				kind = table
				break
			}
		}
		list = append(list, kind)
	}
	return list
}

// switches counts how often the threads of a process were put to sleep or
// woken, and the processor time they took.
func switches(t *testing.T, pid int) (count int) {
	t.Helper()
	for _, task := range threads(t, pid, "status") {
		text, err := os.ReadFile(task)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n") {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.HasSuffix(name, "_ctxt_switches") {
				n, err := strconv.Atoi(strings.TrimSpace(value))
				if err != nil {
					t.Fatal(err)
				}
				count += n
			}
		}
	}
	return count
}

func TestTheResidentIsIdle(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("confirmed 203.0.113.9")
	p.settles("a new image after the update", func() bool {
		return strings.Contains(p.image(), "-lock") && len(sockets(t, p.daemon.PID())) > 0
	})
	if n := len(children(t, p.daemon.PID())); n != 0 {
		t.Errorf("children after the update: got %d, want none", n)
	}
	if got := sockets(t, p.daemon.PID()); len(got) != 1 || got[0] != "netlink" {
		t.Errorf("sockets of the resident: got %q, want one netlink socket", got)
	}
	time.Sleep(2 * time.Second)
	lines, before := len(p.daemon.Lines()), switches(t, p.daemon.PID())
	time.Sleep(5 * time.Second)
	// The Go runtime's own watchdog thread may look around twice a minute.
	if n := switches(t, p.daemon.PID()) - before; n > 4 {
		t.Errorf("the idle resident was woken %d times in 5 seconds, want at most 4", n)
	}
	if n := len(p.daemon.Lines()) - lines; n != 0 {
		t.Errorf("the idle resident printed %d lines, want none", n)
	}
	p.requests(1)
}

func TestManyAccountsOnManyLines(t *testing.T) {
	p := newPlay(t, nil)
	p.ok(p.Configure(scene.Config{Tail: "[account.lost]\nprovider = \"mtgsy\"\ndevice = \"wwan0\"\nemail = \"lost.example.net\"\npass = \"x\"\nserver = \"https://dyn.example.com\"\n"}))
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("lost: wwan0 does not exist; nothing to publish")
	p.says("home: confirmed 203.0.113.9")
	p.requests(1)
}

func TestAnInterfaceThatIsDown(t *testing.T) {
	p := newPlay(t, nil)
	text, err := os.ReadFile(p.ConfigFile())
	p.ok(err)
	p.ok(os.WriteFile(p.ConfigFile(), []byte(strings.Replace(string(text), `device = "pppoe-wan"`, `interface = "wan"`, 1)), 0o600))
	p.ok(p.Line("203.0.113.9"))
	p.start()
	p.says("dynwan test watches nothing for 1 account(s)")
	p.says("home: interface wan is down; nothing to publish")
	if out, problems, code := p.run("check", "-config", p.ConfigFile()); code != exitOK || !strings.Contains(out, "home: ok") {
		t.Errorf("check: got %q, %q and code %d", out, problems, code)
	}
	if out, _, code := p.run("once", "-config", p.ConfigFile(), "home"); code != exitUnsent || !strings.Contains(out, "interface wan is down") {
		t.Errorf("once: got %q and code %d", out, code)
	}
	p.requests(0)
}

func containsAll(text string, parts ...string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
