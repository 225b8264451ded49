// SPDX-License-Identifier: GPL-2.0-or-later

// Package myserver speaks the dynamic-DNS protocol of MyServer.org: GET
// requests of dnslogin3.asp, one for each step of a change.
//
// The one thing to know: the page that describes the protocol survives only in
// part. The wording of the commands that delete and add a record is lost, so
// the user supplies them as templates, and nothing here invents one.
//
// The page: http://dev.myserver.org/help/whitepaper.asp
package myserver
