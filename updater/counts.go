// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"strconv"
	"strings"
	"time"

	"dynwan/updater/message"
)

// count counts a job of the Machine that has ended, for what the account shows. A
// restart begins anew, as who reads counters expects; a new image goes on.
func (a *Account) count(now time.Time, o Outcome) {
	if o.Sent || a.Machine.inFlight {
		a.requests++
	}
	switch {
	case o.Kind == Confirmed, o.Kind == Unverified && a.NoQuery:
		a.confirmedAt = now
	case o.Kind == Rejected:
		a.refusals = a.refusals.add(string(message.New(message.Refused, o.Text).Reason()))
	}
}

// Refusals says how often something was refused for each reason, in JSON:
// {"refused":1,"refused-login":2}.
type Refusals string

// Words are the reasons, each with its number behind it.
func (r Refusals) Words() []string {
	return strings.FieldsFunc(string(r), func(c rune) bool { return strings.ContainsRune("{}\":,", c) })
}

// refusedField is the name of the field of a status.
const refusedField = "refusals"

func (r Refusals) add(reason string) Refusals {
	reason = `"` + reason + `":`
	before, after, _ := strings.Cut(strings.Trim(string(r), "{}")+",", reason)
	count, after, _ := strings.Cut(after, ",")
	n, _ := strconv.Atoi(count)
	return Refusals("{" + strings.Trim(before+after+reason+strconv.Itoa(n+1), ",") + "}")
}

// MarshalJSON returns it as it is.
func (r Refusals) MarshalJSON() ([]byte, error) { return []byte(r), nil }

// UnmarshalJSON takes it as it is.
func (r *Refusals) UnmarshalJSON(data []byte) error {
	*r = Refusals(data)
	return nil
}
