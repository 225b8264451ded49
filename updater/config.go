// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"time"

	"dynwan/updater/message"
)

// Config is an account as everybody but its sender knows it: without secrets.
type Config struct {
	Name, Provider, Hostname string
	// Device holds the address; Prefer says which of its addresses is wanted,
	// and so which observations are for this account. Down says why there is no
	// device to watch, if Device is empty.
	Device, Prefer string
	Down           message.Message
	// Key names the login at the provider. The state file is called by it,
	// so the gap between requests outlives a renamed section.
	Key string
	// Digest names the whole configuration of the account, Settings what the
	// provider keeps of it, and Login all that a refusal may be about.
	Digest, Settings, Login string
	// Remember is the file that keeps the confirmed address over a reboot, ""
	// for none. Machine.Remembered is what it held at the start.
	Remember string
	// Limit is how long a sender may take; 0 is the usual time.
	Limit time.Duration
	// These and Adds are the account's own words for its Policy.
	Settle, MinGap, Recheck time.Duration
	Adds                    bool `json:",omitempty"`
	// Probe finds the address if that is not the device's own; nil if it is.
	Probe *ProbeSource `json:",omitempty"`
}

// NewAccount returns an account that knows nothing yet.
func NewAccount(c Config) *Account {
	return &Account{Config: c, Machine: &Machine{
		Policy: c.policy(), Login: c.Login, Remembered: LoadAddress(c.Remember),
		Rand: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
	}}
}

// policy returns the waits of an account. A gap shortened for a server of the
// user's own shortens the waits after unclear answers in proportion.
func (c Config) policy() Policy {
	p := DefaultPolicy()
	if usual := p.MinGap; c.MinGap < usual {
		p = p.Scaled(float64(c.MinGap) / float64(usual))
	}
	p.Settle, p.MinGap, p.Recheck, p.Adds = c.Settle, c.MinGap, c.Recheck, c.Adds
	p.MaxHold = max(p.MaxHold, p.Settle)
	if c.Probe != nil {
		p.Settle = 0 // the line has held still before it was asked about
	}
	return p
}
