// SPDX-License-Identifier: GPL-2.0-or-later

// Command budget holds measured values to the file budget and says what is
// above its limit.
//
//	go run ./internal/budget/cmd/budget [-file budget] NAME VALUE [NAME VALUE...]
//
// It ends with 1 if a value is above its limit, with 2 if it was called wrongly.
package main

import (
	"flag"
	"fmt"
	"os"
	"strconv"

	"dynwan/internal/budget"
)

func main() {
	file := flag.String("file", "budget", "the limits")
	flag.Parse()
	if flag.NArg() == 0 || flag.NArg()%2 != 0 {
		fmt.Fprintln(os.Stderr, "usage: budget [-file budget] NAME VALUE [NAME VALUE...]")
		os.Exit(2)
	}
	limits, err := budget.Read(*file)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := 0
	for args := flag.Args(); len(args) > 0; args = args[2:] {
		value, err := strconv.ParseFloat(args[1], 64)
		if err == nil {
			err = limits.Check(args[0], value)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
