// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"time"

	"dynwan/updater/message"
)

// linesStories are years with two lines, of which wan goes before lte.
var linesStories = []story{
	{
		name:     "a line that is away for hours is two requests, there and back",
		live:     onTwoLines(failovers),
		requests: 2 * 51, bound: settle + answer, lines: 3 + 51*4,
	},
	{
		name:     "a redial of the first line leaves the second one alone",
		live:     onTwoLines(redialsBesideASecond),
		requests: 364, bound: settle + answer, lines: 3 + 364*3,
	},
	{
		name:     "a line that flaps for ten seconds is left, and taken again a gap later",
		live:     onTwoLines(fastFlaps),
		requests: 2 * 51, bound: gap + time.Minute, lines: 3 + 51*30,
	},
	{
		name:     "a line that flaps for moments while the second one is in use is not taken",
		live:     onTwoLines(flapsBesideASecond),
		requests: 2 * 51, bound: settle + answer, lines: 3 + 51*4,
	},
	{
		name:     "a line that comes and goes for an hour costs one request a gap",
		live:     onTwoLines(slowFlaps),
		requests: 6 * 51, bound: gap + time.Minute, lines: 3 + 51*130,
	},
	{
		name:     "both lines go, and the second one is back first",
		live:     onTwoLines(bothGo),
		requests: 2 * 51, bound: gap, lines: 3 + 51*6,
	},
}

// lte is what the second line holds.
var lte = netip.MustParseAddr("8.8.8.8")

// onTwoLines lives a year with a second line beside the first one.
func onTwoLines(live func(y *year)) func(y *year) {
	return func(y *year) {
		y.stop()
		y.twoLines = []Line{{Device: "wan"}, {Device: "lte"}}
		y.boot()
		y.offers(address(0))
		y.second(lte)
		live(y)
	}
}

// second tells what the second line holds.
func (y *year) second(ip netip.Addr) {
	y.other = ip
	o := Observation{Device: "lte", Record: Record{IPv4: ip}}
	if !ip.IsValid() {
		o.Why4 = message.Text("lte is down")
	}
	y.seen <- o
	y.sleep(0)
}

// loses tells that the first line is away, so that the name belongs to the second.
func (y *year) loses() {
	y.line = lte
	y.moved()
	y.sees(Record{}, "wan is down")
}

func failovers(y *year) {
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		y.loses()
		y.expect(lte, y.now()+settle)
		y.sleep(3 * time.Hour)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
	}
}

func redialsBesideASecond(y *year) {
	for n := 1; n < 365; n++ {
		y.until(time.Duration(n) * day)
		y.loses()
		y.sleep(700 * time.Millisecond)
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
	}
}

// flapsFor has the first line go and come again, up to the last time that it
// comes.
func (y *year) flapsFor(d, every time.Duration) {
	for first := y.now(); y.now() < first+d; {
		y.loses()
		y.sleep(every / 2)
		y.offers(address(0))
		y.sleep(every / 2)
	}
}

func fastFlaps(y *year) {
	for n := 1; n < 52; n++ {
		first := time.Duration(n) * week
		y.until(first)
		y.flapsFor(time.Minute, time.Second)
		sent := first + 10*time.Second + settle // it is left for good when it goes for the eleventh time
		y.expect(lte, sent)
		y.expect(address(0), sent+answer+gap)
	}
}

func flapsBesideASecond(y *year) {
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		y.loses()
		y.expect(lte, y.now()+settle)
		y.sleep(3 * time.Hour)
		for range 100 {
			y.sees(Record{IPv4: address(700)}, "")
			y.sleep(900 * time.Millisecond)
			y.sees(Record{}, "wan is down")
			y.sleep(5 * time.Minute)
		}
		y.offers(address(n))
		y.expect(address(n), y.now()+settle)
	}
}

// slowFlaps: half a minute here and half a minute there. Each request is at the
// first change that has settled when the gap is over.
func slowFlaps(y *year) {
	for n := 1; n < 52; n++ {
		first := time.Duration(n) * week
		y.until(first)
		y.flapsFor(time.Hour, time.Minute)
		for i := range 6 {
			y.expect([]netip.Addr{lte, address(0)}[i%2], first+settle+time.Duration(i)*(gap+30*time.Second))
		}
	}
}

func bothGo(y *year) {
	for n := 1; n < 52; n++ {
		y.until(time.Duration(n) * week)
		y.second(netip.Addr{})
		y.offersNothing("wan is down")
		y.sleep(time.Hour)
		y.line = lte
		y.moved()
		y.second(lte)
		y.expect(lte, y.now()+settle)
		y.sleep(10 * time.Second)
		y.offers(address(n))
		y.expect(address(n), y.now()-10*time.Second+settle+answer+gap)
	}
}
