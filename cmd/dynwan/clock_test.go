// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
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

// TestJumpsEndWithTheirTimer has a timer that nobody cancels.
func TestJumpsEndWithTheirTimer(t *testing.T) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	armed := make(chan struct{}, 8)
	told := jumps(ctx, os.NewFile(uintptr(fd), "timer"), func() error {
		armed <- struct{}{}
		return nil
	})
	<-armed
	select {
	case <-told:
		t.Error("a jump was told although nothing was cancelled")
	case <-time.After(50 * time.Millisecond):
	}
	cancel()
	time.Sleep(50 * time.Millisecond)
	if len(armed) != 0 {
		t.Error("the timer was armed again after the end")
	}
}
