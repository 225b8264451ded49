// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// Some providers delete a name that was not updated for some days, even if its
// address is still right. So after Policy.Refresh the same is sent once more.
// DNS cannot tell when the provider heard of a name: after a reboot, when
// nothing is known of the last request, one is sent and DNS is not asked.

// unrefreshed says that a request is due whatever DNS says: nothing is known of the
// last one, or it lacked a family, for each may expire on its own.
func (m *Machine) unrefreshed() bool {
	return m.Policy.Refresh > 0 && (m.refreshAt.IsZero() || m.held.HasAddress())
}

// refreshDue returns when to send what the provider holds already; ok is false if
// it keeps names without that.
func (m *Machine) refreshDue() (at time.Time, ok bool) {
	if m.Policy.Refresh == 0 {
		return at, false
	}
	at = latest(m.refreshAt, m.settled, m.allowed())
	if m.guessed() {
		at = latest(at, m.guessAt)
	}
	return at, true
}

// refreshes says that a refresh comes before the next query of DNS.
func (m *Machine) refreshes() bool {
	at, ok := m.refreshDue()
	check := m.checkDue()
	return ok && (check.IsZero() || at.Before(check))
}

// suspect notes that the request of a job may have arrived. If it asks for just
// what the provider holds, that stays so however it ends; DNS cannot tell then
// whether it has arrived.
func (m *Machine) suspect(job Job) {
	if !job.Query && m.held.Covers(job.Want) {
		m.refreshAt = time.Time{}
		if m.held == job.Want {
			m.tried = job.Want
			return
		}
	}
	m.doubt(job.Want)
}

// refreshed begins the term anew after a job that the provider has accepted. sent
// is false if that was only a look at DNS.
func (m *Machine) refreshed(now time.Time, job Job, sent bool) {
	term := m.Policy.Refresh
	if term == 0 || job.Task != Update || job.Query && !sent {
		return
	}
	if m.Rand != nil && term >= 10 {
		term += time.Duration(m.Rand.Int64N(int64(term / 10)))
	}
	m.refreshAt = now.Add(term)
}

// boundRefresh corrects a term that began under another rule.
func (m *Machine) boundRefresh(now time.Time) {
	term := m.Policy.Refresh
	if limit := now.Add(term + term/10); term == 0 {
		m.refreshAt = time.Time{}
	} else if m.refreshAt.After(limit) {
		m.refreshAt = limit
	}
}
