// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/netip"
	"testing"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

func TestOnlyAPublicAddressIsDeleted(t *testing.T) {
	for _, old := range []string{"192.168.1.1", "10.0.0.1", "100.64.0.1", "127.0.0.1"} {
		s := serve(t, fine)
		r := s.client().update(t.Context(), netip.MustParseAddr(old), after, always, always)
		if r.Kind != updater.Rejected || !r.Guess || r.Sent || len(s.heard()) != 0 || r.Text.String() != good.Text("hostname")+" answers "+old+", which is no public address: delete that record at the provider" {
			t.Errorf("a record with %s: got %+v after %s, want nothing sent", old, r, s.heard())
		}
	}
}

// TestWhoIsNotAuthenticatedCannotEndAnAccount holds what plain HTTP may say.
func TestWhoIsNotAuthenticatedCannotEndAnAccount(t *testing.T) {
	for _, c := range []struct {
		server, answer string
		status         int
		kind           updater.Kind
		guess          bool
	}{
		{DefaultServer, "Error:Invalid Password", 200, updater.Rejected, false},
		{PlainServer, "Error:Invalid Password", 200, updater.Rejected, true},
		{DefaultServer, "<form>done</form>", 200, updater.Confirmed, false},
		{PlainServer, "<form>done</form>", 200, updater.Unsure, false},
		{DefaultServer, "Error:Invalid Password", 503, updater.Unsure, false},
		{DefaultServer, "Error:SQLSTATE[HY000] [1040] Too many connections", 200, updater.Unsure, false},
		{DefaultServer, "", 200, updater.Unsure, false},
		{DefaultServer, "home.example.net nothing was done", 200, updater.Unsent, false},
	} {
		client := to(goodBut("server", c.server, "success", "done", "failure", "nothing was done"))
		o := client.judge(&exchange.Answer{Status: c.status, Body: []byte(c.answer)}, step{})
		if o.Kind != c.kind || o.Guess != c.guess {
			t.Errorf("%s: %d %q: got %+v, want %s, guess %v", c.server, c.status, c.answer, o, c.kind, c.guess)
		}
	}
}
