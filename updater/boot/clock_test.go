// SPDX-License-Identifier: GPL-2.0-or-later

package boot

import (
	"context"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

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
