// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Table is rows of equal length under a heading. The first Left columns are
// words, the others are numbers.
type Table struct {
	Left    int
	Heading []string
	Rows    [][]string
}

// Text returns the table in columns for a terminal: words to the left, numbers
// to the right.
func (t Table) Text() string {
	width := make([]int, len(t.Heading))
	for _, row := range append([][]string{t.Heading}, t.Rows...) {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range append([][]string{t.Heading}, t.Rows...) {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i < t.Left {
				line.WriteString(cell + pad + "  ")
			} else {
				line.WriteString(pad + cell + "  ")
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

// Markdown returns the table in Markdown.
func (t Table) Markdown() string {
	var b strings.Builder
	row := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	row(t.Heading)
	rule := make([]string, len(t.Heading))
	for i := range rule {
		rule[i] = "---"
		if i >= t.Left {
			rule[i] = "---:"
		}
	}
	row(rule)
	for _, cells := range t.Rows {
		row(cells)
	}
	return b.String()
}

// ResultTable shows results one by one.
func ResultTable(results []Result) Table {
	t := Table{Left: 2, Heading: []string{
		"event", "client", "connections/s", "at the end", "its minute", "updates/s", "connections", "updates", "needless",
		"DNS questions", "names", "50 % right", "99 %", "100 %",
	}}
	last := ""
	for _, r := range results {
		event := r.Scenario
		if event == last {
			event = ""
		}
		last = r.Scenario
		end, minute := "-", "-"
		if r.EndPeak > 0 {
			end, minute = number(r.EndPeak), fmt.Sprintf("%.1f", r.EndMinute)
		}
		t.Rows = append(t.Rows, []string{
			event, r.Client, number(r.ConnectPeak), end, minute, number(r.UpdatePeak), number(r.Connects), number(r.Updates),
			number(r.Needless), number(r.Questions), number(r.Names), span(r.Half), span(r.Most), span(r.All),
		})
	}
	return t
}

// FactTable shows facts one by one.
func FactTable(facts []Fact) Table {
	t := Table{Left: 3, Heading: []string{"client", "what it does here", "from"}}
	for _, f := range facts {
		t.Rows = append(t.Rows, []string{f.Client, f.Behaviour, f.Source})
	}
	return t
}

// number writes 1234567 as 1,234,567.
func number(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// span writes a time for people: 1.3s, 10m05s.
func span(d time.Duration) string {
	switch {
	case d < 0:
		return "never"
	case d < time.Minute:
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	d = d.Round(time.Second)
	if d < time.Hour {
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
}
