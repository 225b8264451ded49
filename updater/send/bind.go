// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"

	"dynwan/netwatch"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// control prepares a socket before it connects, as in net.Dialer.
type control = func(network, address string, c syscall.RawConn) error

// toDevice binds sockets to a device, so that on a router with two lines a
// request leaves by the line whose address it sends. A device that is gone is
// an error: the request must not leave by another one. So is a device without a
// route, where the kernel would wait three seconds. from is the address that
// the socket will have, an invalid one if the kernel chooses.
func toDevice(device string, from netip.Addr) control {
	return func(_, address string, c syscall.RawConn) error {
		err := error(unix.ENODEV) // the kernel takes no name for any device
		if e := c.Control(func(fd uintptr) {
			if device != "" {
				err = unix.BindToDevice(int(fd), device)
			}
		}); e != nil {
			return e
		}
		to, e := netip.ParseAddrPort(address)
		if err != nil || e != nil {
			return err
		}
		if word := netwatch.NoRoute(device, from, to.Addr()); word != "" {
			return exchange.NoRoute{Message: message.New(message.ID(word), device)}
		}
		return nil
	}
}
