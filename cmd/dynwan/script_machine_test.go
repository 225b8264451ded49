// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// The machine: the file system of the state, and limits.

func (s *script) doStateDir(args []string) error {
	if len(args) != 1 {
		return errUsage
	}
	dir := s.StateDir()
	switch args[0] {
	case "writable":
		return s.writable()
	case "read-only":
		s.stateDir = args[0]
		return errors.Join(unix.Mount(dir, dir, "", unix.MS_BIND, ""),
			unix.Mount("", dir, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""))
	case "deleted":
		return os.RemoveAll(dir)
	case "full":
		s.stateDir = args[0]
		if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=16k"); err != nil {
			return err
		}
		_ = os.WriteFile(s.stuffing(), make([]byte, 64<<10), 0o600) // as much as fits
		return nil
	}
	return errUsage
}

func (s *script) stuffing() string { return filepath.Join(s.StateDir(), "stuffing") }

// writable ends what doStateDir began. A directory that was full goes on being
// the same one.
func (s *script) writable() error {
	was := s.stateDir
	s.stateDir = ""
	switch was {
	case "read-only":
		return unix.Unmount(s.StateDir(), unix.MNT_DETACH)
	case "full":
		s.t.Cleanup(func() { _ = unix.Unmount(s.StateDir(), unix.MNT_DETACH) })
		return os.Remove(s.stuffing())
	}
	return nil
}

// doLimit sets a limit of the running daemon, which its senders inherit.
func (s *script) doLimit(args []string) error {
	switch {
	case len(args) != 2:
		return errUsage
	case s.daemon == nil:
		return errNotStarted
	}
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return errUsage
	}
	resource := unix.RLIMIT_STACK
	switch args[0] {
	case "stack":
	case "files":
		resource = unix.RLIMIT_NOFILE
		if strings.HasPrefix(args[1], "+") {
			s.openFiles = s.files()
			n += s.openFiles
		}
	default:
		return errUsage
	}
	var old unix.Rlimit
	if err := unix.Prlimit(s.daemon.PID(), resource, nil, &old); err != nil {
		return err
	}
	return unix.Prlimit(s.daemon.PID(), resource, &unix.Rlimit{Cur: min(uint64(n), old.Max), Max: old.Max}, nil)
}

// files counts the open files of the daemon.
func (s *script) files() int {
	list, err := os.ReadDir(procFile(s.daemon.PID(), "fd"))
	s.ok(err)
	return len(list)
}
