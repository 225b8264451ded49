// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"encoding/binary"
	"errors"
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// errInterrupted means that an answer is in doubt: what it lists changed while the kernel wrote it.
var errInterrupted = errors.New("the addresses changed while the kernel listed them")

// answerBuffer holds one read of an answer, in bytes. The kernel fills at most half of it with a list; the other half
// is for a device with unusually long data.
const answerBuffer = 16 << 10

// answerTime is how many seconds an answer may take. Normally it is there before the request returns.
const answerTime = 5

// kernel asks the kernel over a socket. One buffer serves all reads, and a request is made once and sent often: an answer
// leaves nothing behind, however many addresses it lists.
type kernel struct {
	fd     int
	seq    uint32 // of the last request
	buffer []byte
	to     unix.SockaddrNetlink
}

func newKernel(buffer []byte) *kernel {
	return &kernel{buffer: buffer, to: unix.SockaddrNetlink{Family: unix.AF_NETLINK}}
}

// open opens a socket that only the kernel can send to, because it is connected to that.
func (k *kernel) open() (err error) {
	k.fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err != nil {
		return fmt.Errorf("cannot open a netlink socket: %w", err)
	}
	err = unix.SetsockoptTimeval(k.fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: answerTime})
	if err = errors.Join(err, unix.Connect(k.fd, &k.to)); err != nil {
		return errors.Join(fmt.Errorf("cannot prepare a netlink socket: %w", err), k.close())
	}
	return nil
}

func (k *kernel) close() error { return unix.Close(k.fd) }

// execute sends a request and calls take with the body of each message of the answer, which is valid for the call only.
// The error is errInterrupted if the answer is complete but in doubt.
func (k *kernel) execute(request []byte, take func(body []byte)) (err error) {
	k.seq++
	binary.NativeEndian.PutUint32(request[8:], k.seq) // nlmsg_seq
	if _, err := unix.Write(k.fd, request); err != nil {
		return err
	}
	var doubt error
	for {
		n, err := unix.Read(k.fd, k.buffer)
		switch {
		case err == unix.EINTR:
			continue
		case err != nil:
			return err
		case n == len(k.buffer): // what did not fit is gone
			return errors.New("the answer is too long")
		}
		for rest := k.buffer[:n]; len(rest) > 0; {
			m, ok := cut(&rest, binary.NativeEndian.Uint32, unix.NLMSG_HDRLEN)
			if !ok {
				return errors.New("the answer is cut off")
			}
			kind, flags := binary.NativeEndian.Uint16(m[4:]), binary.NativeEndian.Uint16(m[6:])
			body := m[unix.NLMSG_HDRLEN:]
			if binary.NativeEndian.Uint32(m[8:]) != k.seq {
				continue
			}
			if flags&unix.NLM_F_DUMP_INTR != 0 {
				doubt = errInterrupted
			}
			if kind == unix.NLMSG_DONE || kind == unix.NLMSG_ERROR {
				if err := errno(body); err != nil {
					return err
				}
				return doubt
			}
			take(body)
			if flags&unix.NLM_F_MULTI == 0 {
				return nil
			}
		}
	}
}

// cut takes the first of some pieces that each begin with their length, read by length, and have a head of at least so
// many bytes: the messages of an answer (netlink(7)), or the attributes of a message (rtnetlink(7)). The next piece
// begins at a fourth byte.
func cut[N uint16 | uint32](rest *[]byte, length func([]byte) N, head int) (piece []byte, ok bool) {
	b := *rest
	if len(b) < head {
		return nil, false
	}
	n := int(length(b))
	if n < head || n > len(b) {
		return nil, false
	}
	*rest = b[min((n+3)&^3, len(b)):]
	return b[:n], true
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
