// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/updater"
)

// plan is what the daemon needs of its configuration. It holds no password,
// and reading it back leaves a tenth of the memory behind that TOML takes. So
// the daemon reads the configuration in a first image of its process, and goes
// on as another one that has only the plan.
type plan struct {
	StateDir string
	Allow    []netip.Prefix
	Problems []string
	Left     []updater.Status // of the accounts that were left out
	Accounts []planned
}

// planned is one account of a plan.
type planned struct {
	Name, Provider, Hostname, Device, Down string
	Key, Config, Settings, Login           string
	Remember                               string
	Limit                                  time.Duration
	Policy                                 updater.Policy
}

// planOf makes the plan of a configuration.
func planOf(c *config) *plan {
	p := &plan{StateDir: c.StateDir, Allow: c.Allow}
	for _, problem := range c.Problems {
		p.Problems = append(p.Problems, problem.String())
	}
	for _, name := range c.Left {
		p.Left = append(p.Left, leftOut(c, name))
	}
	for _, a := range c.Accounts {
		p.Accounts = append(p.Accounts, planned{
			Name: a.Name, Provider: a.Provider, Hostname: a.Hostname, Device: a.Device,
			Down: "interface " + a.Interface + " is down",
			Key:  a.key(), Config: a.whole(), Settings: a.settings(), Login: a.login(),
			Policy: a.policy(), Limit: a.limit(), Remember: a.remember(c),
		})
	}
	return p
}

// file returns an open file in memory with the plan.
func (p *plan) file() (*os.File, error) {
	fd, err := unix.MemfdCreate("plan", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("cannot keep the plan: %w", err)
	}
	f := os.NewFile(uintptr(fd), "plan")
	return f, json.NewEncoder(f).Encode(p)
}

// readPlan reads what file has written.
func readPlan(f *os.File) (*plan, error) {
	text, err := io.ReadAll(io.NewSectionReader(f, 0, maxConfig))
	p := new(plan)
	if err == nil {
		err = json.Unmarshal(text, p)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the plan: %w", err)
	}
	return p, nil
}

// accounts builds the accounts of the loop.
func (p *plan) accounts() []*updater.Account {
	var list []*updater.Account
	for _, a := range p.Accounts {
		list = append(list, &updater.Account{
			Down: a.Down,
			Name: a.Name, Provider: a.Provider, Hostname: a.Hostname, Device: a.Device,
			Key: a.Key, Config: a.Config, Settings: a.Settings, Limit: a.Limit, Remember: a.Remember,
			Machine: &updater.Machine{
				Policy: a.Policy, Login: a.Login, Remembered: updater.Recollect(a.Remember),
				Rand: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
			},
		})
	}
	return list
}

// devices are the devices of all accounts, each once.
func (p *plan) devices() []string {
	var names []string
	for _, a := range p.Accounts {
		if a.Device != "" {
			names = append(names, a.Device)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// store is where the state of the accounts lives.
func (p *plan) store() updater.Store {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		id = nil // without procfs the directory in RAM has to tell boots apart
	}
	return updater.Store{Dir: p.StateDir, BootID: strings.TrimSpace(string(id)), Boot: uptime}
}
