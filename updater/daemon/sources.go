// SPDX-License-Identifier: GPL-2.0-or-later

package daemon

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

// Choices are the devices and preferences of the accounts, each once.
func (p *Plan) Choices() []netwatch.Choice {
	var list []netwatch.Choice
	add := func(c netwatch.Choice) {
		if c.Device != "" && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	for i := range p.Accounts {
		a := &p.Accounts[i]
		for n := range lineCount(a) {
			add(choiceOf(a, n))
		}
		if a.Host != nil {
			add(netwatch.Choice{Device: a.Host.Device, Prefer: a.Prefer})
		}
	}
	return list
}

// lineCount is how many lines an account has.
func lineCount(c *updater.Config) int { return max(1, len(c.Lines)) }

// choiceOf is that of line n of an account.
func choiceOf(c *updater.Config, n int) netwatch.Choice {
	if len(c.Lines) == 0 {
		return netwatch.Choice{Device: c.Device, Prefer: c.Prefer}
	}
	return netwatch.Choice{Device: c.Lines[n].Device, Prefer: c.Prefer} // not c.Device, which is now this one and now that
}

// Known returns what the accounts showed last, which another process may have
// written, and records what is published.
func (p *Plan) Known() []updater.Status {
	board, err := updater.ReadBoard(p.StateDir)
	if err != nil {
		return nil
	}
	p.noteAll(board.Records())
	return board.Records()
}

// noteAll records what is published by what some records showed.
func (p *Plan) noteAll(shown []updater.Status) {
	for i := range shown {
		p.note(&shown[i])
	}
}

// note records what is published, from the status of an account.
func (p *Plan) note(s *updater.Status) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.published == nil {
		p.published = map[netwatch.Choice]netip.Addr{}
	}
	first, _, _ := strings.Cut(s.Confirmed, " ") // the IPv4 address, if there is one
	if first == "" || s.State == updater.Refused {
		return
	}
	ip, err := netip.ParseAddr(first)
	for i := range p.Accounts {
		a := &p.Accounts[i]
		if err == nil && ip.Is4() && a.Name == s.Name {
			for n := range lineCount(a) {
				p.published[choiceOf(a, n)] = ip
			}
		}
	}
}

// Watch reports what the devices offer to each choice, and each time they have
// been read, until ctx ends.
func (p *Plan) Watch(ctx context.Context, see func(updater.Observation), looked func()) error {
	published := func(c netwatch.Choice) netip.Addr {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.published[c]
	}
	return netwatch.Watch(ctx, p.Choices(), p.Allow, published, func(c netwatch.Choice, a netwatch.Addrs) {
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
