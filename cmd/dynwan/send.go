// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bufio"
	"cmp"
	"context"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/message"
)

// sendTime is how long a child may take, unless its job has a limit: to ask DNS
// (12 s), to find the server (8), to connect (10), for TLS (10) and for the
// answer (30). The parent kills a child that takes killGrace longer.
const (
	sendTime  = 70 * time.Second
	killGrace = 5 * time.Second
)

// timeOf returns how long the sender of a job may take.
func timeOf(limit time.Duration) time.Duration { return cmp.Or(limit, sendTime) }

// sendCommand is the child: one job in on stdin, one outcome out on stdout.
// The password comes from the configuration file, not from the job.
func sendCommand(args []string) int {
	set, path := flags("send")
	if !parse(set, args, 0) {
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	in := bufio.NewReader(io.LimitReader(os.Stdin, 64<<10))
	line, err := in.ReadBytes('\n')
	var job updater.Job
	if err == nil {
		err = job.UnmarshalText(line[:len(line)-1])
	}
	if err != nil {
		errorf("send: no job on standard input; this command is for dynwan itself")
		return exitUsage
	}
	ctx, cancel := context.WithTimeout(ctx, timeOf(job.Limit))
	defer cancel()
	permits := make(chan time.Duration, 1)
	go listen(in, permits, cancel)
	outcome := configured(ctx, *path, job, func() bool { return waitPermit(ctx, permits) })
	text, _ := outcome.AppendText(nil)
	os.Stdout.Write(append(text, '\n'))
	return exitOK
}

// configured finds the account of a job in the configuration and does the job.
func configured(ctx context.Context, path string, job updater.Job, permit func() bool) updater.Outcome {
	account, _, _ := strings.Cut(job.Account, "/")
	c, err := readAccount(path, account)
	if err != nil {
		return updater.Outcome{Kind: updater.Unsent, Text: message.Of(err)}
	}
	known, keep := c.chains()
	defer keep()
	for _, a := range c.Accounts {
		a.known = known
		switch {
		case a.Name != job.Account || a.Whole() != job.Config:
		case job.Task == updater.Probe:
			return a.probe(ctx, job, permit)
		case a.Kept() == job.Want.Settings:
			return a.perform(ctx, job, permit)
		}
	}
	return updater.Outcome{Kind: updater.Unsent, Text: message.New(message.ConfigurationChanged)}
}

// weigh says what an answer from DNS means for a job that wants one address. A
// cache's answer counts if it was just fetched, or if the job has waited long
// enough.
func weigh(host string, answer dnscheck.Answer, err error, job updater.Job) (o updater.Outcome, done bool) {
	want, fresh := cmp.Or(job.Want.IPv4, job.Want.IPv6), answer.Fresh()
	switch {
	case err != nil:
		o = updater.Outcome{Kind: updater.Unsent, Blind: true, Text: message.Of(err)}
		return o, job.Task == updater.Verify || !job.Anyway
	case answer.Holds(want) && (answer.Authoritative || !job.Strict && (fresh || job.Aged || job.Task == updater.Verify)):
		return updater.Outcome{Kind: updater.Confirmed,
			Text: message.New(message.Answers, host, answer.Message())}, true
	case answer.Authoritative && slices.ContainsFunc(answer.Servers, func(s dnscheck.Server) bool {
		return len(s.Addrs) == 1 && s.Addrs[0] == want
	}):
		// A secondary server is late: wait for it.
		o = updater.Outcome{Kind: updater.Unsent,
			Text: message.New(message.Disagree, host, answer)}
		return o, job.Task == updater.Verify || !job.Anyway
	case fresh && !answer.Holds(want):
		o = updater.Outcome{Kind: updater.Unsent,
			Other: answer.Authoritative, Text: message.New(message.AcceptedBut, want, host, answer.Message())}
		return o, job.Task == updater.Verify
	}
	return mayBeOld(host, answer), job.Task == updater.Verify || !job.Aged
}

// mayBeOld is the outcome when only a cache has answered.
func mayBeOld(host string, answer dnscheck.Answer) updater.Outcome {
	return updater.Outcome{Kind: updater.Unsent, Blind: true, TTL: answer.TTL,
		Text: message.New(message.AnswersMaybeOld, host, answer.Message())}
}
