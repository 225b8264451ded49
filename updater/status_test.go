// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"errors"
	"slices"
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

func TestBoardKeepsOneStatusARecord(t *testing.T) {
	dir := t.TempDir()
	b := Board{Version: "1", PID: 7, Running: true}
	about := About{Account: "a", Provider: "p"}
	b.Set(&Status{Name: "a/x", State: Settling, About: about})
	b.Set(&Status{Name: "b", State: Refused, Text: message.Text("<script>\x00"), About: About{Account: "b"}})
	b.Set(&Status{Name: "a/y", State: Busy, Device: "lte", About: about})
	b.Set(&Status{Name: "a/x", State: Current, Device: "wan", About: about})
	if err := b.Write(dir); err != nil {
		t.Fatal(err)
	}
	got, err := ReadBoard(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Records(), b.Records()) || len(got.Records()) != 3 || got.Record("a/x").State != Current || got.Record("a/x").Device != "wan" || got.Record("a/y").Device != "lte" {
		t.Errorf("board: got %+v, want what was written: %+v", got, b)
	}
}

// TestWhatIsSaidOfAnAccountIsSaidOnce, whichever of its records says it.
func TestWhatIsSaidOfAnAccountIsSaidOnce(t *testing.T) {
	var b Board
	one, two := message.New(message.BehindNAT, "a"), message.New(message.BehindNAT, "b")
	for _, c := range []struct {
		record       string
		says         About
		probe, notes message.Message // of the account then
	}{
		{"x", About{Probe: one}, one, ""},
		{"y", About{Probe: one, Notice: two}, one, two},
		{"z", About{Probe: two}, message.And(one, two), two},
		{"y", About{}, message.And(one, two), ""},
		{"x", About{}, two, ""},
	} {
		c.says.Account = "a"
		before := About{}
		if len(b.Accounts) > 0 {
			before = b.Accounts[0].About
		}
		was, is := b.Set(&Status{Name: c.record, About: c.says})
		if was != before || is != b.Accounts[0].About || is.Probe != c.probe || is.Notice != c.notes {
			t.Errorf("%s says %+v: got %+v, then %+v", c.record, c.says, was, is)
		}
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
