// SPDX-License-Identifier: GPL-2.0-or-later

// Package initd tests the init script dynwan, its renderer render.sh and
// dynwan-import: they run under busybox ash with stand-ins for OpenWrt's shell
// libraries, and the real dynwan judges what they render.
//
// The stand-in for uci is this test binary under that name. The real
// one takes its place with UCI=/path/to/uci in the environment and -count=1.
package initd

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// tools is a directory with the commands of busybox, uci and dynwan.
var tools string

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "uci" {
		os.Exit(uci(os.Args[1:]))
	}
	if filepath.Base(os.Args[0]) == "jsonfilter" {
		os.Exit(jsonfilter(os.Args[1:]))
	}
	if flag.Parse(); testing.Short() {
		fmt.Println("left out by -short: the init script needs busybox")
		os.Exit(0)
	}
	var err error
	if tools, err = os.MkdirTemp("", "dynwan-tools"); err == nil {
		err = install(tools)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot test the init script:", err)
		os.RemoveAll(tools)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(tools)
	os.Exit(code)
}

// install fills the directory with all that the scripts may call.
func install(dir string) error {
	box, err := exec.LookPath("busybox")
	if err != nil {
		return fmt.Errorf("%w; apt-get install busybox", err)
	}
	if out, err := exec.Command(box, "--install", "-s", dir).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	if err := installJSONFilter(filepath.Join(dir, "jsonfilter")); err != nil {
		return err
	}
	if err := installUCI(filepath.Join(dir, "uci")); err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "dynwan"), "dynwan/cmd/dynwan")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// installUCI puts the stand-in or the program of $UCI in its place.
func installUCI(path string) error {
	if real := os.Getenv("UCI"); real != "" {
		return os.WriteFile(path, []byte("#!/bin/sh\nexec "+real+" -c \"$UCI_CONFIG_DIR\" \"$@\"\n"), 0o755)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return os.Symlink(self, path)
}
