// SPDX-License-Identifier: GPL-2.0-or-later

// Package sandbox is a stand-in for the provider behind www.mtgsy.net: the
// update page over HTTP and HTTPS, the name servers of its zones, a recursive
// resolver, a ledger of everything it saw, and faults on demand. Accounts with
// MyServer speak the protocol of MyServer.org instead, as far as it is known;
// those with Dyndns2 that of dyn.com, which most other providers speak too.
//
//	s, err := sandbox.New(sandbox.Config{Accounts: []sandbox.Account{{
//		Email: "user@example.net", Pass: "secret", Domains: []string{"home.example.net"},
//	}}})
//	places, err := s.Start(sandbox.Places{HTTPS: "127.0.0.1:0", Authority: []string{"127.0.0.1:0"}})
//	err = s.SetFault(sandbox.DropAfterApply, 1, "")
//	entries, err := s.WaitRequests(ctx, 1)
//	s.Close()
//
// It is an independent reading of http://www.mtgsy.net/dns/updateprotocol.php,
// and for dyndns2 of what dyn.com (help.dyn.com/return-codes) and No-IP
// (noip.com/integrate/response) ask of clients. It shares no code with the
// client, so that a mistake in one of them shows. The first page documents no
// answer; Style chooses one of several plausible ones.
//
// The one thing to know: the ledger judges as the provider would, from what
// arrived, not from what the client meant. A request that a fault swallowed
// after it was read did arrive, and counts for the ten minutes.
package sandbox
