// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"os"

	"dynwan/updater/boot"
	"dynwan/updater/config"
	"dynwan/updater/daemon"
	"dynwan/updater/message"
	"dynwan/updater/resident"
)

// runCommand is the daemon. The first image of its process reads the configuration;
// those that follow have the plan that the first one made of it.
func runCommand(args []string) int {
	set, path := flags("run")
	planFD := set.Int("plan", -1, "")
	lockFD := set.Int("lock", -1, "")
	if !parse(set, args, 0) {
		return exitUsage
	}
	resident.SmallPages()
	var p *daemon.Plan
	if *planFD < 0 {
		c, err := config.Read(*path)
		if err != nil {
			errorf("%v", err)
			return exitUsage
		}
		if len(c.Accounts) == 0 && len(c.Rejected) == 0 && len(c.Problems) > 0 {
			printProblems(c)
			return exitUsage
		}
		p = planOf(c)
		if err := asOwner(*path, p.StateDir); err != nil {
			errorf("%v", err)
			return exitSystem
		}
	}
	if err := daemon.Run(*path, version, p, *planFD, *lockFD); err != nil {
		errorf("%v", err)
		return exitSystem
	}
	return exitOK
}

// maxProblems is how many problems, and accounts with one, the daemon shows.
const maxProblems = 100

// planOf makes the plan of a configuration.
func planOf(c *config.Config) *daemon.Plan {
	p := &daemon.Plan{StateDir: c.StateDir, Allow: c.Allow, Accounts: c.Records()}
	for _, problem := range c.Problems[:min(len(c.Problems), maxProblems)] {
		p.Problems = append(p.Problems, problem.Shown())
	}
	if n := len(c.Problems) - maxProblems; n > 0 {
		more := config.Problem{Rule: message.New(message.MoreProblems, n), File: c.Problems[0].File}
		p.Problems = append(p.Problems, more.Shown())
	}
	for _, name := range c.Rejected[:min(len(c.Rejected), maxProblems)] {
		p.Rejected = append(p.Rejected, c.LeftOut(name, boot.Uptime()))
	}
	return p
}

// printProblems prints the problems of a configuration, as the daemon shows them.
func printProblems(c *config.Config) {
	for _, p := range planOf(c).Problems {
		fmt.Fprintln(os.Stderr, p.Text)
	}
}
