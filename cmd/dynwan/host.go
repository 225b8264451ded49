// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"dynwan/updater"
	"dynwan/updater/message"
)

// host is the host behind the router whose IPv6 address an account publishes,
// nil if it has none. Unless the account says where, its network is that of the
// line.
func (a *account) host() *updater.Host {
	suffix, err := updater.ParseSuffix(a.Text("ip6suffix"))
	if err != nil {
		return nil // not set: it was checked
	}
	name, device := a.Text("ip6interface"), a.Text("ip6device")
	if name == "" && device == "" {
		name, device = a.Text("interface"), a.Text("device")
	}
	h := &updater.Host{Device: device, Suffix: suffix}
	if device == "" {
		h.Down = message.New(message.InterfaceDown, name)
	}
	return h
}

// source says where the addresses of an account come from.
func (a *account) source() message.Message {
	line := place(a.Text("device"), a.Text("interface"))
	address := message.New(message.AddressOf, line)
	if probes := a.probeSources(); len(probes) > 0 {
		address = message.New(message.AddressSeenOf, probes[0].Server, line)
	}
	h := a.host()
	if h == nil {
		return address
	}
	behind := message.New(message.AddressOfHost, a.Text("ip6suffix"), place(h.Device, a.Text("ip6interface")))
	if !a.Flag("ipv4") {
		return behind
	}
	return message.New(message.List, address, behind)
}

// place names a device, or the interface that has none now.
func place(device, name string) message.Message {
	if device == "" {
		return message.New(message.LineDown, name)
	}
	return message.Text(device)
}
