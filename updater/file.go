// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"errors"
	"io"
	"os"
	"syscall"

	"dynwan/updater/message"
)

// writeFile replaces a file atomically: a reader sees the old content or the
// new.
func writeFile(path string, mode os.FileMode, data []byte) error {
	return replaceFile(path, mode, func(f *os.File) error {
		_, err := f.Write(data)
		return err
	})
}

// replaceFile does the same with what write writes.
func replaceFile(path string, mode os.FileMode, write func(f *os.File) error) error {
	tmp := path + ".new"
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err == nil {
		err = write(f)
	}
	if f != nil {
		err = cmp.Or(err, f.Close())
	}
	if err == nil {
		err = syscall.Rename(tmp, path) // os.Rename asks what is there first
	}
	if err != nil {
		os.Remove(tmp)
		return message.Because(message.New(message.CannotWrite, path, message.Of(unpath(err))), err)
	}
	return nil
}

// open opens a regular file. It follows no link and does not block on a pipe,
// because root reads in directories of other users.
func open(path string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flag|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, mode)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil, message.New(message.NotRegular)
	}
	return f, nil
}

// readFile reads a file of at most max bytes.
func readFile(path string, max int64) ([]byte, error) {
	f, err := open(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, unpath(err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, max+1))
	if err != nil {
		return nil, unpath(err)
	}
	if int64(len(data)) > max {
		return nil, message.New(message.TooLong)
	}
	return data, nil
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
