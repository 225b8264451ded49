// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestALookThatFindsNoDifferenceLeavesNothingBehind waits for an event, reads many devices with many addresses and two
// that do not exist, and pauses.
func TestALookThatFindsNoDifferenceLeavesNothingBehind(t *testing.T) {
	n := newNet(t, "lan0")
	choices := []Choice{{"gone0", ""}, {"gone1", "!10.0.0.0/8"}}
	for i := range 30 {
		device := fmt.Sprintf("wan%d", i)
		must(t, n.AddDevice(device))
		for j := range i % 7 {
			must(t, n.AddAddr(device, fmt.Sprintf("203.0.113.%d", 8*i+j)))
			must(t, n.AddAddr(device, fmt.Sprintf("2001:db8:%x::%x", i+1, j+1)))
			must(t, n.AddAddr(device, fmt.Sprintf("10.%d.%d.1", i, j)))
		}
		choices = append(choices, Choice{device, ""}, Choice{device, "203.0.113.0/28"})
	}
	reports := 0
	w := newWatcher(choices, labs, func(Choice) netip.Addr { return netip.Addr{} }, func(Choice, Addrs) { reports++ })
	// The event is a message of our own: any other way to make one allocates.
	ours, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	must(t, err)
	defer unix.Close(ours[1])
	s := os.NewFile(uintptr(ours[0]), "event")
	defer s.Close()
	l, err := listen(s)
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	event := []byte("changed")
	look := func() {
		_, err := unix.Write(ours[1], event)
		must(t, err)
		must(t, l.hint())
		must(t, w.refresh(ctx))
		sleep(ctx, &w.timer, time.Millisecond)
	}
	look()
	if got := testing.AllocsPerRun(50, look); got != 0 || reports != len(choices) {
		t.Errorf("a look: got %v allocations and %d reports, want none and %d reports of the first", got, reports, len(choices))
	}
}
