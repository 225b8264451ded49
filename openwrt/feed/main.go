// SPDX-License-Identifier: GPL-2.0-or-later

// Command feed makes a signed feed of packages, which opkg and apk take like one
// of OpenWrt's own: docs/feed.md.
//
//	go run ./openwrt/feed -new-key ../dynwan-keys
//	go run ./openwrt/feed -packages dist -key ../dynwan-keys -out feed
//
// It knows the packages by their files alone, so that the keys may lie on
// another machine than the one that builds. The same packages and keys give the
// same bytes.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	err := run(os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "feed:", err)
		os.Exit(1)
	}
}

// run does what the command line asks for and says so.
func run(args []string, out io.Writer) error {
	flags := flag.NewFlagSet("feed", flag.ContinueOnError)
	newKey := flags.String("new-key", "", "make the keys of a feed in this `directory`, and no feed")
	packages := flags.String("packages", "dist", "the `directory` of the packages")
	key := flags.String("key", "", "the `directory` of the keys")
	to := flags.String("out", "feed", "the `directory` to write to, new or empty")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is one word too many", flags.Arg(0))
	}
	if *newKey != "" {
		keys, err := makeKeys(*newKey)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %s (usign key %x) and %s; keep both, and show them to nobody\n",
			*newKey, opkgKeyFile, keys.opkg.id, apkKeyFile)
		return nil
	}
	keys, err := readKeys(*key)
	if err != nil {
		return err
	}
	found, err := readPackages(*packages)
	if err != nil {
		return err
	}
	archs, err := writeFeed(*to, found, keys)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d packages for %d architectures, signed by usign key %x\n", *to, len(found), archs, keys.opkg.id)
	return nil
}
