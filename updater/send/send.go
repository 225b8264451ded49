// SPDX-License-Identifier: GPL-2.0-or-later

// Package send does the jobs of the updater: it asks DNS what a name holds, asks a
// page for the address, and sends an update to the provider.
package send

import (
	"context"
	"net/netip"

	"dynwan/updater"
	"dynwan/updater/config"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// Sender does the jobs of an account.
type Sender struct {
	config.Account
	Agent string           // what the provider is told that we are
	Known *exchange.Chains // certificates that need not be verified again; nil: none
}

// Do does a job of the account, if permit allows it: that is asked when the
// connection is open, before each request that changes something.
func (a Sender) Do(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
	if job.Task == updater.Probe {
		return a.probe(ctx, job, permit)
	}
	return a.perform(ctx, job, permit)
}

// perform does a job at the provider, if permit allows it.
func (a Sender) perform(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
	change := a.change(job, permit)
	if r, ok := a.New(a.Settings).(provider.Reader); ok && a.NoQuery && job.Task == updater.Verify {
		return r.Read(ctx, change)
	}
	if job.Query && !a.Reads || job.Task == updater.Verify {
		old, o, done := a.QueryDNS(ctx, job)
		if done {
			return o
		}
		change.Old = updater.Record{IPv4: old}
	}
	return a.New(a.Settings).Update(ctx, change)
}

// QueryDNS asks DNS what the name holds. done means that nothing may or need be
// sent; o says why. old is what has to be deleted first.
func (a Sender) QueryDNS(ctx context.Context, job updater.Job) (old netip.Addr, o updater.Outcome, done bool) {
	host := a.Text("hostname")
	if a.NeedsOld {
		answer, err := a.dns(job).Query(ctx, host, "ip4")
		return oldRecord(host, answer, err, job)
	}
	o, done = queryHost(ctx, a.dns(job), host, job)
	return old, o, done
}

// change is an update and the way to the provider.
func (a Sender) change(job updater.Job, permit func() bool) provider.Change {
	return provider.Change{
		Old: job.Previous, Want: job.Want, Permit: permit,
		Line: a.line(job), Agent: a.Agent, Public: a.Public,
	}
}
