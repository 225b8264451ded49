// SPDX-License-Identifier: GPL-2.0-or-later

package dyndns2

import (
	"net/netip"
	"slices"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/answer"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// outOfOrder is how long a server that says 911 is left alone: No-IP wants half
// an hour.
const outOfOrder = 30 * time.Minute

// end is how a code ends an update.
type end struct {
	kind   updater.Kind
	means  message.ID // what the code means
	remedy message.ID // what the user can do about a refusal
	wait   time.Duration
}

// codes are those of help.dyn.com/remote-access-api/return-codes, and those that
// other providers have added. Every refusal is final.
var codes = map[string]end{
	"good":     {kind: updater.Confirmed},
	"nochg":    {kind: updater.Confirmed, means: message.HadAlready},
	"badauth":  {updater.Rejected, message.WrongLogin, message.CorrectUserOrPass, 0},
	"!donator": {updater.Rejected, message.NotPaidFor, message.SeeToAccount, 0},
	"!active":  {updater.Rejected, message.NotActive, message.SeeToAccount, 0},
	"!yours":   {updater.Rejected, message.NotYours, message.CorrectHostname, 0},
	"nohost":   {updater.Rejected, message.NoSuchName, message.CorrectHostname, 0},
	"notfqdn":  {updater.Rejected, message.NoFullName, message.CorrectHostname, 0},
	"numhost":  {updater.Rejected, message.TooManyNames, message.CorrectHostname, 0},
	"abuse":    {updater.Rejected, message.BlockedForAbuse, message.AskThenChange, 0},
	"badagent": {updater.Rejected, message.ProgramRefused, message.ReportIt, 0},
	"badsys":   {updater.Rejected, message.RequestNotUnderstood, message.ReportIt, 0},
	"badip":    {updater.Rejected, message.RequestNotUnderstood, message.ReportIt, 0},
	"dnserr":   {updater.Unsure, message.NameServersInTrouble, "", outOfOrder},
	"911":      {updater.Unsure, message.OutOfOrder, "", outOfOrder},
}

// read says what an answer means at the time now. Only the first word of the
// first line is a code, whatever the status is; everything else is trouble, or
// nothing clear, which DNS settles.
func (a account) read(x *exchange.Answer, want updater.Record, now time.Time) updater.Outcome {
	secure := !provider.InClear(a.Text("server"))
	m := answer.Read(x.Plain(now), answer.Rules{
		Sent: append(a.Texts("user", "pass", "hostname"), addresses(want)...), Secure: secure,
	})
	o := updater.Outcome{Kind: updater.Unsure, Sent: true, Answer: x.Show(a.Text("pass")), Wait: x.RetryAfter(now)}
	word, rest := firstLine(x.Body)
	code, ok := codes[word]
	switch {
	case ok && (x.Status == 200 || x.Status/100 == 4 && code.kind != updater.Confirmed) && m.About != answer.Firewall:
		o.Kind, o.Wait = code.kind, max(o.Wait, code.wait)
	case pause(word) > 0 && x.Status == 200:
		o.Wait, o.Text = pause(word), message.New(message.SlowDown, x.Status)
		return o
	case m.Kind == answer.Trouble:
		o.Text = exchange.Trouble(m.About, x.Status, o.Answer)
		return o
	case m.Kind == answer.Refused: // by nothing but a status
		o.Kind, o.Guess, o.Text, o.Remedy = updater.Rejected, true, message.New(message.Status, x.Status), message.New(message.CorrectUserOrPassOrAsk)
		return o
	default:
		o.Kind, o.Text = updater.Unverified, message.New(message.Accepted, want.Addresses(), o.Answer)
		return o
	}
	other := echo(rest, want)
	switch {
	case o.Kind == updater.Confirmed && other != "":
		o.Kind, o.Guess = updater.Rejected, true
		o.Text, o.Remedy = message.New(message.TookOther, o.Answer, want.Addresses()), message.New(message.AskProvider)
	case word == "nochg":
		o.Text = message.New(code.means, want.Addresses())
	case code.means != "":
		o.Text, o.Guess = message.New(message.Means, o.Answer, message.New(code.means)), o.Kind == updater.Rejected && !secure
	}
	if code.remedy != "" {
		o.Remedy = message.New(code.remedy)
	}
	return o
}

// firstLine returns the first word of an answer in lower case, and the rest of
// its line.
func firstLine(body []byte) (word string, rest []string) {
	line, _, _ := strings.Cut(strings.TrimSpace(answer.Text(body)), "\n")
	words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r,", r) })
	if len(words) == 0 {
		return "", nil
	}
	return strings.ToLower(words[0]), words[1:]
}

// echo returns an address that the server names in place of a wanted one:
// "good 127.0.0.1" is a no.
func echo(words []string, want updater.Record) string {
	for _, w := range words {
		ip, err := netip.ParseAddr(w)
		wanted := want.IPv4
		if ip.Is6() {
			wanted = want.IPv6
		}
		if err == nil && ip != wanted && (wanted.IsValid() || ip.IsLoopback()) {
			return w
		}
	}
	return ""
}

// pause reads the code of old servers for a wait, "w30m": 0 for another word.
func pause(word string) time.Duration {
	if len(word) < 3 || word[0] != 'w' || !slices.Contains([]byte("smh"), word[len(word)-1]) {
		return 0
	}
	d, err := time.ParseDuration(word[1:])
	if err != nil {
		return 0
	}
	return max(d, 0)
}
