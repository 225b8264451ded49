// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/myserver"
)

// perform brings the name from the record that it has to the wanted one.
func (m *myserverAccount) perform(ctx context.Context, a *account, job updater.Job, permit func() bool) updater.Outcome {
	old, line := job.Previous.IPv4, a.line(job)
	if job.Check || job.Task == updater.Verify {
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

func (m *myserverAccount) askDNS(ctx context.Context, dns dnscheck.Asker, a *account, job updater.Job) (updater.Outcome, bool) {
	_, o, done := m.find(ctx, dns, a, job)
	return o, done
}

// find asks DNS which record has to be deleted; an invalid one if there is
// none. done means that nothing may be sent, or need not be, and o why.
func (m *myserverAccount) find(ctx context.Context, dns dnscheck.Asker, a *account, job updater.Job) (old netip.Addr, o updater.Outcome, done bool) {
	answer, err := dns.Ask(ctx, a.Hostname, "ip4")
	return oldRecord(a.Hostname, answer, err, job)
}

// oldRecord says what an answer of DNS means for a job that deletes and adds.
// Nothing is sent before the record that the name has is known for certain:
// two records would be a round robin.
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
		unsent.Text = err.Error()
	case !answer.Authoritative:
		unsent = mayBeOld(host, answer)
	case answer.Disagree():
		unsent.Text = fmt.Sprintf("the name servers of %s disagree: %s", host, answer)
	case answer.Holds(job.Want.IPv4):
		return old, updater.Outcome{Kind: updater.Confirmed, Text: fmt.Sprintf("%s answers %s", host, answer)}, true
	default:
		old, err := myserver.OldRecord(host, answer.Addrs)
		if err != nil {
			return old, updater.Outcome{Kind: updater.Rejected, Text: err.Error(), Remedy: "then run dynwan once"}, true
		}
		return old, updater.Outcome{}, false
	}
	switch ip := job.Remembered; {
	case job.Anyway && ip.IsValid() && ip == job.Want.IPv4:
		return old, updater.Outcome{Kind: updater.Unverified, Text: "the provider held " + ip.String() + " before the reboot, and DNS does not tell"}, true
	case job.Anyway && ip.IsValid():
		return ip, updater.Outcome{}, false
	}
	return old, unsent, true
}

// notice says what the account is, or that it ends soon. Of an account that
// nobody logged in to there is nothing to say.
func notice(l *myserver.Login, now time.Time) string {
	if l == nil {
		return ""
	}
	var parts []string
	end := l.Expiry(now)
	if end != "" {
		parts = append(parts, end)
	}
	if _, err := strconv.Atoi(l.UserLevel); err == nil {
		parts = append(parts, "level "+l.UserLevel)
	} else if l.UserLevel != "" {
		parts = append(parts, "level "+exchange.Quote(l.UserLevel))
	}
	if end == "" && !l.Expires.IsZero() {
		parts = append(parts, "until "+l.Expires.Format(time.DateOnly))
	}
	return strings.Join(parts, ", ")
}

// isWarning says whether a notice says that the account ends soon.
func isWarning(notice string) bool { return strings.HasPrefix(notice, "the account end") }
