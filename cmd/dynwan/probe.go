// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
)

// Where the addresses are not the device's own, a page is asked which ones it
// sees, once in each family that is published; or the IP check of MyServer.org,
// or a server that speaks the same, which knows IPv4 alone. Any account may do
// that.

// probes says whether an account publishes addresses that a server sees.
func (a *account) probes() bool { return len(a.probed()) > 0 }

// probed are the families of these. The IPv6 address of a host behind the router
// is not one.
func (a *account) probed() (families []string) {
	if a.Text("address") != "probe" {
		return nil
	}
	if a.Flag("ipv4") || !a.Flag("ipv6") { // a provider of one family has neither option
		families = append(families, exchange.IPv4)
	}
	if a.Flag("ipv6") && a.Text("ip6suffix") == "" {
		families = append(families, exchange.IPv6)
	}
	return families
}

// asked is what is asked, a page, or else the server of an IP check; and the
// option that names it.
func (a *account) asked() (server, option string) {
	if page := a.Text("probe_url"); page != "" {
		return page, "probe_url"
	}
	return a.Text("probe_server"), "probe_server"
}

// probeRules returns what is wrong with values that are each valid.
func (a *account) probeRules() []provider.Broken {
	server, option := a.asked()
	page := option == "probe_url"
	rule := func(option string, rule message.ID) []provider.Broken {
		return []provider.Broken{{Option: option, Rule: message.New(rule)}}
	}
	switch {
	case a.Text("address") != "probe":
		return nil
	case !a.probes():
		return rule("address", message.ProbeOfNothing)
	case !page && len(a.probed()) > 1, !page && a.probed()[0] == exchange.IPv6:
		return rule("probe_url", message.ProbeNeedsPage)
	case !page && a.Text("probe_user") == "":
		return rule("probe_user", message.MissingCheckUser)
	case page && provider.InClear(server) && !a.Flag("probe_http"):
		return rule("probe_url", message.NotSecure)
	case (page && !ownPage(server) || !page && myserver.Spec.Own(server)) && a.Span("probe_interval") < myserver.LeastAddressGap:
		return rule("probe_interval", message.CheckIntervalUnknown)
	}
	return nil
}

// ownPage says whether a page is certainly the user's own: its server is named by
// an address that nobody has on the internet.
func ownPage(page string) bool {
	u, err := url.Parse(page)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return err == nil && !netwatch.Public(ip, nil)
}

func (a *account) probeDoubts() []provider.Broken {
	if server, option := a.asked(); a.probes() && provider.InClear(server) {
		return []provider.Broken{{Option: option, Rule: message.New(message.AddressInClear)}}
	}
	return nil
}

// probeSources are what the daemon has to know about the probes, one for each
// family. Server, user, device and family identify one: accounts that agree in
// them share the answer. An answer over plain HTTP, which anybody on the way may
// have given, is not shared with an account that uses HTTPS.
func (a *account) probeSources() []*updater.ProbeSource {
	name, option := a.asked()
	place, user := name, ""
	if option == "probe_server" {
		place, user = strings.ToLower(place), a.Text("probe_user")
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
	question := []string{line, strconv.FormatBool(a.Flag("bind")), user, place}
	every := a.Span("probe_interval")
	var list []*updater.ProbeSource
	for _, family := range a.probed() {
		key := question
		if family == exchange.IPv6 {
			key = append(key, family)
		}
		list = append(list, &updater.ProbeSource{
			Server: name, IPv6: family == exchange.IPv6, Key: provider.Digest(key...),
			Settle: a.Span("settle"), Every: every, Least: min(every, myserver.LeastAddressGap),
		})
	}
	return list
}

// probe asks the server for the address, through the account's device.
func (a *account) probe(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
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
