// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"dynwan/updater"
	"dynwan/updater/boot"
	"dynwan/updater/child"
	"dynwan/updater/config"
	"dynwan/updater/daemon"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/send"
)

// onceCommand does by hand, in this process, what the daemon does by itself.
// It keeps the gap between requests, but tries once more after a refusal,
// because the user asks for it.
func onceCommand(args []string) int {
	set, path := flags("once")
	dry := set.Bool("n", false, "")
	asJSON := set.Bool("json", false, "")
	if !parse(set, args, 1) {
		return exitUsage
	}
	c, err := config.Read(*path)
	if err != nil {
		errorf("%v", err)
		return exitUsage
	}
	records := c.Of(set.Arg(0))
	if len(records) == 0 && *dry && *asJSON && len(c.Problems) > 0 {
		return printTrials(context.Background(), c, nil)
	}
	if len(records) == 0 {
		printProblems(c)
		errorf("%s", message.New(message.NoSuchAccount, provider.Printable(set.Arg(0))))
		return exitUsage
	}
	err = asOwner(*path, c.StateDir)
	if err == nil {
		err = os.MkdirAll(c.StateDir, 0o755)
	}
	if err != nil {
		errorf("%v", err)
		return exitSystem
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	if *dry && *asJSON {
		return printTrials(ctx, c, records)
	}
	board := updater.Board{}
	code, refused := exitOK, updater.Outcome{}
	for i := range records {
		c.Accounts = records[i : i+1]
		o := once{account: &records[i], dry: *dry, refused: refused, store: boot.Store(c.StateDir, "")}
		o.status.Name, o.status.Account = records[i].Name, records[i].Account
		o.run(ctx, c)
		if o.last.Kind == updater.Rejected && o.last.OfAccount {
			refused = o.last
		}
		before, now := board.Set(&o.status)
		code = max(code, o.report(*asJSON, now.Probe != before.Probe)) // a higher code is worse
	}
	if *asJSON {
		json.NewEncoder(os.Stdout).Encode(struct {
			Uptime float64 `json:"uptime"`
			updater.Block
		}{boot.Uptime().Seconds(), board.Accounts[0]})
	}
	if !*dry {
		wake(c.StateDir)
	}
	return code
}

// once is one run of the loop for a record, until it knows how its first job
// ended or that there is none.
type once struct {
	account *config.Account
	dry     bool
	refused updater.Outcome // how the login of the account was refused, if it was
	store   updater.Store
	last    updater.Outcome
	status  updater.Status
	trial   *trial // nil unless that is what the run is for
}

func (o *once) run(ctx context.Context, c *config.Config) {
	ctx, cancel := context.WithTimeout(ctx, child.TimeOf(o.account.TimeLimit)+child.KillGrace)
	defer cancel()
	p := planOf(c)
	loop := &updater.Loop{Accounts: updater.NewAccounts(p.Accounts), Store: o.store, Send: o.send, Single: true}
	loop.Accounts[0].Machine.Again = true
	loop.Accounts[0].Machine.Policy.Settle = 0
	for _, probe := range loop.Accounts[0].Probes {
		probe.Again, probe.Settle = true, 0
	}
	loop.Show = func(s *updater.Status, _ bool) {
		o.status = *s
		if s.State != updater.Settling && s.State != updater.Busy {
			cancel()
		}
	}
	seen, see := firstReports(p)
	p.Known()
	go p.Watch(ctx, see, func() {})
	loop.Run(ctx, seen, nil)
}

// firstReports returns a channel with room for the first report of each device,
// which is all that one run needs, and what fills it.
func firstReports(p *daemon.Plan) (seen chan updater.Observation, see func(updater.Observation)) {
	seen = make(chan updater.Observation, len(p.Choices()))
	return seen, func(o updater.Observation) {
		select {
		case seen <- o:
		default:
		}
	}
}

// send is an updater.Sender without a child.
func (o *once) send(ctx context.Context, job updater.Job, _ <-chan struct{}, permit func() bool) updater.Outcome {
	sender := o.sender()
	if job.Task == updater.Probe {
		return sender.Do(ctx, job, permit)
	}
	switch {
	case o.refused.Kind != "":
		o.last = o.refused // so would this one be
		o.last.Sent = false
		return o.last
	case !o.dry:
		o.last = sender.Do(ctx, job, permit)
		return o.last
	}
	if o.trial != nil {
		o.try(ctx, job)
		return exchange.Unsent("")
	}
	o.last.Text = message.New(message.WouldSend, job.Want.Addresses(), o.account.ShownServer())
	if job.Query {
		if _, found, done := sender.QueryDNS(ctx, job); done {
			o.last.Text = message.New(message.WouldSendNothing, found.Text)
		}
	}
	return updater.Outcome{Kind: updater.Unsent, Text: o.last.Text}
}

// sender does the jobs of the record. It remembers no certificates.
func (o *once) sender() send.Sender { return send.Sender{Account: *o.account, Agent: agent()} }

// report prints how the run ended, unless that is for a program, and returns the
// exit code. probe says that what was probed is news.
func (o *once) report(asJSON, probe bool) int {
	switch {
	case o.dry && o.last.Text != "":
		fmt.Printf("%s: %s\n", o.account.Name, o.last.Text)
		return exitOK
	case asJSON:
	default:
		fmt.Println(o.status.Line(boot.Uptime().Seconds()))
		if probe && o.status.Probe != "" {
			fmt.Printf("%s: %s\n", o.account.Account, o.status.Probe)
		}
	}
	switch {
	case o.status.State == updater.Current:
		return exitOK
	case o.status.State == updater.Refused:
		return exitRefuse
	case o.last.Sent:
		return exitUnsure
	}
	return exitUnsent
}

// wake tells a running daemon to reload its state files.
func wake(dir string) {
	if board, err := updater.ReadBoard(dir); err == nil && board.PID > 0 && updater.Runs(dir) {
		syscall.Kill(board.PID, syscall.SIGUSR1)
	}
}
