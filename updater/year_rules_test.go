// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// ruleStories are years at providers with rules of their own. That a refresh is
// needless for the address is what it is for.
var ruleStories = []story{
	{
		name:     "a name that expires is refreshed every five days, restarts or not",
		live:     refreshes,
		requests: 73, needless: 73, bound: 0, lines: 4 + 73*2 + 52*2,
	},
	{
		name:     "a change begins the term anew, and a reboot sends once",
		live:     changesAndReboots,
		requests: 6 + 11*7 + 1, needless: 6 + 11*6, bound: settle + answer, lines: 4 + 84*3,
	},
	{
		name:     "a refresh that fails for a day is tried ever more rarely",
		live:     failingRefreshes,
		requests: 73 - 2 + 11*18, needless: 73 - 2 + 11*18, lost: 11 * 18, bound: 0, lines: 4 + 73*2 + 11*8,
	},
	{
		name:     "a fourth change in six hours waits, and the newest is sent",
		live:     limited3in6h,
		requests: 51 * 4, bound: 6 * time.Hour, lines: 4 + 51*5*4,
	},
	{
		name:     "both families: one refresh is for both, and a limit counts it once",
		live:     bothRefreshed,
		requests: 6 + 11*8 + 3, needless: 6 + 11*5, bound: time.Hour - 24*time.Minute + settle + 2*answer, lines: 4 + 97*4,
	},
	{
		name:     "where DNS cannot tell it is never asked, and a lost answer is sent again",
		live:     beyondAllDNS,
		requests: 1 + 364 + 12 + 12, needless: 1 + 12 + 12, bound: settle + answer, lines: 4 + 364*4 + 12*4,
	},
}

// under begins a year at a provider with rules. DNS need not be asked.
func (y *year) under(rules func(*Config)) {
	y.stop()
	y.rules, y.wantAsks = rules, []time.Duration{}
	y.boot()
	y.offers(y.line)
}

func expires(c *Config) { c.Refresh = fiveDays }

// refreshedUntil calls for all refreshes from a time on, and returns when the next
// one would be.
func (y *year) refreshedUntil(at, end time.Duration) (next time.Duration) {
	for at < end {
		y.expectHere(at)
		at += answer + fiveDays
	}
	return at
}

func refreshes(y *year) {
	y.under(expires)
	y.refreshedUntil(settle, 365*day)
	for n := 1; n <= 52; n++ {
		y.until(time.Duration(n) * week)
		y.restarts()
	}
}

func changesAndReboots(y *year) {
	y.under(expires)
	y.refreshedUntil(settle, 30*day)
	for n := 1; n <= 12; n++ {
		month := time.Duration(n) * 30 * day
		y.until(month)
		y.offers(address(n))
		y.refreshedUntil(month+settle, min(month+17*day, 365*day))
		if n == 12 {
			break
		}
		y.until(month + 17*day)
		y.reboots()
		y.offers(y.line)
		y.refreshedUntil(y.now()+settle, month+30*day)
	}
}

func failingRefreshes(y *year) {
	y.under(expires)
	at := settle
	for n := 1; n <= 11; n++ {
		at = y.refreshedUntil(at, time.Duration(n)*30*day)
		y.until(time.Duration(n) * 30 * day)
		y.becomes(failing)
		first := at
		for i := 0; ; i++ {
			y.expectHere(at)
			if at >= first+day {
				break
			}
			at += answer + unsureWaits[min(i, len(unsureWaits)-1)]
		}
		y.until(first + day)
		y.becomes(well)
		at += answer + fiveDays
	}
	y.refreshedUntil(at, 365*day)
}

// limited3in6h changes four times, twelve minutes apart, and a fifth time while
// the fourth waits.
func limited3in6h(y *year) {
	y.under(func(c *Config) { c.Tally = &Tally{Key: "t", Limits: []Limit{{3, 6 * time.Hour}}} })
	y.wantAsks = []time.Duration{settle}
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		start := y.now()
		for i := range 5 {
			y.until(start + time.Duration(i)*12*time.Minute)
			y.offers(address(5*n + i))
			if i < 3 {
				y.expectHere(y.now() + settle)
			}
			y.sleep(time.Minute)
		}
		y.restarts()
		y.expectHere(start + settle + answer + 6*time.Hour)
	}
}

// bothRefreshed changes the IPv6 address three times each month; the third waits.
func bothRefreshed(y *year) {
	y.both, y.line6, y.holds.IPv6 = true, address6(0), address6(0)
	y.under(func(c *Config) {
		expires(c)
		c.Tally = &Tally{Key: "t", Limits: []Limit{{2, time.Hour}}}
	})
	y.refreshedUntil(settle, 30*day)
	for n := 1; n <= 12; n++ {
		month := time.Duration(n) * 30 * day
		for i := range 3 {
			y.until(month + time.Duration(i)*12*time.Minute)
			y.offers6(address6(3*n + i))
			if i < 2 {
				y.expectHere(y.now() + settle)
			}
		}
		y.refreshedUntil(month+settle+answer+time.Hour, min(month+30*day, 365*day))
	}
}

func beyondAllDNS(y *year) {
	y.under(func(c *Config) { c.NoQuery = true })
	y.expectHere(settle)
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		if n%30 == 0 {
			y.becomes(mute)
		}
		y.offers(address(n))
		sent := y.now() + settle
		y.expectHere(sent)
		y.sleep(time.Minute)
		if n%30 == 0 {
			y.becomes(well)
			y.expectHere(sent + 30*time.Second + gap)
		}
		y.sleep(time.Hour)
		if n%7 == 0 {
			y.restarts()
		}
		if n%30 == 15 {
			y.reboots()
			y.offers(y.line)
			y.expectHere(y.now() + settle)
		}
	}
}
