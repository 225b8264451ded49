// SPDX-License-Identifier: GPL-2.0-or-later

// Package rfc2136 changes a name at the name server itself: by an UPDATE that a
// key signs (TSIG).
//
// The server is asked first what the name holds, so that nothing is written that
// is there already, and the update takes effect only if that is still so. The one
// thing to know: an answer that the key has not signed decides nothing.
//
// The rules: RFC 2136 (UPDATE), RFC 8945 (TSIG).
package rfc2136

import (
	"context"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// account is one name at a server.
type account struct{ provider.Settings }

// Update reads what the name holds, and writes if it differs: up to five
// messages on one connection.
func (a account) Update(ctx context.Context, c provider.Change) updater.Outcome {
	return a.update(ctx, c, time.Now)
}

func (a account) update(ctx context.Context, c provider.Change, now func() time.Time) updater.Outcome {
	k, err := a.key()
	if err != nil {
		return refused(message.New(message.CannotUseKey, err), message.CorrectKey, false)
	}
	host, _ := place(a.Text("nameserver"))
	s, err := dial(ctx, a.Text("nameserver"), a.Text("transport"), c.Line)
	if err != nil {
		return exchange.Unreachable(host, err)
	}
	defer func() { s.Close() }() // of the connection that there is then
	s.key, s.now = k, now

	zone, serial, o := a.zone(ctx, s)
	if o.Kind != "" {
		return o
	}
	todo := change{name: dnsmessage.MustNewName(a.Text("hostname") + "."), zone: zone, ttl: a.Span("ttl")}
	if todo.sets, o = a.read(ctx, s, todo.name, c.Want); o.Kind != "" {
		return o
	}
	if len(todo.sets) == 0 {
		return updater.Outcome{Kind: updater.Confirmed, Text: message.New(message.HadAlready, c.Want.Addresses())}
	}
	if c.Permit != nil && !c.Permit() {
		return exchange.Unsent(message.New(message.AddressChanged))
	}
	r, err := s.ask(ctx, todo.packet)
	if err != nil {
		return updater.Outcome{Kind: updater.Unsure, Sent: true, Text: message.New(message.MayHaveArrived, provider.Lost(err))}
	}
	if r.RCode == codeYXRRSet && todo.wantsNone() {
		r.RCode = codeNXRRSet // that may be our own record, of a datagram whose answer was lost; reading tells
	}
	if o = judge(host, r, true, now()); o.Kind != "" {
		o.Sent = true
		return o
	}
	o = updater.Outcome{Kind: updater.Confirmed, Sent: true}
	if after, err := s.ask(ctx, question(zone, dnsmessage.TypeSOA)); err == nil && after.genuine && after.serial == serial && serial != 0 {
		o.Notice = message.New(message.SerialStays, strings.TrimSuffix(zone.String(), "."))
	}
	return o
}

// key returns the account's key.
func (a account) key() (key, error) {
	if isPath(a.Text("key")) {
		return readKey(a.Text("key"))
	}
	return newKey(a.Text("key"), a.Text("algorithm"), a.Text("secret"))
}

// question is a query for session.ask.
func question(name dnsmessage.Name, kind dnsmessage.Type) func(uint16) []byte {
	return func(id uint16) []byte { return query(name, kind, id) }
}

// zone asks for the zone that the name is in, and its serial. An outcome with a
// kind says why that is not known.
func (a account) zone(ctx context.Context, s *session) (zone dnsmessage.Name, serial uint32, o updater.Outcome) {
	host, _ := place(a.Text("nameserver"))
	name := a.Text("hostname")
	if a.Text("zone") != "" {
		name = a.Text("zone")
	}
	r, err := s.ask(ctx, question(dnsmessage.MustNewName(name+"."), dnsmessage.TypeSOA))
	if err != nil {
		return zone, 0, unsent(host, unanswered(err))
	}
	if o = judge(host, r, false, s.now()); o.Kind != "" {
		return zone, 0, o
	}
	found := strings.TrimSuffix(r.zone, ".")
	switch {
	case r.alias: // what else the answer has is about its target
		return zone, 0, refused(message.New(message.IsAlias, name), message.RemoveAlias, false)
	case !r.Authoritative || found == "" || !provider.Within(name, found), a.Text("zone") != "" && found != strings.ToLower(name):
		return zone, 0, refused(message.New(message.NotItsZone, host, name), message.CorrectServerOrZone, false)
	}
	return dnsmessage.MustNewName(found + "."), r.serial, o
}

// read asks what the name holds, and returns the families in which that differs
// from what is wanted.
func (a account) read(ctx context.Context, s *session, name dnsmessage.Name, want updater.Record) (sets []set, o updater.Outcome) {
	host, _ := place(a.Text("nameserver"))
	for _, one := range []set{{kind: dnsmessage.TypeA, want: want.IPv4}, {kind: dnsmessage.TypeAAAA, want: want.IPv6}} {
		if !one.want.IsValid() {
			continue
		}
		r, err := s.ask(ctx, question(name, one.kind))
		if err != nil {
			return nil, unsent(host, unanswered(err))
		}
		if o = judge(host, r, false, s.now()); o.Kind != "" {
			return nil, o
		}
		if len(r.addrs) == maxAddrs {
			return nil, refused(message.New(message.ManyAddresses, host), message.CorrectHostname, false)
		}
		if r.alias {
			return nil, refused(message.New(message.IsAlias, a.Text("hostname")), message.RemoveAlias, false)
		}
		one.held, one.known = r.addrs, true
		if len(r.addrs) != 1 || r.addrs[0] != one.want {
			sets = append(sets, one)
		}
	}
	return sets, o
}
