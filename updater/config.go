// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"math/rand/v2"
	"net/netip"
	"time"

	"dynwan/updater/message"
)

// Config is an account without its secrets, which only the sender knows.
type Config struct {
	// Name is the record in the log, Account the account: its records have one
	// login, and their requests go one after another.
	Name, Account, Provider, Hostname string
	// Device holds the address, and requests leave by it; Prefer says which of
	// its addresses is wanted, and so which observations are for this account.
	// Down says why there is no device, if Device is empty.
	Device, Prefer string
	Down           message.Message
	// Lines are the lines in order of preference, if there are several: Device is
	// the one in use then, the first one before anything is known.
	Lines []Line
	// IPv4 and IPv6 say which families are published; neither means IPv4. Both
	// are set by one request, unless each is a record of its own.
	IPv4, IPv6 bool
	// Apart says that the other family is another record of the account.
	Apart bool
	// NeedsOld and NoQuery are the provider's values for Policy, as is Refresh.
	NeedsOld, NoQuery bool
	// Host is the host whose IPv6 address is published; nil if it is the
	// device's own.
	Host *Host
	// Key names the login at the provider. The state file is named after it, so
	// the gap between requests is kept even if the section is renamed.
	Key string
	// Beside is the Key of a record whose requests the provider counts together
	// with those of this one, "" if there is none; Gate is the time between two.
	Beside string
	Gate   time.Duration
	// Digest is of the whole configuration of the account, Settings of what the
	// provider stores of it, and Login of all that can cause a refusal.
	Digest, Settings, Login string
	// Remember is the file that keeps the confirmed address across a reboot, ""
	// for none. Machine.Remembered is what it held at the start.
	Remember string
	// Limit is how long a sender may take; 0 means the usual time.
	Limit time.Duration
	// These are the account's own values for its Policy. With NoQuery a Recheck
	// asks the provider itself what it holds.
	Settle, MinGap, Recheck time.Duration
	// Probes find the addresses, one for each family, that are not the device's
	// own and not the Host's.
	Probes []*ProbeSource
	// UsualGap is the default of MinGap at the provider, 0 for that of
	// DefaultPolicy: a shorter gap is for a server of the user's own.
	UsualGap time.Duration
	Refresh  time.Duration
	// Tally counts the requests of the login; nil if there is no limit.
	Tally *Tally
}

// NewAccounts returns accounts that know nothing yet. They keep their part of
// the list, whose Device is that of the line in use from then on. The records of
// an account mostly have the same policy, which then is there once. All lie in one
// piece of memory: many small ones are rounded up.
func NewAccounts(list []Config) []*Account {
	all := make([]struct {
		Account
		Machine
	}, len(list))
	accounts := make([]*Account, len(list))
	chance := rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	var last pace
	var policy *Policy
	for i := range list {
		if p := list[i].pace(); p != last || policy == nil {
			last, policy = p, p.policy()
		}
		a, m := &all[i].Account, &all[i].Machine
		a.Config, a.Machine = &list[i], m
		m.Policy, m.Login, m.Tally, m.Rand = policy, a.Login, a.Tally, chance
		a.remembered()
		if a.Lines != nil {
			a.choice = newChoice(a.Lines, a.Settle, policy.MaxHold)
		}
		accounts[i] = a
	}
	return accounts
}

// publishes returns what the account publishes of a record.
func (c Config) publishes(r Record) Record {
	if c.IPv6 && !c.IPv4 {
		r.IPv4 = netip.Addr{}
	}
	if !c.IPv6 {
		r.IPv6 = netip.Addr{}
	}
	return r
}

// family names the one that is published, "" for both.
func (c Config) family() string {
	switch {
	case !c.IPv6:
		return "IPv4"
	case !c.IPv4:
		return "IPv6"
	}
	return ""
}

// pace is what makes the policy of an account.
type pace struct {
	settle, minGap, usualGap, recheck, refresh, gate time.Duration
	needsOld, noQuery, both, probed                  bool
}

func (c *Config) pace() pace {
	return pace{
		c.Settle, c.MinGap, c.UsualGap, c.Recheck, c.Refresh, c.Gate,
		c.NeedsOld, c.NoQuery, c.IPv4 && c.IPv6, len(c.Probes) > 0 && c.Host == nil,
	}
}

// policy returns the waits of an account. A gap shortened for the user's own
// server shortens the waits after unclear answers in proportion.
func (c pace) policy() *Policy {
	p := DefaultPolicy()
	if usual := cmp.Or(c.usualGap, p.MinGap); c.minGap < usual {
		p = p.Scaled(float64(c.minGap) / float64(usual))
	}
	p.Settle, p.MinGap, p.Recheck, p.NeedsOld = c.settle, c.minGap, c.recheck, c.needsOld
	if p.Refresh = c.refresh; c.noQuery {
		p.NoQuery, p.Verify = true, nil
	}
	p.Both, p.Gate = c.both, c.gate
	p.MaxHold = max(p.MaxHold, p.Settle)
	if c.probed {
		p.Settle = 0 // the line held still before the probe
	}
	return &p
}
