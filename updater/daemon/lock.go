// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
)

// lockDir makes the state directory and locks it. If it cannot be written the
// daemon runs all the same: after a restart it asks DNS instead.
func lockDir(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return updater.Lock(dir)
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
