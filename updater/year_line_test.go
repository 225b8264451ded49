// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"slices"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

// stories are all years: those of the line, of the provider and of the router.
var stories = slices.Concat(lineStories, providerStories, routerStories, dnsStories, familyStories, hostStories, linesStories, ruleStories)

// lineStories are years in which the line alone makes trouble. A change of the
// line takes two lines in the log, and a line for the time without an address.
var lineStories = []story{
	{
		name:     "a redial every night is one request a night",
		live:     redials,
		requests: 364, bound: settle + answer, lines: 2 + 364*3,
	},
	{
		name:     "a flapping modem that ends where it began costs no request",
		live:     flaps,
		requests: 0, lines: 2 + 364*4*4,
	},
	{
		name:     "a modem that flaps while the gap runs costs one request",
		live:     flapsInTheGap,
		requests: 364, bound: settle + answer, lines: 2 + 364*(2+4),
	},
	{
		name:     "a storm of addresses that each hold for seconds is two requests",
		live:     slowStorms,
		requests: 2 * 51, bound: gap, lines: 2 + 51*(20+2),
	},
	{
		name:     "a storm that never holds still is two requests, the first after ten seconds",
		live:     fastStorms,
		requests: 2 * 51, bound: gap, lines: 2 + 51*(20+1),
	},
	{
		name:     "a night behind the provider's NAT is one request if the address is new",
		live:     nights,
		requests: 121, bound: settle + answer, lines: 2 + 364*2 + 121,
	},
	{
		name:     "renewals and refreshes leave no trace",
		live:     renewals,
		requests: 0, lines: 3,
	},
}

func redials(y *year) {
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.offersNothing("wan is down")
		y.sleep(3 * time.Second)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
	}
}

// flap leaves the line where it began, after two short absences.
func flap(y *year) {
	here := y.line
	y.offers(address(700))
	y.sleep(900 * time.Millisecond)
	y.offers(here)
	y.sleep(400 * time.Millisecond)
	y.offersNothing("wan is down")
	y.sleep(3 * time.Second)
	y.offers(here)
}

func flaps(y *year) {
	for n := 1; n < 365; n++ {
		for _, hour := range []time.Duration{3, 9, 15, 21} {
			y.until(time.Duration(n)*day + hour*time.Hour)
			flap(y)
		}
	}
}

func flapsInTheGap(y *year) {
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
		y.sleep(time.Minute)
		here := y.line
		for range 2 {
			y.offers(address(700))
			y.sleep(90 * time.Second) // it would have been sent but for the gap
			y.offers(here)
			y.sleep(time.Second)
		}
	}
}

// storm offers twenty addresses, and returns when the first one came.
func storm(y *year, n int, every time.Duration) (first time.Duration) {
	y.until(time.Duration(n) * week)
	first = y.now()
	for i := range 20 {
		y.until(first + time.Duration(i)*every)
		y.offers(address(20*n + i))
	}
	return first
}

func slowStorms(y *year) {
	for n := 1; n < 52; n++ {
		first := storm(y, n, 3*time.Second)
		y.expect(address(20*n), first+settle)
		y.expect(y.line, first+settle+answer+gap)
	}
}

func fastStorms(y *year) {
	for n := 1; n < 52; n++ {
		first := storm(y, n, 900*time.Millisecond)
		y.expect(address(20*n+11), first+10*time.Second)
		y.expect(y.line, first+10*time.Second+answer+gap)
	}
}

func nights(y *year) {
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n)*day - time.Hour)
		here := y.line
		y.offersNothing("wan has only 100.64.3.1, shared by the provider's NAT")
		y.sleep(7 * time.Hour)
		if n%3 != 0 {
			y.offers(here)
			continue
		}
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
	}
}

func renewals(y *year) {
	same := Observation{Device: "wan", Record: Record{IPv4: y.line}, IPv6: message.Text("2001:db8::9")}
	y.seen <- same
	y.sleep(time.Minute)
	y.status = Status{}
	for range 364 * 48 {
		y.sleep(30 * time.Minute)
		y.seen <- same
		synctest.Wait()
	}
	if y.status != (Status{}) {
		y.t.Errorf("status shown on an idle day: got %+v, want none", y.status)
	}
}
