// SPDX-License-Identifier: GPL-2.0-or-later

// Package netwatch reports which address a device holds, driven by the kernel's events.
//
// [Watch] reports each device once at the start and then whenever the answer changes:
//
//	err := netwatch.Watch(ctx, choices, nil, published, func(c netwatch.Choice, a netwatch.Addrs) {
//		// a.IPv4 is the address to publish, or a.Why4 says why there is none.
//	}, looked)
//
// [Decide] is the rule behind it, a pure function that chooses which of a device's addresses to publish.
//
// The one thing to know: an event of the kernel is only a hint that something changed. Its content is ignored; the
// addresses are read again and compared. So events may be lost, repeated or late, and the answer is still right.
package netwatch
