// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Resolv makes nameserver the only one of the process and its children, by another /etc/resolv.conf that only they
// see. Programs in Go look at the file at most every five seconds, so a change takes that long in a running one.
func (n *Net) Resolv(nameserver string) error {
	return n.ResolvConf("nameserver " + nameserver + "\noptions timeout:1 attempts:1\n")
}

// ResolvConf makes the process and its children see another text in /etc/resolv.conf.
func (n *Net) ResolvConf(text string) error { return n.cover("/etc/resolv.conf", text) }

// Hosts replaces the text of /etc/hosts, for the process and its children only.
func (n *Net) Hosts(text string) error { return n.cover("/etc/hosts", text) }

// cover mounts a file of our own over path, or changes the text of the one that is mounted.
func (n *Net) cover(path, text string) error {
	if f := n.mounted[path]; f != nil {
		return write(f, text)
	}
	// A mount over a symbolic link lands on what it points to, so unmounting needs that name as well.
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return fmt.Errorf("cannot find the file to cover: %w", err)
	}
	f, err := os.CreateTemp("", "lab-")
	if err != nil {
		return fmt.Errorf("cannot cover %s: %w", path, err)
	}
	err = errors.Join(write(f, text), f.Chmod(0o644), unix.Mount(f.Name(), target, "", unix.MS_BIND, ""))
	// The mount keeps the file alive. Without its name nothing stays behind when the process is killed.
	if err = errors.Join(err, os.Remove(f.Name())); err != nil {
		return errors.Join(fmt.Errorf("cannot cover %s: %w", path, err), f.Close())
	}
	n.mounted[path] = f
	return nil
}

func write(f *os.File, text string) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(text), 0)
	return err
}

// unmount shows the covered files again.
func (n *Net) unmount() error {
	var errs []error
	for path, f := range n.mounted {
		target, err := filepath.EvalSymlinks(path)
		if err == nil {
			err = unix.Unmount(target, unix.MNT_DETACH)
		}
		errs = append(errs, err, f.Close())
		delete(n.mounted, path)
	}
	return errors.Join(errs...)
}
