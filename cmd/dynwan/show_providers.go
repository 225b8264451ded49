// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"dynwan/updater"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// providersCommand says whom dynwan can update, or what one of them needs.
func providersCommand(args []string) int {
	set, _ := flags("providers")
	if err := set.Parse(args); err != nil || set.NArg() > 1 {
		fmt.Fprint(os.Stderr, usage)
		return exitUsage
	}
	if set.NArg() == 0 {
		t := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "PROVIDER\tADDRESSES\tWHO")
		for _, p := range providers {
			fmt.Fprintf(t, "%s\t%s\t%s\n", p.Name, p.Families, p.Title)
		}
		t.Flush()
		return exitOK
	}
	p := findProvider(set.Arg(0))
	if p == nil {
		errorf("%s", message.New(message.NoSuchProvider, shorten(set.Arg(0)), words(providerNames())))
		return exitUsage
	}
	printProvider(os.Stdout, p)
	return exitOK
}

// printProvider prints what there is to know about a provider.
func printProvider(w io.Writer, p *provider.Spec) {
	fmt.Fprintf(w, "%s: %s, %s\n", p.Name, p.Title, p.Families)
	for _, line := range []string{p.Home, p.Page, p.About} {
		if line != "" {
			fmt.Fprintln(w, line)
		}
	}
	if p.MinGap > 0 {
		fmt.Fprintf(w, "At its own servers at least %s between two requests.\n", updater.Span(p.MinGap.Seconds()))
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, o := range p.Options {
		need := ""
		switch {
		case o.Required:
			need = "needed"
		case o.Default != "":
			need = "default " + o.Default
		}
		fmt.Fprintf(t, "  %s\t%s\t%s\n", o.Name, o.Title, need)
	}
	t.Flush()
}
