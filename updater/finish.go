// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// Finish tells how the job of the last Begin ended.
func (m *Machine) Finish(now time.Time, o Outcome) {
	if m.Policy.NoQuery && o.Kind == Unverified {
		o.Kind = Confirmed // nobody can say more than the provider
	}
	job, doubted, last := *m.job, m.inFlight, m.last
	m.job, m.last, m.inFlight = nil, o.ended(), false
	if doubted {
		m.Tally.over(m.arrived, now)
	} else if o.Sent {
		m.Tally.count(now)
	}
	if o.Sent || doubted {
		m.arrived, m.answer = now, o.Answer
	}
	if o.Kind != Unsent {
		m.unwait()
		m.Again = false // the user asked for one try
	}
	if o.Notice != "" {
		m.notice = o.Notice
	}
	switch {
	case job.Task == Verify && m.held.Covers(job.Want) && !m.unverified:
		m.last = last // nothing to report unless the record has changed
		m.rechecked(now, o)
	case job.Task == Verify && o.Kind != Confirmed:
		m.notVerified(now, job)
	case o.Kind == Confirmed:
		m.accept(job.Want)
		m.recheckNext(now)
		m.refreshed(now, job, o.Sent || doubted)
	case o.Kind == Unverified:
		m.accept(job.Want)
		m.unverified, m.verified = true, 0
		m.verifyNext(now)
		m.refreshed(now, job, true)
	case o.Kind == Unsent:
		m.unsent(now, job, o)
	case o.Kind == Rejected:
		m.refuse(now, job, o)
	default:
		if !doubted && !o.Sent { // nobody knows, so it counts
			m.Tally.count(now)
		}
		m.unknown(now, job, doubted)
	}
	if o.Deleted && o.Kind != Confirmed && o.Kind != Unverified {
		m.held, m.unverified, m.gone = Record{}, false, true
	}
	if o.Wait > 0 {
		m.holdTill = now.Add(min(o.Wait, m.Policy.MaxWait))
	}
	if job.Want != m.want {
		m.differs = time.Time{} // in a storm of changes a child starts every MaxHold, not for each change
	}
	m.prior = nil
	m.compare(now)
}

// accept records that the provider holds r. What is known of a family that r
// lacks stays so, unless a request or an unclear answer made it doubtful.
func (m *Machine) accept(r Record) {
	if m.unverified {
		m.held = Record{}
	}
	m.held, m.requested, m.unverified, m.gone = m.held.With(r), r.Settings, false, false
	m.unsure, m.resendAt = 0, time.Time{}
	m.refused, m.refusal, m.remedy = "", "", ""
	m.verifyAt, m.guessAt, m.guesses = time.Time{}, time.Time{}, 0
	m.recheckAt, m.other = time.Time{}, 0
}

// notVerified handles a query that did not confirm an accepted update.
func (m *Machine) notVerified(now time.Time, job Job) {
	if m.verifyNext(now); m.Policy.NeedsOld && m.unverified && m.verifyAt.IsZero() {
		m.doubt(job.Want) // a name must not stay without a record: DNS decides what to do
	}
}

// unsent handles a job that changed nothing.
func (m *Machine) unsent(now time.Time, job Job, o Outcome) {
	m.undoubt()
	if job.Want == m.want {
		m.retry(now, job, o)
	}
}

// unknown handles a job whose request may have arrived.
func (m *Machine) unknown(now time.Time, job Job, doubted bool) {
	if !doubted {
		m.suspect(job)
	}
	if !m.guessAt.IsZero() {
		m.refused, m.guessAt = "", time.Time{} // this time it did not say no
	}
	m.arrived = now
	m.resendAt = now.Add(m.draw(step(m.Policy.Resend, m.unsure)))
	m.unsure++
}

// refuse records that the provider refused a job. A guess may be wrong, so DNS is
// asked whether its record is there, and the provider is tried again after a day.
func (m *Machine) refuse(now time.Time, job Job, o Outcome) {
	m.undoubt()
	if m.refused != m.Login || !o.Guess {
		m.guessAt, m.guesses = time.Time{}, 0
	}
	m.refused, m.refusal, m.remedy = m.Login, o.Text, o.Remedy
	if !o.Guess {
		return
	}
	if o.Sent {
		m.suspect(job)
	}
	m.guessAt = now.Add(m.spread(step(m.Policy.Guess, m.guesses)))
	m.guesses++
	m.verified = 0
	m.verifyNext(now)
}
