// SPDX-License-Identifier: GPL-2.0-or-later

// Package dnscheck asks the name servers of a zone which addresses a name of
// it holds, so that no update is sent that changes nothing.
//
// The provider demands it: "Clients should check to see if an update request
// is required before sending it"
// (http://www.mtgsy.net/dns/updateprotocol.php). Use it like this:
//
//	asker := dnscheck.Asker{Control: bindToDevice}
//	answer, err := asker.Ask(ctx, "home.example.net", "ip4")
//	if err == nil && answer.Holds(wan) {
//		return // every server has it already
//	}
//
// The one thing to know: the answer is that of the zone's own servers, not of
// a cache and never of /etc/hosts. Only when none of them can be asked does
// the system's resolver speak for them, and then Answer.Authoritative is
// false.
package dnscheck
