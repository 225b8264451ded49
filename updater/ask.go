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
	now := time.Now()
	if !asks {
		a.Machine.Finish(now, o)
		return
	}
	for _, b := range l.listeners(a) {
		b.Look.finish(now, b.Machine, o)
		b.sighted(now)
		if b != a {
			l.keep(b)
		}
	}
}

// forgetSight writes down that what the server saw is over, so that nobody who
// begins after us believes it. If another process has the account, or a sender
// of ours, the end of that brings us here again.
func (l *Loop) forgetSight(a *Account) {
	if a.Look == nil || !a.Look.unsaved || a.flight != nil {
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
		b.Machine.sight.asked = time.Now()
		l.keep(b)
	}
}
