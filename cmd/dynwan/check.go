// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"strings"

	"dynwan/updater/exchange"
)

// checkCommand says what is wrong with the configuration, all at once.
func checkCommand(args []string) int {
	set, path := flags("check")
	if !parse(set, args, 0) {
		return exitUsage
	}
	c, err := readConfig(*path)
	if err != nil {
		complain("%v", err)
		return exitUsage
	}
	for _, p := range c.Problems {
		fmt.Fprintln(os.Stderr, p)
	}
	for _, a := range c.Accounts {
		line := a.Device
		if line == "" {
			line = "interface " + a.Interface + ", which is down"
		}
		address := "the address of " + line
		if look := a.plannedLook(); look != nil {
			address = "the address that " + look.Server + " sees of " + line
		}
		fmt.Printf("%s: ok: %s keeps %s at %s\n", a.Name, a.Provider, a.Hostname, address)
		for _, d := range append(a.doubts(&a), a.Look.doubts()...) {
			fmt.Printf("%s: %s %s\n", a.Name, d.key, d.rule)
		}
		secure := strings.HasPrefix(strings.ToLower(a.Server), "https:") || a.Look.On && strings.HasPrefix(strings.ToLower(a.Look.Server), "https:")
		if secure && roots().None() {
			fmt.Printf("%s: no server can be trusted: %s\n", a.Name, exchange.NoAuthorities)
		}
	}
	if len(c.Problems) > 0 {
		return exitUsage
	}
	if len(c.Accounts) == 0 {
		fmt.Println("no account is configured; dynwan has nothing to do")
	}
	return exitOK
}
