// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dynwan/updater"
	"dynwan/updater/boot"
	"dynwan/updater/config"
	"dynwan/updater/message"
)

// trialTime is how long the records of an account may take together: somebody
// waits in front of a page.
const trialTime = 15 * time.Second

// trial is what "once -n -json" finds out about a record, for a page that shows
// it before anything is saved.
type trial struct {
	Record   string            `json:"record"`
	Hostname string            `json:"hostname,omitempty"`
	Good     bool              `json:"good"` // an update could be sent now, or none is needed
	Said     []message.Message `json:"said"` // in the order in which it was found
}

// trials is what "once -n -json" prints.
type trials struct {
	Problems []updater.Problem `json:"problems"`
	Records  []trial           `json:"records"`
}

// printTrials tries some records, each as if it had never been sent: neither what
// the daemon remembers of it nor a gap hides what the settings do.
func printTrials(ctx context.Context, c *config.Config, records []config.Account) int {
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	list := trials{Problems: shownProblems(c), Records: []trial{}}
	dir := filepath.Join(c.StateDir, fmt.Sprint("trial.", os.Getpid()))
	if err := os.Mkdir(dir, 0o700); err != nil && len(records) > 0 {
		errorf("%v", err)
		return exitSystem
	}
	defer removeFiles(dir)
	code := exitOK
	for i := range records {
		c.Accounts = records[i : i+1]
		store := boot.Store(c.StateDir, "")
		store.Dir = dir
		o := once{account: &records[i], dry: true, store: store, trial: &trial{Record: records[i].Name, Hostname: records[i].Text("hostname")}}
		o.run(ctx, c)
		if o.trial.Said == nil { // it did not come to a job
			o.trial.Said, o.trial.Good = []message.Message{o.status.Text}, o.status.State == updater.Current
		}
		if !o.trial.Good {
			code = exitUnsent
		}
		list.Records = append(list.Records, *o.trial)
	}
	if len(list.Problems) > 0 {
		code = exitUsage
	}
	if err := json.NewEncoder(os.Stdout).Encode(list); err != nil {
		errorf("%v", err)
		return exitSystem
	}
	return code
}

// removeFiles removes a directory of files.
func removeFiles(dir string) {
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		os.Remove(filepath.Join(dir, f.Name()))
	}
	os.Remove(dir)
}

// try does all of a job that changes nothing: it asks DNS what the name holds, and
// goes to the provider up to the point where the update itself would be sent. What
// reads before it writes has logged in by then.
func (o *once) try(ctx context.Context, job updater.Job) {
	a, t := o.sender(), o.trial
	say := func(list ...message.Message) {
		for _, m := range list {
			if m != "" {
				t.Said = append(t.Said, m)
			}
		}
	}
	say(message.New(message.OnDevice, job.Want.Addresses(), job.Device))
	holds := false
	if !a.NoQuery {
		var held []message.Message
		holds, held = a.Held(ctx, job)
		say(held...)
	}
	reached := false
	job.Query = false
	end := a.Do(ctx, job, func() bool { reached = true; return false })
	had := !reached && end.Kind == updater.Confirmed
	switch t.Good = reached || had; {
	case !t.Good:
		say(end.Text, end.Remedy)
		return
	case a.Reads:
		say(message.New(message.Reached, a.ShownServer()), message.New(message.LoginWorks))
	default:
		say(message.New(message.Reached, a.ShownServer()), message.New(message.LoginUnknown))
	}
	if had || holds {
		say(message.New(message.WouldSendNothing, message.New(message.HoldsAlready, job.Want.Addresses())))
	} else {
		say(message.New(message.WouldSend, job.Want.Addresses(), a.ShownServer()))
	}
}
