// SPDX-License-Identifier: GPL-2.0-or-later

package hooks

import (
	"net/netip"
	"strings"

	"dynwan/updater"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// hookVariables are what a hook is told, the addresses first.
var hookVariables = [...]string{
	"ADDRESS=", // two have a blank between them
	"OLD=",     // what was confirmed before
	"ACTION=",
	"ACCOUNT=", // a section of the configuration
	"NAME=",    // the host name, if the account has one
	"FAMILY=",  // empty for both
	"DEVICE=",
	"REASON=", // the ID of a message
}

// event returns the environment of a hook, nil if there is nothing to tell of a
// record: before is what was told last, with the address that was confirmed last.
// What passes by itself is not told.
func (h *Hooks) event(s, before *updater.Status) (env []string) {
	action, reason := "", s.Text.Reason()
	switch s.State {
	case updater.Current:
		action = "confirmed" // the provider or DNS has the address
	case updater.Refused:
		action = "refused"
	case updater.NoAddress:
		action = "lost" // the line has no address any more
	}
	same := s.State == before.State && s.Address == before.Address && (s.State != updater.Refused || reason == before.Text.Reason())
	if action == "" || same || s.State == updater.Current && s.Address == "" || s.State == updater.NoAddress && before.State == "" { // it had none
		return nil
	}
	values := []string{s.Address, before.Confirmed, action, s.Account, s.Hostname, s.Family, s.Device, string(reason)}
	good := s.Account != ""
	for _, one := range strings.Fields(s.Address) {
		if _, err := netip.ParseAddr(one); err != nil {
			good = false
		}
	}
	for i, value := range values {
		letters := "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:"
		if i < 2 {
			letters += " "
		}
		// Scripts of root get these, and status.json is written by who is not root: no
		// value may mean anything to a shell, a command that takes options, or a path.
		if len(value) > 253 || strings.TrimLeft(value, ".- ") != value || strings.Trim(value, letters) != "" {
			good = false
		}
		env = append(env, hookVariables[i]+value)
	}
	if !good {
		h.Warn(message.New(message.OddStatus, provider.Printable(s.Account)))
		return nil
	}
	return env
}
