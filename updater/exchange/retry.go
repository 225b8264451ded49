// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"strconv"
	"time"
)

// RetryAfter returns how long the server asks to be left alone: the header of
// that name holds seconds, or a date (RFC 9110, 10.2.3). A date is compared
// with the server's own clock if it sends that, for ours may be wrong.
func (a *Answer) RetryAfter(now time.Time) time.Duration {
	value := a.Head["retry-after"]
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	at, ok := parseDate(value)
	if !ok {
		return 0
	}
	if date, ok := parseDate(a.Head["date"]); ok {
		now = date
	}
	return max(at.Sub(now), 0)
}

// parseDate reads the three forms of a date of RFC 9110, 5.6.7.
func parseDate(value string) (time.Time, bool) {
	for _, layout := range []string{"Mon, 02 Jan 2006 15:04:05 GMT", "Monday, 02-Jan-06 15:04:05 MST", time.ANSIC} {
		if t, err := time.Parse(layout, value); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
