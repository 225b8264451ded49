// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
)

// Where the address is not the device's own, the IP check of MyServer.org is
// asked which one it sees, or a server that speaks the same. Any account may do
// that.

// probes says whether an account publishes the address that a server sees.
func (a *account) probes() bool { return a.Text("address") == "probe" }

// asked is what is asked: a page, or else the server of an IP check.
func (a *account) asked() string { return cmp.Or(a.Text("probe_url"), a.Text("probe_server")) }

// probeRules returns what is wrong with values that are each valid.
func (a *account) probeRules() []provider.Broken {
	switch server := a.Text("probe_server"); {
	case !a.probes():
		return nil
	case a.Flag("ipv6"):
		return []provider.Broken{{Option: "address", Rule: message.New(message.CheckForIPv4)}}
	case a.Text("probe_url") == "" && a.Text("probe_user") == "":
		return []provider.Broken{{Option: "probe_user", Rule: message.New(message.MissingCheckUser)}}
	case (a.Text("probe_url") != "" || myserver.Spec.Own(server)) && a.Span("probe_interval") < myserver.LeastAddressGap:
		return []provider.Broken{{Option: "probe_interval", Rule: message.New(message.CheckIntervalUnknown)}}
	}
	return nil
}

func (a *account) probeDoubts() []provider.Broken {
	if a.probes() && provider.InClear(a.asked()) {
		return []provider.Broken{{Option: "probe_server", Rule: message.New(message.AddressInClear)}}
	}
	return nil
}

// probeSource is what the daemon has to know about a probe. User, server and
// device identify it: accounts with the same three share the answer. An answer
// over plain HTTP, which anybody on the way may have given, is not shared with
// an account that uses HTTPS.
func (a *account) probeSource() *updater.ProbeSource {
	if !a.probes() {
		return nil
	}
	name, place := a.asked(), a.asked()
	if a.Text("probe_url") == "" {
		place = strings.ToLower(place)
	}
	if myserver.Spec.Own(name) {
		scheme, _, _ := strings.Cut(place, ":")
		place = scheme + " " + myserver.Spec.PlaceOf(name)
	}
	if u, err := url.Parse(name); err == nil {
		name = cmp.Or(u.Hostname(), name)
	}
	line := strings.TrimSpace(strings.Join(a.List("device"), " ") + " " + a.Text("prefer"))
	if len(a.lines()) > 1 {
		line += " " + a.Text("settle") // on which the choice depends
	}
	bound := strconv.FormatBool(a.Flag("bind"))
	every := a.Span("probe_interval")
	return &updater.ProbeSource{
		Server: name, Key: provider.Digest(line, bound, a.Text("probe_user"), place),
		Settle: a.Span("settle"), Every: every, Least: min(every, myserver.LeastAddressGap),
	}
}

// probe asks the server for the address, through the account's device.
func (a *account) probe(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
	way := a.change(job, permit)
	if page := a.Text("probe_url"); page != "" {
		return askPage(ctx, page, way)
	}
	return myserver.CheckAddress(ctx, a.Text("probe_server"), a.Text("probe_user"), way)
}

// askPage asks a page which address it sees, over IPv4.
func askPage(ctx context.Context, page string, way provider.Change) updater.Outcome {
	server, path := exchange.Split(page)
	answer, err := way.Send(ctx, "tcp4", server, exchange.Request{Path: path}, way.Permit)
	if o, ok := provider.NotSent(err); ok {
		return o
	}
	o := updater.Outcome{Kind: updater.Unsent, Sent: true}
	switch {
	case err != nil:
		o.Text = message.New(message.CheckFailed, provider.Lost(err))
	case answer.Status != 200:
		o.Text = message.New(message.CheckFailed, message.New(message.AnswerStatus, answer.Status))
	default:
		if o.Seen, err = exchange.OnlyAddress(string(answer.Body), way.Public); err != nil {
			o.Text = message.Of(err)
			return o
		}
		o.Kind = updater.Confirmed
	}
	return o
}
