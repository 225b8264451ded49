// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"
	"strings"

	"dynwan/updater/message"
)

// checkCommand says what is wrong with the configuration, all at once.
func checkCommand(args []string) int {
	set, path := flags("check")
	if !parse(set, args, 0) {
		return exitUsage
	}
	c, err := readConfig(*path)
	if err != nil {
		errorf("%v", err)
		return exitUsage
	}
	for _, p := range c.Problems {
		fmt.Fprintln(os.Stderr, p)
	}
	for _, a := range c.Accounts {
		line := message.Text(a.Device)
		if line == "" {
			line = message.New(message.LineDown, a.Interface)
		}
		address := message.New(message.AddressOf, line)
		if look := a.probeSource(); look != nil {
			address = message.New(message.AddressSeenOf, look.Server, line)
		}
		fmt.Printf("%s: %s\n", a.Name, message.New(message.AccountIsOk, a.Provider, a.Hostname, address))
		for _, d := range append(a.warnings(&a), a.Probe.warnings()...) {
			fmt.Printf("%s: %s %s\n", a.Name, d.key, d.rule)
		}
		secure := strings.HasPrefix(strings.ToLower(a.Server), "https:") || a.Probe.On && strings.HasPrefix(strings.ToLower(a.Probe.Server), "https:")
		if secure && roots().None() {
			fmt.Printf("%s: %s\n", a.Name, message.New(message.NoServerTrusted, message.New(message.NoAuthorities)))
		}
	}
	if len(c.Problems) > 0 {
		return exitUsage
	}
	if len(c.Accounts) == 0 {
		fmt.Println(message.New(message.NoAccount))
	}
	return exitOK
}
