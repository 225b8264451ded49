// SPDX-License-Identifier: GPL-2.0-or-later

package provider

import (
	"cmp"
	"context"
	"errors"
	"net/netip"
	"net/url"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// Change is one update, and the way to the provider.
type Change struct {
	// Old is what the provider holds; only where Spec.NeedsOld.
	Old, Want updater.Record
	// Permit has to be called when the connection is open and nothing has been
	// sent that changes anything. If it returns false, nothing more may be sent.
	Permit func() bool
	// Line is how servers are reached: through the account's device.
	Line exchange.Line
	// Agent names the program and its version.
	Agent string
	// Public says which addresses are public.
	Public func(netip.Addr) bool
}

// Send connects to a server over the network "tcp", "tcp4" or "tcp6", calls permit
// unless that is nil, sends one request and returns the answer. Ended makes an
// outcome of its error. There is no redirect, no proxy and no second try.
func (c Change) Send(ctx context.Context, network, server string, r exchange.Request, permit func() bool) (*exchange.Answer, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, unsent{exchange.Unsent(message.New(message.ServerUnreadable))}
	}
	conn, err := exchange.Connect(ctx, network, u, c.Line)
	if err != nil {
		return nil, unsent{exchange.Unreachable(u.Hostname(), err)}
	}
	defer conn.Close()
	if permit != nil && !permit() {
		return nil, unsent{exchange.Unsent(message.New(message.AddressChanged))}
	}
	r.Agent = cmp.Or(r.Agent, c.Agent)
	return exchange.Do(ctx, conn, u, r)
}

// unsent is the error of a request of which nothing left the router.
type unsent struct{ updater.Outcome }

func (u unsent) Error() string { return u.Text.String() }

// NotSent returns the outcome of a request of which nothing left the router;
// ok is false if it may have arrived.
func NotSent(err error) (o updater.Outcome, ok bool) {
	u, ok := errors.AsType[unsent](err)
	return u.Outcome, ok
}

// Lost is why a request has no answer that may have arrived.
func Lost(err error) message.Message {
	switch {
	case errors.Is(err, context.Canceled):
		return message.New(message.NotWaited)
	case errors.Is(err, context.DeadlineExceeded):
		return message.New(message.NoAnswerInTime)
	}
	return message.New(message.BrokeEarly)
}

// Ended is the outcome of an update whose only request ended with an error.
func Ended(err error) updater.Outcome {
	if o, ok := NotSent(err); ok {
		return o
	}
	return exchange.Unsure(err)
}
