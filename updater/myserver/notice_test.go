// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"testing"
	"time"

	"dynwan/updater/message"
)

func TestNotice(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	day := func(days int) time.Time { return now.AddDate(0, 0, days) }
	for _, c := range []struct {
		login *Login
		want  string
		warns bool
	}{
		{nil, "", false},
		{&Login{}, "", false},
		{&Login{UserLevel: "5"}, "level 5", false},
		{&Login{UserLevel: "5", Expires: day(31)}, "level 5, until 2026-12-23", false},
		{&Login{UserLevel: "5", Expires: day(29)}, "the account ends on 2026-12-21, level 5", true},
		{&Login{Expires: day(-1)}, "the account ended on 2026-11-21", true},
		{&Login{UserLevel: "the account ends\x1b"}, `level "the account ends\x1b"`, false},
	} {
		if got := notice(c.login, now); got.String() != c.want || got.Has(message.AccountEnds, message.AccountEnded) != c.warns {
			t.Errorf("notice of %+v: got %q, a warning: %v; want %q, %v", c.login, got, !c.warns, c.want, c.warns)
		}
	}
}
