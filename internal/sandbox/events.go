// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"context"
	"fmt"
)

// Wait returns when the condition holds, which is asked again after every
// connection, request and query. It never holds up the server.
func (s *Sandbox) Wait(ctx context.Context, holds func() bool) error {
	for {
		s.mu.Lock()
		changed := s.ledger.changed
		s.mu.Unlock()
		if holds() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for the stand-in's ledger: %w", context.Cause(ctx))
		}
	}
}

// WaitRequests returns the ledger as soon as it holds n requests. The error
// comes with what there is.
func (s *Sandbox) WaitRequests(ctx context.Context, n int) ([]Entry, error) {
	err := s.Wait(ctx, func() bool { return len(s.Ledger()) >= n })
	return s.Ledger(), err
}

// WaitConnections returns the connections as soon as there are n.
func (s *Sandbox) WaitConnections(ctx context.Context, n int) ([]Connection, error) {
	err := s.Wait(ctx, func() bool { return len(s.Connections()) >= n })
	return s.Connections(), err
}

// Events delivers every request from the first on, in order and without loss,
// however slowly it is read. The channel is closed when ctx ends.
func (s *Sandbox) Events(ctx context.Context) <-chan Entry {
	events := make(chan Entry)
	go func() {
		defer close(events)
		for next := 0; ; {
			entries, err := s.WaitRequests(ctx, next+1)
			if err != nil {
				return
			}
			for _, e := range entries[next:] {
				select {
				case events <- e:
					next++
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return events
}
