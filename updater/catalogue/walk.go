// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/answer"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// Read does the steps that read: the one that would write says that the provider
// holds something else.
func (a account) Read(ctx context.Context, c provider.Change) updater.Outcome {
	c.Permit = nil
	return a.walk(ctx, c)
}

// differs is the outcome where a record is only read, and is another one.
func (a account) differs(want updater.Record) updater.Outcome {
	var held []string
	for _, s := range a.e.steps {
		for _, ip := range addresses(a.found[s.name], s.text("held")) {
			if ip.IsValid() && len(held) < 4 {
				held = append(held, ip.String())
			}
		}
	}
	o := exchange.Unsent(message.New(message.AcceptedBut, want.Addresses(), a.host(), cmp.Or(strings.Join(held, " "), "nothing")))
	o.Reached, o.Other = true, true
	return o
}

// walk does the steps of an update. Steps that read need no permit: whatever
// happens to them, nothing has changed. Every walk reads first, so a record
// whose creation had no answer is found the next time.
func (a account) walk(ctx context.Context, c provider.Change) (o updater.Outcome) {
	a.found = map[string]any{}
	changed, deleted := false, false
	for i, n := 0, 0; i < len(a.e.steps) && n < mostSteps; i++ {
		s := a.e.steps[i]
		if after := s.text("after"); after != "" && a.found[after] == nil {
			continue
		}
		n++
		if in(s.name, readers) {
			var next string
			if next, o = a.read(ctx, c, s); o.Kind != "" {
				o.Sent, o.Deleted = o.Sent || changed, deleted
				return o
			}
			if next != "" {
				i = slices.IndexFunc(a.e.steps, func(s step) bool { return s.name == next }) - 1
			}
			continue
		}
		if c.Permit == nil {
			return a.differs(c.Want)
		}
		permit := c.Permit
		if changed && !deleted { // an add is allowed by itself, see permit.go of cmd/dynwan
			permit = nil
		}
		if o = a.write(ctx, c, s, permit, changed); o.Kind != updater.Confirmed && o.Kind != updater.Unverified {
			o.Deleted = deleted
			return o
		}
		changed, deleted = true, deleted || s.name == "delete"
		if s.flag("last") {
			return o
		}
	}
	return o
}

// write does a step that changes something. later says that another one did.
func (a account) write(ctx context.Context, c provider.Change, s step, permit func() bool, later bool) updater.Outcome {
	server, r, o := a.signedRequestOf(s, c)
	if o.Kind != "" {
		return o
	}
	var body []byte
	r.Read = func(_ int, from io.Reader) (err error) {
		body, err = io.ReadAll(io.LimitReader(from, mostBody))
		return err
	}
	x, err := c.Send(ctx, "tcp", server, r, permit)
	if err != nil {
		o := provider.Ended(err)
		if later { // also if nothing of this one has left
			if o.Text.ID() == message.AddressChanged {
				o.Text = message.New(message.OldDeleted)
			}
			o.Kind, o.Sent = updater.Unsure, true
		}
		return o
	}
	x.Body = body
	o = a.judge(x, c.Want, time.Now())
	if o.Kind == updater.Unverified && (s.name == "delete" || a.e.text("verify") == "api") {
		// Nothing may follow that, and DNS will not tell: it is read again.
		o.Kind, o.Text = updater.Unsure, message.New(message.MayHaveArrived, message.Text(o.Answer))
	}
	return o
}

// read does a step that changes nothing. An outcome with a kind ends the update;
// else next is the step to go to, "" for the following one.
func (a account) read(ctx context.Context, c provider.Change, s step) (next string, o updater.Outcome) {
	server, r, o := a.signedRequestOf(s, c)
	if o.Kind != "" {
		return "", o
	}
	value := func(p part) string { return a.value(p, c.Want, "") }
	var h hits
	there, wrong := false, error(nil)
	r.Read = func(status int, body io.Reader) error {
		if status/100 == 2 {
			there, wrong = each(body, s.text("pick"), func(object any) { h.look(object, s.Fields["where"], value) })
		}
		_, err := io.Copy(io.Discard, body)
		return err
	}
	x, err := c.Send(ctx, "tcp", server, r, nil)
	if err != nil {
		if o, ok := provider.NotSent(err); ok {
			return "", o
		}
		return "", a.unheard(provider.Lost(err))
	}
	said := ""
	if a.e.text("at") == "json" {
		said = a.said(x, c.Want)
	}
	if slices.Contains(s.Fields["none_status"], strconv.Itoa(x.Status)) || a.saysNone(x, s) {
		if text := answer.Text(x.Body); strings.TrimSpace(text) != "" && !json.Valid([]byte(text)) {
			return "", a.unheard(message.New(message.AnswerUnreadable)) // of a machine in front
		}
		h = hits{}
	} else if !there || wrong != nil || !in(said, "yes same") && said != "" || said == "" && a.lacksYes(x, s) {
		switch o = a.judge(x, c.Want, time.Now()); {
		case o.Kind == updater.Confirmed && (wrong != nil || !there && strings.TrimSpace(string(x.Body)) != "{}"):
			// A list that is missing is not an empty one: nothing may be created.
			return "", a.unheard(message.New(message.AnswerUnreadable))
		case o.Kind != updater.Confirmed:
			return "", a.harmless(o)
		}
	}
	if o = a.count(s, h, x); o.Kind != "" {
		return "", o
	}
	switch {
	case h.n == 1:
	case s.has("none"):
		return s.text("none"), o
	case s.name == "zone":
		return "", no(message.New(message.NoZoneThere, a.host()), message.CorrectHostname)
	default:
		return "", no(message.New(message.NoRecordThere, a.host()), message.CorrectHostname)
	}
	a.found[s.name] = h.object
	if want, held := c.Want.IPv4, s.text("held"); held != "" {
		if family(c.Want) == "6" {
			want, held = c.Want.IPv6, cmp.Or(s.text("held6"), held)
		}
		if holds(h.object, held, want) {
			o = updater.Outcome{Kind: updater.Confirmed, Text: message.New(message.HadAlready, c.Want.Addresses())}
		}
	}
	return "", o
}

// count refuses to guess which of several records is meant, or whether one
// follows that is not in the list.
func (a account) count(s step, h hits, x *exchange.Answer) (o updater.Outcome) {
	most, _ := strconv.Atoi(s.text("most"))
	switch {
	case h.n > 1:
		return no(message.New(message.ManyThere, a.host(), h.n), message.RemoveOthers)
	case h.n == 0 && (most > 0 && h.seen >= most || most == 0 && slices.Contains(pages, h.seen) || nextPage(x)):
		return no(message.New(message.ListTooLong, a.host(), h.seen), message.CreateItThere)
	}
	return o
}

// pages are how many objects a page of a list mostly has: of a provider that does
// not document that, one of that length may go on.
var pages = []int{20, 25, 30, 50, 100, 200, 250, 500, 1000}

// nextPage says whether an answer names the page that follows (RFC 8288).
func nextPage(x *exchange.Answer) bool {
	link := strings.ToLower(x.Head["link"])
	return strings.Contains(link, `rel="next"`) || strings.Contains(link, "rel=next")
}

// lacksYes says whether an answer is complete and has not the yes that each one
// of the provider has. One that is itself the list has no place for it, and in a
// long one no words are read.
func (a account) lacksYes(x *exchange.Answer, s step) bool {
	return a.e.text("at") == "json" && a.e.has("yes") && !strings.HasPrefix(s.text("pick"), ".") &&
		json.Valid([]byte(answer.Text(x.Body)))
}

// saysNone says whether an answer says in words that there is no such object.
func (a account) saysNone(x *exchange.Answer, s step) bool {
	if !s.has("none_if") {
		return false
	}
	words := account{set: a.set, e: &entry{Fields: Fields{"no": s.Fields["none_if"]}}}
	return len(words.saidInJSON(x.Body, updater.Record{})) > 0
}

// harmless is the outcome of a step that reads, from that of a request that
// changes something.
func (a account) harmless(o updater.Outcome) updater.Outcome {
	o.Sent = false
	switch o.Kind {
	case updater.Unverified:
		answer := o.Answer
		o = a.unheard(message.Text(answer))
		o.Answer = answer
	case updater.Unsure:
		o.Kind, o.Reached = updater.Unsent, true
	}
	return o
}

// unheard is the outcome of an update that ended while nothing was changed.
func (a account) unheard(why message.Message) updater.Outcome {
	o := exchange.Unsent(message.New(message.NoWord, a.host(), why))
	o.Reached = true
	return o
}

// no is the outcome of an update that cannot succeed until the user acts. What a
// list holds may change without him.
func no(text message.Message, remedy message.ID) updater.Outcome {
	return updater.Outcome{Kind: updater.Rejected, Text: text, Remedy: message.New(remedy), Guess: true}
}

// host is the server of the account.
func (a account) host() string {
	u, _ := url.Parse(a.set.Text("server"))
	return u.Hostname()
}
