// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"os"
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
	fds, err := os.ReadDir(procFile(p.daemon.PID(), "fd"))
	p.ok(err)
	for _, fd := range fds {
		target, _ := os.Readlink(procFile(p.daemon.PID(), "fd/"+fd.Name()))
		if target != "anon_inode:[timerfd]" {
			continue
		}
		text, err := os.ReadFile(procFile(p.daemon.PID(), "fdinfo/"+fd.Name()))
		p.ok(err)
		// 03 is TFD_TIMER_ABSTIME and TFD_TIMER_CANCEL_ON_SET.
		if !containsAll(string(text), "clockid: 0\n", "settime flags: 03\n") {
			t.Errorf("timer: got\n%s\nwant one of the wall clock that a jump cancels", text)
		}
		return
	}
	t.Error("the daemon has no timer that a jump of the clock cancels")
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
