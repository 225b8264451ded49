// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
	"dynwan/updater/message"
)

// watchCommand calls a program of the user whenever a record is confirmed, is
// refused or has lost its address. It sleeps until the kernel says that
// status.json was replaced, and then starts a child that reads it and calls the
// program: what the child takes is gone with it, and a program that hangs does
// not outlive its limit when the watch is stopped.
func watchCommand(args []string) int {
	set, path := flags("watch")
	h := hooks{}
	set.StringVar(&h.program, "exec", "", "")
	set.StringVar(&h.dir, "statedir", "", "")
	set.StringVar(&h.told, "told", defaultTold, "")
	set.DurationVar(&h.limit, "limit", time.Minute, "")
	now := set.Bool("now", false, "")
	if set.Parse(args) != nil || h.program == "" || h.limit <= 0 {
		fmt.Fprint(os.Stderr, usage)
		return exitUsage
	}
	if h.args = set.Args(); h.dir == "" {
		h.dir = stateDirOf(*path)
	}
	if *now {
		return h.call()
	}
	smallPages()
	idleWatchdog()
	debug.SetGCPercent(garbagePercent)
	runtime.LockOSThread() // the child is told when this thread ends
	err := watchBoard(h.dir, func() { startNow(args) })
	errorf("%s", message.New(message.CannotWatch, h.dir, message.Of(err)))
	return exitSystem
}

// startNow runs this program with the arguments of the watch and -now, to its end.
// While it waits for the one before, which an earlier watch has left, it ends with
// this process.
func startNow(args []string) {
	argv := append([]string{"dynwan", "watch", "-now"}, args...)
	pid, err := syscall.ForkExec("/proc/self/exe", argv, &syscall.ProcAttr{
		Env: os.Environ(), Files: []uintptr{0, 1, 2}, Sys: &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM},
	})
	if err != nil {
		errorf("%s", message.New(message.CannotCall, "watch -now", message.Of(err)))
		return
	}
	for err = syscall.EINTR; err == syscall.EINTR; {
		_, err = syscall.Wait4(pid, nil, 0, nil)
	}
}

// watchPause is the least time between two children, in which several changes
// become one. It also bounds what somebody can cause who writes in the directory.
const watchPause = time.Second

// watchBoard calls changed at the start and whenever status.json may have been
// replaced. It waits for the directory if that is not there, and returns if it
// cannot.
func watchBoard(dir string, changed func()) error {
	dir = filepath.Clean(dir)
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	if err != nil {
		return err
	}
	events, released := make([]byte, 4096), false
	for {
		// Where the directory is watched already, this changes nothing.
		_, err := unix.InotifyAddWatch(fd, dir, unix.IN_MOVED_TO|unix.IN_DELETE_SELF|unix.IN_MOVE_SELF|unix.IN_ONLYDIR)
		if errors.Is(err, fs.ErrNotExist) {
			var parent int
			if parent, err = unix.InotifyAddWatch(fd, filepath.Dir(dir), unix.IN_CREATE|unix.IN_MOVED_TO|unix.IN_ONLYDIR); err == nil {
				if _, there := os.Stat(dir); there != nil { // else it came meanwhile
					err = await(fd, events, filepath.Base(dir))
				}
				unix.InotifyRmWatch(fd, uint32(parent))
			}
			if err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		if changed(); !released {
			released = true
			release()
		}
		time.Sleep(watchPause)
		if err := await(fd, events, updater.BoardFile); err != nil {
			return err
		}
	}
}

// await waits for an event of the name, or of something that itself is watched
// and goes, or for so many events that some were lost.
func await(fd int, events []byte, name string) error {
	for {
		n, err := unix.Read(fd, events)
		if err == unix.EINTR {
			continue
		}
		if err != nil || n < unix.SizeofInotifyEvent {
			return cmp.Or(err, error(unix.EIO))
		}
		for b := events[:n]; len(b) >= unix.SizeofInotifyEvent; {
			// struct inotify_event: wd, mask, cookie, len, name.
			mask, size := binary.NativeEndian.Uint32(b[4:]), int(binary.NativeEndian.Uint32(b[12:]))
			end := min(unix.SizeofInotifyEvent+size, len(b))
			of := bytes.TrimRight(b[unix.SizeofInotifyEvent:end], "\x00")
			if mask&(unix.IN_DELETE_SELF|unix.IN_MOVE_SELF|unix.IN_Q_OVERFLOW) != 0 || string(of) == name {
				return nil
			}
			b = b[end:]
		}
		time.Sleep(watchPause / 20) // the daemon writes other files too
	}
}
