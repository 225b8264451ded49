// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"maps"
	"strings"
	"testing"
)

// Logs of strace -f -y as they are, shortened.
const (
	aStart = `100  openat(AT_FDCWD</>, "/etc/resolv.conf", O_RDONLY|O_CLOEXEC) = 3</etc/resolv.conf>
100   openat(AT_FDCWD</>, "/ram/state/home.new", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 3</ram/state/home.new>
100   write(3</ram/state/home.new>, ""..., 40) = 40
100   write(5</memfd:plan (deleted)>, ""..., 900) = 900
100   renameat(AT_FDCWD</>, "/ram/state/home.new", AT_FDCWD</>, "/ram/state/home") = 0
`
	aCache = `100   openat(AT_FDCWD</>, "/var/cache/c", O_WRONLY|O_CREAT|O_TRUNC, 0644 <unfinished ...>
101   write(1<pipe:[7]>, ""..., 9) = 9
100   <... openat resumed>) = 4</var/cache/c>
100   write(4</var/cache/c>, ""..., 12) = 12
100   unlink("/var/cache/c") = 0
`
	aFailure = `100   openat(AT_FDCWD</>, "/var/cache/c", O_WRONLY|O_CREAT|O_TRUNC, 0644) = -1 EROFS (Read-only file system)
100   openat(AT_FDCWD</>, "/var/cache/(c) = 5", O_WRONLY|O_CREAT, 0644) = -1 EROFS (Read-only file system)
100   openat(AT_FDCWD</>, "/var/cache/d", O_WRONLY|O_CREAT, 0644 <unfinished ...>
`
	aRelative = `100   mkdirat(5</var/lib>, "dynwan", 0755) = 0
100   openat(AT_FDCWD</>, "/ramp/x", O_RDWR) = 6</ramp/x>
100   symlink("/ram/x", "/etc/x") = 0
100   openat(AT_FDCWD</>, "/dev/null", O_RDWR) = 7</dev/null>
`
)

func TestWritesOutsideRAMAreFound(t *testing.T) {
	for _, c := range []struct {
		what, log string
		files     map[string]int
		bytes     int
	}{
		{"reading, and writing in RAM", aStart, map[string]int{}, 0},
		{"an open that another thread interrupts, a write and a removal", aCache, map[string]int{"/var/cache/c": 2}, 12},
		{"what failed or did not return", aFailure, map[string]int{}, 0},
		{"names that begin like RAM, point to it, or are relative", aRelative, map[string]int{"/var/lib/dynwan": 1, "/ramp/x": 1, "/etc/x": 1}, 0},
	} {
		calls, err := readTrace(strings.NewReader(c.log))
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
		}
		w := writtenBy(calls, []string{"/ram", "/dev"})
		if !maps.Equal(w.files, c.files) || w.bytes != c.bytes {
			t.Errorf("%s: got %v and %d bytes, want %v and %d", c.what, w.files, w.bytes, c.files, c.bytes)
		}
	}
}

func TestCallsAreCountedOnceAtTheirStart(t *testing.T) {
	calls, err := readTrace(strings.NewReader(`7     100.500000 futex(0x1, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>
8     101.000000 <... epoll_pwait resumed>0x2, 128, -1, NULL, 0) = 1
8     101.250000 recvfrom(5, ""..., 65536, 0, NULL, NULL) = 76
7     102.000000 --- SIGCHLD {si_signo=SIGCHLD} ---
7     102.500000 <... futex resumed>)         = 0
`))
	if err != nil {
		t.Fatal(err)
	}
	got := []string{}
	for _, c := range calls {
		got = append(got, c.name+" "+c.at.String())
	}
	want := "futex 1m40.5s, recvfrom 1m41.25s"
	if text := strings.Join(got, ", "); text != want {
		t.Errorf("got %s, want %s", text, want)
	}
}

func TestProcessesAreToldFromThreads(t *testing.T) {
	calls, err := readTrace(strings.NewReader(`1 clone(child_stack=0x1, flags=CLONE_VM|CLONE_FS|CLONE_THREAD, tls=0x2) = 2
1 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>
3 execve("/usr/bin/true", ["true"], 0x1 /* 2 vars */) = 0
1 <... clone resumed>) = 3
1 vfork() = 4
1 clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD, stack=0x1, stack_size=0x9000}, 88) = -1 EAGAIN (Resource temporarily unavailable)
`))
	if err != nil {
		t.Fatal(err)
	}
	if got := processes(calls); got != 2 {
		t.Errorf("processes: got %d, want 2: one by clone, one by vfork", got)
	}
}

func TestAThreadMidwayInACallIsNoTrouble(t *testing.T) {
	for said, want := range map[string]string{
		"strace: pid 17416: entering, ptrace_syscall_info.op == 2\n":                                                              "",
		"strace: pid 1: exiting, ptrace_syscall_info.op == 1\nstrace: attach: ptrace(PTRACE_SEIZE, 9): Operation not permitted\n": "strace: attach: ptrace(PTRACE_SEIZE, 9): Operation not permitted\n",
	} {
		if got := midway.ReplaceAllString(said, ""); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}
}
