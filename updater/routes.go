// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"slices"
)

// hearRoutes starts Routes when the first account waits for a route, and ends
// it when none does any more.
func (l *Loop) hearRoutes(ctx context.Context) {
	waits := slices.ContainsFunc(l.Accounts, (*Account).unrouted)
	switch {
	case l.Routes == nil:
	case waits && l.deafen == nil:
		ctx, l.deafen = context.WithCancel(ctx)
		go l.Routes(ctx, func() {
			select {
			case l.routes <- struct{}{}:
			case <-ctx.Done():
			}
		})
	case !waits && l.deafen != nil:
		l.deafen()
		l.deafen = nil
	}
}
