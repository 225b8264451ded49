// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"net/netip"
	"strings"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// hookEvent is what a hook is told.
type hookEvent struct {
	record  string // the record in the log, by which told knows it
	action  string
	account string
	name    string // the host name, if the account has one
	family  string // "" for both
	address string // two with a blank between them
	old     string // what was confirmed before
	device  string
	reason  string // the ID of a message
}

// The actions of an event.
const (
	hookConfirmed = "confirmed" // the provider or DNS has the address
	hookRefused   = "refused"
	hookLost      = "lost" // the line has no address any more
)

// eventOf returns what must be told of a record, if anything: before is what was
// told last. What passes by itself is not told.
func eventOf(s updater.Status, before hookEvent) (e hookEvent, ok bool) {
	e = hookEvent{record: s.Name, account: s.Account, name: s.Hostname, family: s.Family,
		address: s.Address, old: before.confirmed(), device: s.Device, reason: string(s.Text.Reason())}
	switch s.State {
	case updater.Current:
		e.action = hookConfirmed
		ok = e.action != before.action || e.address != before.address
	case updater.Refused:
		e.action = hookRefused
		ok = e.action != before.action || e.address != before.address || e.reason != before.reason
	case updater.NoAddress:
		e.action, e.address = hookLost, ""
		ok = before.action != "" && before.action != e.action // else it had none
	}
	if ok && !e.good() {
		errorf("%s", message.New(message.OddStatus, shorten(s.Account)))
		return e, false
	}
	return e, ok
}

// confirmed is the address that was confirmed last.
func (e hookEvent) confirmed() string {
	if e.action == hookConfirmed {
		return e.address
	}
	return e.old
}

// good says whether every value is one that dynwan writes. Scripts of root get
// them, and status.json is written by who is not root.
func (e hookEvent) good() bool {
	host := e.name == "" || exchange.CheckHostname(e.name) == nil
	family := e.family == "" || e.family == "IPv4" || e.family == "IPv6"
	record := len(e.record) <= 300 && isPlain(strings.ReplaceAll(e.record, "/", ""))
	device := e.device == "" || len(e.device) <= 15 && isPlain(e.device)
	return provider.IsName(e.account) && host && family && record && device &&
		areAddresses(e.address) && (e.address != "" || e.action != hookConfirmed)
}

// isPlain says whether a text means nothing to a shell, or to a command that takes
// options.
func isPlain(text string) bool {
	return text != "" && text[0] != '-' && !strings.ContainsFunc(text, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("._-", r))
	})
}

// areAddresses says whether a text is up to two addresses, as they are printed.
func areAddresses(text string) bool {
	list := strings.Split(text, " ")
	for _, one := range list {
		ip, err := netip.ParseAddr(one)
		if text != "" && (err != nil || ip.Zone() != "" || ip.String() != one) {
			return false
		}
	}
	return len(list) <= 2
}
