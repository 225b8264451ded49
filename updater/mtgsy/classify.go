// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"net/netip"
	"strconv"
	"time"

	"dynwan/updater"
	"dynwan/updater/answer"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// codes are the answers of api.php, the same provider's other interface. That
// update.php uses them too is only assumed: a refusal by one is a guess, and
// 800, which means OK there, is confirmed by DNS.
var codes = []answer.Code{
	{Text: "800"},
	code("100", answer.Settings, "balance insufficient"),
	code("200", answer.Settings, "insufficient information supplied"),
	code("300", answer.Login, "invalid login information"),
	code("305", answer.Settings, "domain not found"),
	code("310", answer.Settings, "record not found"),
	code("400", answer.Settings, "no domain name specified"),
}

func code(number string, about answer.About, means string) answer.Code {
	return answer.Code{Text: number, Meaning: answer.Meaning{Kind: answer.Refused, About: about, Guess: true, Means: means}}
}

// remedies are what the user can do about a code, other than correcting the
// account.
var remedies = map[string]message.ID{
	"balance insufficient":     message.SeeToAccount,
	"domain not found":         message.CorrectEmail,
	"record not found":         message.SeeToDomain,
	"no domain name specified": message.CorrectEmail,
}

const (
	unblock = message.Message(message.AskThenChange)
	correct = message.Message(message.CorrectEmailOrPass)
)

// classify says what an answer to the update to ip means at the time now. The
// answers of update.php are not documented.
func (c account) classify(a *exchange.Answer, ip netip.Addr, now time.Time) updater.Outcome {
	o := updater.Outcome{Kind: updater.Unsure, Sent: true, Answer: a.Show(c.Text("pass")), Wait: a.RetryAfter(now)}
	m := answer.Read(a.Plain(now), answer.Rules{
		Codes: codes, Success: c.List("success"), Failure: c.List("failure"), Words: true,
		Sent:   append(c.Texts("email", "pass", "offlineurl", "offlinetext", "mx", "hostname"), ip.String()),
		Secure: !provider.InClear(c.Text("server")),
	})
	switch m.Kind {
	case answer.Done:
		o.Kind = updater.Confirmed
	case answer.Undone:
		o.Text = message.New(message.DidNotUpdate, o.Answer)
	case answer.Trouble:
		o.Text = exchange.Trouble(m.About, a.Status, o.Answer)
	case answer.Refused:
		refuse(&o, m, a.Status)
	default:
		o.Kind, o.Text = updater.Unverified, message.New(message.Accepted, ip, o.Answer)
	}
	return o
}

// refuse fills in why the provider said no, and what the user can do.
func refuse(o *updater.Outcome, m answer.Meaning, status int) {
	o.Kind, o.Guess = updater.Rejected, m.Guess
	o.Text, o.Remedy = message.Text(o.Answer), message.New(message.CorrectAccount)
	switch {
	case m.Means != "":
		o.Text = message.New(message.MayMean, o.Answer, strconv.Quote(m.Means))
		if m.About == answer.Login {
			o.Remedy = correct
		} else if remedy := remedies[m.Means]; remedy != "" {
			o.Remedy = message.New(remedy)
		}
	case m.About == answer.Login:
		o.Text, o.Remedy = message.New(message.RefusedLogin, o.Answer), correct
	case m.About == answer.Blocked:
		o.Text, o.Remedy = message.New(message.RefusedBlocked, o.Answer), unblock
	case m.About == answer.Firewall:
		o.Text, o.Remedy = message.New(message.RefusedBlocked, exchange.Trouble(m.About, status, "")), unblock
	case m.About == answer.Status && status == 401:
		o.Text, o.Remedy = message.New(message.RefusedLogin, message.New(message.Status, status)), correct
	case m.About == answer.Status:
		o.Text, o.Remedy = message.New(message.RefusedBlocked, message.New(message.Status, status)), unblock
	}
}
