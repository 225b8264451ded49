// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"slices"

	"dynwan/updater/message"
)

// shareTallies gives accounts that the provider counts together the same Tally.
func (l *Loop) shareTallies() {
	for i, a := range l.Accounts {
		if a.Tally == nil {
			continue
		}
		first := slices.IndexFunc(l.Accounts[:i], func(b *Account) bool { return b.Tally != nil && b.Tally.Key == a.Tally.Key })
		if first >= 0 {
			a.Tally = l.Accounts[first].Tally
			a.Machine.Tally = a.Tally
		}
	}
}

// counting does what changes the Tally of an account while no other process can,
// and saves it. It returns false, and has done nothing, if another process counts
// at this very moment.
func (l *Loop) counting(a *Account, do func()) bool {
	if a.Tally == nil {
		do()
		return true
	}
	lock, err := l.Store.lock(a.Tally.file())
	if err == errBusy {
		return false
	}
	defer lock.Close() // none without a directory, where there is no other process either
	l.loadTally(a.Tally)
	do()
	l.saveTally(a.Tally)
	return true
}

// sends counts the request that is about to be sent, unless another process has
// just used up what the limits allow.
func (l *Loop) sends(a *Account) (ok bool) {
	now := l.Store.Now()
	l.counting(a, func() {
		free, _ := a.Tally.free()
		if ok = !free.After(now); ok {
			a.Machine.Sending(now)
		}
	})
	return ok
}

// saveTally writes the state file, before a request is sent and after: one that
// is killed counts as well.
func (l *Loop) saveTally(t *Tally) {
	if t == nil || len(t.sent) == 0 {
		return
	}
	sum, err := l.Store.write(t.file(), t.fields())
	if t.saved, t.unkept = sum, ""; err != nil {
		// Here an outdated file is better than none: it knows of some requests.
		t.saved, t.unkept = 0, message.New(message.AfterRestart, message.Of(err))
	}
}

// loadTally takes over what another process has counted.
func (l *Loop) loadTally(t *Tally) {
	if t == nil {
		return
	}
	now, read := l.Store.Now(), Tally{Limits: t.Limits}
	sum, err := l.Store.read(t.file(), read.fields())
	switch {
	case err != nil:
		if t.unkept = message.Of(err); len(t.sent) > 0 {
			return // what we know is newer
		}
		read.sent = nil
		read.count(now) // a request may just have been sent
	case sum == 0 || sum == t.saved:
		return
	}
	read.bound(now)
	t.sent, t.saved = read.sent, sum
}
