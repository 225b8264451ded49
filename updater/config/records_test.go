// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"strings"
	"testing"
	"time"

	"dynwan/internal/samples"
	"dynwan/updater"
)

func TestTwoAccountsNeverHoldOneRecord(t *testing.T) {
	mail := strings.Replace(samples.With(`email = "me@example.org"`, `hostname = "Home.example.net"`), "home]", "mail]", 1)
	steps := strings.Replace(strings.Replace(goodSteps, "account.home", "account.other", 1), `"customer"`, `"somebody"`, 1)
	for _, c := range []struct{ text, want string }{
		{samples.With() + mail, "f: account.mail.hostname: is also updated by account.home; one of them is enough"},
		{strings.Replace(mail, "mail]", "a]", 1) + samples.With(), "account.home.email: is also updated by account.a; one of them is enough"},
		{mail + strings.Replace(strings.Replace(mail, "mail]", "more]", 1), "me@", "you@", 1), "account.more.hostname: is also updated by account.mail"},
		{goodSteps + steps, "account.other.hostname: is also updated by account.home"},
		{samples.With() + strings.Replace(mail, "pass", "server = \"https://ddns.example.org\"\npass", 1), ""},
		{samples.With() + strings.Replace(mail, "Home.", "office.", 1), ""},
	} {
		p := Parse("f", c.text)
		got := ""
		if len(p.Problems) > 0 {
			got = p.Problems[0].String()
		}
		if len(p.Problems) > 1 || !strings.Contains(got, c.want) || got != "" && c.want == "" {
			t.Errorf("%s\ngot %v, want %q", c.text, p.Problems, c.want)
		}
	}
}

func TestTheTimeBetweenTwoLooks(t *testing.T) {
	for _, c := range []struct {
		text string
		want time.Duration
	}{
		{samples.With(), 24 * time.Hour}, {samples.With(`recheck = "0"`), 0}, {samples.With(`recheck = "1h"`), time.Hour},
		{samples.With("hb = true"), 0}, {samples.With("hb = false"), 24 * time.Hour}, {goodSteps, 12 * time.Hour},
		{"[account.home]\nprovider = \"cloudflare.com-v4\"\ndevice = \"wan\"\ntoken = \"t\"\nzone = \"example.net\"\nhostname = \"a.example.net\"", 24 * time.Hour},
		{"[account.home]\nprovider = \"opendns.com\"\ndevice = \"wan\"\nuser = \"u\"\npass = \"p\"\nhostname = \"home\"\nrecheck = \"24h\"", 0},
	} {
		p := Parse("f", c.text).Records()
		if len(p) != 1 || updater.NewAccounts(p)[0].Machine.Policy.Recheck != c.want {
			t.Errorf("%s\ngot %+v, want %v", c.text, p, c.want)
		}
	}
}
