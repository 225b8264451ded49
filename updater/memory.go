// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"time"

	"dynwan/updater/message"
)

// memory is the part of a Machine that is kept across a restart. Its times are
// on the clock of the Machine's now parameters, which in a Loop is Store.Now.
type memory struct {
	held Record // what the provider holds, as far as is known
	// requested is the Settings of every request since the last confirmation, or
	// "mixed" if they differed. DNS shows only addresses, so it can confirm
	// nothing while requests with other settings may have arrived.
	requested  string
	tried      Record          // what the last request that may have arrived asked for
	arrived    time.Time       // when that request was over, or began if it is in flight
	unsure     int             // requests in a row that ended unsure
	resendAt   time.Time       // not before: the wait after unsure requests
	holdTill   time.Time       // not before: what the provider asked for
	refused    string          // the Login that was refused
	refusal    message.Message // the provider's reason, for the user
	remedy     message.Message // what the user can do about it
	unverified bool            // held was accepted but not confirmed
	inFlight   bool            // that request is under way
	gone       bool            // the old record is deleted, and the new one may be missing
	guessAt    time.Time       // when to try in spite of a refusal that is a guess; zero: never
	guesses    int             // such refusals in a row
	answer     string          // what the provider said last, quoted
	notice     message.Message // what the provider said about the account

	verifyAt  time.Time // when to ask DNS about an accepted update
	verified  int       // how often it was asked
	recheckAt time.Time // when to check a confirmed record again
	other     int       // how often the zone's own servers had another record
	// refreshAt is when to send the same once more; zero: at once, if at all.
	refreshAt time.Time
}

// fields are the lines of the state file.
func (m *memory) fields() []Field {
	return []Field{
		{"held", &m.held.IPv4}, {"held6", &m.held.IPv6}, {"held_settings", &m.held.Settings}, {"unverified", &m.unverified}, {"asked", &m.requested},
		{"tried", &m.tried.IPv4}, {"tried6", &m.tried.IPv6}, {"tried_settings", &m.tried.Settings},
		{"arrived", &m.arrived}, {"in_flight", &m.inFlight}, {"unsure", &m.unsure},
		{"resend_at", &m.resendAt}, {"hold_till", &m.holdTill},
		{"refused", &m.refused}, {"refusal", &m.refusal}, {"remedy", &m.remedy},
		{"guess_at", &m.guessAt}, {"guesses", &m.guesses},
		{"answer", &m.answer}, {"gone", &m.gone}, {"notice", &m.notice},
		{"verify_at", &m.verifyAt}, {"verified", &m.verified}, {"recheck_at", &m.recheckAt}, {"other", &m.other},
		{"refresh_at", &m.refreshAt},
	}
}

const mixed = "mixed"

// ignorance is the memory of a process that knows nothing except that a request
// may just have been sent.
func ignorance(now time.Time) memory { return memory{arrived: now} }

// load takes over the memory of an earlier process, or of another one.
func (m *Machine) load(now time.Time, saved memory) {
	m.memory, m.last = saved, ended{}
	m.bound(now)
	m.boundRefresh(now)
	if m.Policy.NoQuery {
		m.unverified, m.verifyAt = false, time.Time{}
	}
	if saved.inFlight {
		// The sender dies with its daemon, so the request arrived before now
		// or never.
		m.Tally.over(saved.arrived, now)
		m.arrived, m.inFlight = now, false
		m.unsure++
		m.resendAt = now.Add(m.draw(step(m.Policy.Resend, 0)))
	}
	if at := m.recheckAt; m.unverified || !m.held.HasAddress() {
		m.recheckAt = time.Time{}
	} else if every := m.Policy.Recheck; every == 0 || at.IsZero() || at.After(now.Add(max(every*5/4, m.Policy.RecheckAgain))) {
		m.recheckNext(now) // it was confirmed under other rules
	}
	m.compare(now)
}

// bound corrects impossible times, such as in a container that was restored
// from a snapshot: no event is in the future, and no wait is that long.
func (m *Machine) bound(now time.Time) {
	day := m.Policy.MaxWait
	for t, wait := range map[*time.Time]time.Duration{
		&m.arrived: 0, &m.resendAt: 3 * time.Hour, &m.verifyAt: 3 * time.Hour, &m.holdTill: day,
		&m.guessAt: 14 * day,
	} {
		if limit := now.Add(wait); t.After(limit) {
			*t = limit
		}
	}
}

// reverify starts anew to query DNS about an unconfirmed update, and plans the
// check of a record of which only flash knows.
func (m *Machine) reverify(now time.Time) {
	if m.verified = 0; m.unverified || m.guessed() {
		m.verifyNext(now)
	} else if m.held.HasAddress() && m.recheckAt.IsZero() {
		m.recheckNext(now)
	}
}
