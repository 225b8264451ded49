// SPDX-License-Identifier: GPL-2.0-or-later

// Command dynwan-sandbox is a stand-in for the providers behind www.mtgsy.net
// and MyServer.org, and for one that speaks dyndns2, for tests and
// demonstrations. It is no part of what a router gets.
//
//	dynwan-sandbox demo
//	dynwan-sandbox serve
//	dynwan-sandbox faults
//
// The one thing to know: it judges clients by the rules of
// http://www.mtgsy.net/dns/updateprotocol.php, or by those of dyndns2, and tells
// what they broke at its control address, under /ledger.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes, as those of dynwan.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// errUsage is a mistake in the command line. Bare, it has been explained
// already; wrapped, it has not.
var errUsage = errors.New("wrong usage")

// command is one subcommand. It ends when it is done or when ctx does.
type command struct {
	name string
	doc  string
	run  func(ctx context.Context, args []string, stdout, stderr io.Writer) error
}

// commands is the table of subcommands.
var commands = []command{
	{"demo", "play the main job of dynwan in a network of its own", demo},
	{"serve", "run the stand-in until interrupted", serve},
	{"faults", "list what can go wrong on demand", faults},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run dispatches a subcommand and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		usage(stderr)
		return exitUsage
	}
	if args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		usage(stdout)
		return exitOK
	}
	for _, c := range commands {
		if c.name != args[0] {
			continue
		}
		return exitCode(c.run(ctx, args[1:], stdout, stderr), stderr)
	}
	fmt.Fprintf(stderr, "dynwan-sandbox: no subcommand %q\n", args[0])
	usage(stderr)
	return exitUsage
}

func exitCode(err error, stderr io.Writer) int {
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return exitOK
	case err == errUsage:
		return exitUsage
	}
	fmt.Fprintf(stderr, "dynwan-sandbox: %v\n", err)
	if errors.Is(err, errUsage) {
		return exitUsage
	}
	return exitFailed
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "usage: dynwan-sandbox SUBCOMMAND [flags]")
	for _, c := range commands {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.doc)
	}
	fmt.Fprintln(w, "dynwan-sandbox SUBCOMMAND -h explains the flags of one.")
}
