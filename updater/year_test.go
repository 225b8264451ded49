// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// A year in a second: the real Loop, with files, against a provider that keeps
// a ledger. Nothing is random, so every request has its exact time.
const (
	day  = 24 * time.Hour
	week = 7 * day

	// The waits as the user knows them, on purpose not read from the Policy.
	settle = time.Second
	gap    = 11 * time.Minute
	// answer is how long the provider takes; it holds the record after half.
	answer = time.Second
)

// A story is a year on one line. Its name says what must come true.
type story struct {
	name string
	live func(y *year)
	// requests is how many the year may take: the changes that lasted, and
	// what the provider lost.
	requests int
	// lost is how many of them the provider did not apply.
	lost int
	// needless is how many asked for what was held already.
	needless int
	// early is how many came before the gap was over, because nobody remembered.
	early int
	// bound is how long the record may be wrong after a change of the line, or
	// after the end of an outage.
	bound time.Duration
	// lines is how long the log may be.
	lines int
}

func (s story) run(t *testing.T) {
	inYear(t, s.live, s.judge)
}

// inYear lets a story happen and judges it when the year is over.
func inYear(t *testing.T, live, judge func(y *year)) {
	synctest.Test(t, func(t *testing.T) {
		h := &loopTest{t: t, dir: inRAM(t), start: time.Now()}
		y := &year{
			loopTest: h, mood: well, wrong: -1, hang: make(chan struct{}),
			holds: Record{IPv4: address(0), Settings: "s1"},
		}
		h.send = y.perform
		h.boot()
		y.offers(address(0))
		live(y)
		y.until(365 * day)
		h.stop()
		judge(y)
	})
}

// inRAM is a directory as the state has it on a router; a disk is ten times
// slower and does as well.
func inRAM(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "dynwan")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// judge compares the ledger with what the story calls for.
func (s story) judge(y *year) {
	t := y.t
	if len(y.ledger) != s.requests || len(y.want) != s.requests {
		t.Errorf("requests: got %d, the story calls for %d, want %d", len(y.ledger), len(y.want), s.requests)
	}
	for i := range min(len(y.ledger), len(y.want)) {
		if got, want := y.ledger[i], y.want[i]; got.want != want.want || got.at != want.at {
			t.Fatalf("request %d: got %v at %v, want %v at %v", i, got.want, got.at, want.want, want.at)
		}
	}
	if lost, needless, early := y.sins(); lost != s.lost || needless != s.needless || early != s.early {
		t.Errorf("requests lost, needless, early: got %d, %d, %d, want %d, %d, %d",
			lost, needless, early, s.lost, s.needless, s.early)
	}
	wantTimes(t, "jobs that found no connection", y.tries, y.wantTries)
	if y.wantAsks != nil {
		wantTimes(t, "questions to DNS", y.asks, y.wantAsks)
	}
	y.wantRight(s.bound)
	if len(y.lines) > s.lines {
		t.Errorf("the log has %d lines, want at most %d; the last is %q", len(y.lines), s.lines, y.lines[len(y.lines)-1])
	}
}

// sins counts the requests that changed nothing because the provider lost
// them, those that could have changed nothing, and those that came too early.
func (y *year) sins() (lost, needless, early int) {
	for i, e := range y.ledger {
		if e.foreign {
			y.t.Errorf("request %d at %v: %v is not what the line held", i, e.at, e.want)
		}
		if e.needless {
			needless++
		}
		if !moods[e.mood].applies {
			lost++
		}
		if i > 0 && e.at-y.ledger[i-1].end < gap {
			early++
		}
	}
	return lost, needless, early
}

// wantRight says that the record is right, and was never wrong for longer than
// a bound after a change or an outage.
func (y *year) wantRight(bound time.Duration) {
	if y.longest > bound {
		y.t.Errorf("the record was wrong for %v, want at most %v", y.longest, bound)
	}
	if y.wrong >= 0 {
		y.t.Errorf("the record is wrong since %v: got %v, want %v", y.wrong, y.holds, y.line)
	}
}

// wantTimes compares two lists of times of the year.
func wantTimes(t *testing.T, what string, got, want []time.Duration) {
	t.Helper()
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("%s: number %d was at %v, want %v", what, i, got[i], want[i])
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %d, want %d", what, len(got), len(want))
	}
}

func TestAYear(t *testing.T) {
	for _, s := range stories {
		t.Run(s.name, s.run)
	}
}
