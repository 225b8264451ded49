// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"dynwan/internal/sandbox"
)

// faults prints every fault with its argument.
func faults(_ context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) > 0 {
		fmt.Fprintf(stderr, "dynwan-sandbox faults: takes no arguments, got %q\n", args)
		return errUsage
	}
	t := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	for _, f := range sandbox.Faults() {
		fmt.Fprintf(t, "%s\t%s\n", f.Name, f.Doc)
		if f.Arg != "" {
			fmt.Fprintf(t, "\t  arg: %s\n", f.Arg)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(stdout, "\nA fault of a request that has been read can be for one step of dnslogin3.asp or of an API: %v.\n", sandbox.Steps())
	return err
}
