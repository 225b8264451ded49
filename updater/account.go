// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"math"
	"net/netip"
	"time"
)

// Account is one account of the configuration with its Machine.
type Account struct {
	Config
	Machine *Machine

	seen   bool   // the device was looked at
	turn   bool   // it is due, and others are under way
	ipv6   string // for the status
	why    string // why the device holds nothing
	also   netip.Addr
	unkept string  // why the state cannot be kept
	saved  uint32  // the checksum of what the state file holds; 0: nothing
	status Status  // what was shown last
	told   Status  // what was news last
	said   float64 // how long the last line of the log said that it would wait
	flight *flight
}

// describe fills in what the account is doing, and returns when that ends, if
// it does.
func (a *Account) describe(s *Status) (until time.Time) {
	m := a.Machine
	due, wake := m.Due()
	switch {
	case m.job != nil && m.job.Task == Update:
		s.State, s.Text, s.Next = Busy, a.holds(m.job.Want), "sending"
	case m.supposed():
		s.State, s.Text, s.Next, s.Problem = Refused, "refused: "+m.refusal+"; "+m.remedy, "trying again", true
		if m.wonders() {
			return m.guessAt
		}
		return latest(m.guessAt, due)
	case m.Refused():
		s.State, s.Text, s.Next, s.Problem = Refused, "refused: "+m.refusal, m.remedy, true
	case a.Look != nil && a.Look.lacks():
		return a.Look.describe(s)
	case !m.want.HasAddress():
		s.State, s.Text, s.Next = NoAddress, m.why, "nothing to publish"
	case m.want == m.held && !m.unverified:
		s.State, s.Text = Current, a.confirmed()
	case m.want == m.held:
		s.State, s.Text, s.Next = Doubtful, a.accepted(), "asking DNS"
		if !wake && m.job == nil {
			s.Next, s.Problem = "nothing is sent again", true
		}
		return due
	default:
		a.describeWait(s, due)
		return due
	}
	return time.Time{}
}

// describeWait fills in why the update that is due waits until then.
func (a *Account) describeWait(s *Status, due time.Time) {
	m := a.Machine
	s.State, s.Text, s.Next = Waiting, a.holds(m.want), "sending"
	if m.gone {
		s.Text += "; the old record is deleted and the new one not added"
	}
	switch {
	case m.other > 1 && m.last.Other:
		s.Text, s.Next, s.Problem = m.last.Text, "comparing with DNS", true
	case !due.After(m.settled):
		s.State = Settling
		if m.checks() {
			s.Next = "comparing with DNS"
		}
	case due.Equal(m.retryAt), m.unsure > 0:
		s.Text, s.Next, s.Problem = a.trouble(), "trying again", true
	case due.Equal(m.holdTill):
		s.Text += "; the provider asked for a pause"
	default:
		s.Text += "; the provider allows one update in " + Span(m.Policy.MinGap.Seconds())
	}
}

// accepted says why an accepted record is not confirmed.
func (a *Account) accepted() string {
	text := "the provider took " + a.Machine.held.IPv4.String() + " and said neither yes nor no"
	if a.Machine.last.Text != "" {
		text = a.Machine.last.Text
	}
	return text
}

// trouble says why the last job has to be done again.
func (a *Account) trouble() string {
	if a.Machine.last.Text == "" {
		return "an update may have arrived before dynwan was stopped"
	}
	return a.Machine.last.Text
}

// holds says what the line holds.
func (a *Account) holds(r Record) string {
	if a.Look != nil {
		return r.IPv4.String() + ", as " + a.Look.Server + " sees " + a.Device
	}
	return r.IPv4.String() + " on " + a.Device
}

// confirmed says how the wanted record is known to be held.
func (a *Account) confirmed() string {
	if a.Machine.last.Kind == Confirmed && a.Machine.last.Text != "" {
		return a.Machine.last.Text
	}
	return "confirmed " + a.Machine.held.IPv4.String()
}

// show returns the status of the account now.
func (a *Account) show(now time.Time) Status {
	seconds := func(t time.Time) float64 {
		if t.IsZero() {
			return 0
		}
		return math.Round(float64(t.UnixNano())/1e6) / 1000
	}
	m := a.Machine
	s := Status{
		Account: a.Name, Provider: a.Provider, Hostname: a.Hostname, Device: a.Device,
		IPv6: a.ipv6, Answer: m.answer, Notice: m.notice, Asked: seconds(m.arrived), Memory: a.unkept,
		Since: a.status.Since,
	}
	if m.want.HasAddress() {
		s.Address = m.want.IPv4.String()
	}
	if m.held.HasAddress() && !m.unverified {
		s.Confirmed = m.held.IPv4.String()
	}
	if a.Look != nil {
		s.Memory = cmp.Or(a.unkept, a.Look.unkept)
		s.Check = a.Look.tell(&s)
	} else if a.also.IsValid() {
		s.Check = a.Device + " has " + a.also.String() + " too; prefer says which one is published"
	}
	s.Until = seconds(a.describe(&s))
	if a.turn && s.Next != "" {
		s.State, s.Text, s.Until = Waiting, s.Text+"; waiting for its turn", 0
	}
	if s.State != a.status.State {
		s.Since = seconds(now)
	}
	return s
}
