// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

// table is the result: dynwan is the first of the clients.
type table struct {
	kernel      string // its file's name
	authorities int
	clients     []*client
	eleven      figures   // of dynwan with eleven accounts, idle
	records     []figures // of dynwan with one account of recordCounts names, idle; the median of recordCopies
}

// newTable adds the times from the capture to what the play has measured.
func newTable(p *play, dir string) (*table, error) {
	took, err := reactions(filepath.Join(dir, "line.pcap"))
	if err != nil {
		return nil, err
	}
	if len(took) != len(p.changes) {
		return nil, fmt.Errorf("the capture has %d requests for %d changes", len(took), len(p.changes))
	}
	seen := map[*client]int{}
	for i, c := range p.changes {
		switch seen[c]++; {
		case seen[c] == 1:
			c.first = took[i]
		case seen[c] <= 1+timed:
			c.reactions = append(c.reactions, took[i])
		}
	}
	for _, c := range p.clients {
		slices.Sort(c.reactions)
	}
	t := &table{clients: p.clients, eleven: p.eleven, records: p.records}
	return t, t.describe(dir)
}

// describe looks up what the machine was made of.
func (t *table) describe(dir string) error {
	kernel, err := kernel(dir)
	if err != nil {
		return err
	}
	t.kernel = filepath.Base(kernel)
	bundle, err := os.ReadFile(filepath.Join(dir, "root/etc/ssl/certs/ca-certificates.crt"))
	t.authorities = strings.Count(string(bundle), "BEGIN CERTIFICATE")
	return err
}

// perAccount is what each further account costs, in KiB.
func (t *table) perAccount() float64 {
	return float64(t.eleven["RssAnon"]-t.clients[0].idle["RssAnon"]) / 10
}

// perRecord is what each further record of an account costs, in KiB, the more
// with 97 or with 193 of them.
func (t *table) perRecord() (most float64) {
	for i, n := range recordCounts[1:] {
		most = max(most, float64(t.records[1+i]["RssAnon"]-t.records[0]["RssAnon"])/float64(n-recordCounts[0]))
	}
	return most
}

// row is one line of the table; without a cell it is a headline.
type row struct {
	title string
	cell  func(c *client) string
}

// memory is the rows for one moment.
func memory(title string, at func(c *client) figures) []row {
	rows := []row{{title, nil}}
	for _, r := range []struct{ title, name string }{
		{"RssAnon, KiB", "RssAnon"}, {"RSS, KiB", "VmRSS"}, {"PSS, KiB", "Pss"},
		{"RSS, most so far, KiB", "VmHWM"}, {"threads", "Threads"}, {"processes", "processes"},
	} {
		rows = append(rows, row{"  " + r.title, func(c *client) string {
			if at(c) == nil {
				return "-"
			}
			return strconv.Itoa(at(c)[r.name])
		}})
	}
	return rows
}

// rows are all rows.
func rows() []row {
	whole := func(f func(c *client) int) func(*client) string {
		return func(c *client) string { return strconv.Itoa(f(c)) }
	}
	ms := func(f func(c *client) time.Duration) func(*client) string {
		return whole(func(c *client) int { return int(f(c).Milliseconds()) })
	}
	sender := func(name string) func(*client) string {
		return func(c *client) string {
			if !c.sender {
				return "-"
			}
			return strconv.Itoa(c.peaks[name])
		}
	}
	return slices.Concat(
		memory("idle for a minute, no address", func(c *client) figures { return c.idle }),
		[]row{{"  wake-ups in that minute", whole(func(c *client) int { return c.idleWakes })}},
		memory("after 21 updates and 1,000 events", func(c *client) figures { return c.work }),
		memory("an idle minute later", func(c *client) figures { return c.last }),
		[]row{
			{"  wake-ups in that minute", func(c *client) string {
				if c.last == nil {
					return "-"
				}
				return strconv.Itoa(c.wakes)
			}},
			{"one update", nil},
			{"  child: RssAnon at most, KiB", sender("RssAnon")},
			{"  child: RSS at most, KiB", sender("VmHWM")},
			{"  children: processor time, ms", ms(func(c *client) time.Duration { return c.childCPU })},
			{"  event to request, first, ms", ms(func(c *client) time.Duration { return c.first })},
			{"  event to request, median, ms", ms(func(c *client) time.Duration { return c.reactions[len(c.reactions)/2] })},
			{"  event to request, most, ms", ms(func(c *client) time.Duration { return c.reactions[len(c.reactions)-1] })},
		})
}

// print prints the table.
func (t *table) print(out io.Writer) {
	fmt.Fprintf(out, "64 MB, MIPS 24Kc at 500 million instructions a second, %s, squashfs xz 256 KiB, %d authorities\n\n", t.kernel, t.authorities)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, c := range t.clients {
		fmt.Fprintf(w, "\t%10s", c.title)
	}
	fmt.Fprintln(w)
	for _, r := range rows() {
		fmt.Fprint(w, r.title)
		for _, c := range t.clients {
			text := ""
			if r.cell != nil {
				text = r.cell(c)
			}
			fmt.Fprintf(w, "\t%10s", text)
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	fmt.Fprintf(out, "dynwan with 11 accounts: RssAnon %d KiB, %.1f KiB for each further account\n", t.eleven["RssAnon"], t.perAccount())
	for i, n := range recordCounts {
		fmt.Fprintf(out, "dynwan with one account of %d names: RssAnon %d KiB\n", n, t.records[i]["RssAnon"])
	}
	fmt.Fprintf(out, "%.1f KiB for each further record\n", t.perRecord())
	fmt.Fprintln(out, "The ash loop speaks plain HTTP, and inadyn and it are told of a change by a signal; by themselves they look every")
	fmt.Fprintln(out, "30 and 600 seconds. Big-endian MIPS is not measured: Debian 12 has no kernel for it; make emulate starts that program.")
}
