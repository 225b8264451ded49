// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"crypto/rand"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/sign"
)

// clock is the time of a signature, and nonce a text that no other request has.
// Tests replace both.
var (
	clock = time.Now
	nonce = rand.Text
)

// sign signs a request in a way, "" for none. It must be the last that is done
// to it. An outcome with a kind says why that cannot be.
func (a account) sign(way string, r *exchange.Request, server string) (o updater.Outcome) {
	if way == "" {
		return o
	}
	key := sign.Key{User: a.set.Text("user"), Secret: a.set.Text("pass"), More: a.set.Text("token")}
	if err := sign.Sign(way, r, server, key, clock(), a.nonce); err != nil {
		return no(message.New(message.CannotSign, message.Of(err)), message.CorrectUserOrPass)
	}
	return o
}

// mostApart is by how much the clocks may differ at the strictest of those who
// sign. The time that it takes for an answer counts too.
const mostApart = 5 * time.Minute

// clocks says that an answer is no because the clocks differ, if it has a time
// that does. A signature holds for minutes, and what a server says of one that is
// too old looks like a wrong password.
func (a account) clocks(o updater.Outcome, x *exchange.Answer, now time.Time) updater.Outcome {
	at, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", x.Head["date"])
	if len(a.e.signs) == 0 || o.Kind != updater.Rejected || err != nil || now.Sub(at).Abs() <= mostApart {
		return o
	}
	return updater.Outcome{Kind: updater.Unsent, Clock: true, Reached: true, Answer: o.Answer,
		Text: message.New(message.ClocksDiffer, a.host(), at.Format(time.DateTime), now.UTC().Format(time.DateTime))}
}
