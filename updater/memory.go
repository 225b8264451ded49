// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// memory is the part of a Machine that outlives the process. Its times are on
// the clock of the Machine's now parameters.
type memory struct {
	held       Record // what the provider holds; zero: not known
	unverified bool   // held was accepted, and nobody has confirmed it
	// asked is the Settings of every request since the last confirmation, or
	// "mixed" if they differed. DNS shows addresses only, so it can confirm
	// nothing while requests with other settings may have arrived.
	asked    string
	tried    Record    // what the last request that may have arrived asked for
	arrived  time.Time // when that request was over, or began if it is in flight
	inFlight bool      // that request is under way
	unsure   int       // requests in a row that ended unsure
	resendAt time.Time // not before: the wait after these
	holdTill time.Time // not before: what the provider asked for
	refused  string    // the Login that was refused
	refusal  string    // the provider's reason, for the user
	remedy   string    // what the user can do about it
	guessAt  time.Time // when to try in spite of a refusal that is a guess; zero: never
	guesses  int       // such refusals in a row
	answer   string    // what the provider said last, quoted
	gone     bool      // the old record is deleted, and no new one is known to be there
	notice   string    // what the provider told about the account
	sight    sight     // what a server saw, for an account that asks one
}

const mixed = "mixed"

// ignorance is the memory of one who knows nothing but that requests may just
// have been sent.
func ignorance(now time.Time) memory { return memory{arrived: now, sight: sight{asked: now}} }

// restore takes over what an earlier process, or another one, remembered.
func (m *Machine) restore(now time.Time, saved memory) {
	m.memory, m.last = saved, Outcome{}
	m.verifyAt, m.verified = time.Time{}, 0
	if saved.inFlight {
		// The sender dies with its daemon, so the request arrived before now
		// or never.
		m.arrived, m.inFlight = now, false
		m.unsure++
		m.resendAt = now.Add(m.spread(step(m.Policy.Resend, 0)))
	}
	if m.unverified || m.supposed() {
		m.verifyNext(now)
	}
	m.compare(now)
}
