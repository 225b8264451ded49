// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "cmp"

// A provider may count the requests for two records together, such as those for
// the two families of a name. Each has a state file of its own, so the gate
// between them is kept by reading the other one's. They share a lock, so that
// two processes cannot send for both at once.

// lockName names the lock that is held while a request is under way.
func (c Config) lockName() string { return min(c.Key, cmp.Or(c.Beside, c.Key)) }

// readBeside learns when the last request for the record beside was over. What
// another process sent is in the file, and what could not be saved is not.
func (l *Loop) readBeside(a *Account) {
	if a.Beside == "" {
		return
	}
	m, _, _ := l.Store.load(a.Beside) // of a damaged file: a request may just have been sent
	at := earlier(m.arrived, l.Store.Now())
	for _, b := range l.Accounts {
		if b.Key == a.Beside {
			at = latest(at, b.Machine.arrived)
		}
	}
	a.Machine.Beside = at
}

// tellBeside tells the record beside that a request was sent.
func (l *Loop) tellBeside(a *Account) {
	for _, b := range l.Accounts {
		if a.Beside != "" && b.Key == a.Beside {
			b.Machine.Beside, b.begun = a.Machine.arrived, true // show it
		}
	}
}
