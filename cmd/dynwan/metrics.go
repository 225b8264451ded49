// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"io"

	"dynwan/updater"
)

// metrics are those of Prometheus, the first of the daemon, the others of each
// record: what stands once, and a line, where %[n] is an argument that printMetrics
// gives. No label is an address: each new one would be a new series.
var metrics = [...][2]string{
	{"# HELP dynwan_running 1 if the daemon runs.\n# TYPE dynwan_running gauge\n",
		`dynwan_running %v` + "\n"},
	{"# HELP dynwan_record_info What it is.\n# TYPE dynwan_record_info gauge\n",
		`dynwan_record_info{account=%q,record=%q,hostname=%q,family=%q,provider=%q,device=%[6]q} 1` + "\n"},
	{"# HELP dynwan_record_state Its state.\n# TYPE dynwan_record_state gauge\n",
		`dynwan_record_state{account=%q,record=%q,state=%[7]q} 1` + "\n"},
	{"# HELP dynwan_record_state_seconds How long it has been in its state.\n# TYPE dynwan_record_state_seconds gauge\n",
		`dynwan_record_state_seconds{account=%q,record=%q} %[8]v` + "\n"},
	{"# HELP dynwan_record_requests_total Updates sent.\n# TYPE dynwan_record_requests_total counter\n",
		`dynwan_record_requests_total{account=%q,record=%q} %[9]v` + "\n"},
	{"# HELP dynwan_record_confirmed_seconds How long ago it was confirmed.\n# TYPE dynwan_record_confirmed_seconds gauge\n",
		`dynwan_record_confirmed_seconds{account=%q,record=%q} %[10]v` + "\n"},
	{"# HELP dynwan_record_refusals_total Updates refused.\n# TYPE dynwan_record_refusals_total counter\n",
		`dynwan_record_refusals_total{account=%q,record=%q,reason=%[11]q} %[12]v` + "\n"},
}

// printMetrics prints the board in the text format of Prometheus. now is the time
// since boot.
func printMetrics(w io.Writer, board *updater.Board, now float64) {
	records := board.Records()
	for i, m := range metrics {
		io.WriteString(w, m[0])
		if i == 0 {
			n := 0
			if board.Running {
				n = 1
			}
			fmt.Fprintf(w, m[1], n)
			continue
		}
		for j := range records {
			s := &records[j]
			args := []any{s.Account, s.Name, s.Hostname, s.Family, s.Provider, s.Device, s.State,
				now - s.Since, s.Requests, now - s.ConfirmedAt}
			switch {
			case i == len(metrics)-1:
				for words := s.Refusals.Words(); len(words) > 1; words = words[2:] {
					fmt.Fprintf(w, m[1], append(args, words[0], words[1])...)
				}
			case i < len(metrics)-2 || s.ConfirmedAt > 0: // else not since the start
				fmt.Fprintf(w, m[1], args...)
			}
		}
	}
}
