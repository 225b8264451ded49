// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"strings"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/message"
)

// choices are the devices and preferences of the accounts, each once.
func (p *plan) choices() []netwatch.Choice {
	var list []netwatch.Choice
	for _, a := range p.Accounts {
		all := linesOf(a)
		if a.Host != nil {
			all = append(all, netwatch.Choice{Device: a.Host.Device, Prefer: a.Prefer})
		}
		for _, c := range all {
			if c.Device != "" && !slices.Contains(list, c) {
				list = append(list, c)
			}
		}
	}
	return list
}

// linesOf are those of the account's lines.
func linesOf(c updater.Config) []netwatch.Choice {
	if len(c.Lines) == 0 {
		return []netwatch.Choice{{Device: c.Device, Prefer: c.Prefer}}
	}
	var list []netwatch.Choice
	for _, l := range c.Lines { // not c.Device, which is now this one and now that
		list = append(list, netwatch.Choice{Device: l.Device, Prefer: c.Prefer})
	}
	return list
}

// known returns what the accounts showed last, which another process may have
// written, and records what is published.
func (p *plan) known() []updater.Status {
	board, err := updater.ReadBoard(p.StateDir)
	if err != nil {
		return nil
	}
	p.noteAll(board.Records())
	return board.Records()
}

// noteAll records what is published by what some records showed.
func (p *plan) noteAll(shown []updater.Status) {
	for _, s := range shown {
		p.note(s)
	}
}

// note records what is published, from the status of an account.
func (p *plan) note(s updater.Status) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.published == nil {
		p.published = map[netwatch.Choice]netip.Addr{}
	}
	first, _, _ := strings.Cut(s.Confirmed, " ") // the IPv4 address, if there is one
	ip, err := netip.ParseAddr(first)
	for _, a := range p.Accounts {
		if err == nil && ip.Is4() && a.Name == s.Name && s.State != updater.Refused {
			for _, c := range linesOf(a) {
				p.published[c] = ip
			}
		}
	}
}

// watch reports what the devices offer to each choice, and each time they have
// been read, until ctx ends.
func (p *plan) watch(ctx context.Context, see func(updater.Observation), looked func()) error {
	published := func(c netwatch.Choice) netip.Addr {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.published[c]
	}
	return netwatch.Watch(ctx, p.choices(), p.Allow, published, func(c netwatch.Choice, a netwatch.Addrs) {
		see(updater.Observation{
			Device: c.Device, Prefer: c.Prefer, Record: updater.Record{IPv4: a.IPv4, IPv6: a.IPv6}, Why4: why(c.Device, "IPv4", a.Why4),
			Hidden: a.Hidden, Also: a.Also, IPv6: cmp.Or(why(c.Device, "IPv6", a.Why6), message.Text(a.IPv6.String())),
		})
	}, looked)
}

// why says why a device offers no address of a family, or nothing if it does.
// netwatch's Words are the IDs of messages.
func why(device, family string, r netwatch.Reason) message.Message {
	word := message.ID(r.Word)
	switch {
	case word == "":
		return ""
	case r.Word == netwatch.NoAddress:
		return message.New(message.NoAddress, device, family)
	case !r.Address.IsValid():
		return message.New(word, device)
	case r.More > 0:
		return message.New(message.HasOnlyAndMore, device, r.Address, message.New(word), r.More)
	}
	return message.New(message.HasOnly, device, r.Address, message.New(word))
}
