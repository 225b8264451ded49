// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// again runs this test binary once more from the very start: outside, re-execution, one test inside.
func again(test, env string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", "-test.run=^"+test+"$", "-test.v")
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, outside+"=") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	cmd.Env = append(cmd.Env, env)
	return cmd
}

func TestExitCodeAndArgumentsGoThrough(t *testing.T) {
	if os.Getenv("LAB_TEST") == "exit" {
		os.Exit(7)
	}
	err := again(t.Name(), "LAB_TEST=exit").Run()
	if got := exitCode(err); got != 7 {
		t.Errorf("exit code: got %d (%v), want 7", got, err)
	}
}

func TestSignalReachesTheProgramInside(t *testing.T) {
	if os.Getenv("LAB_TEST") == "wait" {
		os.Stdout.WriteString("ready\n")
		time.Sleep(time.Minute)
	}
	cmd := again(t.Name(), "LAB_TEST=wait")
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	b := make([]byte, 200)
	for text := ""; !strings.Contains(text, "ready"); {
		k, err := out.Read(b)
		must(t, err)
		text += string(b[:k])
	}
	must(t, cmd.Process.Signal(unix.SIGTERM))
	if got := exitCode(cmd.Wait()); got != 128+int(unix.SIGTERM) {
		t.Errorf("exit code after SIGTERM: got %d, want %d", got, 128+int(unix.SIGTERM))
	}
}

func TestHelpNamesTheSwitches(t *testing.T) {
	got := help(&os.SyscallError{Syscall: "clone", Err: unix.EPERM})
	for _, want := range []string{"operation not permitted", "sysctl user.max_user_namespaces is ", "sudo"} {
		if !strings.Contains(got, want) {
			t.Errorf("help: got %q, want it to contain %q", got, want)
		}
	}
}

func TestForbiddenNamespacesAreAFailureInWords(t *testing.T) {
	if os.Getenv("LAB_TEST") == "forbidden" {
		t.Fatal("the program ran although it has no namespace")
	}
	// Inside our own user namespace the limit is ours to set: no further one may be made.
	cmd := exec.Command("/bin/sh", "-c", `echo 0 >/proc/sys/user/max_user_namespaces &&
		echo 0 >/proc/sys/user/max_net_namespaces && exec "$@"`, "sh", "/proc/self/exe")
	self, err := os.Executable()
	must(t, err)
	cmd.Args[len(cmd.Args)-1] = self
	cmd.Args = append(cmd.Args, "-test.run=^"+t.Name()+"$")
	cmd.Env = again(t.Name(), "LAB_TEST=forbidden").Env
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  unix.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{HostID: 0, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: 0, Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if got := exitCode(err); got != 1 || !strings.Contains(string(out), "sysctl user.max_user_namespaces is 0") {
		t.Errorf("got exit code %d (%v) and %q, want 1 and the switch by name", got, err, out)
	}
}
