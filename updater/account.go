// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"math"
	"net/netip"
	"time"

	"dynwan/updater/message"
)

// Account is one account of the configuration with its Machine.
type Account struct {
	*Config
	Machine *Machine

	choice     *choice         // of its lines; nil: it has one
	seen       bool            // what it publishes has been read
	turn       bool            // it is due, but waits while others are under way
	begun      bool            // a job began, and nobody has shown that
	line, lan  *Observation    // what its device and that of its Host offer; of an account with a Host alone
	holding    *Record         // what it holds, with the address of the Host in it; of an account with Probes alone
	ipv6       message.Message // the public IPv6 address of the device, or why there is none
	why        message.Message // why the device has no IPv4 address to publish
	also       string          // another usable address of the device, "" for none
	unkept     message.Message // why the state cannot be kept
	saved      uint32          // the checksum of what the state file holds; 0: nothing
	status     *Status         // what was shown last
	logged     *Status         // what was logged last, mostly the same one: neither is changed
	loggedWait float64         // the wait that the last line of the log named
	flight     *flight

	confirmedAt time.Time // what it shows of its past
	requests    int
	refusals    Refusals
}

// describe fills in what the account is doing, and returns when that ends, if
// known.
func (a *Account) describe(s *Status) (until time.Time) {
	m := a.Machine
	due, _ := m.Due()
	switch {
	case m.job != nil && m.job.Task == Update:
		s.State, s.Text, s.Next = Busy, a.holds(m.job.Want), message.New(message.Sending)
	case m.guessed():
		s.State, s.Text, s.Next, s.Problem = Refused, message.New(message.Both, message.New(message.Refused, m.refusal), m.remedy), message.New(message.TryingAgain), true
		if m.queriesGuess() {
			return m.guessAt
		}
		return latest(m.guessAt, due)
	case m.Refused():
		s.State, s.Text, s.Next, s.Problem = Refused, message.New(message.Refused, m.refusal), m.remedy, true
	case a.probing() != nil:
		return a.probing().describe(s)
	case !m.want.HasAddress():
		s.State, s.Text, s.Next = NoAddress, m.why, message.New(message.NothingToPublish)
	case m.held.Covers(m.want) && !m.unverified:
		s.State, s.Text = Current, a.confirmed()
		return a.describeRefresh(s)
	case m.held.Covers(m.want):
		s.State, s.Text, s.Next = Doubtful, a.accepted(), message.New(message.AskingDNS)
		if m.verifyAt.IsZero() && m.job == nil {
			s.Next, s.Problem = message.New(message.NothingSentAgain), true
			return a.describeRefresh(s)
		}
		return due
	default:
		a.describeWait(s, due)
		return due
	}
	return time.Time{}
}

// describeRefresh fills in when the same is sent once more, if it is, and what
// holds that up.
func (a *Account) describeRefresh(s *Status) (until time.Time) {
	m := a.Machine
	until, ok := m.refreshDue()
	switch {
	case !ok:
		return time.Time{}
	case m.unsure > 0 || !m.retryAt.IsZero():
		s.State, s.Text, s.Next, s.Problem = Waiting, a.trouble(), message.New(message.TryingAgain), true
	default:
		s.Next = message.New(message.Refreshing)
	}
	return until
}

// describeWait fills in why the update that is due waits until then.
func (a *Account) describeWait(s *Status, due time.Time) {
	m := a.Machine
	s.State, s.Text, s.Next = Waiting, a.holds(m.want), message.New(message.Sending)
	if m.gone {
		s.Text = message.And(s.Text, message.New(message.OldDeleted))
	}
	switch {
	case m.other > 1 && m.last.other:
		s.Text, s.Problem = m.last.text, true
		if m.canQuery() {
			s.Next = message.New(message.Comparing)
		}
	case !due.After(m.settled):
		s.State = Settling
		if m.canQuery() {
			s.Next = message.New(message.Comparing)
		}
	case m.expects() && due.Equal(m.differs.Add(m.Policy.MaxHold)):
		s.State, s.Text = Settling, message.And(s.Text, a.missing())
	case due.Equal(m.retryAt), m.unsure > 0:
		s.Text, s.Next, s.Problem = a.trouble(), message.New(message.TryingAgain), true
	case due.Equal(m.holdTill):
		s.Text = message.And(s.Text, message.New(message.Pause))
	case due.After(m.gapEnd()):
		_, by := m.Tally.free()
		s.Text = message.And(s.Text, message.New(message.UpdatesIn, by.N, Span(by.Per.Seconds())))
	default:
		gap := m.Policy.MinGap
		if due.Equal(m.Beside.Add(m.Policy.Gate)) {
			gap = m.Policy.Gate
		}
		s.Text = message.And(s.Text, message.New(message.OneUpdateIn, Span(gap.Seconds())))
	}
}

// accepted says why an accepted record is not confirmed.
func (a *Account) accepted() message.Message {
	return cmp.Or(a.Machine.last.text, message.New(message.Took, a.Machine.held.Addresses()))
}

// trouble says why the last job has to be done again.
func (a *Account) trouble() message.Message {
	return cmp.Or(a.Machine.last.text, message.New(message.MayHaveArrivedBefore))
}

// holds says which addresses the line holds.
func (a *Account) holds(r Record) message.Message {
	line := r
	if a.Host != nil {
		line.IPv6 = netip.Addr{} // it is the host's
	}
	text := message.New(message.OnDevice, line.Addresses(), a.Device)
	if len(a.Probes) > 0 {
		text = message.New(message.SeenBy, line.Addresses(), a.Probes[0].Server, a.Device)
	}
	if line == r {
		return text
	}
	behind := message.New(message.BehindDevice, r.IPv6, cmp.Or(a.Host.Device, a.Device))
	if !line.HasAddress() {
		return behind
	}
	return message.New(message.List, text, behind)
}

// confirmed says how the wanted record was confirmed.
func (a *Account) confirmed() (text message.Message) {
	m := a.Machine
	if a.NoQuery {
		defer func() {
			if !text.Has(message.DNSCannotTell) { // it may be what an earlier image showed
				text = message.And(text, message.New(message.DNSCannotTell))
			}
		}()
	}
	if m.want == m.held && m.last.kind == Confirmed && m.last.text != "" {
		return m.last.text
	}
	return message.New(message.Confirmed, cmp.Or(m.want, m.held).Addresses()) // not an address that has gone
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
		Name: a.Name, Hostname: a.Hostname, Family: a.family(), Device: a.Device,
		Address: m.want.Addresses(), Answer: m.answer, Asked: seconds(m.arrived),
		ConfirmedAt: seconds(a.confirmedAt), Requests: a.requests, Refusals: a.refusals,
		About: About{Account: cmp.Or(a.Account, a.Name), Provider: a.Provider, Notice: m.notice, Memory: a.unkept},
	}
	if !m.unverified {
		s.Confirmed = a.publishes(m.held).Addresses()
	}
	if !a.IPv6 && !a.Apart {
		s.IPv6 = a.ipv6
	}
	if a.Tally != nil {
		s.Memory = cmp.Or(a.unkept, a.Tally.unkept)
	}
	waits := a.probing() != nil // what it will find is told together with the rest
	for _, k := range a.Probes {
		if s.Memory = cmp.Or(s.Memory, k.unkept); !waits {
			s.Probe = message.And(s.Probe, k.tell(&s))
		}
	}
	if len(a.Probes) == 0 && a.also != "" {
		s.Probe = message.New(message.Also, a.Device, a.also)
	}
	if s.Until = seconds(a.describe(&s)); s.State != Settling && !waits {
		s.Probe = message.And(s.Probe, a.missing()) // often it comes a moment later
	}
	s.Probe = message.And(s.Probe, a.instead())
	if a.turn && s.Next != "" {
		s.State, s.Text, s.Until = Waiting, message.And(s.Text, message.New(message.WaitingForTurn)), 0
	}
	if s.Since = seconds(now); a.status != nil && s.State == a.status.State {
		s.Since = a.status.Since
	}
	return s
}
