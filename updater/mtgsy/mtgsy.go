// SPDX-License-Identifier: GPL-2.0-or-later

// Package mtgsy speaks Microtech's DNS update protocol (mtgsy.net, today
// CloudFloorDNS): one GET of /dns/update.php with everything in its query.
//
// Fill in an Account, check it with Validate, and call Update of a Client. The
// one thing to know: the protocol page documents no answer at all, so most of
// them mean "accepted, unverified" until DNS shows the address.
//
// The page: http://www.mtgsy.net/dns/updateprotocol.php
package mtgsy

import (
	"net/netip"
	"strconv"

	"dynwan/updater/exchange"
)

// DefaultServer is the server unless the user names another one. The page
// offers HTTPS on port 443; plain HTTP would show the password.
const DefaultServer = "https://www.mtgsy.net"

// path is the only one that the page shows.
const path = "/dns/update.php"

// Account is the parameters of the protocol, under its own names.
type Account struct {
	// Email is the account's user name (an e-mail address), which updates all
	// domains of the account, or one dynamic domain of it.
	Email string
	// Pass is the password of the account.
	Pass string
	// HB asks for heartbeats: if the line does not answer them, the domain is
	// set offline.
	HB bool
	// Stealth shows the offline page in a hidden frame. Nil omits the
	// parameter.
	Stealth *bool
	// Port is where the web server listens if the line blocks port 80. It works
	// by redirection, for the www record only. 0 omits it.
	Port int
	// OfflineURL is where visitors are sent while offline.
	OfflineURL string
	// OfflineText is what visitors read while offline.
	OfflineText string
	// MX is the name of a mail server, with a terminating period.
	MX string
}

// query returns the query string of an update. An invalid address omits ip=,
// and the server uses the one that it sees ("If not specified the system will
// auto detect your IP"). An option that is not set is omitted, because the page
// does not say whether an empty one clears it; hb is always sent, as in the
// page's only example.
func (a Account) query(ip netip.Addr) string {
	q := "email=" + exchange.Escape(a.Email) + "&pass=" + exchange.Escape(a.Pass) + "&hb=" + bit(a.HB)
	add := func(name, value string) {
		if value != "" {
			q += "&" + name + "=" + exchange.Escape(value)
		}
	}
	if a.Stealth != nil {
		add("stealth", bit(*a.Stealth))
	}
	if a.Port != 0 {
		add("port", strconv.Itoa(a.Port))
	}
	if ip.IsValid() {
		add("ip", ip.String())
	}
	add("offlineurl", a.OfflineURL)
	add("offlinetext", a.OfflineText)
	add("mx", a.MX)
	return q
}

// Settings returns the parameters that the provider stores besides the address,
// in one line: an update is required when it changes.
func (a Account) Settings() string {
	a.Email, a.Pass = "", ""
	return a.query(netip.Addr{})
}

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
