// SPDX-License-Identifier: GPL-2.0-or-later

// Package updater decides when an address must be sent to a provider, and
// remembers how that ended.
//
// A Machine holds the decisions of one account. It has no clock and does no
// input or output: the caller tells it what the line holds (Observe), asks when
// to act (Due), takes the job (Begin) and tells how the job ended (Finish).
// Where an address is not the device's own, a ProbeSource decides when to ask
// a server for it, one for each family. A Loop drives any number of them from one goroutine. The
// packages for the protocols are below this one.
//
// What a provider holds is a Record: an address of each family that the account
// publishes, which one request sets together. A family that the line has lost is
// neither sent nor a reason to send. The IPv6 address may be that of a Host behind
// the router, in the network of another device.
//
// The one thing to know: whatever may have reached the provider counts as
// having reached it, until the provider or its DNS says otherwise.
package updater
