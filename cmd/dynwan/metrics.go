// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"io"
	"strings"

	"dynwan/updater"
)

// states are all that a record can be in, in the order of their metric.
var states = []updater.State{updater.NoAddress, updater.Settling, updater.Waiting, updater.Busy,
	updater.Current, updater.Doubtful, updater.Refused, updater.Misconfigured}

// metric is one metric of Prometheus. No label is an address: each new one would
// be a new series.
type metric struct {
	name, kind, help string
	// each calls put with further labels and the value, for one record.
	each func(s updater.Status, put func(labels string, value float64))
}

// recordMetrics are the metrics of each record. now is the time since boot.
func recordMetrics(now float64) []metric {
	return []metric{
		{"dynwan_record_info", "gauge", "What the record is; always 1.", func(s updater.Status, put func(string, float64)) {
			put(labels("hostname", s.Hostname, "family", s.Family, "provider", s.Provider, "device", s.Device), 1)
		}},
		{"dynwan_record_state", "gauge", "1 for the state that the record is in, 0 for the others.", func(s updater.Status, put func(string, float64)) {
			for _, state := range states {
				value := 0.0
				if s.State == state {
					value = 1
				}
				put(labels("state", string(state)), value)
			}
		}},
		{"dynwan_record_problem", "gauge", "1 if what the record shows is bad news.", func(s updater.Status, put func(string, float64)) {
			if s.Problem {
				put("", 1)
			} else {
				put("", 0)
			}
		}},
		{"dynwan_record_state_seconds", "gauge", "How long the record has been in its state.", func(s updater.Status, put func(string, float64)) {
			put("", max(0, now-s.Since))
		}},
		{"dynwan_record_confirmed_seconds", "gauge", "How long ago the provider or DNS confirmed the record; missing if not since the start.",
			func(s updater.Status, put func(string, float64)) {
				if s.ConfirmedAt > 0 {
					put("", max(0, now-s.ConfirmedAt))
				}
			}},
		{"dynwan_record_requests_total", "counter", "Updates that were sent, or may have been, since the start.", func(s updater.Status, put func(string, float64)) {
			put("", float64(s.Requests))
		}},
		{"dynwan_record_refusals_total", "counter", "Updates that the provider refused since the start, by the ID of the reason.",
			func(s updater.Status, put func(string, float64)) {
				s.Refusals.Each(func(reason string, n int) { put(labels("reason", reason), float64(n)) })
			}},
	}
}

// printMetrics prints the board in the text format of Prometheus. now is the time
// since boot.
func printMetrics(w io.Writer, board *updater.Board, now float64) {
	head := func(name, kind, help string) { fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	running := 0
	if board.Running {
		running = 1
	}
	head("dynwan_info", "gauge", "The version of the daemon; always 1.")
	fmt.Fprintf(w, "dynwan_info{%s} 1\n", labels("version", board.Version)[1:])
	head("dynwan_running", "gauge", "1 if the daemon runs; else the rest is what it knew last.")
	fmt.Fprintln(w, "dynwan_running", running)
	head("dynwan_problems", "gauge", "How many problems the configuration has.")
	fmt.Fprintln(w, "dynwan_problems", len(board.Problems))
	for _, m := range recordMetrics(now) {
		head(m.name, m.kind, m.help)
		for _, s := range board.Records() {
			m.each(s, func(more string, value float64) {
				fmt.Fprintf(w, "%s{%s%s} %v\n", m.name, labels("account", s.Account, "record", s.Name)[1:], more, value)
			})
		}
	}
}

// labels are names with their values, each behind a comma.
func labels(pairs ...string) string {
	var b strings.Builder
	for i := 0; i < len(pairs); i += 2 {
		fmt.Fprintf(&b, `,%s="%s"`, pairs[i], labelEscapes.Replace(pairs[i+1]))
	}
	return b.String()
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)
