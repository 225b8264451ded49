// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
)

// probe asks the server for the address, through the account's device.
func (a Sender) probe(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
	way := a.change(job, permit)
	if page := a.Text("probe_url"); page != "" {
		return askPage(ctx, page, way)
	}
	return myserver.CheckAddress(ctx, a.Text("probe_server"), a.Text("probe_user"), way)
}

// pageTime is how long a page may take: the other family waits for it.
const pageTime = 15 * time.Second

// askPage asks a page which address it sees, over the family of the address that
// is wanted.
func askPage(ctx context.Context, page string, way provider.Change) updater.Outcome {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	network, family := "tcp4", exchange.IPv4
	if way.Want.IPv6.IsValid() {
		network, family = "tcp6", exchange.IPv6
	}
	find, unnamed := way.Line.Lookup, ""
	way.Line.Lookup = func(ctx context.Context, host, family string) ([]netip.Addr, error) {
		found, err := find(ctx, host, family)
		if no, ok := errors.AsType[*net.DNSError](err); ok && no.IsNotFound {
			unnamed = host
		}
		return found, err
	}
	server, path := exchange.Split(page)
	answer, err := way.Send(ctx, network, server, exchange.Request{Path: path}, way.Permit)
	if o, ok := provider.NotSent(err); ok {
		if family == exchange.IPv6 && unnamed != "" { // the line is not at fault
			o.Reached, o.Text = true, message.New(message.PageWithoutIPv6, unnamed)
		}
		return o
	}
	o := updater.Outcome{Kind: updater.Unsent, Sent: true}
	switch {
	case err != nil:
		o.Text = message.New(message.CheckFailed, provider.Lost(err))
	case answer.Status != 200:
		o.Text = message.New(message.CheckFailed, message.New(message.AnswerStatus, answer.Status))
	default:
		if o.Seen, err = exchange.OnlyAddress(string(answer.Body), family, way.Public); err != nil {
			o.Text = message.Of(err)
			return o
		}
		o.Kind = updater.Confirmed
	}
	return o
}
