// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// While it boots, the kernel of this board holds its processor against the
// clock chip for a second of its own time, and looks millions of times: a
// minute of emulation. So the machine boots once, waits before it has read its
// flash, and is saved; every play begins there.

// saved returns the file with the state of a machine that has booted, after
// making it if there is none of these images.
func saved(ctx context.Context, dir string, arguments []string) (string, error) {
	first, err := os.ReadFile(filepath.Join(dir, "initramfs"))
	if err != nil {
		return "", err
	}
	key := sha256.Sum256(slices.Concat(first, []byte(strings.Join(arguments, "\n"))))
	path := filepath.Join(dir, fmt.Sprintf("state-%x", key[:6]))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	fmt.Fprintln(os.Stderr, "booting the machine for the first time: a minute or two")
	monitor := filepath.Join(dir, "monitor")
	os.Remove(monitor)
	m, err := start(ctx, dir, append(arguments, "-monitor", "unix:"+monitor+",server=on,wait=off"))
	if err != nil {
		return "", err
	}
	defer m.end()
	if _, err := m.hear(ctx, 10*time.Minute); err != nil {
		return "", fmt.Errorf("the machine does not boot: %w", err)
	}
	if err := save(monitor, path+".new"); err != nil {
		return "", fmt.Errorf("cannot save the machine: %w", err)
	}
	return path, os.Rename(path+".new", path)
}

// save makes the emulator write its state, by its monitor for people.
func save(monitor, path string) error {
	c, err := net.Dial("unix", monitor)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(2 * time.Minute)); err != nil {
		return err
	}
	// The command returns when the state is written; then the machine stands.
	if _, err := fmt.Fprintf(c, "migrate file:%s\ninfo status\n", path); err != nil {
		return err
	}
	for lines := bufio.NewScanner(c); lines.Scan(); {
		switch {
		case strings.Contains(lines.Text(), "postmigrate"):
			return nil
		case strings.HasPrefix(lines.Text(), "Error"), strings.HasPrefix(lines.Text(), "VM status"):
			return errors.New(lines.Text())
		}
	}
	return errors.New("the emulator's monitor has ended")
}
