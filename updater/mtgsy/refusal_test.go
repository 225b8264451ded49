// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"net/netip"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

// TestRefusalsForGood holds which refusals end an account until its settings
// change, and which are guesses: what the provider would have to mean by them
// is documented nowhere.
func TestRefusalsForGood(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		plain  bool
		kind   updater.Kind
		guess  bool
		text   string
		remedy string
	}{
		{200, "Invalid login", false, updater.Rejected, false, `login: "Invalid login"`, correct.String()},
		{200, "Invalid login", true, updater.Rejected, true, `login: "Invalid login"`, correct.String()},
		{200, "300", false, updater.Rejected, true, `"300", which may mean "invalid login information"`, correct.String()},
		{200, "<html>300</html>", false, updater.Rejected, true, `"<html>300</html>", which may mean "invalid login information"`, correct.String()},
		{200, "100", false, updater.Rejected, true, `"100", which may mean "balance insufficient"`, "see to the account at the provider, then run dynwan once"},
		{200, "200", false, updater.Rejected, true, `"200", which may mean "insufficient information supplied"`, "correct the account"},
		{200, "305", false, updater.Rejected, true, `"305", which may mean "domain not found"`, "correct email"},
		{200, "310", false, updater.Rejected, true, `"310", which may mean "record not found"`, "see to the domain at the provider, then run dynwan once"},
		{200, "400", false, updater.Rejected, true, `"400", which may mean "no domain name specified"`, "correct email"},
		{200, "Account blocked", false, updater.Rejected, false, `blocked: "Account blocked"`, unblock.String()},
		{200, "blocked", false, updater.Rejected, true, `blocked: "blocked"`, unblock.String()},
		{200, "record not found", false, updater.Rejected, true, `"record not found"`, "correct the account"},
		{401, "", false, updater.Rejected, true, "login: status 401", correct.String()},
		{403, "", false, updater.Rejected, true, "blocked: status 403", unblock.String()},
		{429, "", false, updater.Rejected, true, "blocked: status 429", unblock.String()},
		{401, "", true, updater.Unsure, false, "the provider is in trouble (status 401)", ""},
		{403, "", true, updater.Unsure, false, "the provider is in trouble (status 403)", ""},
		{429, "", true, updater.Unsure, false, "the provider asks to slow down (status 429)", ""},
		{200, "OK blockhaus.example.net 203.0.113.87", false, updater.Unverified, false,
			`accepted 203.0.113.87, not confirmed: the answer was "OK blockhaus.example.net 203.0.113.87"`, ""},
		{200, "blockhaus.example.net: A record is now 203.0.113.87", false, updater.Unverified, false,
			`accepted 203.0.113.87, not confirmed: the answer was "blockhaus.example.net: A record is now 203.0.113.87"`, ""},
		{200, "SQLSTATE[HY000] [1040] Too many connections", false, updater.Unsure, false,
			`the provider is in trouble: "SQLSTATE[HY000] [1040] Too many connections"`, ""},
		{503, "Your account is blocked", false, updater.Unsure, false, "the provider is in trouble (status 503)", ""},
	} {
		server := "https://www.mtgsy.net"
		if c.plain {
			server = "http://www.mtgsy.net"
		}
		client := with("email", "blockhaus.example.net", "pass", "hunter2", "server", server)
		o := client.classify(&exchange.Answer{Status: c.status, Body: []byte(c.body)}, netip.MustParseAddr("203.0.113.87"), time.Now())
		if o.Kind != c.kind || o.Guess != c.guess || o.Text.String() != c.text || o.Remedy.String() != c.remedy {
			t.Errorf("%d %q, plain %v: got %+v, want %s, guess %v, %q and %q", c.status, c.body, c.plain, o, c.kind, c.guess, c.text, c.remedy)
		}
	}
}

func TestAPasswordIsShownInNoForm(t *testing.T) {
	for pass, forms := range map[string][]string{
		"it's & <ok>": {"it&#039;s &amp; &lt;ok&gt;", "it%27s+%26+%3Cok%3E", "it%27s%20%26%20%3cok%3e", `it\u0027s \u0026 \u003cok\u003e`},
		`gr"öße`:      {"gr&quot;&ouml;&szlig;e", "gr%22%c3%b6%c3%9fe", `gr\"\u00f6\u00dfe`, "gr\"\xf6\xdfe", "gr%2522%25C3%25B6%25C3%259Fe"},
	} {
		for _, form := range forms {
			o := with("pass", pass).classify(
				&exchange.Answer{Status: 200, Body: []byte("Hello " + form + ", welcome")}, netip.Addr{}, time.Now())
			if o.Answer != `"***"` {
				t.Errorf("a password repeated as %q: got the answer %s, want none shown", form, o.Answer)
			}
		}
	}
}
