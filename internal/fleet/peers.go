// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import "time"

// The waits of ddns-scripts as it comes (dynamic_dns_updater.sh): none grows
// and none is spread.
const (
	ddnsCheck = 10 * time.Minute // check_interval
	ddnsRetry = time.Minute      // retry_interval; retry_max_count 0: for ever
)

// ddnsScripts is ddns-scripts.
type ddnsScripts struct {
	w *world
	// busyRetry is the wait after a status 503: with uclient-fetch or wget it
	// is a failed transfer, with curl (called without -f) an answer without
	// the word of success.
	busyRetry time.Duration
	transfer  []bool // the wait is one between transfers
	fresh     []bool // nothing was sent since the boot
}

func newDDNSScripts(w *world, busyRetry time.Duration) *ddnsScripts {
	n := len(w.line)
	return &ddnsScripts{w: w, busyRetry: busyRetry, transfer: make([]bool, n), fresh: make([]bool, n)}
}

// up is the hotplug script at ifup: it kills the process and starts another.
func (c *ddnsScripts) up(r int32, booted bool) {
	c.fresh[r] = c.fresh[r] || booted
	c.w.lookup(r, 1)
}

// down is the hotplug script at ifdown: it kills the process.
func (c *ddnsScripts) down(r int32) { c.w.cancel(r) }

func (c *ddnsScripts) wake(r int32) {
	if c.transfer[r] {
		c.w.connect(r, c.w.line[r])
		return
	}
	c.w.lookup(r, 1)
}

// looked is the head of the main loop, which is reached with an answer of DNS
// both at the start and after each check interval, and not without one.
func (c *ddnsScripts) looked(r int32, held uint32) {
	if held == nobody {
		c.transfer[r] = false
		c.w.after(r, ddnsRetry, wake)
		return
	}
	if c.fresh[r] || held != c.w.line[r] {
		c.w.connect(r, c.w.line[r])
		return
	}
	c.sleep(r, ddnsCheck)
}

func (c *ddnsScripts) answered(r int32, end kind) {
	switch end {
	case refused:
		c.sleep(r, ddnsRetry)
	case busy:
		c.sleep(r, c.busyRetry)
	default:
		c.fresh[r] = false
		c.sleep(r, ddnsCheck)
	}
}

// sleep waits. The two waits are told apart by their length, because a failed
// transfer is repeated as it is and everything else begins with DNS.
func (c *ddnsScripts) sleep(r int32, d time.Duration) {
	c.transfer[r] = d == ddnsRetry
	c.w.after(r, d, wake)
}

// The waits of inadyn as it comes (include/ddns.h), not spread either.
const (
	inadynPeriod = 2 * time.Minute  // DDNS_DEFAULT_PERIOD
	inadynError  = 10 * time.Minute // DDNS_ERROR_UPDATE_PERIOD
)

// inadyn is inadyn.
type inadyn struct {
	w        *world
	keptFile bool     // its cache file outlives a power cut
	address  []uint32 // what it believes that the name holds
	force    []bool   // the next check sends in any case
	awake    []bool   // a check that could send something is planned
}

func newInadyn(w *world, keptFile bool) *inadyn {
	n := len(w.line)
	c := &inadyn{w: w, keptFile: keptFile, address: make([]uint32, n), force: make([]bool, n), awake: make([]bool, n)}
	copy(c.address, w.name)
	return c
}

// up: inadyn has no part in it but that its next check sees another address.
// When that is depends on when it was started, which is chance.
func (c *inadyn) up(r int32, booted bool) {
	switch {
	case booted && c.keptFile:
		c.wake(r)
	case booted:
		c.w.lookup(r, 1)
	case !c.awake[r]:
		c.awake[r] = true
		c.w.after(r, c.w.delay(0, inadynPeriod), wake)
	}
}

func (c *inadyn) down(int32) {}

// looked is the start without a cache file: the address comes from DNS and the
// time of the last update is 1970, so that the forced update is overdue.
func (c *inadyn) looked(r int32, held uint32) {
	c.address[r], c.force[r] = held, true
	c.wake(r)
}

// wake is one check. The checks after a success have nothing to do until the
// line changes, so they are not played.
func (c *inadyn) wake(r int32) {
	if c.w.line[r] == 0 {
		c.w.after(r, inadynPeriod, wake) // in truth inadynError: see Facts
		return
	}
	c.awake[r] = c.force[r] || c.address[r] != c.w.line[r]
	if c.awake[r] {
		c.address[r] = c.w.line[r]
		c.w.connect(r, c.w.line[r])
	}
}

func (c *inadyn) answered(r int32, end kind) {
	c.force[r] = end != accepted
	switch end {
	case refused:
		c.w.after(r, inadynPeriod, wake)
	case busy:
		c.w.after(r, inadynError, wake)
	default:
		c.awake[r] = c.address[r] != c.w.line[r]
		if c.awake[r] {
			c.w.after(r, inadynPeriod, wake)
		}
	}
}
