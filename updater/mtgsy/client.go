// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"context"
	"net/netip"
	"net/url"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// Client sends updates for an Account: one request, one answer, no redirect
// (the query holds the password), no proxy, no second try.
type Client struct {
	Account
	// Server is an address that CheckServer accepts.
	Server string
	// ServerDetects leaves ip= out, so that the server takes the address
	// that the request comes from.
	ServerDetects bool
	// UserAgent names the program and its version: "All clients must provide
	// unique useragent" (the provider's knowledge base).
	UserAgent string
	// Hostname is the name that is updated, which an answer may repeat.
	Hostname string
	// Success and Failure are texts that decide what an answer means, before
	// any rule of this package. Case does not matter.
	Success, Failure []string
	// Line is how the server is reached; the caller binds it to the account's
	// device.
	Line exchange.Line
	// Permit is called when the connection is open and nothing has been sent.
	// The request is sent only if it returns true.
	Permit func() bool
}

// Update asks the provider to hold want, and returns how that ended. An update
// replaces any earlier record.
func (c *Client) Update(ctx context.Context, want updater.Record) updater.Outcome {
	u, err := url.Parse(c.Server)
	if err != nil {
		return exchange.Unsent(message.New(message.ServerUnreadable))
	}
	network, ip := "tcp", want.IPv4
	if c.ServerDetects {
		network, ip = "tcp4", netip.Addr{} // the server must see the IPv4 address
	}
	conn, err := exchange.Connect(ctx, network, u, c.Line)
	if err != nil {
		return exchange.Unreachable(u.Hostname(), err)
	}
	defer conn.Close()
	if !c.Permit() {
		return exchange.Unsent(message.New(message.AddressChanged))
	}
	answer, err := exchange.Get(ctx, conn, u, path+"?"+c.query(ip), c.UserAgent)
	if err != nil {
		return exchange.Unsure(err)
	}
	return c.classify(answer, want.IPv4, time.Now())
}
