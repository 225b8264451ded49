// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// idle says whether a new image of this process would know all that this one
// knows: nothing runs, nothing is planned except queries and probes that the
// state contains or that can be planned again, and the state files hold the
// rest.
func (l *Loop) idle() bool {
	for _, a := range l.Accounts {
		if !a.seen || a.flight != nil || a.Machine.planned() || a.unkept != "" ||
			a.Tally != nil && a.Tally.unkept != "" || a.Machine.Again || a.Machine.unsure > 0 || a.Machine.gone {
			return false
		}
		if a.choice != nil && !a.choice.again.IsZero() {
			return false
		}
		for _, k := range a.Probes {
			if !k.idle(a.Machine.stopped()) {
				return false
			}
		}
	}
	return true
}

// showAgain takes over what an earlier image of this process showed.
func (l *Loop) showAgain(a *Account) {
	for i := range l.Shown {
		s := &l.Shown[i]
		if s.Name != a.Name {
			continue
		}
		if a.choice != nil {
			a.choice.goOn(s.Device)
		}
		a.requests, a.refusals = s.Requests, s.Refusals
		if s.ConfirmedAt > 0 {
			a.confirmedAt = time.Unix(0, int64(s.ConfirmedAt*1e9))
		}
		a.status, a.logged, a.loggedWait = s, s, s.Until-l.Store.Boot().Seconds()
		switch {
		case s.State == Current && s.Address == s.Confirmed: // else the text names one that has gone
			a.Machine.last = ended{kind: Confirmed, text: s.Text}
		case s.State == Doubtful:
			a.Machine.last = ended{kind: Unverified, text: s.Text}
		}
	}
}
