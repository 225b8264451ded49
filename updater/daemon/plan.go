// SPDX-License-Identifier: GPL-2.0-or-later

// Package daemon is the process that stays: it sleeps until the kernel reports a
// change, and starts a child for each request. It knows neither TOML nor JSON nor
// any provider.
package daemon

import (
	"net/netip"
	"slices"
	"sync"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/boot"
)

// Plan is what the daemon needs of its configuration. It holds no password, and
// reading it takes next to no memory. So the daemon reads the configuration in a
// first image of its process, and continues as another one that has only the
// plan.
type Plan struct {
	StateDir string
	BootID   string // as soon as the store has read it
	Allow    []netip.Prefix
	Problems []updater.Problem
	Rejected []updater.Status // of the accounts that were left out
	Accounts []updater.Config
	Shown    []updater.Status // what was shown last

	mu        sync.Mutex                     // of what follows
	published map[netwatch.Choice]netip.Addr // the IPv4 address that a provider holds
}

// accounts is how many accounts there are. The records of one follow each other.
func (p *Plan) accounts() (n int) {
	for i := range p.Accounts {
		if i == 0 || p.Accounts[i].Account != p.Accounts[i-1].Account {
			n++
		}
	}
	return n
}

// devices are the devices of all accounts, each once.
func (p *Plan) devices() []string {
	var names []string
	for _, c := range p.Choices() {
		names = append(names, c.Device)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Store is where the state of the accounts is kept.
func (p *Plan) Store() updater.Store {
	s := boot.Store(p.StateDir, p.BootID)
	p.BootID = s.BootID
	return s
}
