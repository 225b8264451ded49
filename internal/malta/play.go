// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dynwan/internal/sandbox"
)

// The script: what every client goes through.
const (
	idleSeconds = 60
	timed       = 10 // changes after the first, for the times
	followed    = 10 // changes after these, for the sender's peaks
	events      = 1000
)

// recordCounts are how many names the account has whose cost is measured, and
// recordCopies the processes that each is measured in: one more thread, which is
// chance, costs as much as sixteen names. pack has both too.
var (
	recordCounts = []int{1, 97, 193}
	recordCopies = []string{"a", "b", "c"}
)

// play is the machine, the provider and the clients.
type play struct {
	ctx      context.Context
	machine  *machine
	provider *sandbox.Sandbox
	clients  []*client
	eleven   figures   // of dynwan with eleven accounts, idle
	records  []figures // of dynwan with one account of recordCounts names, idle
	changes  []*client // whose change it was, in the order of the markers
	address  string    // of the line
}

// all plays the whole script: the first minute together, the work one by one.
func (p *play) all() error {
	p.clients, p.address = clients(), "-"
	if err := p.idle(); err != nil {
		return err
	}
	for _, c := range p.clients {
		if err := p.work(c); err != nil {
			return fmt.Errorf("%s: %w\nits log:\n%s", c.title, err, p.machine.log(p.ctx, c.name))
		}
		// The others had their minute, and dynwan would follow their changes.
		if c.name == "dynwan" {
			if err := p.quiet(c); err != nil {
				return err
			}
		}
		if err := p.do("stop %s", c.name); err != nil {
			return err
		}
	}
	return nil
}

// idle starts everything on a line without an address and waits.
func (p *play) idle() error {
	others := []*client{{name: "eleven", command: "/usr/sbin/dynwan run -config /etc/eleven.toml"}}
	for _, n := range recordCounts {
		for _, letter := range recordCopies {
			name := fmt.Sprintf("records%d%s", n, letter)
			others = append(others, &client{name: name, command: "/usr/sbin/dynwan run -config /etc/" + name + ".toml"})
		}
	}
	everyone := append(others, p.clients...)
	for _, c := range everyone {
		if err := p.do("start %s %s", c.name, c.command); err != nil {
			return err
		}
	}
	if err := p.quiet(everyone...); err != nil {
		return err
	}
	p.eleven = others[0].last
	for list := range slices.Chunk(others[1:], len(recordCopies)) {
		slices.SortFunc(list, func(a, b *client) int { return a.last["RssAnon"] - b.last["RssAnon"] })
		p.records = append(p.records, list[len(list)/2].last)
	}
	for _, c := range everyone {
		c.idle, c.idleWakes, c.last = c.last, c.wakes, nil
		if c.name == "dynwan" {
			continue
		}
		if err := p.do("stop %s", c.name); err != nil {
			return err
		}
	}
	return nil
}

// quiet lets the idle minute go by and counts how often who wakes.
func (p *play) quiet(list ...*client) error {
	if err := p.do("sleep 5"); err != nil {
		return err
	}
	before := map[*client]figures{}
	for _, c := range list {
		f, err := p.sample(c)
		if err != nil {
			return err
		}
		before[c] = f
	}
	if err := p.do("sleep %d", idleSeconds); err != nil {
		return err
	}
	for _, c := range list {
		f, err := p.sample(c)
		if err != nil {
			return err
		}
		c.last, c.wakes = f, f.switches()-before[c].switches()
	}
	return nil
}

// work plays an address, 20 changes and the events.
func (p *play) work(c *client) error {
	if c.name != "dynwan" {
		if err := p.restart(c); err != nil {
			return err
		}
	}
	if err := p.update(c); err != nil {
		return err
	}
	before, err := p.sample(c)
	if err != nil {
		return err
	}
	for range timed {
		if err := p.update(c); err != nil {
			return err
		}
	}
	after, err := p.sample(c)
	if err != nil {
		return err
	}
	c.childCPU = time.Duration(after["childcpu"]-before["childcpu"]) * time.Millisecond / timed
	for range followed {
		if err := p.follow(c); err != nil {
			return err
		}
	}
	if err := p.do("storm %d", events); err != nil {
		return err
	}
	if err := p.do("sleep 2"); err != nil {
		return err
	}
	c.work, err = p.sample(c)
	return err
}

// restart starts a client once more, on a line without an address.
func (p *play) restart(c *client) error {
	if err := p.do("change %s - - -", p.address); err != nil {
		return err
	}
	p.address = "-"
	if err := p.do("start %s %s", c.name, c.command); err != nil {
		return err
	}
	return p.do("sleep 3")
}
