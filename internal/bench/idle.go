// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"sync"
	"time"
)

// idle measures what the clients do while nothing happens: first how often
// they are woken, with nobody looking, and then their system calls.
func (s *stage) idle(running []*process, length time.Duration) error {
	before := make([]int, len(running))
	for i, p := range running {
		var err error
		if before[i], err = switchesOf(p.pid()); err != nil {
			return p.explain(err)
		}
	}
	time.Sleep(length)
	for i, p := range running {
		n, err := switchesOf(p.pid())
		if err != nil {
			return p.explain(err)
		}
		p.client.result.wakeups = n - before[i]
	}
	return s.idleCalls(running, length)
}

func (s *stage) idleCalls(running []*process, length time.Duration) error {
	var all sync.WaitGroup
	errs := make([]error, len(running))
	for i, p := range running {
		all.Go(func() {
			calls, err := s.traceIdle(p, length)
			errs[i] = p.explain(err)
			p.client.result.calls, p.client.result.idleForks = len(calls), processes(calls)
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
