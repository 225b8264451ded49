// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// limits are round numbers near the figures of good.
const limits = `malta.rssanon_kib	900	KiB	#
malta.rss_kib	3000	KiB	#
malta.account_kib	8	KiB	#
malta.record_kib	4	KiB	#
malta.wakeups	2		#
malta.first_ms	1000	ms	#
malta.request_ms	1000	ms	#
`

// good are figures that are at every limit.
func good() *table {
	return &table{
		clients: []*client{{
			idle: figures{"RssAnon": 700, "VmRSS": 2900}, work: figures{"RssAnon": 900, "VmRSS": 3000}, last: figures{"RssAnon": 800, "VmRSS": 2900},
			idleWakes: 2, wakes: 1, first: time.Second, reactions: []time.Duration{time.Millisecond, time.Second},
		}},
		eleven:  figures{"RssAnon": 780},
		records: []figures{{"RssAnon": 700}, {"RssAnon": 1084}, {"RssAnon": 1468}},
	}
}

func TestEveryFigureIsHeldToItsLimit(t *testing.T) {
	file := filepath.Join(t.TempDir(), "budget")
	if err := os.WriteFile(file, []byte(limits), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		spoil func(t *table)
		want  string // in the error; "" for none
	}{
		{"all at their limits", func(*table) {}, ""},
		{"memory when idle", func(t *table) { t.clients[0].idle["RssAnon"], t.eleven["RssAnon"] = 901, 901 }, "malta.rssanon_kib"},
		{"memory after the work", func(t *table) { t.clients[0].work["RssAnon"] = 901 }, "malta.rssanon_kib"},
		{"memory at the end", func(t *table) { t.clients[0].last["RssAnon"] = 901 }, "malta.rssanon_kib"},
		{"pages", func(t *table) { t.clients[0].last["VmRSS"] = 3001 }, "malta.rss_kib"},
		{"accounts", func(t *table) { t.eleven["RssAnon"] = 784 }, "malta.account_kib"},
		{"97 names", func(t *table) { t.records[1]["RssAnon"] = 1088 }, "malta.record_kib"},
		{"193 names", func(t *table) { t.records[2]["RssAnon"] = 1472 }, "malta.record_kib"},
		{"wake-ups before the work", func(t *table) { t.clients[0].idleWakes = 3 }, "malta.wakeups"},
		{"wake-ups after the work", func(t *table) { t.clients[0].wakes = 3 }, "malta.wakeups"},
		{"the first request", func(t *table) { t.clients[0].first += time.Millisecond }, "malta.first_ms"},
		{"the slowest request", func(t *table) { t.clients[0].reactions[1] += time.Millisecond }, "malta.request_ms"},
	} {
		table := good()
		c.spoil(table)
		err := table.hold(file)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%s: got %v, want an error about %q alone", c.name, err, c.want)
		}
	}
}

func TestTheBudgetMustNameEveryFigure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "budget")
	if err := os.WriteFile(file, []byte("malta.rss_kib\t3000\tKiB\t#\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := good().hold(file); err == nil || !strings.Contains(err.Error(), "malta.wakeups") {
		t.Errorf("got %v, want that malta.wakeups is missing", err)
	}
}
