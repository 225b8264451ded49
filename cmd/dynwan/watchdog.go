// SPDX-License-Identifier: GPL-2.0-or-later

//go:build quietruntime

package main

import _ "unsafe" // for the link below

// forcegcperiod is the runtime's own. The linker lets it through only with
// -checklinkname=0. A Go without it would link this one instead, which nobody
// looks at, and the thread would wake again: make malta and make bench count that.
//
//go:linkname forcegcperiod runtime.forcegcperiod
var forcegcperiod int64

// decade in nanoseconds. More would overflow the seconds of a 32-bit futex.
const decade = 10 * 365 * 24 * 3600 * 1e9

// idleWatchdog lets the watchdog thread of the Go runtime sleep. It looks once
// a minute, even in a process that sleeps, whether the garbage was collected in
// the last two minutes. With this it does once in five years, so that nothing
// at all happens while nothing happens on the line.
func idleWatchdog() { forcegcperiod = decade }
