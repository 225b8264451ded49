// SPDX-License-Identifier: GPL-2.0-or-later

package dyndns2

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

var (
	four = updater.Record{IPv4: netip.MustParseAddr("203.0.113.9")}
	both = updater.Record{IPv4: netip.MustParseAddr("203.0.113.9"), IPv6: netip.MustParseAddr("2001:db8::9")}
)

// with returns an account with some options.
func with(pairs ...string) account {
	set := map[string][]string{"server": {"https://dyn.example.com"}, "user": {"me"}, "pass": {"hunter2"}, "hostname": {"home.example.net"}, "device": {"wan"}}
	for i := 0; i < len(pairs); i += 2 {
		set[pairs[i]] = []string{pairs[i+1]}
	}
	return account{Spec.Settings(set)}
}

func TestEveryCodeHasItsEnd(t *testing.T) {
	const half = 30 * time.Minute
	for _, c := range []struct {
		status int
		body   string
		want   updater.Record
		kind   updater.Kind
		guess  bool
		wait   time.Duration
		text   string // part of the text or remedy
	}{
		{200, "good 203.0.113.9", four, updater.Confirmed, false, 0, ""},
		{200, "good", four, updater.Confirmed, false, 0, ""},
		{200, "GOOD 203.0.113.9\r\n", four, updater.Confirmed, false, 0, ""},
		{200, " \n\ngood 203.0.113.9 \n", four, updater.Confirmed, false, 0, ""},
		{200, "\ufeffgood 203.0.113.9", four, updater.Confirmed, false, 0, ""},
		{200, "good 203.0.113.9,2001:db8::9", both, updater.Confirmed, false, 0, ""},
		{200, "good 203.0.113.9, 2001:DB8::9", both, updater.Confirmed, false, 0, ""},
		{200, "good 203.0.113.9 2001:db8::8", four, updater.Confirmed, false, 0, ""}, // the other family is not ours
		{200, "nochg 203.0.113.9", four, updater.Confirmed, false, 0, "the provider had 203.0.113.9 already"},
		{200, "nochg", both, updater.Confirmed, false, 0, "the provider had 203.0.113.9 2001:db8::9 already"},
		{200, "good 203.0.113.9\r\ngood 2001:db8::9\r\n", both, updater.Confirmed, false, 0, ""}, // a line for each family
		{200, "nochg 203.0.113.9\ngood 2001:db8::9", both, updater.Confirmed, false, 0, ""},
		{200, "good HOME.example.net 203.0.113.9", four, updater.Confirmed, false, 0, ""},
		{200, "good ::ffff:203.0.113.9", both, updater.Confirmed, false, 0, ""},
		{200, "good 203.0.113.9\ngood 2001:db8::8", both, updater.Rejected, true, 0, "names another address"},
		{200, "good 203.0.113.9\nnohost", four, updater.Rejected, false, 0, "correct hostname"},
		{200, "good 203.0.113.9\n911", four, updater.Unsure, false, half, "out of order"},
		{200, "nohost\ngood 203.0.113.9", four, updater.Rejected, false, 0, "correct hostname"},
		{200, "good 127.0.0.1", four, updater.Rejected, true, 0, `the answer "good 127.0.0.1" names another address than 203.0.113.9`},
		{200, "good 198.51.100.7", four, updater.Rejected, true, 0, "names another address"},
		{200, "nochg 198.51.100.7", four, updater.Rejected, true, 0, "names another address"},
		{200, "good 203.0.113.9,2001:db8::8", both, updater.Rejected, true, 0, "names another address"},
		{200, "good ::1", four, updater.Rejected, true, 0, "names another address"},
		{200, "badauth", four, updater.Rejected, false, 0, "correct user or pass"},
		{401, "badauth", four, updater.Rejected, false, 0, "correct user or pass"},
		{403, "badauth\n", four, updater.Rejected, false, 0, "correct user or pass"},
		{200, "!donator", four, updater.Rejected, false, 0, "a paid account"},
		{200, "!active", four, updater.Rejected, false, 0, "is not active"},
		{200, "!yours", four, updater.Rejected, false, 0, "correct hostname"},
		{200, "nohost", four, updater.Rejected, false, 0, "correct hostname"},
		{404, "nohost", four, updater.Rejected, false, 0, "correct hostname"},
		{200, "notfqdn", four, updater.Rejected, false, 0, "correct hostname"},
		{200, "numhost", four, updater.Rejected, false, 0, "too many names"},
		{200, "abuse", four, updater.Rejected, false, 0, "blocked for abuse"},
		{429, "abuse", four, updater.Rejected, false, 0, "blocked for abuse"},
		{200, "badagent", four, updater.Rejected, false, 0, "report it"},
		{200, "badsys", four, updater.Rejected, false, 0, "ask the provider"},
		{200, "badip", four, updater.Rejected, false, 0, "ask the provider"},
		{200, "dnserr", four, updater.Unsure, false, half, `"dnserr", which means that the provider's name servers are in trouble`},
		{200, "911", four, updater.Unsure, false, half, `"911", which means that the provider is out of order`},
		{400, "911", four, updater.Unsure, false, half, "out of order"},
		{503, "911", four, updater.Unsure, false, half, "out of order"},
		{500, "dnserr", four, updater.Unsure, false, half, "in trouble"},
		{200, "w30m", four, updater.Unsure, false, half, "slow down"},
		{200, "w5s", four, updater.Unsure, false, 5 * time.Second, "slow down"},
		// What is no code, or stands where none belongs.
		{200, "", four, updater.Unsure, false, 0, "empty"},
		{200, "goodbye", four, updater.Unverified, false, 0, "not confirmed"},
		{200, "all is good", four, updater.Unverified, false, 0, "not confirmed"},
		{200, "Good morning, please log in", four, updater.Unverified, false, 0, "not confirmed"},
		{200, "good\nwelcome to the lounge", four, updater.Unverified, false, 0, "not confirmed"},
		{200, "good\n<form action=/login>", four, updater.Unsure, false, 0, "web page"},
		{200, "good 203.0.113.9: too many connections", four, updater.Unsure, false, 0, "in trouble"},
		{200, "OK", four, updater.Unverified, false, 0, "not confirmed"},
		{200, "w", four, updater.Unverified, false, 0, "not confirmed"},
		{200, "hello\ngood 203.0.113.9", four, updater.Unverified, false, 0, "not confirmed"},
		{200, "<html>good 203.0.113.9</html>", four, updater.Unsure, false, 0, "web page"},
		{200, "<html><body>\nbadauth\n</body></html>", four, updater.Unsure, false, 0, "web page"},
		{500, "good 203.0.113.9", four, updater.Unsure, false, 0, "500"},
		{500, "badauth", four, updater.Unsure, false, 0, "500"},
		{404, "good 203.0.113.9", four, updater.Unsure, false, 0, "404"},
		{401, "", four, updater.Rejected, true, 0, "status 401"},
		{403, "", four, updater.Rejected, true, 0, "correct user or pass"},
		{429, "", four, updater.Rejected, true, 0, "blocked: status 429ask the provider, then"},
		{403, "Just a moment...", four, updater.Rejected, true, 0, "blocked: the provider's firewall answered in its placeask the provider, then"},
		{403, "badauth: captcha", four, updater.Rejected, true, 0, "firewall"},
		{302, "good", four, updater.Unsure, false, 0, "redirect"},
		{200, "Too many connections", four, updater.Unsure, false, 0, "in trouble"},
	} {
		o := with().read(&exchange.Answer{Status: c.status, Body: []byte(c.body)}, c.want, time.Now())
		if o.Kind != c.kind || o.Guess != c.guess || o.Wait != c.wait || !o.Sent || !strings.Contains(o.Text.String()+o.Remedy.String(), c.text) {
			t.Errorf("%d %q: got %+v, want %s, guess %v, a wait of %v and %q", c.status, c.body, o, c.kind, c.guess, c.wait, c.text)
		}
		if (o.Kind == updater.Rejected) != (o.Remedy != "") {
			t.Errorf("%d %q: got %s with the remedy %q", c.status, c.body, o.Kind, o.Remedy)
		}
	}
}

func TestWhoIsNotAuthenticatedCannotEndAnAccount(t *testing.T) {
	for _, body := range []string{"badauth", "abuse", "nohost"} {
		o := with("server", "http://dyn.example.com").read(&exchange.Answer{Status: 200, Body: []byte(body)}, four, time.Now())
		if o.Kind != updater.Rejected || !o.Guess {
			t.Errorf("%s by plain HTTP: got %+v, want a guess", body, o)
		}
	}
}

// TestNoAnswerShowsTheLogin: some servers repeat the headers that they got.
func TestNoAnswerShowsTheLogin(t *testing.T) {
	for _, body := range []string{
		"Authorization: Basic bWU6aHVudGVyMg==", "unknown header Basic%20bWU6aHVudGVyMg%3D%3D", "badauth me:hunter2", "good bWU6aHVudGVyMg==",
	} {
		o := with().read(&exchange.Answer{Status: 200, Body: []byte(body)}, four, time.Now())
		if shown := o.Answer + o.Text.String(); strings.Contains(shown, "bWU6aHVudGVyMg") || strings.Contains(shown, "hunter2") {
			t.Errorf("%q: got %q, want it without the login", body, shown)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"good 203.0.113.9", "badauth", "911", "w30m", "<html>", "good ,,,", "\xff\xfeg\x00"} {
		f.Add(200, seed, "https://dyn.example.com")
	}
	f.Fuzz(func(t *testing.T, status int, body, server string) {
		o := with("server", server).read(&exchange.Answer{Status: status, Body: []byte(body)}, both, time.Now())
		word, _ := said([]byte(body))
		if o.Kind == updater.Confirmed && (status != 200 || word != "good" && word != "nochg") {
			t.Errorf("%d %q: got confirmed", status, body)
		}
		if _, ok := find(word); o.Kind == updater.Rejected && !o.Guess && !ok {
			t.Errorf("%d %q: got %+v, want a final refusal by a code alone", status, body, o)
		}
		if o.Wait < 0 || len(o.Answer) > 122 || strings.Contains(o.Text.String()+o.Answer, "hunter2") {
			t.Errorf("%d %q: got %+v", status, body, o)
		}
	})
}
