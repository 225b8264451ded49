// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"slices"
	"time"

	"dynwan/updater/message"
)

// Limit is a rule of a provider: at most N requests in any span of time that is
// Per long.
type Limit struct {
	N   int
	Per time.Duration
}

// Tally counts the requests of a login that has limits. All accounts that the
// provider counts together share one. A nil Tally allows everything.
type Tally struct {
	// Key names the login, and the state file.
	Key    string
	Limits []Limit

	// sent is when the last requests were sent, or over, the oldest first: no
	// more than the limits count. Nanoseconds on the clock of the Machine.
	sent   []int64
	saved  uint32          // the checksum of what the state file holds; 0: nothing
	unkept message.Message // why it cannot be kept
}

// tallyFile is how the names of these state files end.
const tallyFile = ".tally"

func (t *Tally) file() string { return t.Key + tallyFile }

// fields are the lines of the state file.
func (t *Tally) fields() []Field { return []Field{{"sent", &t.sent}} }

// free returns when the limits allow the next request, and which of them it
// waits for. Without requests to count that is the zero time.
func (t *Tally) free() (at time.Time, by Limit) {
	if t == nil {
		return at, by
	}
	for _, l := range t.Limits {
		if i := len(t.sent) - l.N; i >= 0 {
			if end := time.Unix(0, t.sent[i]).Add(l.Per); end.After(at) {
				at, by = end, l
			}
		}
	}
	return at, by
}

// count adds a request that may arrive from now on.
func (t *Tally) count(now time.Time) {
	if t == nil {
		return
	}
	most := 0
	for _, l := range t.Limits {
		most = max(most, l.N)
	}
	t.sent = append(t.sent, now.UnixNano())
	if more := len(t.sent) - most; more > 0 {
		t.sent = slices.Delete(t.sent, 0, more)
	}
}

// over says that the request that was counted at a time may have arrived as late
// as now.
func (t *Tally) over(counted, now time.Time) {
	if t == nil {
		return
	}
	if i := slices.Index(t.sent, counted.UnixNano()); i >= 0 {
		t.sent = append(slices.Delete(t.sent, i, i+1), now.UnixNano())
	}
}

// bound corrects times in the future, as Machine.bound does.
func (t *Tally) bound(now time.Time) {
	for i, at := range t.sent {
		t.sent[i] = min(at, now.UnixNano())
	}
	for i := range t.sent { // few, and nearly always in order: a sort would be 7 KB of code
		for ; i > 0 && t.sent[i] < t.sent[i-1]; i-- {
			t.sent[i], t.sent[i-1] = t.sent[i-1], t.sent[i]
		}
	}
}
