// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"slices"
	"sync"
	"time"
)

// react gives all clients n changes in turn, each told at once.
func (s *stage) react(running []*process, n int) error {
	for i := range n {
		for j := range running {
			p := running[(i+j)%len(running)]
			took, err := s.play(p)
			if err != nil {
				return err
			}
			p.client.result.told = append(p.client.result.told, took)
		}
	}
	return nil
}

// poll leaves each client alone with n changes, all at the same time: it has
// to find them by itself. The changes are spread evenly over the period of a
// client, so that a few of them tell as much as many at random.
func (s *stage) poll(running []*process, n int) error {
	var all sync.WaitGroup
	errs := make([]error, len(running))
	for i, p := range running {
		all.Go(func() { errs[i] = s.pollOne(p, n) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *stage) pollOne(p *process, n int) error {
	for i := range n {
		// A client has just looked when its request arrives.
		time.Sleep(p.client.shortest*time.Duration(2*i+1)/time.Duration(2*n) + quiet)
		before, err := s.change(p.client, 0)
		if err != nil {
			return err
		}
		at, err := s.arrives(p, before, p.client.shortest)
		if err != nil {
			return err
		}
		p.client.result.alone = append(p.client.result.alone, at.Sub(before))
	}
	return nil
}

// percentile is the time that p per cent of some times do not exceed; 100 is
// the longest.
func percentile(times []time.Duration, p int) time.Duration {
	sorted := slices.Sorted(slices.Values(times))
	return sorted[max(0, (len(sorted)*p+99)/100-1)]
}
