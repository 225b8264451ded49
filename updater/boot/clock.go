// SPDX-License-Identifier: GPL-2.0-or-later

package boot

import (
	"context"
	"errors"
	"math"
	"os"

	"golang.org/x/sys/unix"
)

// ClockSet reports each time the wall clock is set, as NTP does some time after
// the boot of a router without a hardware clock. Until then it costs nothing:
// the timer that it waits for never expires, but the kernel cancels it when the
// clock jumps (TFD_TIMER_CANCEL_ON_SET, timerfd_create(2)). A kernel without
// that does no harm: what waits for the clock tries again by itself.
func ClockSet(ctx context.Context) <-chan struct{} {
	fd, err := unix.TimerfdCreate(unix.CLOCK_REALTIME, unix.TFD_CLOEXEC|unix.TFD_NONBLOCK)
	if err != nil {
		return nil
	}
	return jumps(ctx, os.NewFile(uintptr(fd), "timerfd"), func() error {
		never := unix.ItimerSpec{Value: unix.Timespec{Sec: math.MaxInt32}}
		return unix.TimerfdSettime(fd, unix.TFD_TIMER_ABSTIME|unix.TFD_TIMER_CANCEL_ON_SET, &never, nil)
	})
}

// jumps arms the timer, waits until it is cancelled, reports that, and repeats.
func jumps(ctx context.Context, timer *os.File, arm func() error) <-chan struct{} {
	jumped := make(chan struct{})
	context.AfterFunc(ctx, func() { timer.Close() })
	go func() {
		for buf := make([]byte, 8); arm() == nil; {
			if _, err := timer.Read(buf); !errors.Is(err, unix.ECANCELED) {
				return
			}
			select {
			case jumped <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return jumped
}
