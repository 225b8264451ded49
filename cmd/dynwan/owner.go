// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"syscall"

	"dynwan/updater/message"
)

// asOwner turns root into the user who owns the configuration, or else the
// state directory. That user decides what is there and where links lead, and
// could not read the files that root would leave behind.
func asOwner(config, dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	var owner syscall.Stat_t
	for _, path := range []string{config, dir, dir + "/."} { // dir may be a link
		if syscall.Lstat(path, &owner) == nil && owner.Uid != 0 {
			break
		}
	}
	if owner.Uid == 0 {
		return nil
	}
	err := syscall.Setgroups(nil)
	if err == nil {
		err = syscall.Setgid(int(owner.Gid))
	}
	if err == nil {
		err = syscall.Setuid(int(owner.Uid))
	}
	if err != nil {
		return message.Because(message.New(message.CannotBecomeOwner, dir, message.Of(err)), err)
	}
	return nil
}
