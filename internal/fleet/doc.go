// SPDX-License-Identifier: GPL-2.0-or-later

// Package fleet plays what a million routers do to one provider when many of
// them have something to say at once: a region redials, the provider or its DNS
// comes back after an outage, power returns to a city.
//
// Run plays one Scenario with one Client and returns what the provider saw.
// dynwan is played by the real updater.Machine, one for each router; the other
// clients by models of what their source does (Facts). Time is virtual: one
// queue of events, no goroutine and no clock.
//
// The one thing to know: the peers are modelled as read and never worse. What
// would make them look worse and depends on a guess is left out, and Facts
// says so.
package fleet
