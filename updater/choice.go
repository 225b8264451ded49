// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"time"

	"dynwan/updater/message"
)

// Line is one of the lines of an account that has several.
type Line struct {
	// Device is the kernel's. Down says why there is none, if it is empty.
	Device string
	Down   message.Message
}

// choice is which of its lines an account uses. The first that offers something
// wins, but over one that does too only when it has held still: what works is not
// given up for a line that comes and goes. Only one that has just been left is
// taken back at once, as after a redial, unless it goes on like that. Like a
// Machine it never looks at a clock.
type choice struct {
	settle, maxHold time.Duration

	lines  []offered // in order of preference
	used   int       // -1: none has been chosen yet
	left   int       // which was used before, and offered less than the others then
	leftAt time.Time
	unrest time.Time // since when that one has not held still
	again  time.Time // when to choose again though nothing changes; zero: never
}

// offered is what a line offers.
type offered struct {
	device string
	saw    *Observation    // nil: not read yet
	offer  Record          // the part of it that counts
	rank   rank            // what that is worth
	lacks  message.Message // why that is not enough, or was not the last time
	since  time.Time       // since when it is so
}

// rank is what an offer is worth.
type rank int

// The ranks, the worst first. Where nothing of what is published comes from a
// line, the address of a host in the LAN alone, it need only be a way out.
const (
	useless   rank = iota // it cannot carry anything, or lacks what is needed
	carries               // it can carry packets, for all that is known
	speaks                // it has an address from which to speak
	publishes             // it has an address to publish, or to probe for
)

// newChoice returns the choice among some lines. For one without a device there
// is nothing to read.
func newChoice(lines []Line, settle, maxHold time.Duration) *choice {
	c := &choice{settle: settle, maxHold: max(maxHold, settle), lines: make([]offered, len(lines)), used: -1}
	for i, l := range lines {
		c.lines[i].device = l.Device
		if l.Device == "" {
			c.lines[i].saw, c.lines[i].lacks = &Observation{Why4: l.Down}, l.Down
		}
	}
	return c
}

// has says whether a device is one of the lines.
func (c *choice) has(device string) bool { return c.find(device) != nil }

func (c *choice) find(device string) *offered {
	for i := range c.lines {
		if c.lines[i].device == device && device != "" {
			return &c.lines[i]
		}
	}
	return nil
}

// goOn takes over which device an earlier image of this process used.
func (c *choice) goOn(device string) {
	for i, l := range c.lines {
		if l.device == device && device != "" {
			c.used = i
		}
	}
}

// take keeps what a line offers, of that the part that counts, and what it lacks.
func (c *choice) take(now time.Time, o *Observation, offer Record, r rank, lacks message.Message) {
	l := c.find(o.Device)
	if l == nil {
		return
	}
	if l.saw == nil || offer != l.offer || r != l.rank {
		c.lose(now, l, r)
		l.offer, l.rank, l.since = offer, r, now
	}
	if l.saw = o; lacks != "" {
		l.lacks = lacks
	}
}

// lose notes that the line in use begins to offer less, and whether it had held
// still before.
func (c *choice) lose(now time.Time, l *offered, r rank) {
	if c.used < 0 || l != &c.lines[c.used] || r >= l.rank {
		return
	}
	if c.left, c.leftAt = c.used, now; c.still(now, l) {
		c.unrest = now
	}
}

// still says whether a line has held still.
func (c *choice) still(now time.Time, l *offered) bool { return !now.Before(l.since.Add(c.settle)) }

// none says that even the best of several lines offers too little.
func (c *choice) none() bool { return c != nil && c.used >= 0 && c.lines[c.used].rank == useless }

// choose chooses. It returns the line in use, or nil until all have been read,
// and if that is another one now, since when its offer counts.
func (c *choice) choose(now time.Time) (use *offered, since time.Time) {
	best := 0
	for i := range c.lines {
		if c.lines[i].saw == nil {
			return nil, since
		}
		if c.lines[i].rank > c.lines[best].rank {
			best = i
		}
	}
	c.again = time.Time{}
	since = now
	if c.used >= 0 && best != c.used {
		switch better, is := &c.lines[best], &c.lines[c.used]; {
		case better.rank > is.rank:
		case better.rank == useless:
			best = c.used
		case best == c.left && now.Before(c.leftAt.Add(c.settle)) && now.Before(c.unrest.Add(c.maxHold)):
		case c.still(now, better):
			since = better.since // it need not hold still once more
		default:
			best, c.again = c.used, better.since.Add(c.settle)
		}
	}
	c.used = best
	return &c.lines[best], since
}
