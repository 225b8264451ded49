// SPDX-License-Identifier: GPL-2.0-or-later

// Package bench measures dynwan beside two other clients, inadyn and ddclient:
// how fast a change on the line becomes a request, and what they cost while
// nothing happens.
//
//	go run ./internal/bench/cmd/bench -dynwan build/dynwan
//
// It needs Debian's packages inadyn, ddclient, libio-socket-ssl-perl and
// strace, and a network of its own, which package lab makes without root.
//
// The one thing to know: all clients run at the same time, each on a line of
// its own to one and the same HTTPS server, and take turns with the changes;
// so a ratio holds on a busy machine too, a figure alone does not.
package bench
