// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// control prepares a socket before it connects, as in net.Dialer.
type control = func(network, address string, c syscall.RawConn) error

// toDevice binds sockets to a device, so that on a router with two lines a
// request leaves by the line that it speaks for. A device that is gone is an
// error: the request must not leave by another one.
func toDevice(device string) control {
	return func(_, _ string, c syscall.RawConn) error {
		var err error
		if e := c.Control(func(fd uintptr) {
			err = unix.BindToDevice(int(fd), device)
		}); e != nil {
			return e
		}
		return err
	}
}

// uptime returns the time since boot. No clock setting moves it.
func uptime() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return 0 // no kernel that Go runs on lacks it
	}
	return time.Duration(t.Nano())
}
