// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/message"
)

// plan is what the daemon needs of its configuration. It holds no password, and
// reading it takes a tenth of the memory that TOML takes. So the daemon reads
// the configuration in a first image of its process, and continues as another
// one that has only the plan.
type plan struct {
	StateDir string
	Allow    []netip.Prefix
	Problems []updater.Problem
	Rejected []updater.Block // of the accounts that were left out
	Accounts []updater.Config

	mu        sync.Mutex                     // of what follows
	published map[netwatch.Choice]netip.Addr // the IPv4 address that a provider holds
}

// maxProblems is how many problems, and accounts with one, the daemon shows.
const maxProblems = 100

// planOf makes the plan of a configuration.
func planOf(c *config) *plan {
	p := &plan{StateDir: c.StateDir, Allow: c.Allow}
	for _, problem := range c.Problems[:min(len(c.Problems), maxProblems)] {
		p.Problems = append(p.Problems, problem.shown())
	}
	if n := len(c.Problems) - maxProblems; n > 0 {
		more := problem{Rule: message.New(message.MoreProblems, n), File: c.Problems[0].File}
		p.Problems = append(p.Problems, more.shown())
	}
	for _, name := range c.Rejected[:min(len(c.Rejected), maxProblems)] {
		p.Rejected = append(p.Rejected, leftOut(c, name))
	}
	for _, a := range c.Accounts {
		beside, gate := a.Beside()
		lines := a.lines()
		first := lines[0]
		if len(lines) == 1 {
			lines = nil
		}
		p.Accounts = append(p.Accounts, updater.Config{
			Name: a.Name, Account: a.Account, Provider: a.Spec.Name, Hostname: a.Text("hostname"),
			Device: first.Device, Down: first.Down, Lines: lines, Prefer: a.Text("prefer"),
			IPv4: a.Flag("ipv4"), IPv6: a.Flag("ipv6"), Apart: a.split, // a provider of one family has neither option
			Key: a.Key(), Digest: a.Whole(), Settings: a.Kept(), Login: a.Login(), Remember: a.remember(c), Limit: a.TimeLimit,
			Settle: a.Span("settle"), MinGap: a.Span("min_gap"), Recheck: a.Span("recheck"), NeedsOld: a.NeedsOld,
			Probes: a.probeSources(), Host: a.host(), Beside: beside, Gate: gate,
			UsualGap: a.UsualGap(), Refresh: a.Refresh, NoQuery: a.NoQuery, Tally: a.tally(),
		})
	}
	return p
}

// file returns an open file in memory with the plan: how many records it has,
// for to grow a list leaves as much behind as the list takes, and the plan.
func (p *plan) file() (*os.File, error) {
	fd, err := unix.MemfdCreate("plan", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("cannot keep the plan: %w", err)
	}
	f := os.NewFile(uintptr(fd), "plan")
	fmt.Fprintln(f, len(p.Accounts))
	return f, json.NewEncoder(f).Encode(p)
}

// readPlan reads what file has written. Its text is mapped: what reads it into
// memory leaves it there.
func readPlan(f *os.File) (*plan, error) {
	p := new(plan)
	info, err := f.Stat()
	if err == nil {
		var text []byte
		if text, err = unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_PRIVATE); err == nil {
			first, rest, _ := bytes.Cut(text, []byte("\n"))
			n, _ := strconv.Atoi(string(first))
			p.Accounts = make([]updater.Config, 0, n)
			err = json.Unmarshal(rest, p)
			unix.Munmap(text)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the plan: %w", err)
	}
	return p, nil
}

// records is how many records each account has.
func (p *plan) records() map[string]int {
	n := make(map[string]int, len(p.Rejected)+len(p.Accounts))
	for _, k := range p.Rejected {
		n[k.Account]++
	}
	for _, c := range p.Accounts {
		n[c.Account]++
	}
	return n
}

// devices are the devices of all accounts, each once.
func (p *plan) devices() []string {
	var names []string
	for _, c := range p.choices() {
		names = append(names, c.Device)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// store is where the state of the accounts is kept.
func (p *plan) store() updater.Store {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		id = nil // without procfs only the directory in RAM tells boots apart
	}
	return updater.Store{Dir: p.StateDir, BootID: strings.TrimSpace(string(id)), Boot: uptime}
}
