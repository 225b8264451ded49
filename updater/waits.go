// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// unwait clears the waits after jobs that sent nothing.
func (m *Machine) unwait() {
	m.retryAt, m.tries, m.away, m.routed = time.Time{}, 0, 0, nil
	m.blind, m.anyway, m.aged = time.Time{}, false, false
}

// retry plans the next try after a job that sent nothing.
func (m *Machine) retry(now time.Time, job Job, o Outcome) {
	if m.rerouted {
		m.tries = 0 // the job may have begun before the route came
	}
	if o.Reached {
		m.retryAt = now.Add(m.draw(step(m.Policy.Away, m.away)))
		m.away++
	} else {
		m.retryAt = now.Add(m.spread(step(m.Policy.Retry, m.tries)))
		m.tries++
	}
	switch {
	case o.Blind:
		m.notKnowing(now, o.TTL)
	case !job.Anyway:
		m.blind, m.anyway, m.aged = time.Time{}, false, false // somebody answered
	}
}

// notKnowing limits the wait after a query that nobody could answer, or only a
// cache that keeps its answer for ttl.
func (m *Machine) notKnowing(now time.Time, ttl time.Duration) {
	if m.blind.IsZero() {
		m.blind = now
	}
	patience, aging := m.blind.Add(m.Policy.Patience), m.blind.Add(m.Policy.Aging)
	limit := patience
	if ttl > 0 {
		limit = aging
	}
	if limit.After(now) {
		if ttl > 0 {
			m.retryAt = latest(m.retryAt, now.Add(ttl+time.Second))
		}
		if m.retryAt.After(limit) {
			m.retryAt = limit
		}
	}
	m.anyway, m.aged = !m.retryAt.Before(patience), !m.retryAt.Before(aging)
}

// retryNow ends the wait for the next try, but not Patience or Aging.
func (m *Machine) retryNow(now time.Time) {
	m.retryAt, m.tries = now, 0
	m.anyway = m.anyway && !now.Before(m.blind.Add(m.Policy.Patience))
	m.aged = m.aged && !now.Before(m.blind.Add(m.Policy.Aging))
}

// ClockSet tells the Machine that the wall clock was set. It ends a wait for
// that and changes nothing else: no wait is measured by that clock.
func (m *Machine) ClockSet(now time.Time) {
	switch {
	case !m.last.clock:
	case m.guessed() && m.guessAt.After(now):
		m.guessAt = now // the refusal may have been for that
	case m.retryAt.After(now):
		m.retryNow(now)
	}
}

// unrouted says that a new default route may end a wait.
func (m *Machine) unrouted() bool {
	return m.last.unreached && !m.retryAt.IsZero() && m.want.HasAddress() && !m.Refused()
}

// Routed tells the Machine that there is a new default route, which often comes
// some time after the address. It ends a wait because nobody could be reached,
// at most once a minute: some programs set the same route every few seconds.
func (m *Machine) Routed(now time.Time) {
	switch {
	case m.routed != nil && now.Before(m.routed.Add(routePause)):
	case m.job != nil:
		m.rerouted, m.routed = true, new(now)
	case m.unrouted() && m.retryAt.After(now):
		m.retryNow(now)
		m.routed = new(now)
	}
}

// routePause is the least time between two routes that end a wait. The first
// waits of Retry fill half of it.
const routePause = time.Minute

// verifyNext plans the next query about an accepted update, if one is left.
func (m *Machine) verifyNext(now time.Time) {
	m.verifyAt = time.Time{}
	if m.verified < len(m.Policy.Verify) {
		m.verifyAt = now.Add(m.spread(m.Policy.Verify[m.verified]))
		m.verified++
	}
}

// stopped says that nothing happens until the user acts.
func (m *Machine) stopped() bool { return m.Refused() && m.guessAt.IsZero() }

// guessed says that the present refusal is a guess.
func (m *Machine) guessed() bool { return m.Refused() && !m.guessAt.IsZero() }

// queriesGuess says that DNS is asked whether a guessed refusal was one, before
// the provider is.
func (m *Machine) queriesGuess() bool {
	return m.guessed() && m.canQuery() && !m.verifyAt.IsZero() && m.verifyAt.Before(m.guessAt)
}

// recheckNext plans the next check of a confirmed record. The checks of routers
// that were confirmed together are spread over half a period.
func (m *Machine) recheckNext(now time.Time) {
	m.recheckAt, m.other = time.Time{}, 0
	if every := m.Policy.Recheck; every > 0 {
		if m.Rand != nil && every >= 4 {
			every += time.Duration(m.Rand.Int64N(int64(every/2))) - every/4
		}
		m.recheckAt = now.Add(every)
	}
}

// rechecked handles what DNS says about a confirmed record. Only the zone's own
// servers count, and only if they twice have another record.
func (m *Machine) rechecked(now time.Time, o Outcome) {
	switch {
	case !o.Other:
		m.recheckNext(now)
	case m.other == 0:
		m.other, m.recheckAt = 1, now.Add(m.Policy.RecheckAgain)
	default:
		m.held, m.other, m.last, m.recheckAt = Record{}, 2, o.ended(), time.Time{}
		m.settled = now.Add(time.Second) // time to report that
	}
}

// planned says whether something is planned that is not in the memory.
func (m *Machine) planned() bool {
	_, ok := m.Due()
	return ok && (!m.held.Covers(m.want) || !m.retryAt.IsZero()) && !(m.guessed() && m.retryAt.IsZero())
}

// spread lengthens a wait by up to a half, so that routers that lost the
// provider together do not return together.
func (m *Machine) spread(d time.Duration) time.Duration {
	if m.Rand == nil || d < 4 {
		return d
	}
	return d + time.Duration(m.Rand.Int64N(int64(d/2)))
}

// draw returns a length of b. Without Rand it is the least one.
func (m *Machine) draw(b Between) time.Duration {
	if m.Rand == nil || b.Most <= b.Least {
		return b.Least
	}
	return b.Least + time.Duration(m.Rand.Int64N(int64(b.Most-b.Least)))
}

// earlier returns the earlier one of two times.
func earlier(t, u time.Time) time.Time {
	if u.Before(t) {
		return u
	}
	return t
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
