// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"dynwan/updater"
	"dynwan/updater/message"
)

// Lines are the lines of an account in the order of preference, each device
// once. Where interfaces are set, devices are theirs: "" is that of one which has
// none now.
func (a *Account) Lines() (list []updater.Line) {
	devices, names := a.List("device"), a.List("interface")
	if len(devices) == 0 {
		devices = make([]string, len(names))
	}
	for i, device := range devices {
		l := updater.Line{Device: device}
		if device == "" {
			l.Down = message.New(message.InterfaceDown, names[i])
		}
		list = append(list, l)
	}
	return list
}

// Host is the host behind the router whose IPv6 address an account publishes,
// nil if it has none. Unless the account says where, its network is that of the
// line.
func (a *Account) Host() *updater.Host {
	suffix, err := updater.ParseSuffix(a.Text("ip6suffix"))
	if err != nil {
		return nil // not set: it was checked
	}
	h, name := &updater.Host{Device: a.Text("ip6device"), Suffix: suffix}, a.Text("ip6interface")
	if name == "" && h.Device == "" {
		lines := a.Lines()
		if len(lines) > 1 {
			return h // that of the one in use
		}
		h.Device, h.Down = lines[0].Device, lines[0].Down
	} else if h.Device == "" {
		h.Down = message.New(message.InterfaceDown, name)
	}
	return h
}

// Source says where the addresses of an account come from.
func (a *Account) Source() message.Message {
	line := a.place()
	address := message.New(message.AddressOf, line)
	if probes := a.ProbeSources(); len(probes) > 0 {
		address = message.New(message.AddressSeenOf, probes[0].Server, line)
	}
	h := a.Host()
	if h == nil {
		return address
	}
	network := line
	if h.Device != "" || h.Down != "" {
		network = place(h.Device, a.Text("ip6interface"))
	}
	behind := message.New(message.AddressOfHost, a.Text("ip6suffix"), network)
	if !a.Flag("ipv4") {
		return behind
	}
	return message.New(message.List, address, behind)
}

// place names the line, or all of them.
func (a *Account) place() (text message.Message) {
	lines, names := a.Lines(), append(a.List("interface"), "")
	for i, l := range lines {
		one := place(l.Device, names[min(i, len(names)-1)])
		if text == "" {
			text = one
		} else {
			text = message.New(message.List, text, one)
		}
	}
	if len(lines) > 1 {
		text = message.New(message.FirstLine, text)
	}
	return text
}

// place names a device, or the interface that has none now.
func place(device, name string) message.Message {
	if device == "" {
		return message.New(message.LineDown, name)
	}
	return message.Text(device)
}
