// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"syscall"

	"dynwan/updater/message"
)

// Files are read and written by system calls: what the os package makes of each
// file would stay until the garbage is collected.

// writeFile replaces a file atomically: a reader sees the old content or the
// new.
func writeFile(path string, mode uint32, data []byte) error {
	return replaceFile(path, mode, func(fd int) error { return write(fd, data) })
}

// replaceFile does the same with what fill writes.
func replaceFile(path string, mode uint32, fill func(fd int) error) error {
	tmp := path + ".new"
	fd, err := open(tmp, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_TRUNC, mode)
	if err == nil {
		err = cmp.Or(fill(fd), syscall.Close(fd))
	}
	if err == nil {
		err = syscall.Rename(tmp, path) // os.Rename asks what is there first
	}
	if err != nil {
		os.Remove(tmp)
		return message.Because(message.New(message.CannotWrite, path, message.Of(err)), err)
	}
	return nil
}

func write(fd int, data []byte) error {
	for len(data) > 0 {
		n, err := syscall.Write(fd, data)
		if err != nil && err != syscall.EINTR {
			return err
		}
		data = data[max(n, 0):]
	}
	return nil
}

// open opens a file.
func open(path string, flag int, mode uint32) (fd int, err error) {
	for {
		if fd, err = syscall.Open(path, flag|syscall.O_CLOEXEC, mode); err != syscall.EINTR {
			return fd, err
		}
	}
}

// openRegular opens a regular file. It follows no link and does not block on a
// pipe, because root reads in directories of other users.
func openRegular(path string, flag int, mode uint32) (fd int, err error) {
	fd, err = open(path, flag|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, mode)
	if err != nil {
		return fd, err
	}
	var info syscall.Stat_t
	if err := syscall.Fstat(fd, &info); err != nil || info.Mode&syscall.S_IFMT != syscall.S_IFREG {
		syscall.Close(fd)
		return -1, message.New(message.NotRegular)
	}
	return fd, nil
}

// readFile reads a file of at most max bytes.
func readFile(path string, max int) ([]byte, error) { return readInto(nil, path, max) }

// readInto does the same, into b as far as there is room.
func readInto(b []byte, path string, max int) ([]byte, error) {
	fd, err := openRegular(path, syscall.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer syscall.Close(fd)
	return readAll(b, fd, max)
}

// readAll reads an open file.
func readAll(b []byte, fd, max int) ([]byte, error) {
	for b = b[:0]; ; {
		if len(b) > max {
			return nil, message.New(message.TooLong)
		}
		if len(b) == cap(b) {
			b = slices.Grow(b, 512)
		}
		n, err := syscall.Read(fd, b[len(b):cap(b)])
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return nil, err
		case n == 0:
			return b, nil
		default:
			b = b[:len(b)+n]
		}
	}
}

// unpath removes the path from an error whose caller names the path itself.
func unpath(err error) error {
	if e, ok := errors.AsType[*os.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
