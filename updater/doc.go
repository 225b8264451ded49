// SPDX-License-Identifier: GPL-2.0-or-later

// Package updater decides when a provider must hear of an address, and
// remembers how it ended.
//
// A Machine holds the decisions of one account. It has no clock and does no
// input or output: the caller tells it what the line holds (Observe), asks when
// to act (Due), takes the job (Begin) and tells how the job ended (Finish).
// Where the address is not the device's own, a Look decides when to ask a
// server for it. A Loop drives any number of them from one goroutine. The
// packages below this one speak one protocol each.
//
// The one thing to know: whatever may have reached the provider counts as
// having reached it, until the provider or its DNS says otherwise.
package updater
