// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// The first update costs a resident Go program a quarter of a megabyte that it
// keeps (for JSON, for starting a child, for threads), each further one some 20
// KiB of garbage, and the first collection of that 400 KiB for the lists of the
// collector. So the daemon begins again as a new image of the same process,
// which has none of these, when it is quiet and has worked: when it has started
// a child, or has looked maxLooks times at a device. A look leaves a kilobyte or
// two, and one that finds a change as much as looksInReport of them.
const maxLooks, looksInReport = 64, 16

// garbagePercent is for the daemon that does not become quiet, in a flood of
// events say: Go would let 4 MiB of garbage pile up before it collects any,
// and this makes it one. Half of that is in use from the start, by Go's count.
const garbagePercent = 25

// image is the program as the kernel has loaded it.
type image struct {
	config   string
	plan     *os.File     // with the plan; goes on to the next image
	lock     *os.File     // on the state directory; goes on too
	signals  *listener    // receives the signals
	children atomic.Int32 // how many were started
	looks    atomic.Int32 // at devices, less the report of each at the start
	released int32        // from how many looks on to give back the pages again
}

// idle begins again if it is worth it. What the daemon knows is in its state
// files by now, what it shows in status.json. If it cannot be done, nothing is
// lost but memory.
func (i *image) idle() {
	looks := i.looks.Load()
	if i.plan == nil || i.lock == nil || i.children.Load() == 0 && looks < maxLooks {
		if i.released <= looks {
			i.released = looks + looksInReport
			// What comes at once is over by then, and so is the start.
			time.AfterFunc(time.Second, release)
		}
		return
	}
	i.signals.close(i.next)
}

// next becomes the next image, which inherits the open files. It returns only
// if that cannot be had.
func (i *image) next() {
	args := []string{"dynwan", "run", "-config", i.config}
	for _, f := range []struct {
		flag string
		file *os.File
	}{{"-plan", i.plan}, {"-lock", i.lock}} {
		if f.file != nil {
			fd := f.file.Fd()
			unix.FcntlInt(fd, unix.F_SETFD, 0)
			defer unix.CloseOnExec(int(fd))
			args = append(args, f.flag, strconv.Itoa(int(fd)))
		}
	}
	syscall.Exec("/proc/self/exe", args, os.Environ())
}

// watchLock makes the loop look into the state directory when somebody deletes
// the lock in it, as who deletes the directory does: it has what keeps the gap
// between our requests and those by hand. It costs nothing before. The directory
// itself would not tell, for a deleted one lives as long as an open file of it.
func (i *image) watchLock(path string) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return
	}
	_, err = unix.InotifyAddWatch(fd, path, unix.IN_ATTRIB|unix.IN_MOVE_SELF) // its number of links is an attribute
	f := os.NewFile(uintptr(fd), "inotify")
	go func() {
		defer f.Close()
		for there := err; there == nil; _, there = os.Lstat(path) { // to set its mode again, say, is no end
			if _, err := f.Read(make([]byte, 64)); err != nil {
				return
			}
			time.Sleep(100 * time.Millisecond) // the rest goes too
		}
		if err == nil {
			i.signals.handle(syscall.SIGUSR1)
		}
	}()
}

// inherit takes a file over from the image before this one, nil if there was
// none.
func inherit(fd int) *os.File {
	if fd < 0 {
		return nil
	}
	unix.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), "inherited")
}
