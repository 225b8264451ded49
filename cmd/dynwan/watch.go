// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"path/filepath"

	"dynwan/updater/hooks"
	"dynwan/updater/resident"
)

// watchCommand calls a program of the user whenever a record is confirmed, is
// refused or has lost its address. With -now it is the child that does.
func watchCommand(args []string) int {
	set, path := flags("watch")
	h := hooks.Hooks{Warn: func(err error) { errorf("%v", err) }}
	program := set.String("exec", "", "")
	set.StringVar(&h.Dir, "statedir", "", "")
	set.IntVar(&h.Limit, "limit", 60, "")
	now := set.Bool("now", false, "")
	if set.Parse(args) != nil || !filepath.IsAbs(*program) {
		fmt.Fprint(os.Stderr, usage)
		return exitUsage
	}
	if h.Args = append([]string{*program}, set.Args()...); h.Dir == "" {
		h.Dir = stateDirOf(*path)
	}
	h.Dir, _ = filepath.Abs(h.Dir)
	var err error
	if *now {
		err = h.Call()
	} else {
		resident.SmallPages()
		err = h.Watch(append([]string{"/proc/self/exe", "watch", "-now"}, args...))
	}
	if err != nil {
		errorf("%v", err)
		return exitSystem
	}
	return exitOK
}
