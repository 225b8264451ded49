// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"time"

	"dynwan/updater/message"
)

// cache is a resolver that alone can be asked: port 53 is blocked on the line,
// or every question is led to it.
type cache struct {
	ttl   time.Duration
	holds Record
	until time.Duration // when it forgets, since the start of the year
}

// compare answers a job from the cache, as "dynwan send" does.
func (c *cache) compare(y *year, job Job) (o Outcome, done bool) {
	if y.now() >= c.until {
		c.holds, c.until = y.holds, y.now()+c.ttl
	}
	left, fresh := c.until-y.now(), c.until-y.now() == c.ttl
	verify := job.Task == Verify
	switch right := c.holds.IPv4 == job.Want.IPv4; {
	case right && !job.Strict && (fresh || job.Aged || verify):
		return inDNS, true
	case fresh && !right:
		return Outcome{Kind: Unsent, Text: message.Text("DNS says otherwise")}, verify
	}
	return Outcome{Kind: Unsent, Blind: true, TTL: left, Text: message.Text("which may be old")}, verify || !job.Aged
}

// The promise for lines on which the zone's servers cannot be asked: an old
// answer delays an update by five minutes at most, and costs a needless request
// only if the cache keeps it for longer than that. Silence delays it by two.
const (
	aging    = 5 * time.Minute
	patience = 2 * time.Minute
)

// dnsStories are reboots, without memory, on lines with odd DNS.
var dnsStories = []story{
	{
		name: "port 53 blocked: a reboot within the TTL, same address",
		live: func(y *year) { cachedReboots(y, 200*time.Second, 100*time.Second, false) },
		// One update a month, and the reboot sends nothing.
		requests: 12, bound: settle + answer, lines: 2 + 12*5,
	},
	{
		name:     "port 53 blocked: a reboot within the TTL, another address",
		live:     func(y *year) { cachedReboots(y, 200*time.Second, 100*time.Second, true) },
		requests: 24, early: 12, bound: settle + 201*time.Second + answer, lines: 2 + 12*5,
	},
	{
		name:     "port 53 blocked: a reboot when the cache has forgotten, another address",
		live:     func(y *year) { cachedReboots(y, 200*time.Second, 2*time.Hour, true) },
		requests: 24, bound: settle + answer, lines: 2 + 12*4,
	},
	{
		name:     "port 53 blocked: a reboot when the cache has forgotten, same address",
		live:     func(y *year) { cachedReboots(y, 200*time.Second, 2*time.Hour, false) },
		requests: 12, bound: settle + answer, lines: 2 + 12*4,
	},
	{
		name:     "port 53 blocked and a TTL of an hour: another address waits for five minutes",
		live:     func(y *year) { cachedReboots(y, time.Hour, 20*time.Minute, true) },
		requests: 24, bound: settle + aging + answer, lines: 2 + 12*5,
	},
	{
		name:     "port 53 blocked and a TTL of an hour: the same address is a needless request, outside of the gap",
		live:     func(y *year) { cachedReboots(y, time.Hour, 20*time.Minute, false) },
		requests: 24, needless: 12, bound: settle + answer, lines: 2 + 12*5,
	},
	{
		name:     "a resolver that wakes up within two minutes: the same address is no request",
		live:     func(y *year) { wakingUp(y, 100*time.Second, false) },
		requests: 0, lines: 2 + 12*3,
	},
	{
		name:     "a resolver that wakes up within two minutes: another address waits for it",
		live:     func(y *year) { wakingUp(y, 100*time.Second, true) },
		requests: 12, bound: patience + settle + answer, lines: 2 + 12*3,
	},
	{
		name:     "a resolver that never wakes up: another address waits for two minutes",
		live:     func(y *year) { wakingUp(y, time.Hour, true) },
		requests: 12, bound: patience + settle + answer, lines: 2 + 12*3,
	},
	{
		name:     "a resolver that never wakes up: the same address is a needless request",
		live:     func(y *year) { wakingUp(y, time.Hour, false) },
		requests: 12, needless: 12, lines: 2 + 12*3,
	},
}

// cachedReboots changes the address once a month, which fills the cache with
// the old one before the update, and reboots later.
func cachedReboots(y *year, ttl, later time.Duration, renewed bool) {
	y.mu.Lock()
	y.cache = &cache{ttl: ttl}
	y.mu.Unlock()
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.reboots()
		y.offers(address(n)) // asked first, so that the cache has the old one
		sent := y.now() + settle
		y.expect(y.line, sent)
		y.sleep(later)
		asked := y.now() + settle
		y.mu.Lock()
		until := y.cache.until
		y.mu.Unlock()
		y.reboots()
		if renewed {
			y.offers(address(100 + n))
		} else {
			y.offers(y.line)
		}
		switch left := until - asked; {
		case left <= 0:
			if renewed {
				y.expect(y.line, asked)
			}
		case left > aging:
			y.expect(y.line, asked+aging)
		case renewed:
			y.expect(y.line, until+time.Second)
		}
		y.sleep(3 * time.Hour)
	}
}

// silences sets whether nobody answers questions about the name.
func (y *year) silences(yes bool) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.silent = yes
}

// wakingUp reboots once a month while nobody can be asked for a time.
func wakingUp(y *year, asleep time.Duration, renewed bool) {
	for n := 1; n <= 12; n++ {
		y.until(time.Duration(n) * 30 * day)
		y.silences(true)
		y.reboots()
		begin := y.now()
		if renewed {
			y.offers(address(n))
		} else {
			y.offers(y.line)
		}
		first := begin + settle
		switch {
		case asleep > patience:
			y.expect(y.line, first+patience)
		case renewed:
			waits := first
			for i := 0; waits < begin+asleep; i++ {
				waits += unsentWaits[i]
			}
			y.expect(y.line, min(waits, first+patience))
		}
		y.sleep(asleep)
		y.silences(false)
		y.sleep(3 * time.Hour)
	}
}
