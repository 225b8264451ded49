// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"net/netip"
	"strings"

	"dynwan/updater/message"
)

// maxRemembered bounds the file of a remembered address.
const maxRemembered = 64

// LoadAddress reads the address that the provider held before the router was
// started. It is invalid if there is no such file, or if we did not write it.
func LoadAddress(path string) netip.Addr {
	text, err := readFile(path, maxRemembered)
	if err != nil {
		return netip.Addr{}
	}
	ip, err := netip.ParseAddr(strings.TrimSuffix(string(text), "\n"))
	if err != nil || !ip.Is4() {
		return netip.Addr{}
	}
	return ip
}

// loadRecord reads what the provider held then, of an account with NoQuery: the
// zero Record if that is not known.
func loadRecord(path string) (r Record) {
	text, err := readFile(path, 2*maxRemembered)
	if err != nil || ReadFields(string(text), r.fields(), "\n") != nil {
		return Record{}
	}
	return r
}

// fields are the lines of that file.
func (r *Record) fields() []Field {
	return []Field{{"ipv4", &r.IPv4}, {"ipv6", &r.IPv6}, {"settings", &r.Settings}}
}

// remembered takes over what the provider held then, if the user wants that kept.
func (a *Account) remembered() {
	m := a.Machine
	switch {
	case a.Remember == "":
	case a.NoQuery: // until a state file says more
		m.held = loadRecord(a.Remember)
		m.requested = m.held.Settings
	default:
		m.Remembered = LoadAddress(a.Remember)
	}
}

// saveAddress saves what the provider holds, if the user wants that kept across
// a reboot and it has changed: flash wears out.
func (a *Account) saveAddress() {
	m := a.Machine
	ip, text := m.held.IPv4, ""
	switch {
	case a.Remember == "" || m.unverified:
		return
	case a.NoQuery && m.held.HasAddress() && m.held != loadRecord(a.Remember):
		text = string(AppendFields(nil, m.held.fields(), '\n'))
	case !a.NoQuery && ip.IsValid() && ip != m.Remembered:
		text = ip.String() + "\n"
	default:
		return
	}
	if err := writeFile(a.Remember, 0o600, []byte(text)); err != nil {
		a.unkept = message.New(message.AfterReboot, message.Of(err))
		return
	}
	m.Remembered = ip
}
