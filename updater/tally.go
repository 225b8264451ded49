// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// Limit is a rule of a provider: at most N requests in any span of time that is
// Per long.
type Limit struct {
	N   int
	Per time.Duration
}

// Tally counts the requests of a login that has limits. All accounts that the
// provider counts together share one.
type Tally struct {
	// Key names the login, and the state file.
	Key    string
	Limits []Limit
}
