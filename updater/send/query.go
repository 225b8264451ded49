// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"context"
	"net/netip"
	"sync"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/message"
)

// said is what DNS said about a name in one family.
type said struct {
	answer dnscheck.Answer
	err    error
}

// queryHost asks DNS what the name holds, in each wanted family at once. done is
// false if an update has to be sent: "Clients should check to see if an update
// request is required before sending it"
// (http://www.mtgsy.net/dns/updateprotocol.php).
func queryHost(ctx context.Context, dns dnscheck.Client, host string, job updater.Job) (o updater.Outcome, done bool) {
	var ip4, ip6 said
	var both sync.WaitGroup
	if job.Want.IPv6.IsValid() {
		both.Go(func() { ip6.answer, ip6.err = dns.Query(ctx, host, "ip6") })
	}
	if job.Want.IPv4.IsValid() {
		ip4.answer, ip4.err = dns.Query(ctx, host, "ip4")
	}
	both.Wait()
	return weighBoth(host, ip4, ip6, job)
}

// weighBoth says what the answers mean for a job. The worse one decides.
func weighBoth(host string, ip4, ip6 said, job updater.Job) (o updater.Outcome, done bool) {
	if !job.Want.IPv6.IsValid() {
		return weigh(host, ip4.answer, ip4.err, job)
	}
	only6 := job
	only6.Want.IPv4 = netip.Addr{}
	o6, done6 := weigh(host, ip6.answer, ip6.err, only6)
	if !job.Want.IPv4.IsValid() {
		return o6, done6
	}
	o, done = weigh(host, ip4.answer, ip4.err, job)
	switch here, there := badness(o, done), badness(o6, done6); {
	case here == 0 && there == 0:
		o.Text = message.New(message.Answers, host, message.New(message.List, ip4.answer.Message(), ip6.answer.Message()))
	case here < there, here == there && o.TTL < o6.TTL: // a cache is waited for
		return o6, done6
	}
	return o, done
}

// badness is 0 for what DNS confirms, and higher the more certain it is that an
// update is due.
func badness(o updater.Outcome, done bool) int {
	switch {
	case o.Kind == updater.Confirmed:
		return 0
	case o.Blind && !done: // nobody knows, and we have waited long enough
		return 1
	case o.Blind:
		return 2
	case done && !o.Other: // servers that disagree, or a job that only asks
		return 3
	}
	return 4
}

// Held is what DNS says that the name holds, and whether that is what is wanted.
func (a Sender) Held(ctx context.Context, job updater.Job) (holds bool, list []message.Message) {
	host := a.Text("hostname")
	holds = true
	for _, f := range []struct {
		network, record string
		want            netip.Addr
	}{{"ip4", "A", job.Want.IPv4}, {"ip6", "AAAA", job.Want.IPv6}} {
		if !f.want.IsValid() {
			continue
		}
		answer, err := a.dns(job).Query(ctx, host, f.network)
		holds = holds && err == nil && answer.Holds(f.want)
		switch {
		case err != nil:
			list = append(list, message.New(message.CannotLearn, host, err))
		case len(answer.Addrs) == 0:
			list = append(list, message.New(message.NoRecordYet, f.record, host))
		default:
			list = append(list, message.New(message.Answers, host, answer.Message()))
		}
	}
	return holds, list
}
