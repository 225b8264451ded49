// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"net/netip"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/answer"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// codes are the only error text on the page, and the prefix of all others.
var codes = []answer.Code{
	{Text: strings.ToLower(keyError + " " + badPassword), Start: true, Meaning: answer.Meaning{Kind: answer.Refused, About: answer.Login}},
	{Text: strings.ToLower(keyError), Start: true, Meaning: answer.Meaning{Kind: answer.Undone}},
}

// judge says what the answer to any command means: Confirmed if it holds a
// text of success, Unverified if it says neither yes nor no, Rejected for a
// wrong password, Unsent if the server clearly did nothing, and Unsure if
// something else may have answered in its place.
func (c *client) judge(a *exchange.Answer, s step) updater.Outcome {
	o := updater.Outcome{Kind: updater.Unsure, Sent: true, Answer: a.Show(c.Text("pass")), Wait: a.RetryAfter(time.Now())}
	sent := c.Texts("user", "pass", "hostname", "domain")
	for _, ip := range []netip.Addr{s.old, s.want} {
		if ip.IsValid() {
			sent = append(sent, ip.String())
		}
	}
	m := answer.Read(a.Plain(time.Now()), answer.Rules{
		Codes: codes, Success: c.List("success"), Failure: c.List("failure"), Sent: sent, Secure: c.secure(), Pages: true,
	})
	switch {
	case a.Status != 200 && m.About != answer.Login:
		o.Text = message.New(message.AnswerStatus, a.Status)
	case m.Kind == answer.Refused && m.About == answer.Login:
		refuse(&o, message.New(message.ServerSaid, o.Answer), message.New(message.CorrectUserOrPass))
		o.Guess, o.OfAccount = m.Guess, true
	case m.Kind == answer.Undone, m.About == answer.Told && m.Kind == answer.Refused:
		o.Kind, o.Reached, o.Text = updater.Unsent, true, message.New(message.ServerSaid, o.Answer)
	case m.Kind == answer.Trouble:
		o.Text = exchange.Trouble(m.About, a.Status, o.Answer)
	case m.Kind == answer.Done:
		o.Kind = updater.Confirmed
	default:
		o.Kind = updater.Unverified
	}
	return o
}

// secure says whether nobody but the server can have written an answer.
func (c *client) secure() bool { return !provider.InClear(c.Text("server")) }

// harmless makes an Unsure outcome Unsent, for a command that changes nothing.
func harmless(o updater.Outcome) updater.Outcome {
	if o.Kind == updater.Unsure {
		o.Kind, o.Reached = updater.Unsent, true
	}
	return o
}

// itsMe says whether an answer names the user who logged in.
func (c *client) itsMe(l Login) bool {
	return l.UserName != "" && strings.EqualFold(l.UserName, c.Text("user"))
}

func refuse(o *updater.Outcome, text, remedy message.Message) {
	o.Kind, o.Text, o.Remedy = updater.Rejected, text, remedy
}
