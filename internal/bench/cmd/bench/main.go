// SPDX-License-Identifier: GPL-2.0-or-later

// Command bench measures dynwan beside inadyn and ddclient, prints one table,
// and ends with 1 if dynwan breaks a promise of the file budget.
//
//	go run ./internal/bench/cmd/bench [-dynwan build/dynwan] [-budget budget] [-markdown]
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"dynwan/internal/bench"
	"dynwan/internal/budget"
	"dynwan/internal/fleet"
	"dynwan/internal/lab"
)

func main() {
	if len(os.Args) > 3 && os.Args[1] == bench.SealCommand {
		fmt.Fprintln(os.Stderr, bench.Seal(os.Args[2], os.Args[3:]...))
		os.Exit(1)
	}
	o := bench.Options{News: os.Stderr}
	flag.StringVar(&o.Program, "dynwan", "build/dynwan", "the built program")
	flag.IntVar(&o.Changes, "changes", 200, "changes that each client is told of at once")
	flag.IntVar(&o.Alone, "alone", 5, "changes that each client has to find by itself")
	flag.IntVar(&o.Disk, "disk", 20, "changes under strace, and with read-only disks")
	flag.DurationVar(&o.Idle, "idle", 130*time.Second, "how long nothing happens, twice; Go tidies up every two minutes")
	limits := flag.String("budget", "budget", "the promises")
	markdown := flag.Bool("markdown", false, "print Markdown")
	flag.Parse()
	if flag.NArg() > 0 || o.Changes < 1 || o.Alone < 1 || o.Disk < 1 || o.Idle < time.Second {
		flag.Usage()
		os.Exit(2)
	}
	show := fleet.Table.Text
	if *markdown {
		show = fleet.Table.Markdown
	}
	hurry(o.News)
	os.Exit(lab.Main(func() int {
		if err := run(o, *limits, show); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return 0
	}))
}

// hurry puts the bench and all clients before other work on a busy machine, as
// far as root may. The process that lab starts inherits it from this thread.
func hurry(news io.Writer) {
	runtime.LockOSThread()
	if err := unix.Setpriority(unix.PRIO_PROCESS, 0, -10); err != nil {
		fmt.Fprintf(news, "other work on this machine may disturb the times: cannot go before it: %v\n", err)
	}
}

func run(o bench.Options, limits string, show func(fleet.Table) string) error {
	b, err := budget.Read(limits)
	if err != nil {
		return err
	}
	report, err := bench.Run(o)
	if err != nil {
		return err
	}
	fmt.Print(show(report.Table()))
	for _, note := range report.Notes() {
		fmt.Println(note)
	}
	return report.Check(b)
}
