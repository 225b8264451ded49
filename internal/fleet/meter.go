// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"slices"
	"time"
)

// meter counts what the provider and its name servers see.
type meter struct {
	connects []int // connections, refused ones too, for each second
	updates  []int // requests, for each second
	needless int   // updates that changed nothing
	dns      int   // questions to the zone's servers
}

func newMeter(length time.Duration) meter {
	seconds := int(length/time.Second) + 1
	return meter{connects: make([]int, seconds), updates: make([]int, seconds)}
}

// count notes a connection, and the request on it unless it was refused.
func (m *meter) count(at time.Duration, end kind) {
	second := int(at / time.Second)
	m.connects[second]++
	if end != refused {
		m.updates[second]++
	}
}

// Result is what one client did to the provider in one scenario.
type Result struct {
	Scenario, Client string
	// ConnectPeak and UpdatePeak are the most connections and requests in one
	// second; EndPeak is the most connections in one second from the end of
	// the outage on, 0 if there is no outage.
	ConnectPeak, UpdatePeak, EndPeak int
	// EndMinute is the connections in a second of the busiest minute from the end
	// of the outage on. Chance makes a second of a load of 60 one of 90, and one
	// of 700 one of 760: loads as different as these compare by the minute only.
	EndMinute         float64
	Connects, Updates int
	// Needless are the updates that changed nothing.
	Needless int
	// Questions are those to the zone's name servers.
	Questions int
	// Names is how many names were waited for: all that changed or, with an
	// outage, those that were wrong at its end.
	Names int
	// Usual is how many names change in a second whatever else happens.
	Usual float64
	// Half, Most and All are after what time 50 %, 99 % and 100 % of them were
	// right, since the change of each or since the end of the outage. Negative:
	// not within the run.
	Half, Most, All time.Duration
}

// result sums up a run.
func (w *world) result(s Scenario, client string) Result {
	res := Result{
		Scenario: s.Name, Client: client,
		ConnectPeak: slices.Max(w.connects), UpdatePeak: slices.Max(w.updates),
		Connects: sum(w.connects), Updates: sum(w.updates),
		Needless: w.needless, Questions: w.dns,
	}
	if s.outage.to > 0 {
		after := w.connects[s.outage.to/time.Second:]
		res.EndPeak, res.EndMinute = slices.Max(after), float64(busiest(after, 60))/60
		res.Usual = float64(len(w.line)) / (24 * time.Hour).Seconds()
	}
	waits, never := w.waits(s.outage.to)
	slices.Sort(waits)
	res.Names = len(waits) + never
	res.Half, res.Most, res.All = share(waits, res.Names, 50), share(waits, res.Names, 99), share(waits, res.Names, 100)
	return res
}

// waits returns how long the names took to become right, and how many never
// did. end is the end of the outage; if it is not 0, the names that were wrong
// then are looked at, and the time counts from then.
func (w *world) waits(end time.Duration) (waits []time.Duration, never int) {
	for r, changed := range w.changed {
		right := w.right[r]
		switch {
		case changed == 0, end > 0 && changed >= end, right > 0 && right < end:
		case right == 0:
			never++
		default:
			waits = append(waits, right-max(changed, end))
		}
	}
	return waits, never
}

// share returns the time after which a share in percent of n names was right;
// the sorted waits are those that became right at all.
func share(waits []time.Duration, n, percent int) time.Duration {
	i := (n*percent+99)/100 - 1
	switch {
	case n == 0:
		return 0
	case i >= len(waits):
		return -1
	}
	return waits[max(i, 0)]
}

// busiest returns the sum of the n counts in a row that have the greatest.
func busiest(counts []int, n int) int {
	most := sum(counts[:n])
	for i, now := n, most; i < len(counts); i++ {
		now += counts[i] - counts[i-n]
		most = max(most, now)
	}
	return most
}

func sum(counts []int) (total int) {
	for _, n := range counts {
		total += n
	}
	return total
}
