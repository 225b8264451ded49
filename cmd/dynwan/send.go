// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"dynwan/updater"
	"dynwan/updater/child"
	"dynwan/updater/config"
	"dynwan/updater/message"
	"dynwan/updater/send"
)

// sendCommand is the child: one job in on stdin, one outcome out on stdout.
// The password comes from the configuration file, not from the job.
func sendCommand(args []string) int {
	set, path := flags("send")
	if !parse(set, args, 0) {
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	err := child.Serve(ctx, func(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
		return configured(ctx, *path, job, permit)
	})
	if err != nil {
		errorf("send: no job on standard input; this command is for dynwan itself")
		return exitUsage
	}
	return exitOK
}

// configured finds the account of a job in the configuration and does the job.
func configured(ctx context.Context, path string, job updater.Job, permit func() bool) updater.Outcome {
	account, _, _ := strings.Cut(job.Account, "/")
	c, err := config.ReadAccount(path, account)
	if err != nil {
		return updater.Outcome{Kind: updater.Unsent, Text: message.Of(err)}
	}
	known, keep := send.Chains(c.StateDir, version)
	defer keep()
	for _, a := range c.Accounts {
		if a.Name == job.Account && a.Whole() == job.Config && (job.Task == updater.Probe || a.Kept() == job.Want.Settings) {
			return send.Sender{Account: a, Agent: agent(), Known: known}.Do(ctx, job, permit)
		}
	}
	return updater.Outcome{Kind: updater.Unsent, Text: message.New(message.ConfigurationChanged)}
}

// agent is what providers are told that we are.
func agent() string { return "dynwan/" + version }
