// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

// judge says what the answer to any command means: Confirmed if it holds a
// text of success, Unverified if it says neither yes nor no, Rejected for a
// wrong password, Unsent if the server clearly did nothing, and Unsure if
// something in its place may have spoken.
func (c *Client) judge(a *exchange.Answer) updater.Outcome {
	body := string(a.Body)
	reply, low := ParseReply(body), strings.ToLower(body)
	o := updater.Outcome{Sent: true, Answer: c.show(body), Wait: a.RetryAfter(time.Now())}
	switch {
	case reply.BadPassword():
		refuse(&o, "the server said "+o.Answer, "correct user or pass")
	case a.Status != 200:
		o.Kind, o.Text = updater.Unsure, "the answer has the status "+strconv.Itoa(a.Status)
	case len(reply.Errors()) > 0, has(low, c.Failure):
		o.Kind, o.Reached, o.Text = updater.Unsent, true, "the server said "+o.Answer
	case has(low, c.Success):
		o.Kind = updater.Confirmed
	case isPage(low):
		o.Kind, o.Text = updater.Unsure, "a web page came instead of an answer; a login page of the line?"
	default:
		o.Kind = updater.Unverified
	}
	return o
}

// isPage says whether an answer asks a person something.
func isPage(low string) bool { return strings.Contains(low, "<form") }

// harmless turns the outcome of a command that changes nothing into one of
// which nothing can have changed.
func harmless(o updater.Outcome) updater.Outcome {
	if o.Kind == updater.Unsure {
		o.Kind, o.Reached = updater.Unsent, true
	}
	return o
}

// itsMe says whether an answer names the user who logged in.
func (c *Client) itsMe(l Login) bool {
	return l.UserName != "" && strings.EqualFold(l.UserName, c.User)
}

func refuse(o *updater.Outcome, text, remedy string) {
	o.Kind, o.Text, o.Remedy = updater.Rejected, text, remedy
}

// has says whether a text in lower case holds one of the patterns.
func has(low string, patterns []string) bool {
	for _, p := range patterns {
		if p != "" && strings.Contains(low, strings.ToLower(p)) {
			return true
		}
	}
	return false
}

// show bounds what the server said, and takes the password out of it.
func (c *Client) show(body string) string {
	return exchange.Quote(exchange.Mask(strings.TrimSpace(body), c.Pass))
}
