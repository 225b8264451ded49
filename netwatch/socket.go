// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// receiveBuffer is the size of the socket's buffer in bytes; the kernel doubles it. Small is enough: an overflow is
// just one more hint, and memory is scarce on a router.
const receiveBuffer = 32 << 10

// changes are the multicast groups for changes of links and addresses.
const changes = unix.RTMGRP_LINK | unix.RTMGRP_IPV4_IFADDR | unix.RTMGRP_IPV6_IFADDR

// subscribe opens a socket that receives the kernel's messages to some groups, as far as a filter passes them. It needs
// no privilege.
func subscribe(buffer int, groups uint32, filter []unix.SockFilter) (*os.File, error) {
	const kind = unix.SOCK_RAW | unix.SOCK_CLOEXEC | unix.SOCK_NONBLOCK
	fd, err := unix.Socket(unix.AF_NETLINK, kind, unix.NETLINK_ROUTE)
	if err != nil {
		return nil, fmt.Errorf("cannot open a netlink socket: %w", err)
	}
	err = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, buffer)
	if len(filter) > 0 {
		program := &unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
		err = errors.Join(err, unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, program))
	}
	if err = errors.Join(err, unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: groups})); err != nil {
		return nil, errors.Join(fmt.Errorf("cannot subscribe to netlink: %w", err), unix.Close(fd))
	}
	return os.NewFile(uintptr(fd), "netlink"), nil
}

// listener is a socket of subscribe. To wait at it leaves nothing behind.
type listener struct {
	file *os.File
	raw  syscall.RawConn
	b    [1]byte
	rest func(fd uintptr) // drain, made once
}

func listen(s *os.File) (*listener, error) {
	raw, err := s.SyscallConn()
	if err != nil {
		return nil, fmt.Errorf("cannot read from netlink: %w", err)
	}
	l := &listener{file: s, raw: raw}
	l.rest = func(fd uintptr) { drain(int(fd), l.b[:]) }
	return l, nil
}

// hint waits until the kernel sends something, and then drops all of it. The messages are not read: only what the next
// dump finds counts. A buffer of one byte is enough, since the kernel cuts off the rest of a message.
func (l *listener) hint() error {
	// A full receive buffer is reported once, as ENOBUFS; that is a hint too.
	if _, err := l.file.Read(l.b[:]); err != nil && !errors.Is(err, unix.ENOBUFS) {
		return fmt.Errorf("cannot read from netlink: %w", err)
	}
	return l.raw.Control(l.rest)
}

// drain drops what the socket holds. It has a limit, because addresses may change faster than we read.
func drain(fd int, b []byte) {
	for range 1000 {
		_, err := unix.Read(fd, b)
		if err != nil && err != unix.EINTR && err != unix.ENOBUFS {
			return // Empty (EAGAIN), or broken, which the next hint will notice.
		}
	}
}
