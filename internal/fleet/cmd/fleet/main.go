// SPDX-License-Identifier: GPL-2.0-or-later

// Command fleet shows what a million routers do to one provider in some
// events, with dynwan and with two other clients.
//
//	go run ./internal/fleet/cmd/fleet [-routers N] [-seed N] [-markdown] [-facts]
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"dynwan/internal/fleet"
)

func main() {
	routers := flag.Int("routers", 1_000_000, "how many routers the provider serves")
	seed := flag.Uint64("seed", 1, "where chance begins")
	markdown := flag.Bool("markdown", false, "print Markdown")
	facts := flag.Bool("facts", false, "print what is modelled and where it comes from, and play nothing")
	flag.Parse()
	if flag.NArg() > 0 || *routers < 100 {
		flag.Usage()
		os.Exit(2)
	}
	show := fleet.Table.Text
	if *markdown {
		show = fleet.Table.Markdown
	}
	start := time.Now()
	if *facts {
		fmt.Print(show(fleet.FactTable(fleet.Facts())))
		return
	}
	compare(*routers, *seed, show)
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	fmt.Fprintf(os.Stderr, "%d routers, seed %d: %.0f s, %d MB\n",
		*routers, *seed, time.Since(start).Seconds(), memory.Sys>>20)
}

// compare plays all events with all clients.
func compare(routers int, seed uint64, show func(fleet.Table) string) {
	var results []fleet.Result
	for _, m := range fleet.Matches() {
		for _, c := range m.Clients {
			results = append(results, fleet.Run(m.Scenario, c, routers, seed))
		}
	}
	fmt.Println(show(fleet.ResultTable(results)))
	for _, line := range fleet.Aims(results) {
		fmt.Println(line)
	}
}
