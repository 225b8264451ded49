// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTheTimerOfTheClockIsArmed sees by /proc that the kernel took the timer
// with its cancelling. Nothing here may set the clock of the machine.
func TestTheTimerOfTheClockIsArmed(t *testing.T) {
	p := newPlay(t, nil)
	p.start()
	p.says("nothing to publish")
	p.settles("a timer of the wall clock that a jump cancels", func() bool {
		files, err := filepath.Glob(procFile(p.daemon.PID(), "fdinfo/*"))
		p.ok(err)
		for _, file := range files {
			// 03 is TFD_TIMER_ABSTIME and TFD_TIMER_CANCEL_ON_SET.
			text, _ := os.ReadFile(file)
			if containsAll(string(text), "clockid: 0\n", "settime flags: 03\n") {
				return true
			}
		}
		return false
	})
}
