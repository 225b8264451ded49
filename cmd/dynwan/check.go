// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"dynwan/updater"
	"dynwan/updater/config"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/send"
)

// checkCommand says what is wrong with the configuration, all at once.
func checkCommand(args []string) int {
	set, path := flags("check")
	asJSON := set.Bool("json", false, "")
	if !parse(set, args, 0) {
		return exitUsage
	}
	c, err := config.Read(*path)
	if err != nil {
		errorf("%v", err)
		return exitUsage
	}
	if *asJSON {
		return printJSONProblems(c)
	}
	for _, p := range c.Problems {
		fmt.Fprintln(os.Stderr, p)
	}
	for _, records := range c.ByAccount() {
		a, hosts, from := records[0], []string{}, message.Message("")
		for _, r := range records {
			if host := r.Text("hostname"); !slices.Contains(hosts, host) {
				hosts = append(hosts, host)
			}
			if source := r.Source(); from == "" {
				from = source
			} else if source != records[0].Source() {
				from = message.New(message.List, records[0].Source(), source) // of the other family
			}
		}
		fmt.Printf("%s: %s\n", a.Account, message.New(message.AccountIsOk, a.Spec.Name, strings.Join(hosts, ", "), from))
		for _, d := range append(a.Doubts(), a.ProbeDoubts()...) {
			fmt.Printf("%s: %s %s\n", a.Account, d.Option, d.Rule)
		}
		asked, _ := a.Asked()
		server := a.Text("server") // a name server is told without TLS
		secure := server != "" && !provider.InClear(server) || a.Probes() && !provider.InClear(asked)
		if secure && send.Roots().None() {
			fmt.Printf("%s: %s\n", a.Account, message.New(message.NoServerTrusted, message.New(message.NoAuthorities)))
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

// shownProblems are all problems as status.json has them.
func shownProblems(c *config.Config) []updater.Problem {
	list := []updater.Problem{}
	for _, p := range c.Problems {
		list = append(list, p.Shown())
	}
	return list
}

// printJSONProblems prints the problems as status.json has them, in an array.
func printJSONProblems(c *config.Config) int {
	list := shownProblems(c)
	if err := json.NewEncoder(os.Stdout).Encode(list); err != nil {
		errorf("%v", err)
		return exitSystem
	}
	if len(list) > 0 {
		return exitUsage
	}
	return exitOK
}
