// SPDX-License-Identifier: GPL-2.0-or-later

// Command sbom says in SPDX 2.3 what a built program of dynwan is made of: the
// modules that Go has written into it, which "go version -m" shows too.
//
//	go run ./internal/sbom -version 0.1.0 -epoch 1700000000 build/dynwan >build/dynwan.spdx.json
//
// The one thing to know: it reads the program and nothing else, so the list is
// that of this file, and the same file gives the same bytes.
package main

import (
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

// run writes the document of one program.
func run(args []string, out io.Writer) error {
	set := flag.NewFlagSet("sbom", flag.ContinueOnError)
	version := set.String("version", "", "the `version` of dynwan")
	epoch := set.Int64("epoch", 0, "the time of the document, in `seconds` since 1970")
	if err := set.Parse(args); err != nil {
		return err
	}
	if *version == "" || *epoch <= 0 || set.NArg() != 1 {
		return errors.New("usage: sbom -version VERSION -epoch SECONDS PROGRAM")
	}
	program, err := os.ReadFile(set.Arg(0))
	if err != nil {
		return err
	}
	info, err := buildinfo.ReadFile(set.Arg(0))
	if err != nil {
		return fmt.Errorf("%s: %w", set.Arg(0), err)
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(documentOf(info, program, *version, time.Unix(*epoch, 0).UTC()))
}
