// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"context"
	"net/netip"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// stepTime is how long one command may take, with its connection.
const stepTime = 15 * time.Second

// maxTime is how long an update may take: four commands, and the waits between
// tries to connect for one of them.
const maxTime = 5 * stepTime

// client sends the commands of an account. Each has a connection of its own and
// is sent once.
type client struct {
	provider.Settings
	way provider.Change
}

// LeastAddressGap is the least time between two IP checks. The page has no rule
// for that, so it is cautious.
const LeastAddressGap = 5 * time.Minute

// CheckAddress asks a server which address it sees, in the name of a user, if
// c.Permit allows it. It sends no password and changes nothing. The outcome is
// Confirmed, with the address as Seen, or Unsent. The caller keeps two probes at
// least LeastAddressGap apart.
func CheckAddress(ctx context.Context, server, user string, way provider.Change) updater.Outcome {
	c := client{Spec.Settings(map[string][]string{"server": {server}, "user": {user}}), way}
	answer, o := c.send(ctx, addressQuery, step{permit: way.Permit})
	if answer == nil {
		o.Kind = updater.Unsent
		return o
	}
	o = c.judge(answer, step{})
	o.Kind, o.Sent = updater.Unsent, true
	if answer.Status != 200 {
		o.Text = message.New(message.CheckFailed, o.Text)
		return o
	}
	ip, err := ParseAddress(string(answer.Body), c.way.Public)
	if err != nil {
		o.Text = message.Of(err)
		return o
	}
	return updater.Outcome{Kind: updater.Confirmed, Seen: ip, Sent: true}
}

// logIn logs in and returns what the provider says about the account. It
// changes nothing, so its outcome is Confirmed, Rejected or Unsent.
func (c *client) logIn(ctx context.Context, permit func() bool) (*Login, updater.Outcome) {
	answer, o := c.send(ctx, c.Text("login_query"), step{permit: permit})
	if answer == nil {
		if o.Sent {
			o.Text = message.New(message.CannotLogIn, o.Text)
		}
		return nil, harmless(o)
	}
	o = c.judge(answer, step{})
	reply := ParseReply(string(answer.Body))
	login := reply.Login()
	switch {
	case o.Kind == updater.Unsure && c.secure() && (answer.Status == 401 || answer.Status == 403):
		refuse(&o, o.Text, message.New(message.CorrectUserOrPassOrAsk))
		o.Guess = true // no page says what the status means here
	case o.Kind != updater.Confirmed && o.Kind != updater.Unverified:
	case o.Kind == updater.Confirmed || reply.LoggedIn() || c.itsMe(login):
		o.Kind, o.Text = updater.Confirmed, ""
		return &login, o
	default:
		o.Kind, o.Text = updater.Unsure, message.New(message.NotSaid, o.Answer)
	}
	o.Text = message.New(message.CannotLogIn, o.Text)
	return nil, harmless(o)
}

// send sends one command. Without an answer, its outcome says why.
func (c *client) send(ctx context.Context, template string, s step) (*exchange.Answer, updater.Outcome) {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	path := securePath
	if !c.secure() {
		path = plainPath
	}
	// "The server takes the address it sees", and knows IPv4 alone.
	answer, err := c.way.Send(ctx, "tcp4", c.Text("server"),
		exchange.Request{Path: path + "?" + fill(c.Settings, template, s.old, s.want)}, s.permit)
	if o, ok := provider.NotSent(err); ok {
		return nil, o
	} else if err != nil {
		return nil, updater.Outcome{Kind: updater.Unsure, Sent: true, Text: provider.Lost(err)} // it may have arrived
	}
	return answer, updater.Outcome{}
}

// step is what differs between commands.
type step struct {
	old, want netip.Addr
	permit    func() bool // called before the first byte; nil: no permit is needed
}
