// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"cmp"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/message"
)

// Records is what the updater has to know of each record: no password, and nothing
// that only the sender needs.
func (c *Config) Records() (list []updater.Config) {
	for _, a := range c.Accounts {
		beside, gate := a.Beside()
		lines := a.Lines()
		first := lines[0]
		if len(lines) == 1 {
			lines = nil
		}
		list = append(list, updater.Config{
			Name: a.Name, Account: a.Account, Provider: a.Spec.Name, Hostname: a.Text("hostname"),
			Device: first.Device, Down: first.Down, Lines: lines, Prefer: a.Text("prefer"),
			IPv4: a.Flag("ipv4"), IPv6: a.Flag("ipv6"), Apart: a.split, // a provider of one family has neither option
			Key: a.Key(), Digest: a.Whole(), Settings: a.Kept(), Login: a.Login(), Remember: a.remember(c), Limit: a.TimeLimit,
			Settle: a.Span("settle"), MinGap: a.Span("min_gap"), Recheck: a.recheck(), NeedsOld: a.NeedsOld,
			Probes: a.ProbeSources(), Host: a.Host(), Beside: beside, Gate: gate,
			UsualGap: a.UsualGap(), Refresh: a.Refresh, NoQuery: a.NoQuery, Tally: a.tally(),
		})
	}
	return list
}

// Of are the records of an account, or those of one of its names.
func (c *Config) Of(name string) (list []Account) {
	for _, a := range c.Accounts {
		if strings.HasPrefix(a.Name+"/", name+"/") {
			list = append(list, a)
		}
	}
	return list
}

// ByAccount are the records of each account.
func (c *Config) ByAccount() (list [][]Account) {
	for i, a := range c.Accounts {
		if i == 0 || a.Account != c.Accounts[i-1].Account {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], a)
	}
	return list
}

// LeftOut is the status of an account that was left out, at a time since boot.
func (c *Config) LeftOut(name string, now time.Duration) updater.Status {
	var rules message.Message
	for _, p := range c.Problems {
		if p.Account == name {
			rules = message.And(rules, message.New(message.Option, cmp.Or(p.Option, "account."+name), p.Rule))
		}
	}
	return updater.Status{
		About: updater.About{Account: name}, Name: name, State: updater.Misconfigured, Problem: true,
		Text: message.New(message.LeftOut, rules), Next: message.New(message.CorrectAccount),
		Since: now.Seconds(),
	}
}
