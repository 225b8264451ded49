// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// outside is the environment variable that tells the program inside which network namespace it came from.
const outside = "LAB_OUTSIDE_NETNS"

// Main runs the program again in namespaces of its own and returns its exit code; there, Main calls run and returns
// what run returns. If the kernel forbids it, Main says on stderr what is forbidden and what helps, and returns 1.
func Main(run func() int) int {
	var err error
	if !inside() {
		var code int
		code, err = reexec()
		if err == nil {
			return code
		}
	} else if err = settle(); err == nil {
		return run()
	}
	fmt.Fprint(os.Stderr, help(err))
	return 1
}

// inside compares the namespaces instead of trusting the variable: a shell may have kept it.
func inside() bool {
	was := os.Getenv(outside)
	now, err := os.Readlink("/proc/self/ns/net")
	return err == nil && was != "" && was != now
}

// reexec starts this program again in new namespaces and waits for it.
func reexec() (int, error) {
	flags := uintptr(unix.CLONE_NEWUSER | unix.CLONE_NEWNET | unix.CLONE_NEWNS)
	code, err := spawn(flags)
	if err != nil && os.Geteuid() == 0 {
		// Where user namespaces are switched off, root can still do without one.
		if code, errRoot := spawn(flags &^ unix.CLONE_NEWUSER); errRoot == nil {
			return code, nil
		}
	}
	return code, err
}

// spawn returns an error only if the program could not be started.
func spawn(flags uintptr) (int, error) {
	ns, err := os.Readlink("/proc/self/ns/net")
	if err != nil {
		return 0, fmt.Errorf("cannot read the own network namespace: %w", err)
	}
	cmd := exec.Command("/proc/self/exe")
	cmd.Args = os.Args
	cmd.Env = append(os.Environ(), outside+"="+ns)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: flags, Pdeathsig: unix.SIGKILL}
	if flags&unix.CLONE_NEWUSER != 0 {
		users := 1
		if os.Geteuid() == 0 {
			// Only root can bring other users along.
			users, cmd.SysProcAttr.GidMappingsEnableSetgroups = 1<<16, true
		}
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Geteuid(), Size: users}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getegid(), Size: users}}
	}
	// Pdeathsig follows the thread that started the child, so this thread must live as long as the child.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := cmd.Start(); err != nil {
		return 0, fmt.Errorf("cannot make a namespace: %w", err)
	}
	defer forward(cmd.Process)()
	return exitCode(cmd.Wait()), nil
}

// forward hands signals on to p, until the function that it returns is called. A terminal sends SIGINT to both
// processes by itself; it is caught only so that the child has the time to end.
func forward(p *os.Process) func() {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, unix.SIGTERM, unix.SIGQUIT, unix.SIGINT)
	go func() {
		for s := range signals {
			if s != unix.SIGINT {
				_ = p.Signal(s) // The process may have ended; there is nobody left to tell then.
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}

// exitCode gives what a shell would say: the exit code, or 128 plus the signal.
func exitCode(err error) int {
	var exit *exec.ExitError
	if err == nil {
		return 0
	}
	if !errors.As(err, &exit) {
		return 1
	}
	if w, ok := exit.Sys().(syscall.WaitStatus); ok && w.Signaled() {
		return 128 + int(w.Signal())
	}
	return exit.ExitCode()
}

// settle prepares the new namespaces: what is mounted here stays here, and loopback works.
func settle() error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("cannot make the mounts private: %w", err)
	}
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("cannot find loopback: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return fmt.Errorf("cannot bring loopback up: %w", err)
	}
	return nil
}

// help explains err by the switches that can forbid namespaces, with their present values.
func help(err error) string {
	var b strings.Builder
	fmt.Fprintf(&b, "lab: %v\n", err)
	b.WriteString("These tests need a network of their own: a user, a network and a mount namespace.\n")
	b.WriteString("One of these switches of the kernel may forbid it:\n")
	for _, s := range []struct{ file, want string }{
		{"/proc/sys/kernel/unprivileged_userns_clone", "1"},
		{"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "0"},
		{"/proc/sys/user/max_user_namespaces", "100 or more"},
		{"/proc/sys/user/max_net_namespaces", "100 or more"},
	} {
		name := strings.ReplaceAll(strings.TrimPrefix(s.file, "/proc/sys/"), "/", ".")
		if is, err := os.ReadFile(s.file); err == nil {
			fmt.Fprintf(&b, "  sysctl %s is %s, should be %s\n", name, strings.TrimSpace(string(is)), s.want)
		}
	}
	b.WriteString("In a container, its seccomp profile can forbid it as well. Running as root (sudo) helps too.\n")
	return b.String()
}
