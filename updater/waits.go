// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// unwait ends the waits after jobs that sent nothing.
func (m *Machine) unwait() { m.retryAt, m.tries, m.away, m.blind = time.Time{}, 0, 0, 0 }

// retry plans the next try after a job that sent nothing.
func (m *Machine) retry(now time.Time, o Outcome) {
	wait := step(m.Policy.Retry, m.tries)
	if o.Reached {
		wait = step(m.Policy.Away, m.away)
		m.away++
	} else {
		m.tries++
	}
	m.retryAt = now.Add(m.spread(wait))
	if o.Blind {
		m.blind++
	}
}

// ClockSet tells that somebody has set the wall clock. It starts what waited for
// that and changes nothing else: no wait is measured by that clock.
func (m *Machine) ClockSet(now time.Time) {
	if m.last.Clock && m.retryAt.After(now) {
		m.retryAt, m.tries = now, 0
	}
}

// verifyNext plans the next question to DNS about an accepted update, if there
// is one left to ask.
func (m *Machine) verifyNext(now time.Time) {
	m.verifyAt = time.Time{}
	if m.verified < len(m.Policy.Verify) {
		m.verifyAt = now.Add(m.spread(m.Policy.Verify[m.verified]))
		m.verified++
	}
}

// spread lengthens a wait by up to a half, so that routers that lost the
// provider together do not come back together.
func (m *Machine) spread(d time.Duration) time.Duration {
	if m.Rand == nil || d < 4 {
		return d
	}
	return d + time.Duration(m.Rand.Int64N(int64(d/2)))
}

// latest returns the latest of some times.
func latest(t time.Time, more ...time.Time) time.Time {
	for _, u := range more {
		if u.After(t) {
			t = u
		}
	}
	return t
}
