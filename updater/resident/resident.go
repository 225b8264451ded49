// SPDX-License-Identifier: GPL-2.0-or-later

// Package resident keeps a process small that stays for months and mostly sleeps.
package resident

import (
	"runtime/debug"

	"golang.org/x/sys/unix"
)

// garbagePercent is for a process that does not become idle, say in a flood of
// events. Go would let 4 MiB of garbage pile up before it collects any; this
// makes it 1 MiB, half of which Go counts as used from the start.
const garbagePercent = 25

// Stay prepares the process to stay: it collects garbage early, and does not wake
// to look whether it should.
func Stay() {
	debug.SetGCPercent(garbagePercent)
	idleWatchdog()
}

// SmallPages turns transparent huge pages off for the process, its next images
// and its children: where the kernel uses them by default, the heap of 600 KiB
// takes three of 2 MiB each.
func SmallPages() { unix.Prctl(unix.PR_SET_THP_DISABLE, 1, 0, 0, 0) }
