// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"net/netip"
	"time"

	"dynwan/updater/message"
)

// Machine decides for one account when a job is due and what its outcome means.
// It is not safe for concurrent use and never looks at a clock.
type Machine struct {
	// Policy may be that of other Machines too.
	Policy *Policy
	// Login is a digest of all settings of the account, including the password.
	// A refusal lasts until it changes.
	Login string
	// Rand spreads the waits of many routers. Nil means no spreading.
	Rand *rand.Rand
	// Remembered is the address that the provider held before the router was
	// started, if that is known.
	Remembered netip.Addr
	// Tally counts the requests of the login; nil if there is no limit.
	Tally *Tally
	// Beside is when the last request for a record that the provider counts
	// together with this one was over; zero if there was none.
	Beside time.Time

	want Record          // what the line holds of what is published, with the settings of this account
	why  message.Message // why it holds nothing

	memory // what is kept across a restart of the process

	differs time.Time // since when held does not cover want; zero while it does
	settled time.Time // when the present want will have held still long enough
	retryAt time.Time // not before: the wait after a job that sent nothing
	tries   int       // jobs in a row that could not send anything
	away    int       // jobs in a row that the provider did not accept
	blind   time.Time // since when nobody can say what the name holds; zero: somebody can
	last    ended     // how the last job did
	job     *Job      // the job that runs
	prior   *memory   // what was known before that job sent something
	// Again tries once more in spite of a refusal, because the user asks.
	Again    bool
	anyway   bool       // the next job need not know
	aged     bool       // the next job need not wait for a cache
	rerouted bool       // a default route has come since that job began
	routed   *time.Time // when a route last ended a wait; nil: none did
}

// Observe tells the Machine what the line holds now, or why it holds nothing.
func (m *Machine) Observe(now time.Time, want Record, why message.Message) {
	m.why = why
	if want == m.want {
		return
	}
	m.want = want
	if !now.Before(m.settled) {
		m.differs = time.Time{} // the last address had settled; a new change begins
	}
	m.settled = now.Add(m.Policy.Settle)
	// A change on the line may mean that the network is reachable again, and a
	// new address does not inherit the waits of the old one.
	m.unwait()
	if m.guessed() {
		m.verified = 0
		m.verifyNext(now) // what was refused may be there, and wanted now
	}
	if want.HasAddress() && !m.tried.Covers(want) {
		m.resendAt, m.unsure = time.Time{}, 0
	}
	m.compare(now)
}

// compare records since when held does not cover want.
func (m *Machine) compare(now time.Time) {
	switch {
	case !m.want.HasAddress() || m.held.Covers(m.want):
		m.differs = time.Time{}
	case m.differs.IsZero():
		m.differs = now
	}
}

// Due returns when Begin should be called. The second value is false while
// there is nothing to do until Observe or Finish is called.
func (m *Machine) Due() (time.Time, bool) {
	switch {
	case m.job != nil || !m.want.HasAddress() || m.stopped():
		return time.Time{}, false
	case m.queriesGuess():
		return m.verifyAt, true
	case m.held.Covers(m.want) && !m.insists():
		if at, ok := m.refreshDue(); ok && m.refreshes() {
			return at, true
		}
		at := m.checkDue()
		return at, !at.IsZero()
	}
	at := m.settled
	if limit := m.differs.Add(m.Policy.MaxHold); limit.Before(at) || m.expects() {
		at = limit
	}
	if m.guessed() {
		at = latest(at, m.guessAt)
	}
	return latest(at, m.allowed()), true
}

// checkDue returns when DNS is asked about what the provider holds, zero: not at
// all.
func (m *Machine) checkDue() time.Time {
	if m.unverified {
		return m.verifyAt
	}
	return m.recheckAt
}

// allowed returns when the waits and the provider's rules allow a request.
func (m *Machine) allowed() time.Time {
	free, _ := m.Tally.free()
	return latest(m.retryAt, m.resendAt, m.holdTill, m.gapEnd(), free)
}

// expects says that the line has one family of two and will soon have the other:
// the provider held both, or it is not known what it holds. A redial brings them
// seconds apart, and the provider's gap is minutes.
func (m *Machine) expects() bool {
	missing := m.want.IPv4.IsValid() != m.want.IPv6.IsValid()
	had := m.held == (Record{}) || m.held.IPv4.IsValid() && m.held.IPv6.IsValid()
	return m.Policy.Both && missing && had
}

// insists says that the user wants an unconfirmed update sent again, if DNS
// does not have it.
func (m *Machine) insists() bool { return m.Again && m.unverified }

// gapEnd returns when the provider's rule allows the next request.
func (m *Machine) gapEnd() (end time.Time) {
	if !m.arrived.IsZero() {
		end = m.arrived.Add(m.Policy.MinGap)
	}
	if !m.Beside.IsZero() {
		end = latest(end, m.Beside.Add(m.Policy.Gate))
	}
	return end
}

// Refused says whether the provider refused the present settings.
func (m *Machine) Refused() bool {
	return m.refused != "" && m.refused == m.Login && !m.Again
}

// Begin takes the job that is due. Every Begin is followed by one Finish.
func (m *Machine) Begin() Job {
	job := Job{Task: Update, Previous: m.held, Want: m.want}
	strict := m.tried != (Record{}) && !m.tried.Covers(m.want)
	switch {
	case m.queriesGuess():
		job.Task, job.Strict = Verify, strict || m.Policy.NeedsOld
	case m.held.Covers(m.want) && !m.insists() && m.refreshes():
	case m.held.Covers(m.want) && !m.insists():
		// A confirmed record is checked only at the zone's own servers.
		job.Task, job.Strict = Verify, !m.unverified
	case m.canQuery() || m.insists():
		job.Query = true
		job.Anyway, job.Aged = m.anyway || m.tries >= unsettled, m.aged || m.tries >= unsettled
		job.Strict = strict || m.other > 0
		if m.Policy.NeedsOld {
			job.Strict, job.Previous = true, Record{}
			if job.Anyway = job.Anyway && m.Remembered.IsValid(); job.Anyway {
				job.Remembered = m.Remembered
			}
		}
	}
	prior := m.memory
	m.job, m.prior, m.rerouted = &job, &prior, false
	return job
}

// unsettled is after how many tries we assume that name servers will always
// disagree: more than an hour, which is the refresh of the provider's zones.
const unsettled = 24

// canQuery says whether DNS can tell if an update is required: we do not know
// what the provider holds, or not in both families, and no request can have given
// it other settings.
func (m *Machine) canQuery() bool {
	if m.Policy.NoQuery || m.unrefreshed() {
		return false
	}
	if m.Policy.NeedsOld {
		return m.held == (Record{}) || m.unverified
	}
	return m.held.Lacks(m.want) && (m.requested == "" || m.requested == m.want.Settings)
}

// Stale says that the running job is not for what the line holds now, so that it
// should not send if it has not yet: an address has gone, or one has come that can
// go along. Once it sends, one that has come no longer matters.
func (m *Machine) Stale() bool {
	return m.job != nil && m.job.Want != m.want && !(m.inFlight && m.want.Covers(m.job.Want))
}

// Sending records that the running job is about to send. Should the process die
// before Finish, its memory says that the update may have arrived.
func (m *Machine) Sending(now time.Time) {
	m.suspect(*m.job)
	m.arrived, m.inFlight = now, true
	m.Tally.count(now)
}

// Halfway records that the running job has deleted the old record and is about
// to add the new one.
func (m *Machine) Halfway() { m.gone = true }

// doubt forgets what the provider holds: a request for r may have arrived.
func (m *Machine) doubt(r Record) {
	// After two requests in a row with the same settings we assume that the
	// provider has these, if it has received either.
	if m.requested != "" && m.requested != r.Settings && m.tried.Settings != r.Settings {
		m.requested = mixed
	} else {
		m.requested = r.Settings
	}
	m.held, m.unverified, m.tried = Record{}, false, r
}

// undoubt takes back what Sending forgot: the update certainly changed nothing.
func (m *Machine) undoubt() {
	m.held, m.unverified = m.prior.held, m.prior.unverified
	m.requested, m.tried, m.refreshAt = m.prior.requested, m.prior.tried, m.prior.refreshAt
}
