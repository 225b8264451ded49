// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"time"

	"dynwan/updater/message"
)

// Sender does one job and returns how it ended. It calls permit when everything
// is ready and nothing has been sent, and may send only if that returns true.
// If the update is a delete and an add it calls permit once more between the
// two, and may add only if that returns true too. When withdrawn is closed the
// job is no longer needed: before the permit it gives up, afterwards it waits a
// moment for the answer. When ctx ends it returns at once.
type Sender func(ctx context.Context, job Job, withdrawn <-chan struct{}, permit func() bool) Outcome

// flight is a job under way.
type flight struct {
	withdraw  chan struct{} // closed when the job is no longer needed
	lock      lock
	withdrawn bool         // the line has another address by now
	probe     *ProbeSource // it asks a server for the address; nil: it is the Machine's
	device    string       // by which it leaves
}

// event comes from a sender: it asks for a permit, or it has ended.
type event struct {
	account *Account
	permit  chan<- bool // not nil: the sender asks for a permit
	outcome Outcome
}

// stopGrace is how long a stopping Loop waits for its senders.
const stopGrace = 700 * time.Millisecond

// begin starts the job that is due, unless another process has just done it.
func (l *Loop) begin(ctx context.Context, a *Account) {
	now, name := l.Store.Now(), a.lockName()
	asks := a.asks(now)
	if asks != nil {
		name = asks.file()
	}
	lock, err := l.Store.lock(name)
	if err == errBusy {
		a.job(asks)
		l.finish(a, asks, Outcome{Kind: Unsent, Text: message.Of(err)})
		return
	}
	// Without a directory for the lock there is no other process, or no way to
	// exclude it.
	if asks != nil {
		l.loadProbe(asks)
	} else {
		l.reload(a)
	}
	if at, ok := a.due(); !ok || at.After(now) || a.asks(now) != asks {
		lock.Close()
		return
	}
	job := a.job(asks)
	job.Account, job.Config, job.Device = a.Name, a.Digest, a.Device
	if asks == nil {
		job.Limit = a.Limit
	}
	f := &flight{withdraw: make(chan struct{}), lock: lock, probe: asks, device: a.Device}
	a.flight = f
	go func() {
		outcome := l.Send(ctx, job, f.withdraw, func() bool {
			permit := make(chan bool, 1)
			l.post(event{account: a, permit: permit})
			select {
			case ok := <-permit:
				return ok
			case <-l.done:
				return false
			}
		})
		l.post(event{account: a, outcome: outcome})
	}()
}

// job takes the job that is due, from the Machine or from a ProbeSource.
func (a *Account) job(asks *ProbeSource) Job {
	if asks == nil {
		return a.Machine.Begin()
	}
	asks.begin()
	return Job{Task: Probe, Want: asks.record(asks.line)}
}

// finish passes on how the job ended.
func (l *Loop) finish(a *Account, asks *ProbeSource, o Outcome) {
	if asks == nil {
		a.count(l.Store.Now(), o)
		a.Machine.Finish(l.Store.Now(), o)
		l.share(a, o)
		return
	}
	asks.finish(l.Store.Now(), o)
	l.learn(asks)
}

// share stops the other records of an account whose login was refused: each of
// them would be refused too, and after a guess they try again together.
func (l *Loop) share(a *Account, o Outcome) {
	if o.Kind != Rejected || !o.OfAccount {
		return
	}
	for _, b := range l.Accounts {
		if b == a || !b.sameLogin(a) {
			continue
		}
		m := b.Machine
		m.refused, m.refusal, m.remedy = m.Login, o.Text, o.Remedy
		m.guessAt, m.guesses, m.verifyAt = a.Machine.guessAt, a.Machine.guesses, time.Time{}
		l.save(b)
		b.begun = true // show it
	}
}

// abandon takes back a job that has sent nothing.
func (a *Account) abandon() {
	if k := a.flight.probe; k != nil {
		k.asking = false
	} else {
		a.Machine.job = nil
	}
}

// post hands an event to the loop, if it still runs.
func (l *Loop) post(e event) {
	select {
	case l.events <- e:
	case <-l.done:
	}
}

// permit says whether a sender that asks may still send. Before it says yes,
// the state file says that the request may have been sent.
func (l *Loop) permit(a *Account, sending bool) bool {
	ok := sending && !a.flight.withdrawn && !a.stale()
	k := a.flight.probe
	switch {
	case k != nil:
		if ok {
			k.asked, k.unsaved = l.Store.Now(), true
			l.saveProbe(k)
		}
		return ok
	case a.Machine.inFlight:
		// Half is done. The other half follows even for an address that has
		// gone meanwhile: a wrong record is better than none.
		a.Machine.Halfway()
		ok = sending
	case ok && a.Machine.job.Task == Update:
		if !l.sends(a) {
			return false
		}
	default:
		return false
	}
	l.save(a)
	return ok
}

// handle handles an event of a sender. sending says whether a sender that asks
// may still send.
func (l *Loop) handle(e event, sending bool) {
	a := e.account
	if e.permit != nil {
		e.permit <- l.permit(a, sending)
		return
	}
	if a.Machine.inFlight && a.flight.probe == nil && e.outcome.Kind == Unsent {
		// It was allowed to send, so it cannot take that back.
		e.outcome.Kind, e.outcome.Sent = Unsure, true
	}
	finish := func() { l.finish(a, a.flight.probe, e.outcome) }
	switch {
	case !sending && e.outcome.Kind == Unsent:
		a.abandon() // because we stop: not worth a message
	case a.flight.probe != nil || !a.Machine.inFlight || !l.counting(a, finish):
		finish()
	}
	if a.flight.probe == nil {
		l.save(a)
		l.tellBeside(a)
		a.saveAddress()
	}
	a.flight.lock.Close()
	a.flight = nil
}

// stop waits for the senders, which were told to end.
func (l *Loop) stop() {
	timeout := time.After(stopGrace)
	for l.flying() > 0 {
		select {
		case e := <-l.events:
			l.handle(e, false)
		case <-timeout:
			return // the state files say that an update may have arrived
		}
	}
}

// flying returns how many senders are at work.
func (l *Loop) flying() (n int) {
	for _, a := range l.Accounts {
		if a.flight != nil {
			n++
		}
	}
	return n
}
