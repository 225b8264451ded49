// SPDX-License-Identifier: GPL-2.0-or-later

package hooks

import (
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater/resident"
)

// startNow starts a child with some arguments, to its end. While it waits for the
// one before, which an earlier watch has left, it ends with this process.
func (h *Hooks) startNow(args []string) {
	p, err := startChild(args, nil, &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM})
	if err != nil {
		h.Warn(notCalled(args[0], err))
		return
	}
	p.Wait()
	resident.Release()
}

// watchPause is from a change until a child is started: what belongs together has
// come by then. It also bounds what somebody can cause who writes in the directory.
const watchPause = time.Second

// Watch starts a child, which has some arguments and will Call, at the start and
// whenever something was replaced in the state directory, until that is gone. It
// sleeps until the kernel says so: what the child takes is gone with it, and a
// program that hangs does not outlive its limit when the watch is stopped.
func (h *Hooks) Watch(args []string) error {
	resident.Stay()
	runtime.LockOSThread() // the child is told when this thread ends
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC)
	events := make([]byte, 4096)
	for err == nil {
		// Where it is watched already, this changes nothing.
		if _, err = unix.InotifyAddWatch(fd, h.Dir, unix.IN_MOVED_TO|unix.IN_DELETE_SELF|unix.IN_MOVE_SELF|unix.IN_ONLYDIR); err != nil {
			break
		}
		h.startNow(args)
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
	return notCalled(h.Dir, err)
}
