// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "dynwan/updater/message"

// reloadIdle reloads the state files of all accounts without a running job.
func (l *Loop) reloadIdle() {
	for _, a := range l.Accounts {
		if a.saved != 0 && l.Store.gone(a.Key+stateFile) {
			l.save(a) // a later process has to know of our requests
			l.saveTally(a.Tally)
		}
		if a.flight == nil {
			l.reload(a)
		}
	}
	for _, k := range l.probes {
		if k.saved != 0 && l.Store.gone(k.file()) {
			k.saved, k.unsaved = 0, true
		}
		if !k.asking {
			l.loadProbe(k)
		}
	}
	if l.Reread != nil {
		l.Reread()
	}
}

// save writes the memory of an account to its state file.
func (l *Loop) save(a *Account) {
	sum, err := l.Store.save(a.Key, a.Name, a.Machine.memory)
	if err == nil {
		a.saved, a.unkept = sum, ""
		return
	}
	a.unkept = message.New(message.AfterRestart, message.Of(err))
	// An outdated file is worse than none.
	if l.Store.forget(a.Key+stateFile) == nil {
		a.saved = 0
	}
}

// load takes over what an earlier process has left, if we could have
// written it ourselves: in a directory that cannot be written, it may be
// outdated.
func (l *Loop) load(a *Account) {
	l.reload(a)
	if a.Machine.reverify(l.Store.Now()); a.saved == 0 {
		return
	}
	lock, err := l.Store.lock(a.lockName())
	if err == errBusy {
		return // another process sends, and saves how that ends
	}
	defer lock.Close()
	l.counting(a, func() {}) // a request that was under way is over
	if l.save(a); a.unkept != "" {
		a.Machine.load(l.Store.Now(), ignorance(l.Store.Now()))
	}
}

// reload takes over what the state file holds, unless we wrote it: at the
// start, and after a command of the user.
func (l *Loop) reload(a *Account) {
	l.loadTally(a.Tally)
	l.readBeside(a)
	saved, sum, err := l.Store.load(a.Key)
	switch {
	case err != nil:
		a.unkept = message.Of(err)
		if a.saved != 0 || a.seen {
			return // what we know is newer
		}
	case sum == 0 || sum == a.saved:
		return
	}
	a.Machine.load(l.Store.Now(), saved)
	a.saved = sum
}
