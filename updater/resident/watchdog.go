// SPDX-License-Identifier: GPL-2.0-or-later

//go:build quietruntime

package resident

import _ "unsafe" // for the link below

// forcegcperiod is the runtime's own. The linker allows the link only with
// -checklinkname=0. If the runtime no longer has the variable, this one is
// linked but never read, and the thread wakes again: make malta and make bench
// count that.
//
//go:linkname forcegcperiod runtime.forcegcperiod
var forcegcperiod int64

// decade in nanoseconds. More would overflow the seconds of a 32-bit futex.
const decade = 10 * 365 * 24 * 3600 * 1e9

// idleWatchdog lets the watchdog thread of the Go runtime sleep. It looks once
// a minute, even in a process that sleeps, whether the garbage was collected in
// the last two minutes. With this it looks once in five years, so that the
// process does nothing while nothing happens on the line. There is no other way:
// sysmon in runtime/proc.go waits for half of this variable, whatever GODEBUG and
// runtime/debug say, and a plain go build without the link only wakes more often.
func idleWatchdog() { forcegcperiod = decade }
