// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"context"
	"encoding/binary"
	"time"

	"golang.org/x/sys/unix"
)

// onlyDefault passes only messages about a new default route. A router may change thousands of other routes a second,
// which must not wake us.
var onlyDefault = []unix.SockFilter{
	{Code: unix.BPF_LD | unix.BPF_H | unix.BPF_ABS, K: 4}, // nlmsg_type; the filter reads it as big-endian
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: bigEndian(unix.RTM_NEWROUTE), Jf: 3},
	{Code: unix.BPF_LD | unix.BPF_B | unix.BPF_ABS, K: unix.NLMSG_HDRLEN + 1}, // rtm_dst_len
	{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: 0, Jf: 1},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0xffff},
	{Code: unix.BPF_RET | unix.BPF_K, K: 0},
}

// bigEndian returns how a number in the kernel's byte order reads as big-endian.
func bigEndian(n uint16) uint32 {
	return uint32(binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, n)))
}

// Routes calls come whenever there is a new default route, until ctx ends. It costs a socket, so it should run only
// while an account waits for a route.
func Routes(ctx context.Context, come func()) error {
	s, err := subscribe(receiveBuffer, unix.RTMGRP_IPV4_ROUTE|unix.RTMGRP_IPV6_ROUTE, onlyDefault)
	if err != nil {
		return err
	}
	defer s.Close()
	defer context.AfterFunc(ctx, func() { s.Close() })()
	l, err := listen(s)
	if err != nil {
		return err
	}
	var timer *time.Timer
	for {
		if err := l.hint(); err != nil {
			return err
		}
		come()
		sleep(ctx, &timer, pause)
	}
}
