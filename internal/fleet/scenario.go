// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import "time"

// Scenario is an event that concerns many routers at once.
type Scenario struct {
	Name   string
	length time.Duration
	outage outage
	silent outage // the same of the zone's servers, which do not answer then
	both   bool   // the lines have IPv6 too
	cached bool   // the lines block port 53: only a cache can be asked
	// lines plans what happens to the lines.
	lines func(w *world)
}

// redialTime is how long a line is without an address when it redials.
const redialTime = 3 * time.Second

// lead is how long everything is usual before something happens.
const lead = 10 * time.Minute

// Region is a tenth of the routers that redials within five minutes and gets
// new addresses, while the provider is well.
func Region() Scenario {
	return Scenario{
		Name:   "a region redials",
		length: time.Hour,
		lines: func(w *world) {
			regionRedials(w, lead)
		},
	}
}

// Renumbered is a tenth of the routers, with both families, that gets other
// prefixes within five minutes: two of three the prefix alone, and the third one
// redials, where it comes up to eight seconds after the IPv4 address.
func Renumbered() Scenario {
	return Scenario{
		Name:   "a region is renumbered",
		length: time.Hour,
		both:   true,
		lines: func(w *world) {
			for r := range int32(len(w.line) / 10) {
				at := lead + time.Duration(w.rand.Int64N(int64(5*time.Minute)))
				if w.rand.IntN(3) == 0 {
					w.redial(r, at)
					at += w.delay(0, 8*time.Second)
				}
				w.queue.push(event{at: at, router: r, kind: renumbered})
			}
		},
	}
}

// RenumberedBoth is a tenth of the routers that redials within five minutes and
// gets another address and, up to eight seconds later, another prefix.
func RenumberedBoth() Scenario {
	return Scenario{
		Name:   "a region gets new A and AAAA",
		length: time.Hour,
		both:   true,
		lines: func(w *world) {
			for r := range int32(len(w.line) / 10) {
				at := lead + time.Duration(w.rand.Int64N(int64(5*time.Minute)))
				w.redial(r, at)
				w.queue.push(event{at: at + w.delay(0, 8*time.Second), router: r, kind: renumbered})
			}
		},
	}
}

// Silent is an hour in which the zone's servers do not answer and the provider is
// well, with the usual redials.
func Silent() Scenario {
	return Scenario{
		Name:   "DNS is down for an hour",
		length: lead + 2*time.Hour,
		silent: outage{from: lead, to: lead + time.Hour},
		lines: func(w *world) {
			for r := range len(w.line) / 24 {
				w.redial(int32(r), lead+time.Duration(w.rand.Int64N(int64(time.Hour))))
			}
		},
	}
}

// Blocked is Power where the lines block port 53.
func Blocked() Scenario {
	s := Power()
	s.Name, s.cached = "the same, port 53 blocked", true
	return s
}

// Refusing is an hour in which the provider's machine refuses connections,
// with redials forced on each router once a day going on.
func Refusing() Scenario {
	return outageOf("outage, connections refused", refused)
}

// Answering503 is an hour in which the provider answers every request with the
// status 503, with redials forced on each router once a day going on.
func Answering503() Scenario {
	return outageOf("outage, answers 503", busy)
}

func outageOf(name string, as kind) Scenario {
	s := Scenario{
		Name:   name,
		length: lead + time.Hour + 90*time.Minute,
		outage: outage{from: lead, to: lead + time.Hour, as: as},
	}
	s.lines = func(w *world) {
		for r := range w.line {
			at := time.Duration(w.rand.Int64N(int64(24 * time.Hour)))
			if at < s.length {
				w.redial(int32(r), at)
			}
		}
	}
	return s
}

// WithRegion is an outage in the middle of which a region redials.
func (s Scenario) WithRegion() Scenario {
	usual := s.lines
	s.Name += ", a region redials in it"
	s.lines = func(w *world) {
		usual(w)
		regionRedials(w, s.outage.from+30*time.Minute)
	}
	return s
}

// For is an outage of another length.
func (s Scenario) For(length time.Duration) Scenario {
	s.Name += " for " + span(length)
	s.outage.to = s.outage.from + length
	return s
}

// Power is power that returns to a tenth of the routers: they boot within two
// minutes, and 30 in 100 get a new address.
func Power() Scenario {
	return Scenario{
		Name:   "power returns to a city",
		length: time.Hour,
		lines: func(w *world) {
			for r := range len(w.line) / 10 {
				w.line[r] = 0
				e := event{at: lead + time.Duration(w.rand.Int64N(int64(2*time.Minute))), router: int32(r), kind: powerUp}
				if w.rand.IntN(100) >= 30 {
					e.turn = sameAddress
				}
				w.queue.push(e)
			}
		},
	}
}

func regionRedials(w *world, from time.Duration) {
	for r := range len(w.line) / 10 {
		w.redial(int32(r), from+time.Duration(w.rand.Int64N(int64(5*time.Minute))))
	}
}

// redial plans that a line gets its new address at a time.
func (w *world) redial(r int32, at time.Duration) {
	w.queue.push(event{at: max(at-redialTime, 0), router: r, kind: lineDown})
	w.queue.push(event{at: at, router: r, kind: lineUp})
}
