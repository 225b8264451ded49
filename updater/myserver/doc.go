// SPDX-License-Identifier: GPL-2.0-or-later

// Package myserver speaks the dynamic-DNS protocol of MyServer.org: GET
// requests of dnslogin3.asp, one for each step of a change.
//
// Fill in an Account, check it with Check, and call Update of a Client. The
// one thing to know: the page that describes the protocol survives with holes.
// The wording of the commands that delete and add a record is lost, so they
// come from the user as templates, and nothing here makes one up.
//
// The page: http://dev.myserver.org/help/whitepaper.asp
package myserver
