// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"slices"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// busy is how long a server with a failure of its own is left alone.
const busy = 5 * time.Minute

// refusal is what a server's code means for the account.
type refusal struct {
	code        dnsmessage.RCode
	why, remedy message.ID
}

// refusals are all of them, in a list: a map would be made in the resident too.
var refusals = []refusal{
	{dnsmessage.RCodeRefused, message.UpdateRefused, message.AllowKey},
	{dnsmessage.RCodeFormatError, message.UpdateUnreadable, message.CorrectServerOrZone},
	{dnsmessage.RCodeNotImplemented, message.UpdateUnknown, message.CorrectServerOrZone},
	{codeNotAuth, message.NotAuthoritative, message.CorrectThemAll},
	{codeNotZone, message.NotInItsZone, message.CorrectServerOrZone},
	{codeYXRRSet, message.AliasNow, message.RemoveAlias},
}

// judge says how an answer ends an update; no kind means that it is a yes. wrote
// says that it answers an UPDATE, not a question. A refusal that the key has not
// signed may be a forger's, so it is a guess: a server that does not know the
// key cannot sign with it.
func judge(host string, r *reply, wrote bool, now time.Time) updater.Outcome {
	o := meaning(host, r, wrote, now)
	if o.Kind == updater.Unsure && !wrote {
		o.Kind, o.Reached = updater.Unsent, true
	}
	return o
}

func meaning(host string, r *reply, wrote bool, now time.Time) updater.Outcome {
	if at, ok := r.signature.clock(); ok && r.genuine {
		return updater.Outcome{Kind: updater.Unsent, Clock: true, Reached: true,
			Text: message.New(message.ClocksDiffer, host, at.UTC().Format(time.DateTime), now.UTC().Format(time.DateTime))}
	}
	if r.signature != nil {
		switch r.signature.code {
		case badKey:
			return refused(message.New(message.KeyUnknown, host), message.CorrectKey, true)
		case badSig:
			return refused(message.New(message.SecretWrong, host), message.CorrectKey, true)
		case badTime:
			return updater.Outcome{Kind: updater.Unsure, Clock: true, Text: message.New(message.ClocksDifferSomehow, host)} // anybody may say so
		}
	}
	known := slices.IndexFunc(refusals, func(k refusal) bool { return k.code == r.RCode })
	switch {
	case r.RCode == dnsmessage.RCodeRefused && !wrote:
		return refused(message.New(message.AskingRefused, host), message.ServeAndAllow, !r.genuine)
	case known >= 0:
		o := refused(message.New(refusals[known].why, host), refusals[known].remedy, !r.genuine)
		o.Clock = r.RCode == codeNotAuth && !r.genuine // PowerDNS does not say which it is
		return o
	case r.RCode == codeNXRRSet:
		return updater.Outcome{Kind: updater.Unsure, Text: message.New(message.ChangedMeanwhile, host)}
	case r.RCode == dnsmessage.RCodeNameError && !wrote:
	case r.RCode == dnsmessage.RCodeServerFailure:
		return updater.Outcome{Kind: updater.Unsure, Wait: busy, Text: message.New(message.ServerFails, host)}
	case r.RCode != dnsmessage.RCodeSuccess:
		return updater.Outcome{Kind: updater.Unsure, Wait: busy, Text: message.New(message.OtherCode, host, int(r.RCode))}
	}
	switch {
	case r.genuine:
		return updater.Outcome{}
	case wrote:
		return updater.Outcome{Kind: updater.Unverified, Text: message.New(message.Unsigned, host)}
	}
	return refused(message.New(message.Unsigned, host), message.CorrectKey, true)
}

// refused is the outcome of an update that cannot succeed until the user acts.
func refused(text message.Message, remedy message.ID, guess bool) updater.Outcome {
	return updater.Outcome{Kind: updater.Rejected, Text: text, Remedy: message.New(remedy), Guess: guess}
}

// unsent is the outcome of an update that ended while nothing was changed.
func unsent(host string, why message.Message) updater.Outcome {
	o := exchange.Unsent(message.New(message.NoWord, host, why))
	o.Reached = true
	return o
}
