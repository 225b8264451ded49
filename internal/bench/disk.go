// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"errors"
	"fmt"
	"os"
	"time"
)

// disk watches every file that a client touches outside RAM while it starts,
// lives through n changes, is started again, sees one more change, and stops.
func (s *stage) disk(c *client, n int) error {
	c.result.written = written{files: map[string]int{}}
	for _, changes := range []int{n, 1} {
		calls, err := s.life(c, changes)
		if err != nil {
			return err
		}
		w := writtenBy(calls, append(volatile, s.ram))
		for path, times := range w.files {
			c.result.written.files[path] += times
		}
		c.result.written.bytes += w.bytes
		if changes == n {
			c.result.forks = processes(calls)
		}
	}
	return nil
}

// life is a start, the first update, some changes, and a stop.
func (s *stage) life(c *client, changes int) ([]call, error) {
	p, file, err := s.traced(c)
	if err != nil {
		return nil, err
	}
	err = s.settle(p)
	for i := 0; err == nil && i < changes; i++ {
		_, err = s.play(p)
	}
	if stopped := p.stop(); err == nil {
		err = stopped
	}
	if err != nil {
		return nil, err
	}
	return readTraced(p, file)
}

// settle waits until a started client can be given changes. One that
// remembers the address sends nothing at its start, so it gets another one.
func (s *stage) settle(p *process) error {
	time.Sleep(2 * time.Second)
	_, err := s.play(p)
	return err
}

// sealed starts a client with every disk read-only, and counts how many of n
// changes it sends.
func (s *stage) sealed(c *client, n int) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("cannot find this program: %w", err)
	}
	p, err := s.start(c, self, SealCommand, s.ram)
	if err != nil {
		return err
	}
	select {
	case <-p.over:
		return p.explain(errors.New("it ended with read-only disks"))
	case <-time.After(2 * time.Second):
	}
	for range n {
		before, err := s.change(c, quiet)
		if err == nil {
			err = p.nudge()
		}
		if err != nil {
			return p.explain(err)
		}
		if _, err := s.within(p, before, 5*time.Second); err == nil {
			c.result.sealed++
		}
		time.Sleep(quiet)
	}
	return p.stop()
}

// within waits for the client's address for a time at most.
func (s *stage) within(p *process, after time.Time, length time.Duration) (time.Time, error) {
	return s.arrives(p, after, length-patience)
}
