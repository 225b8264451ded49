// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"dynwan/updater/message"
)

// Answer is what the asked servers say a name holds.
type Answer struct {
	// Addrs are the addresses that at least one server gave, sorted. It is
	// empty when the name does not exist or has no address of the family.
	Addrs []netip.Addr
	// From names the servers that answered, for the log: "ns1.example.net,
	// ns2.example.net" or "the system's resolver". At most 120 bytes.
	From string
	// Authoritative is false when the system's resolver had to be asked, for
	// the name or for the target of an alias. Its answer may be as old as the
	// record's time to live.
	Authoritative bool
	// TTL is the least time to live of the records of all answers: how long an
	// answer that is not authoritative may stay the same.
	TTL time.Duration
	// Servers are the answers one by one. There is at least one.
	Servers []Server
}

// Server is the answer of one server.
type Server struct {
	Name  string       // "ns1.example.net" or "the system's resolver"
	Addrs []netip.Addr // sorted, without repetition; empty: the name holds nothing
}

// Holds says whether every server that answered gives want and nothing else. A
// secondary server that still has the old address makes it false, and so does a
// second address beside the wanted one.
func (a Answer) Holds(want netip.Addr) bool {
	for _, s := range a.Servers {
		if len(s.Addrs) != 1 || s.Addrs[0] != want.Unmap() {
			return false
		}
	}
	return len(a.Servers) > 0
}

// Disagree says whether the servers gave different answers, as they do while a
// change is on its way from the primary server to the others.
func (a Answer) Disagree() bool {
	for _, s := range a.Servers {
		if !slices.Equal(s.Addrs, a.Servers[0].Addrs) {
			return true
		}
	}
	return false
}

// whole are the usual times to live of records, in seconds. In a cache a record
// shows one of them for one second only.
var whole = []time.Duration{0, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200,
	10800, 14400, 21600, 28800, 43200, 86400}

// Fresh says whether the answer is what the zone's servers say now: it comes
// from them, or its time to live shows that it was just fetched from them.
func (a Answer) Fresh() bool { return a.Authoritative || slices.Contains(whole, a.TTL/time.Second) }

// String gives the answer for the log, at most 250 bytes: "203.0.113.9
// (ns1.example.net), nothing (ns2.example.net)".
func (a Answer) String() string {
	if !a.Disagree() {
		return clip(addrText(a.Addrs)+" ("+a.From+")", 250)
	}
	parts := make([]string, len(a.Servers))
	for i, s := range a.Servers {
		parts[i] = addrText(s.Addrs) + " (" + s.Name + ")"
	}
	return clip(strings.Join(parts, ", "), 250)
}

// Message is the answer as a value of other messages. Its text is String.
func (a Answer) Message() message.Message {
	if a.Disagree() {
		return message.Text(a.String())
	}
	return message.New(message.HeldBy, addrText(a.Addrs), a.From)
}

// newAnswer combines the servers' answers.
func newAnswer(servers []Server, authoritative bool) Answer {
	a := Answer{Servers: servers, Authoritative: authoritative}
	var names []string
	for _, s := range servers {
		a.Addrs = append(a.Addrs, s.Addrs...)
		if !slices.Contains(names, s.Name) {
			names = append(names, s.Name)
		}
	}
	a.Addrs = sortedSet(a.Addrs)
	a.From = clip(strings.Join(names, ", "), 120)
	return a
}

func sortedSet(addrs []netip.Addr) []netip.Addr {
	slices.SortFunc(addrs, netip.Addr.Compare)
	return slices.Compact(addrs)
}

func addrText(addrs []netip.Addr) string {
	if len(addrs) == 0 {
		return "nothing"
	}
	texts := make([]string, 0, 4)
	for _, a := range addrs[:min(len(addrs), cap(texts))] {
		texts = append(texts, a.String())
	}
	if len(addrs) > len(texts) {
		texts = append(texts, "...")
	}
	return strings.Join(texts, " ")
}

// clip shortens a text to at most limit bytes and marks the cut.
func clip(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	return strings.ToValidUTF8(text[:limit-3], "") + "..."
}
