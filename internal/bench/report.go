// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"time"

	"dynwan/internal/budget"
	"dynwan/internal/fleet"
)

// Report is what a run has measured.
type Report struct {
	Options
	clients []*client
	load    string // after the changes that were told at once
}

// row is one line of the table: a value for each client.
type row struct {
	what, unit string
	of         func(*client) float64
	digits     int // behind the point
}

// percentiles are the rows of one way to be told of a change.
func percentiles(what string, of func(*client) []time.Duration, points ...int) (rows []row) {
	for _, p := range points {
		name := fmt.Sprintf("%s, p%d", what, p)
		if p == 100 {
			name = what + ", max"
		}
		rows = append(rows, row{name, "ms", func(c *client) float64 { return ms(percentile(of(c), p)) }, 1})
	}
	return rows
}

func (r *Report) rows() []row {
	n := func(of func(*result) int) func(*client) float64 {
		return func(c *client) float64 { return float64(of(&c.result)) }
	}
	told := func(c *client) []time.Duration { return c.result.told }
	alone := func(c *client) []time.Duration { return c.result.alone }
	rows := percentiles(fmt.Sprintf("change to request, told at once (%d)", r.Changes), told, 50, 90, 99, 100)
	rows = append(rows, percentiles(fmt.Sprintf("left alone, shortest period (%d)", r.Alone), alone, 50, 100)...)
	rows = append(rows,
		row{"left alone, usual period, p50 (computed)", "ms", usual(50), 1},
		row{"left alone, usual period, p99 (computed)", "ms", usual(99), 1})
	return append(rows, []row{
		{"RssAnon after the first update", "KiB", n(func(r *result) int { return r.before.Anon }), 0},
		{"RSS", "KiB", n(func(r *result) int { return r.before.RSS }), 0},
		{"PSS", "KiB", n(func(r *result) int { return r.before.PSS }), 0},
		{fmt.Sprintf("RssAnon after %d changes", r.Changes), "KiB", n(func(r *result) int { return r.after.Anon }), 0},
		{"RSS", "KiB", n(func(r *result) int { return r.after.RSS }), 0},
		{"PSS", "KiB", n(func(r *result) int { return r.after.PSS }), 0},
		{fmt.Sprintf("idle %v: wake-ups a minute", r.Idle), "", r.wakeups, 1},
		{fmt.Sprintf("idle %v: system calls", r.Idle), "", n(func(r *result) int { return r.calls }), 0},
		{fmt.Sprintf("idle %v: processes started", r.Idle), "", n(func(r *result) int { return r.idleForks }), 0},
		{fmt.Sprintf("start and %d changes: processes started", r.Disk+1), "", n(func(r *result) int { return r.forks }), 0},
		{"start, changes, restart, stop: files outside RAM", "", n(func(r *result) int { return len(r.written.files) }), 0},
		{"the same: writes to their names", "", n(func(r *result) int { return r.written.times() }), 0},
		{"the same: bytes", "", n(func(r *result) int { return r.written.bytes }), 0},
		{fmt.Sprintf("sent of %d changes with read-only disks", r.Disk), "", n(func(r *result) int { return r.sealed }), 0},
	}...)
}

func (r *Report) wakeups(c *client) float64 {
	return float64(c.result.wakeups) / r.Idle.Minutes()
}

// usual computes how long a client as it comes takes to find a change: any
// part of its period, and what it took when it was told. dynwan as it comes
// was measured.
func usual(p int) func(*client) float64 {
	return func(c *client) float64 {
		if c.usual == 0 {
			return ms(percentile(c.result.alone, p))
		}
		return ms(c.usual*time.Duration(p)/100 + percentile(c.result.told, 50))
	}
}

// Table is everything that was measured, with each client's ratio to dynwan.
func (r *Report) Table() fleet.Table {
	t := fleet.Table{Left: 1, Heading: []string{"measure", "unit", r.clients[0].name}}
	for _, c := range r.clients[1:] {
		t.Heading = append(t.Heading, c.name, "ratio")
	}
	for _, row := range r.rows() {
		first := row.of(r.clients[0])
		cells := []string{row.what, row.unit, decimal(first, row.digits)}
		for _, c := range r.clients[1:] {
			value := row.of(c)
			cells = append(cells, decimal(value, row.digits), ratio(value, first))
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// Notes are what the numbers alone do not tell.
func (r *Report) Notes() (lines []string) {
	lines = append(lines, fmt.Sprintf("load after the changes told at once: %s on %d processors", r.load, runtime.NumCPU()), pairNote(r.clients[0].result))
	for _, c := range r.clients {
		if len(c.result.written.files) > 0 {
			lines = append(lines, c.name+" wrote outside RAM: "+c.result.written.String())
		}
	}
	return lines
}

// Check holds dynwan to its budget, with every broken promise in the error.
func (r *Report) Check(b budget.Budget) error {
	c := r.clients[0]
	return errors.Join(
		b.Check("host.p50_ms", ms(percentile(c.result.told, 50))),
		b.Check("host.p99_ms", ms(percentile(c.result.told, 99))),
		b.Check("host.syscalls", float64(c.result.calls)),
		b.Check("host.wakeups", r.wakeups(c)),
		b.Check("host.files", float64(len(c.result.written.files))),
		unsealed(c.result.sealed, r.Disk),
	)
}

func unsealed(sent, changes int) error {
	if sent < changes {
		return fmt.Errorf("with read-only disks %d of %d changes were sent", sent, changes)
	}
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func decimal(value float64, digits int) string { return strconv.FormatFloat(value, 'f', digits, 64) }

// ratio is how many times the value of dynwan another one is. There is none to
// nothing.
func ratio(value, first float64) string {
	switch {
	case first == 0:
		return "-"
	case value/first >= 100:
		return decimal(value/first, 0)
	}
	return decimal(value/first, 2)
}
