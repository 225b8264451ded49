// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import "time"

// result is what was measured of one client.
type result struct {
	told  []time.Duration // change to request, with a signal where one is needed
	alone []time.Duration // the same without

	first, second []time.Duration // change to request, of two names; of dynwan alone

	before, after Memory // after the first update, and after the changes
	wakeups       int    // in the idle time
	calls         int    // in the idle time, with those of its children
	idleForks     int    // processes started in the idle time
	forks         int    // processes started in the changes under strace
	written       written
	sealed        int // changes sent with read-only disks
}
