// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"net/netip"
	"strconv"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
)

// perform brings the name from the record that it has to the wanted one.
func (m *myserverAccount) perform(ctx context.Context, a *account, job updater.Job, permit func() bool) updater.Outcome {
	old, line := job.Previous.IPv4, a.line(job)
	if job.Query || job.Task == updater.Verify {
		var o updater.Outcome
		var done bool
		if old, o, done = m.find(ctx, a.dns(), a, job); done {
			return o
		}
	}
	client := myserver.Client{
		Account: m.Account, Server: a.Server, UserAgent: "dynwan/" + version,
		Line: line, Public: a.public,
	}
	result := client.Update(ctx, old, job.Want.IPv4, permit, permit)
	o := result.Outcome
	o.Deleted, o.Notice = result.Deleted, notice(result.Login, time.Now())
	return o
}

func (m *myserverAccount) queryDNS(ctx context.Context, dns dnscheck.Client, a *account, job updater.Job) (updater.Outcome, bool) {
	_, o, done := m.find(ctx, dns, a, job)
	return o, done
}

// find asks DNS which record has to be deleted, and returns an invalid address
// if there is none. done means that nothing may or need be sent; o says why.
func (m *myserverAccount) find(ctx context.Context, dns dnscheck.Client, a *account, job updater.Job) (old netip.Addr, o updater.Outcome, done bool) {
	answer, err := dns.Query(ctx, a.Hostname, "ip4")
	return oldRecord(a.Hostname, answer, err, job)
}

// oldRecord says what an answer from DNS means for a job that deletes and adds.
// Nothing is sent until the name's present record is known for certain: two
// records would be a round robin.
func oldRecord(host string, answer dnscheck.Answer, err error, job updater.Job) (old netip.Addr, o updater.Outcome, done bool) {
	// A cache may hold a record that we have deleted since.
	job.Strict = true
	if job.Task == updater.Verify {
		o, _ = weigh(host, answer, err, job)
		return old, o, true
	}
	unsent := updater.Outcome{Kind: updater.Unsent, Blind: true}
	switch {
	case err != nil:
		unsent.Text = message.Of(err)
	case !answer.Authoritative:
		unsent = mayBeOld(host, answer)
	case answer.Disagree():
		unsent.Text = message.New(message.Disagree, host, answer)
	case answer.Holds(job.Want.IPv4):
		return old, updater.Outcome{Kind: updater.Confirmed, Text: message.New(message.Answers, host, answer.Message())}, true
	default:
		old, err := myserver.OldRecord(host, answer.Addrs)
		if err != nil {
			return old, updater.Outcome{Kind: updater.Rejected, Text: message.Of(err), Remedy: message.New(message.ThenOnce)}, true
		}
		return old, updater.Outcome{}, false
	}
	switch ip := job.Remembered; {
	case job.Anyway && ip.IsValid() && ip == job.Want.IPv4:
		return old, updater.Outcome{Kind: updater.Unverified, Text: message.New(message.NotToldAfterReboot, ip)}, true
	case job.Anyway && ip.IsValid():
		return ip, updater.Outcome{}, false
	}
	return old, unsent, true
}

// notice says what the provider reports about the account, or that it ends
// soon. Without a login there is nothing to say.
func notice(l *myserver.Login, now time.Time) message.Message {
	if l == nil {
		return ""
	}
	end, level, shown := l.Expiry(now), l.UserLevel, message.Message("")
	if _, err := strconv.Atoi(level); err != nil && level != "" {
		level = exchange.Quote(level)
	}
	if level != "" {
		shown = message.New(message.Level, level)
	}
	switch {
	case end == "" && !l.Expires.IsZero():
		return list(shown, message.New(message.Until, l.Expires.Format(time.DateOnly)))
	case shown == "":
		return end
	}
	return list(end, shown)
}

// list joins two messages; the first may be empty.
func list(a, b message.Message) message.Message {
	if a == "" {
		return b
	}
	return message.New(message.List, a, b)
}
