// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"errors"
	"testing"

	"dynwan/updater/message"
)

func TestSpan(t *testing.T) {
	for _, c := range []struct {
		seconds float64
		want    string
	}{
		{0.25, "250ms"}, {0.999, "1s"}, {1, "1s"}, {59.7, "1m"}, {60, "1m"}, {552, "9m12s"},
		{3600, "1h"}, {90061, "1d1h1m1s"}, {-5, "0ms"},
	} {
		if got := Span(c.seconds); got != c.want {
			t.Errorf("Span(%v): got %q, want %q", c.seconds, got, c.want)
		}
	}
}

func TestBoardKeepsOneStatusAnAccount(t *testing.T) {
	dir := t.TempDir()
	b := Board{Version: "1", PID: 7, Running: true}
	b.Set(Status{Account: "a", State: Settling})
	b.Set(Status{Account: "b", State: Refused, Text: message.Text("<script>\x00")})
	b.Set(Status{Account: "a", State: Current})
	if err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := ReadBoard(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Accounts) != 2 || got.Accounts[0].State != Current || got.Accounts[1] != b.Accounts[1] {
		t.Errorf("board: got %+v, want what was written: %+v", got, b)
	}
}

func TestOneDaemonADirectory(t *testing.T) {
	dir := t.TempDir()
	first, err := Lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Lock(dir); !errors.Is(err, ErrRuns) {
		t.Errorf("second Occupy: got %v, want ErrRuns", err)
	}
	first.Close()
	again, err := Lock(dir)
	if err != nil {
		t.Fatalf("Occupy after the first has ended: %v", err)
	}
	again.Close()
}
