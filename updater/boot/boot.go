// SPDX-License-Identifier: GPL-2.0-or-later

// Package boot is about the present boot of the system: its ID, the time since it,
// and when the wall clock is set meanwhile.
package boot

import (
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
)

// Uptime returns the time since boot. Setting the clock does not change it.
func Uptime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return 0 // every kernel that Go runs on has this clock
	}
	return time.Duration(t.Nano())
}

// Store keeps state in a directory, by the times of this boot. id is that of the
// boot, "" if it has to be read. Without procfs it stays so: only a directory in
// RAM tells boots apart then.
func Store(dir, id string) updater.Store {
	if id == "" {
		text, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
		id = strings.TrimSpace(string(text))
	}
	return updater.Store{Dir: dir, BootID: id, Boot: Uptime}
}
