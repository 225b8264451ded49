// SPDX-License-Identifier: GPL-2.0-or-later

package updater

// quiet says whether a new image of this process would know all that we know:
// nothing runs, nothing is planned but a question that can be planned again,
// and the state files hold the rest.
func (l *Loop) quiet() bool {
	for _, a := range l.Accounts {
		_, planned := a.Machine.Due()
		if !a.seen || a.flight != nil || planned || a.unkept != "" ||
			a.Machine.Again || a.Machine.unverified || a.Machine.unsure > 0 || a.Machine.gone {
			return false
		}
		if a.Look != nil && !a.Look.calm(a.Machine) {
			return false
		}
	}
	return true
}

// resume goes on where an earlier image of this process has stopped.
func (l *Loop) resume(a *Account) {
	for _, s := range l.Shown {
		if s.Account != a.Name {
			continue
		}
		a.status, a.told = s, s
		if s.State == Current {
			a.Machine.last = Outcome{Kind: Confirmed, Text: s.Text}
		}
	}
}
