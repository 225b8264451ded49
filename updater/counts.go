// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/updater/message"
)

// counts is what an account shows of its past. A restart begins anew, as those
// who read counters expect; a new image of the process does not.
type counts struct {
	confirmed time.Time
	requests  int
	refusals  Refusals
}

// count counts a job of the Machine that has ended.
func (a *Account) count(now time.Time, o Outcome) {
	c := &a.counts
	if o.Sent || a.Machine.inFlight {
		c.requests++
	}
	switch {
	case o.Kind == Confirmed, o.Kind == Unverified && a.NoQuery:
		c.confirmed = now
	case o.Kind == Rejected:
		c.refusals = c.refusals.add(message.New(message.Refused, o.Text).Reason())
	}
}

// Refusals says how often something was refused for each reason, as words:
// "refused 1 refused-login 2". JSON has them as an object.
type Refusals string

// Each calls f with each reason and its number, in the order of the reasons.
func (r Refusals) Each(f func(reason string, n int)) {
	words := strings.Fields(string(r))
	for i := 0; i+1 < len(words); i += 2 {
		n, _ := strconv.Atoi(words[i+1])
		f(words[i], n)
	}
}

func (r Refusals) add(reason message.ID) Refusals {
	all := map[string]int{string(reason): 1}
	r.Each(func(reason string, n int) { all[reason] += n })
	return refusalsOf(all)
}

func refusalsOf(all map[string]int) Refusals {
	var b strings.Builder
	for _, reason := range slices.Sorted(maps.Keys(all)) {
		fmt.Fprintf(&b, "%s %d ", reason, all[reason])
	}
	return Refusals(strings.TrimSuffix(b.String(), " "))
}

// MarshalJSON writes {"refused":1,"refused-login":2}.
func (r Refusals) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	r.Each(func(reason string, n int) {
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(message.AppendQuoted(b, reason), ':'), int64(n), 10)
	})
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON has written.
func (r *Refusals) UnmarshalJSON(data []byte) error {
	var all map[string]int
	err := json.Unmarshal(data, &all)
	*r = refusalsOf(all)
	return err
}
