// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"net/netip"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/message"
)

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
		switch held := answer.Addrs; {
		case len(held) > 1: // which of them is ours?
			several := message.New(message.SeveralAddresses, host, held[0], held[1])
			return old, updater.Outcome{Kind: updater.Rejected, Text: several, Remedy: message.New(message.ThenOnce)}, true
		case len(held) == 1:
			old = held[0]
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
