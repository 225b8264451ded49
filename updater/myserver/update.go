// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"cmp"
	"context"
	"net/netip"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// result is how a change ended.
type result struct {
	updater.Outcome
	login   *Login // what the provider says about the account; nil without a login
	deleted bool   // the old record is deleted
}

// update changes the record from old to want: it logs in, deletes the old
// record, adds the new one, and at last sets up the port relay if the account
// has one. "Sending another add command before deleting the old record will
// indicate to the server that you wish to set up a round robin", so nothing is
// added unless the deletion is certain, or old is not valid because there is no
// record. If old is want, only the port relay is set up.
//
// permit is called once, when the first connection is open and nothing has been
// sent. deleted is called when the old record is gone and the new one is not
// yet added; the caller saves that in case of a crash. If either returns false,
// nothing more is sent.
func (c *client) update(ctx context.Context, old, want netip.Addr, permit, deleted func() bool) result {
	var r result
	if old == want && c.Text("relay_query") == "" {
		r.Outcome = updater.Outcome{Kind: updater.Confirmed}
		return r
	}
	if old.IsValid() && old != want && !c.way.Public(old) {
		refuse(&r.Outcome, message.New(message.NoPublicRecord, c.Text("hostname"), old), message.New(message.ThenOnce))
		r.Guess = true // a local resolver may have said so
		return r
	}
	if r.login, r.Outcome = c.logIn(ctx, permit); r.Kind != updater.Confirmed {
		return r
	}
	r.Outcome = c.change(ctx, &r, old, want, deleted)
	r.Sent, r.Deleted = true, r.deleted // the login was sent
	return r
}

// change does the steps after the login.
func (c *client) change(ctx context.Context, r *result, old, want netip.Addr, deleted func() bool) updater.Outcome {
	if !r.login.Allows(c.Text("type")) {
		o := updater.Outcome{}
		refuse(&o, message.New(message.NoSuchType, c.Text("type")), message.New(message.AskProvider))
		return o
	}
	if old == want {
		return c.relay(ctx, want)
	}
	if old.IsValid() {
		o := c.delete(ctx, old)
		if o.Kind != updater.Confirmed {
			return o
		}
		if r.deleted = true; !deleted() {
			return updater.Outcome{Kind: updater.Unsure, Text: message.New(message.NotAdded, old, want, message.New(message.WasStopped))}
		}
	}
	o := c.add(ctx, want)
	switch o.Kind {
	case updater.Confirmed, updater.Unverified:
		if c.Text("relay_query") == "" {
			return o
		}
		if after := c.relay(ctx, want); after.Kind != updater.Confirmed {
			o.Text = message.And(cmp.Or(o.Text, message.New(message.Confirmed, want)), after.Text)
		}
	case updater.Unsent:
		if r.deleted {
			o.Kind, o.Text = updater.Unsure, message.New(message.NotAdded, old, want, o.Text)
		}
	}
	return o
}

// delete deletes the old record. Only Confirmed means that it is gone.
func (c *client) delete(ctx context.Context, old netip.Addr) updater.Outcome {
	// After a deletion the name has no record, so it must not start without
	// time for the rest.
	if end, ok := ctx.Deadline(); ok && time.Until(end) < 2*stepTime {
		return updater.Outcome{Kind: updater.Unsent, Reached: true, Text: message.New(message.LoginSlow)}
	}
	o := c.command(ctx, c.Text("delete_query"), step{old: old})
	switch o.Kind {
	case updater.Confirmed:
		o.Text = ""
	case updater.Unverified:
		o.Kind, o.Text = updater.Unsure, message.New(message.DeletionUnclear, old, o.Answer)
	case updater.Unsure:
		o.Text = message.New(message.DeletionUnknown, old, o.Text)
	default:
		o.Text = message.New(message.CannotDelete, old, o.Text)
	}
	return o
}

// tries is how often an add tries to connect, and pause the time between. A
// failed connection has sent nothing, and until the record is added the name
// may have none.
const (
	tries = 3
	pause = 2 * time.Second
)

// add adds the new record.
func (c *client) add(ctx context.Context, want netip.Addr) updater.Outcome {
	o := c.command(ctx, c.Text("add_query"), step{want: want})
	for i := 1; i < tries && o.Kind == updater.Unsent && !o.Sent && wait(ctx, pause); i++ {
		o = c.command(ctx, c.Text("add_query"), step{want: want})
	}
	switch o.Kind {
	case updater.Confirmed:
		o.Text = ""
	case updater.Unverified:
		o.Text = message.New(message.Accepted, want, o.Answer)
	case updater.Unsure:
		o.Text = message.New(message.MayBeAdded, o.Text, want)
	default:
		o.Text = message.New(message.CannotAdd, want, o.Text)
	}
	return o
}

// relay sets up the port relay.
func (c *client) relay(ctx context.Context, want netip.Addr) updater.Outcome {
	o := c.command(ctx, c.Text("relay_query"), step{want: want})
	switch o.Kind {
	case updater.Confirmed:
		o.Text = ""
	case updater.Unverified:
		o.Text = message.New(message.RelayUnclear, o.Answer)
	default:
		o.Text = message.New(message.RelayFailed, o.Text)
	}
	return o
}

// command sends one of the user's commands and judges its answer.
func (c *client) command(ctx context.Context, template string, s step) updater.Outcome {
	if template == "" {
		return exchange.Unsent(message.New(message.CommandUnknown))
	}
	answer, o := c.send(ctx, template, s)
	if answer == nil {
		return o
	}
	return c.judge(answer, s)
}

// wait waits and says whether there is still time.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
