// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"time"

	"dynwan/updater/message"
)

// describe fills in what is done to learn the address, and returns when that
// ends, if known.
func (k *ProbeSource) describe(s *Status) (until time.Time) {
	due, _ := k.due()
	s.State, s.Text, s.Next = Settling, message.New(message.OnDevice, k.line, s.Device), message.New(message.AskingServer, k.Server)
	switch {
	case k.asking:
		s.State = Busy
	case k.last.Text != "":
		s.State, s.Text, s.Next, s.Problem = Waiting, k.last.Text, message.New(message.AskingAgain), true
	case due.After(k.settled):
		s.State = Waiting
		s.Text = message.And(s.Text, message.New(message.AsksRarely, Span(k.Least.Seconds())))
	}
	return due
}

// tell says what the server saw, if that is not what the line holds, and what
// prevents the next probe.
func (k *ProbeSource) tell(s *Status) message.Message {
	if !k.knows() {
		return ""
	}
	var behind, again message.Message
	if k.found != k.line {
		behind = message.New(message.BehindNAT, s.Device, k.line, k.Server, k.found)
	}
	if k.last.Text != "" {
		again = message.New(message.CannotAskAgain, k.last.Text)
	}
	return message.And(behind, again)
}
