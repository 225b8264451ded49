// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"errors"
	"fmt"
	"time"
)

// How long a line is left alone before and after it gets an address, so that a
// client has nothing else to do.
const quiet = 150 * time.Millisecond

// pool is how many addresses a client's line gets before they come again. No
// two clients share one: the provider sends each address to one line.
const pool = 80

// lay makes the line of a client, with its first address.
func (s *stage) lay(c *client) error {
	if c.device != "pppoe-wan" { // the scene has laid that one
		if err := s.Net.AddDevice(c.device); err != nil {
			return err
		}
	}
	return s.assign(c)
}

// assign gives the line of a client its next address, and the route by it.
func (s *stage) assign(c *client) error {
	c.address = fmt.Sprintf("203.0.113.%d", c.first+c.count%pool)
	c.count++
	return errors.Join(s.Net.AddAddr(c.device, c.address), s.Net.Route(c.device))
}

// change gives the line of a client another address and returns when it did.
// The line has none for a while.
func (s *stage) change(c *client, without time.Duration) (time.Time, error) {
	s.lines.Lock()
	defer s.lines.Unlock()
	if err := s.Net.DelAddr(c.device, c.address); err != nil {
		return time.Time{}, err
	}
	time.Sleep(without)
	before := time.Now()
	return before, s.assign(c)
}

// arrives waits until the server has the client's address.
func (s *stage) arrives(p *process, after time.Time, extra time.Duration) (time.Time, error) {
	ctx, cancel := limit(extra)
	defer cancel()
	at, err := s.endpoint.wait(ctx, p.client.path, p.client.address, after)
	return at, p.explain(err)
}

// play changes the line of a client, tells it by its signal if it needs one,
// and returns how long the request took to arrive.
func (s *stage) play(p *process) (time.Duration, error) {
	before, err := s.change(p.client, quiet)
	if err == nil {
		err = p.nudge()
	}
	if err != nil {
		return 0, err
	}
	at, err := s.arrives(p, before, 0)
	time.Sleep(quiet)
	return at.Sub(before), err
}
