// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"time"
)

// patience is how long an update may take by the clock on the wall; a loaded
// host emulates slowly.
const patience = 2 * time.Minute

// update changes the address and waits until the provider has it and the
// client rests.
func (p *play) update(c *client) error {
	if err := p.change(c); err != nil {
		return err
	}
	return p.arrives(c)
}

// follow does the same and watches the sender, if there is one.
func (p *play) follow(c *client) error {
	if err := p.change(c); err != nil {
		return err
	}
	if c.sender {
		answer, err := p.machine.do(p.ctx, "follow %s", c.name)
		if err != nil {
			return err
		}
		f, err := parseFigures(answer)
		if err != nil {
			return err
		}
		c.peaks = c.peaks.larger(f)
	}
	return p.arrives(c)
}

// change gives the line its next address.
func (p *play) change(c *client) error {
	next := fmt.Sprintf("203.0.113.%d", 10+len(p.changes))
	if err := p.do("change %s %s %s %s", p.address, next, c.name, c.signal); err != nil {
		return err
	}
	p.changes, p.address = append(p.changes, c), next
	return nil
}

// arrives waits for the provider to hold the address of the line.
func (p *play) arrives(c *client) error {
	ctx, cancel := context.WithTimeoutCause(p.ctx, patience, fmt.Errorf("no update to %s arrived", p.address))
	defer cancel()
	err := p.provider.Wait(ctx, func() bool {
		for _, r := range p.provider.Records() {
			if r.Domain == c.domain {
				return r.Settings.IP.String() == p.address
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	return p.do("rest %s", c.name)
}

func (p *play) do(format string, args ...any) error {
	_, err := p.machine.do(p.ctx, format, args...)
	return err
}

func (p *play) sample(c *client) (figures, error) {
	answer, err := p.machine.do(p.ctx, "sample %s", c.name)
	if err != nil {
		return nil, err
	}
	return parseFigures(answer)
}
