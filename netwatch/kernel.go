// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"

	"github.com/vishvananda/netlink/nl"
	"golang.org/x/sys/unix"
)

// errInterrupted means that an answer is in doubt: what it lists changed while the kernel wrote it.
var errInterrupted = errors.New("the addresses changed while the kernel listed them")

// answerBuffer holds one read of an answer, in bytes. The kernel fills at most half of it with a list; the other half
// is for a device with unusually long data.
const answerBuffer = 16 << 10

// answerTime is how many seconds an answer may take. Normally it is there before the request returns.
const answerTime = 5

// kernel is a socket for requests. The library's own allocates 64 KiB for each read, which in a flood of events would
// be most of this program's memory; here one small buffer serves all reads.
type kernel struct {
	fd     int
	buffer []byte
}

func openKernel(buffer []byte) (kernel, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return kernel{}, fmt.Errorf("cannot open a netlink socket: %w", err)
	}
	k := kernel{fd, buffer}
	err = unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: answerTime})
	if err = errors.Join(err, unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})); err != nil {
		return k, errors.Join(fmt.Errorf("cannot prepare a netlink socket: %w", err), k.close())
	}
	return k, nil
}

func (k kernel) close() error { return unix.Close(k.fd) }

// execute sends a request and calls take with the body of each message of the answer, which is valid for the call only.
// The error is errInterrupted if the answer is complete but in doubt.
func (k kernel) execute(request *nl.NetlinkRequest, take func(body []byte)) error {
	if err := unix.Sendto(k.fd, request.Serialize(), 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK}); err != nil {
		return err
	}
	var doubt error
	for {
		n, from, err := unix.Recvfrom(k.fd, k.buffer, unix.MSG_TRUNC)
		switch sender, _ := from.(*unix.SockaddrNetlink); {
		case err == unix.EINTR:
			continue
		case err != nil:
			return err
		case n > len(k.buffer):
			return errors.New("the answer is too long")
		case sender == nil || sender.Pid != nl.PidKernel:
			continue
		}
		messages, err := syscall.ParseNetlinkMessage(k.buffer[:n])
		if err != nil {
			return err
		}
		for _, m := range messages {
			if m.Header.Seq != request.Seq {
				continue
			}
			if m.Header.Flags&unix.NLM_F_DUMP_INTR != 0 {
				doubt = errInterrupted
			}
			if m.Header.Type == unix.NLMSG_DONE || m.Header.Type == unix.NLMSG_ERROR {
				return errors.Join(errno(m.Data), doubt)
			}
			take(m.Data)
			if m.Header.Flags&unix.NLM_F_MULTI == 0 {
				return nil
			}
		}
	}
}

// errno reads the number at the beginning of the last message, nil for 0.
func errno(body []byte) error {
	if len(body) < 4 {
		return errors.New("the answer has no end")
	}
	if no := int32(binary.NativeEndian.Uint32(body)); no != 0 {
		return syscall.Errno(-no)
	}
	return nil
}
