// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"os"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
)

// An update leaves some 19 KiB behind (the pipes and the process of the child, its
// job and outcome, the state file, status.json, the log), and the first garbage
// collection would add 250 to 300 KiB for good (work buffers, mark bits, a thread).
// So when the daemon is idle after it has started a child, it replaces itself with
// a new image of the same process, which has none of these. Changes of the
// addresses leave less behind, so that of these it takes many.
const maxReports = 16

// releaseAfter is how long nothing must have happened before pages are given back:
// by then the start, or a burst of events, and what follows at once are over.
const releaseAfter = time.Second

// image is the program as the kernel has loaded it.
type image struct {
	config   string       // the path of the configuration
	plan     *os.File     // with the plan; passed on to the next image
	lock     *os.File     // on the state directory; passed on too
	signals  *listener    // receives the signals
	children atomic.Int32 // how many were started
	reports  atomic.Int32 // how often a device offered something else than before
	pages    *time.Timer  // gives pages back
}

// idle starts the next image if that saves enough. By now the state files hold
// what the daemon knows, and the plan gets what it shows. If the next image
// cannot be started, only memory is lost.
func (i *image) idle(shown func() []updater.Status, p *Plan) {
	if i.plan == nil || i.lock == nil || i.children.Load() == 0 && i.reports.Load() < maxReports {
		i.pages.Reset(releaseAfter)
		return
	}
	p.Shown = shown()
	f, err := p.file()
	if err != nil {
		return
	}
	i.plan.Close() // its text stays mapped
	i.plan = f
	i.signals.close(i.next)
}

// next becomes the next image, which inherits the open files. It returns only
// on failure.
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
	defer byKernel(syscall.SIGTERM, syscall.SIGINT)()
	syscall.Exec("/proc/self/exe", args, os.Environ())
}

// watchLock makes the loop check the state directory when somebody deletes the
// lock file in it, which deleting the directory does too: its files keep the
// gap between our requests and those sent by hand. Until then it costs nothing.
// Watching the directory itself would not do: a deleted directory stays as long
// as a file of it is open.
func (i *image) watchLock(path string) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return
	}
	_, err = unix.InotifyAddWatch(fd, path, unix.IN_ATTRIB|unix.IN_MOVE_SELF) // the link count is an attribute
	f := os.NewFile(uintptr(fd), "inotify")
	go func() {
		defer f.Close()
		for there := err; there == nil; _, there = os.Lstat(path) { // a new mode, say, is no deletion
			if _, err := f.Read(make([]byte, 64)); err != nil {
				return
			}
			time.Sleep(100 * time.Millisecond) // until the rest is deleted too
		}
		if err == nil {
			i.signals.handle(syscall.SIGUSR1)
		}
	}()
}

// inherit returns a file that the previous image passed on, nil if there is
// none.
func inherit(fd int) *os.File {
	if fd < 0 {
		return nil
	}
	unix.CloseOnExec(fd)
	return os.NewFile(uintptr(fd), "inherited")
}
