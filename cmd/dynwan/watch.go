// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// watchCommand calls a program of the user whenever a record is confirmed, is
// refused or has lost its address. It sleeps until the kernel says that
// status.json was replaced, and then starts a child that reads it and calls the
// program: what the child takes is gone with it, and a program that hangs does
// not outlive its limit when the watch is stopped.
func watchCommand(args []string) int {
	set, path := flags("watch")
	h := hooks{}
	program := set.String("exec", "", "")
	set.StringVar(&h.dir, "statedir", "", "")
	set.IntVar(&h.limit, "limit", 60, "")
	now := set.Bool("now", false, "")
	if set.Parse(args) != nil || !filepath.IsAbs(*program) {
		fmt.Fprint(os.Stderr, usage)
		return exitUsage
	}
	if h.args = append([]string{*program}, set.Args()...); h.dir == "" {
		h.dir = stateDirOf(*path)
	}
	h.dir, _ = filepath.Abs(h.dir)
	if *now {
		return h.call()
	}
	smallPages()
	idleWatchdog()
	debug.SetGCPercent(garbagePercent)
	runtime.LockOSThread() // the child is told when this thread ends
	return notCalled(h.dir, watchBoard(h.dir, args))
}

// startNow runs this program with the arguments of the watch and -now, to its end.
// While it waits for the one before, which an earlier watch has left, it ends with
// this process.
func startNow(args []string) {
	args = append([]string{"/proc/self/exe", "watch", "-now"}, args...)
	p, err := startChild(args, nil, &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM})
	if err != nil {
		notCalled(args[0], err)
		return
	}
	p.Wait()
	release()
}

// watchPause is from a change until a child is started: what belongs together has
// come by then. It also bounds what somebody can cause who writes in the directory.
const watchPause = time.Second

// watchBoard starts a child at the start and whenever something was replaced in a
// directory, until that is gone.
func watchBoard(dir string, args []string) error {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	events := make([]byte, 4096)
	for err == nil {
		// Where it is watched already, this changes nothing.
		if _, err = unix.InotifyAddWatch(fd, dir, unix.IN_MOVED_TO|unix.IN_DELETE_SELF|unix.IN_MOVE_SELF|unix.IN_ONLYDIR); err != nil {
			break
		}
		startNow(args)
		for {
			_, err = unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
			if err != unix.EINTR {
				break
			}
		}
		if err == nil {
			time.Sleep(watchPause)
			_, err = unix.Read(fd, events)
		}
	}
	return err
}
