// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"cmp"
	"slices"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/message"
)

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
