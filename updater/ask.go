// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// take takes the job that is due, for the Machine or for the Looks that have
// the same question.
func (l *Loop) take(a *Account, asks bool) Job {
	if !asks {
		return a.Machine.Begin()
	}
	for _, b := range l.listeners(a) {
		b.Look.begin()
	}
	return Job{Task: Ask}
}

// finish tells how it ended.
func (l *Loop) finish(a *Account, asks bool, o Outcome) {
	now := l.Store.Now()
	if !asks {
		a.Machine.Finish(now, o)
		return
	}
	for _, b := range l.listeners(a) {
		b.Look.finish(now, b.Machine, o)
		b.sighted(now)
		if b != a { // whose state is written when its job is over
			b.Look.unsaved = true
			l.keepSight(b)
		}
	}
}

// abandon takes back a job that has sent nothing.
func (l *Loop) abandon(a *Account) {
	if !a.flight.asks {
		a.Machine.job = nil
		return
	}
	for _, b := range l.listeners(a) {
		b.Look.asking = false
	}
}

// keepSight writes down what the server saw, or that it is over, so that nobody
// who begins after us asks too soon or believes too much. If another process
// has the account, the end of that brings us here again; if a sender of ours
// has it, so have we.
func (l *Loop) keepSight(a *Account) {
	switch {
	case a.Look == nil || !a.Look.unsaved:
		return
	case a.flight != nil:
		l.keep(a)
		return
	}
	lock, err := l.Store.lock(a.Key)
	if err == errBusy {
		return
	}
	defer lock.Close()
	l.recall(a)
	l.keep(a)
}

// resight takes what a state file has made of what we knew, unless we know
// better: a question of a twin whose answer was not written here yet.
func (l *Loop) resight(a *Account, ours sight) {
	newer := ours.asked.Sub(a.Machine.sight.asked)
	if newer > time.Second || a.Look.unsaved && newer > -time.Second { // more than clocks differ
		a.Machine.sight, a.Look.unsaved = ours, true
	}
	a.sighted(l.Store.Now())
	l.share(a)
}

// share gives the accounts with the same question what one of them has learned.
func (l *Loop) share(a *Account) {
	if a.Machine.sight.key != a.Look.Key {
		return // it is about another question
	}
	for _, b := range l.listeners(a) {
		theirs := b.Machine.sight
		if theirs.key == a.Look.Key && a.Machine.sight.asked.Sub(theirs.asked) < time.Second {
			continue
		}
		b.Machine.sight, b.Look.unsaved = a.Machine.sight, true
		if b.seen {
			b.sighted(l.Store.Now())
		}
	}
}

// listeners are the accounts that the answer to a question of one is for, with
// that one: those that would ask the same about the same device.
func (l *Loop) listeners(a *Account) []*Account {
	var list []*Account
	for _, b := range l.Accounts {
		if b.Look != nil && b.Look.Key == a.Look.Key {
			list = append(list, b)
		}
	}
	return list
}

// asked notes that a question is about to be sent.
func (l *Loop) asked(a *Account) {
	for _, b := range l.listeners(a) {
		b.Machine.sight.asked, b.Look.unsaved = l.Store.Now(), true
		l.keepSight(b)
	}
}
