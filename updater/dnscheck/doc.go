// SPDX-License-Identifier: GPL-2.0-or-later

// Package dnscheck asks the name servers of a zone which addresses one of its
// names holds, so that no update is sent that changes nothing.
//
// The provider demands it: "Clients should check to see if an update request
// is required before sending it"
// (http://www.mtgsy.net/dns/updateprotocol.php). Use it like this:
//
//	client := dnscheck.Client{Control: bindToDevice}
//	answer, err := client.Query(ctx, "home.example.net", "ip4")
//	if err == nil && answer.Holds(wan) {
//		return // every server has it already
//	}
//
// The one thing to know: the answer is that of the zone's own servers, not of
// a cache and never of /etc/hosts. Only when none of them can be reached is the
// system's resolver asked instead, and then Answer.Authoritative is false.
package dnscheck
