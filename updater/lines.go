// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"time"

	"dynwan/updater/message"
)

// offer is what counts of what a line offers: what would be published of it, or
// the address that a probe asks about. The network of a host in the LAN is no
// line's, unless the account says so.
func (a *Account) offer(o Observation) Record {
	r := a.publishes(o.Record)
	for _, k := range a.Probes {
		if !k.IPv6 {
			r.IPv4 = o.any4()
		}
	}
	if a.Host != nil && !a.Host.ofLine() {
		r.IPv6 = Record{}.IPv6
	}
	return r
}

// rank is what a line is worth to the account.
func (a *Account) rank(o Observation) rank {
	switch {
	case a.offer(o).HasAddress():
		return publishes
	case a.Host == nil || a.Host.ofLine() || o.down() != "":
		return useless
	case o.Record.HasAddress() || o.Hidden.IsValid():
		return speaks
	}
	return carries
}

// choose takes what the line in use offers, after it has chosen which that is.
func (a *Account) choose(now time.Time) {
	if a.choice == nil {
		if a.line != nil {
			a.see(now, *a.line)
		}
		return
	}
	use, since := a.choice.choose(now)
	if use == nil {
		return
	}
	if use.device != a.Device {
		a.Device = use.device
		a.Machine.unwait() // the waits were for the other line
	}
	a.see(since, *use.saw)
}

// useless says why a line is not used, if another one is better.
func (a *Account) useless(o Observation) message.Message {
	switch {
	case a.rank(o) == publishes:
		return ""
	case a.Host != nil && !a.Host.ofLine():
		return o.Why4
	}
	return a.nothing(o.Why4, o.IPv6)
}

// maxWhy is of how many lines it is said why they are not used.
const maxWhy = 3

// unused says why some lines are not used, or were not before: one that has yet
// to hold still may go again, and the log need not tell of each time.
func (a *Account) unused(lines []offered) (text message.Message) {
	for _, l := range lines[:min(len(lines), maxWhy)] {
		text = message.And(text, l.lacks)
	}
	if n := len(lines) - maxWhy; n > 0 {
		text = message.And(text, message.New(message.MoreLines, n))
	}
	return text
}

// instead says why a line is in use that is not the first one.
func (a *Account) instead() message.Message {
	if a.choice == nil || a.choice.used < 1 || a.choice.none() {
		return ""
	}
	if why := a.unused(a.choice.lines[:a.choice.used]); why != "" {
		return message.New(message.LineInUse, a.Device, why)
	}
	return ""
}
