// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/updater"
)

func TestAnAccountThatEndsIsShownAndWarnedOfOnce(t *testing.T) {
	end := time.Now().AddDate(0, 0, 10)
	p := newPlay(t, func(c *sandbox.Config) {
		c.Accounts[0].MyServer = &sandbox.MyServer{Expires: end}
	})
	p.begins()
	warning := "home: the account ends on " + end.Format(time.DateOnly) + ", level 5"
	p.says(warning)
	p.recovers()
	p.ok(p.Change("203.0.113.9", "203.0.113.10"))
	p.says("home: confirmed 203.0.113.10")
	if got := strings.Count(p.daemon.Log(), "the account ends"); got != 1 {
		t.Errorf("the log warns %d times, want once:\n%s", got, p.daemon.Log())
	}
	if s := p.state(updater.Current); "home: "+s.Notice.String() != warning {
		t.Errorf("status.json: got the notice %q, want %q", s.Notice, warning)
	}
	if out, _, _ := p.run("status", "-config", p.ConfigFile()); !strings.Contains(out, strings.Replace(warning, ": ", ": the provider says: ", 1)) {
		t.Errorf("status: got\n%s\nwant it to show %q", out, warning)
	}
	p.requests(5)
}

func TestOnceBySteps(t *testing.T) {
	p := newPlay(t, stepped)
	p.had("203.0.113.8")
	p.ok(p.Line("203.0.113.9"))
	for _, c := range []struct {
		args []string
		want string
		sent int
	}{
		{[]string{"once", "-n", "-config", p.ConfigFile(), "home"}, "home: would send 203.0.113.9 to https://dyn.example.com", 0},
		{[]string{"once", "-config", p.ConfigFile(), "home"}, "home: confirmed 203.0.113.9", 3},
	} {
		if out, problems, code := p.run(c.args...); code != exitOK || strings.TrimSpace(out) != c.want {
			t.Errorf("%v: got %q, %q and code %d; want %q", c.args, out, problems, code, c.want)
		}
		if got := len(p.Box.Ledger()); got != c.sent {
			t.Errorf("%v: the provider read %d requests, want %d", c.args, got, c.sent)
		}
	}
	if got := p.held(); got != "203.0.113.9" {
		t.Errorf("the provider holds %s, want the new address", got)
	}
}
