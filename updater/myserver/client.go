// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// stepTime is how long one command may take, with its connection.
const stepTime = 15 * time.Second

// MaxTime is how long an Update may take: four commands, and the waits between
// tries to connect for one of them.
const MaxTime = 5 * stepTime

// Client sends the commands of an Account. Each has a connection of its own and
// is sent once; no redirect is followed and no proxy used.
type Client struct {
	Account
	// Server is an address that CheckServer accepts.
	Server string
	// UserAgent names the program and its version.
	UserAgent string
	// Line is how the server is reached; the caller binds it to the account's
	// device.
	Line exchange.Line
	// Public says which addresses are public: an IP check finds no other, and
	// no record with another one is deleted.
	Public func(netip.Addr) bool
}

// How often the server may be asked for an address. The page has no rule for
// that, so these are cautious.
const (
	LeastAddressGap = 5 * time.Minute
	UsualAddressGap = 30 * time.Minute
)

// CheckAddress asks the server which address it sees, if permit allows it. It
// sends no password and changes nothing. The outcome is Confirmed, with the
// address as Seen, or Unsent. The caller keeps two probes at least
// LeastAddressGap apart.
func (c *Client) CheckAddress(ctx context.Context, permit func() bool) updater.Outcome {
	answer, o := c.send(ctx, addressQuery, step{permit: permit})
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
	ip, err := ParseAddress(string(answer.Body), c.Public)
	if err != nil {
		o.Text = message.Of(err)
		return o
	}
	return updater.Outcome{Kind: updater.Confirmed, Seen: ip, Sent: true}
}

// Login logs in and returns what the provider says about the account. It
// changes nothing, so its outcome is Confirmed, Rejected or Unsent.
func (c *Client) Login(ctx context.Context) (*Login, updater.Outcome) {
	return c.login(ctx, always)
}

func (c *Client) login(ctx context.Context, permit func() bool) (*Login, updater.Outcome) {
	answer, o := c.send(ctx, c.loginQuery(), step{permit: permit})
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
func (c *Client) send(ctx context.Context, template string, s step) (*exchange.Answer, updater.Outcome) {
	ctx, cancel := context.WithTimeout(ctx, stepTime)
	defer cancel()
	u, err := url.Parse(c.Server)
	if err != nil {
		return nil, exchange.Unsent(message.New(message.ServerUnreadable))
	}
	// "The server takes the address it sees", and knows IPv4 alone.
	conn, err := exchange.Connect(ctx, "tcp4", u, c.Line)
	if err != nil {
		return nil, exchange.Unreachable(u.Hostname(), err)
	}
	defer conn.Close()
	if s.permit != nil && !s.permit() {
		return nil, exchange.Unsent(message.New(message.AddressChanged))
	}
	path := plainPath
	if u.Scheme == "https" {
		path = securePath
	}
	answer, err := exchange.Get(ctx, conn, u, path+"?"+c.fill(template, s.old, s.want), c.UserAgent)
	if err != nil {
		return nil, lost(err)
	}
	return answer, updater.Outcome{}
}

// step is what differs between commands.
type step struct {
	old, want netip.Addr
	permit    func() bool // called before the first byte; nil: no permit is needed
}

func always() bool { return true }

// lost is the outcome of a command without an answer: it may have arrived.
func lost(err error) updater.Outcome {
	text := message.New(message.BrokeEarly)
	switch {
	case errors.Is(err, context.Canceled):
		text = message.New(message.NotWaited)
	case errors.Is(err, context.DeadlineExceeded):
		text = message.New(message.NoAnswerInTime)
	}
	return updater.Outcome{Kind: updater.Unsure, Sent: true, Text: text}
}
