// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// describe fills in what is done to learn the address, and returns when that
// ends, if it does.
func (k *Look) describe(s *Status) (until time.Time) {
	due, _ := k.due()
	s.State, s.Text, s.Next = Settling, k.line.String()+" on "+s.Device, "asking "+k.Server+" which address it sees"
	switch {
	case k.asking:
		s.State = Busy
	case k.last.Text != "":
		s.State, s.Text, s.Next, s.Problem = Waiting, k.last.Text, "asking again", true
	case due.After(k.settled):
		s.State = Waiting
		s.Text += "; the server may be asked once in " + Span(k.Least.Seconds())
	}
	return due
}

// tell says what the server saw, if that is not what the line holds, and what
// hinders the next question.
func (k *Look) tell(s *Status) string {
	if !k.knows() {
		return ""
	}
	text := ""
	if k.found != k.line {
		text = "behind NAT: " + s.Device + " holds " + k.line.String() + ", " + k.Server + " sees " + k.found.String()
	}
	if k.last.Text != "" {
		if text != "" {
			text += "; "
		}
		text += "cannot ask again: " + k.last.Text
	}
	return text
}
