// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"fmt"
	"time"
)

// Aims says in one line for each scenario how dynwan, the first result of the
// scenario, compares with the others, and for an outage how soon 99 % of the
// names could be right with a tenth of the load of each. The load after an outage
// is that of the busiest minute.
func Aims(results []Result) []string {
	var lines []string
	for i, d := range results {
		if d.Client != "dynwan" {
			continue
		}
		peers := results[i+1:]
		for n, r := range peers {
			if r.Scenario != d.Scenario {
				peers = peers[:n]
				break
			}
		}
		lines = append(lines, d.aim(peers))
		for _, p := range peers {
			if p.EndMinute > 0 {
				lines = append(lines, p.bound())
			}
		}
	}
	return lines
}

func (r Result) aim(peers []Result) string {
	if len(peers) == 0 {
		return fmt.Sprintf("%s: dynwan alone; %s needless updates; 99 %% right after %s", r.Scenario, number(r.Needless), span(r.Most))
	}
	line := r.Scenario + ": dynwan's peak"
	if r.EndMinute > 0 {
		line = r.Scenario + ": dynwan's busiest minute at the end"
	}
	for i, p := range peers {
		link := ", "
		if i == 0 {
			link = " is "
		}
		line += fmt.Sprintf("%s1/%.1f of that of %s", link, p.peak()/max(r.peak(), 1), p.Client)
	}
	return line + fmt.Sprintf("; %s needless updates; 99 %% right after %s", number(r.Needless), span(r.Most))
}

// peak is the peak that counts: after an outage the busiest minute at its end.
func (r Result) peak() float64 {
	if r.EndMinute > 0 {
		return r.EndMinute
	}
	return float64(r.ConnectPeak)
}

// bound says how soon a client with a tenth of this load could have 99 % of the
// names right.
func (r Result) bound() string {
	line := fmt.Sprintf("    a tenth of the busiest minute of %s is %.1f/s, ", r.Client, r.EndMinute/10)
	best, ok := r.best()
	if !ok {
		return line + fmt.Sprintf("less than the %.1f/s of the usual changes: not to be had", r.Usual)
	}
	return line + "99 % right after " + span(best) + " at best"
}

// best returns how soon that could be, false if never. The usual changes go on; the
// rest of the tenth is for the names that wait, which nobody can bring in more
// evenly than at one rate.
func (r Result) best() (time.Duration, bool) {
	rate := r.EndMinute/10 - r.Usual
	if rate <= 0 {
		return 0, false
	}
	return time.Duration(0.99 * float64(r.Names) / rate * float64(time.Second)), true
}
