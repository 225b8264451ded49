// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"
)

// SealCommand is the argument that makes the program of the bench call Seal
// with the arguments after it.
const SealCommand = "seal"

// Seal makes every mount read-only but the one at ram, makes sure that it is
// so, and becomes the program. It returns only if it could not.
func Seal(ram string, program ...string) error {
	path, err := exec.LookPath(program[0])
	if err != nil {
		return err
	}
	runtime.LockOSThread()
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("cannot have mounts of its own: %w", err)
	}
	closed := &unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY, Propagation: unix.MS_PRIVATE}
	if err := unix.MountSetattr(unix.AT_FDCWD, "/", unix.AT_RECURSIVE, closed); err != nil {
		return fmt.Errorf("cannot make the disks read-only: %w", err)
	}
	open := &unix.MountAttr{Attr_clr: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, ram, 0, open); err != nil {
		return fmt.Errorf("cannot make the RAM writable: %w", err)
	}
	for _, dir := range []string{"/", caches, "/etc", "/usr", os.TempDir()} {
		if f, err := os.CreateTemp(dir, "seal-"); !errors.Is(err, unix.EROFS) {
			if err == nil {
				os.Remove(f.Name())
			}
			return fmt.Errorf("%s should be read-only, but: %v", dir, err)
		}
	}
	return unix.Exec(path, program, os.Environ())
}
