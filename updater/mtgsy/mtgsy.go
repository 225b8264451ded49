// SPDX-License-Identifier: GPL-2.0-or-later

// Package mtgsy speaks Microtech's DNS update protocol (mtgsy.net, today
// CloudFloorDNS): one GET of /dns/update.php with everything in its query.
//
// The one thing to know: the protocol page documents no answer at all, so most
// of them mean "accepted, unverified" until DNS shows the address.
//
// The page: http://www.mtgsy.net/dns/updateprotocol.php
package mtgsy

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// path is the only one that the page shows.
const path = "/dns/update.php"

// account is an account at the provider.
type account struct{ provider.Settings }

// Update sends one request, which replaces any earlier record: one GET, no
// redirect (the query holds the password), no second try.
func (a account) Update(ctx context.Context, c provider.Change) updater.Outcome {
	network, ip := "tcp", c.Want.IPv4
	if a.Text("ip") == "server" {
		network, ip = "tcp4", netip.Addr{} // the server must see the IPv4 address
	}
	answer, err := c.Send(ctx, network, a.Text("server"), exchange.Request{Path: path + "?" + a.query(ip)}, c.Permit)
	if err != nil {
		return provider.Ended(err)
	}
	return a.classify(answer, c.Want.IPv4, time.Now())
}

// query returns the query string of an update. An invalid address omits ip=,
// and the server uses the one that it sees ("If not specified the system will
// auto detect your IP"). An option that is not set is omitted, because the page
// does not say whether an empty one clears it; hb is always sent, as in the
// page's only example.
func (a account) query(ip netip.Addr) string {
	var items []string
	for _, name := range []string{"email", "pass", "hb", "stealth", "port", "ip", "offlineurl", "offlinetext", "mx"} {
		value := a.Text(name)
		switch {
		case name == "ip" && !ip.IsValid():
			continue
		case name == "ip":
			value = ip.String()
		case value == "":
			continue
		}
		items = append(items, name+"="+exchange.Escape(value))
	}
	return strings.Join(items, "&")
}
