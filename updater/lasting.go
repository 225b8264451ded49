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

// saveAddress saves what the provider holds, if the user wants that kept across
// a reboot and it has changed: flash wears out.
func (a *Account) saveAddress() {
	m := a.Machine
	ip := m.held.IPv4
	if a.Remember == "" || m.unverified || !ip.IsValid() || ip == m.Remembered {
		return
	}
	if err := writeFile(a.Remember, 0o600, []byte(ip.String()+"\n")); err != nil {
		a.unkept = message.New(message.AfterReboot, message.Of(err))
		return
	}
	m.Remembered = ip
}
