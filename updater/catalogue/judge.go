// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/answer"
	"dynwan/updater/dyndns2"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// judge says what an answer means at the time now: by the entry's words, else by
// those of its protocol, else by its status.
func (a account) judge(x *exchange.Answer, want updater.Record, now time.Time) updater.Outcome {
	s := dyndns2.Said{
		Name: a.set.Text("hostname"), Sent: append(a.secretsAndNames(), want.List()...), Secrets: a.secrets(),
		Secure: !provider.InClear(a.set.Text("server")),
	}
	m := answer.Read(x.Plain(now), answer.Rules{Sent: s.Sent, Secure: s.Secure, Pages: s.Secure})
	o := updater.Outcome{Kind: updater.Unsure, Sent: true, Answer: x.Show(s.Secrets...), Wait: x.RetryAfter(now)}
	said, byWord := a.heard(x, want, m, s.Secure)
	yes := in(said, "yes same")
	switch ok := x.Status/100 == 2; {
	case yes && ok && !a.e.flag("detects"):
		if o.Kind = updater.Confirmed; said == "same" {
			o.Text = message.New(message.HadAlready, want.Addresses())
		}
	case in(said, "no name_no") && (ok || x.Status/100 == 4):
		a.refused(&o, said, byWord, s.Secure, x.Status)
	case in(said, "no name_no wait") && x.Status == 429:
		o.Text = message.New(message.SlowDown, x.Status)
	case in(said, "no name_no wait"):
		o.Text = message.New(message.InTrouble, o.Answer)
	case said == "" && a.e.has("as"):
		if o = dyndns2.Read(x, want, now, s); o.Kind == updater.Confirmed && a.e.flag("detects") {
			a.accepted(&o, want)
		}
	case ok && (said != "" || m.Kind == answer.Unclear || m.About == answer.Status || a.e.flag("unverified") && m.About == answer.Empty):
		a.accepted(&o, want) // also: it says yes and no, or yes to an address that nobody knows
	default:
		dyndns2.Unknown(&o, m, x.Status, want)
	}
	return a.clocks(o, x, now)
}

// accepted leaves it to DNS.
func (a account) accepted(o *updater.Outcome, want updater.Record) {
	o.Kind, o.Text = updater.Unverified, message.New(message.Accepted, want.Addresses(), o.Answer)
}

// heard returns the field whose word or status an answer has. Anything may stand
// in a page with a form, or in the words of a broken machine, so there only the
// exact places count.
func (a account) heard(x *exchange.Answer, want updater.Record, m answer.Meaning, secure bool) (said string, byWord bool) {
	loose := cmp.Or(a.e.text("at"), "text") == "text"
	if m.About == answer.Firewall || m.About == answer.Page && (loose || !secure) {
		return "", false
	}
	if said = a.said(x, want); said == "" {
		return a.byStatus(x.Status, m), false
	}
	if in(said, "yes same") && m.About == answer.Machine && loose {
		return "", false
	}
	return said, true
}

// byStatus is what a status means that the entry names, "" for another one. One
// that a firewall gave, or a page of another machine, says nothing.
func (a account) byStatus(status int, m answer.Meaning) string {
	if m.About == answer.Firewall || m.About == answer.Page || m.About == answer.Machine {
		return ""
	}
	for _, field := range []string{"yes", "no", "wait"} {
		if slices.Contains(a.e.Fields["status_"+field], strconv.Itoa(status)) {
			return field
		}
	}
	return ""
}

// refused fills in why the provider said no. A refusal is final if the provider
// documents it and nobody else can have written it.
func (a account) refused(o *updater.Outcome, said string, byWord, secure bool, status int) {
	o.Kind, o.Guess = updater.Rejected, !secure || !a.e.flag("checked")
	o.OfAccount = said == "no" && a.e.has("name_no")
	o.Text, o.Remedy = message.Text(o.Answer), message.New(message.CorrectAccount)
	switch {
	case !byWord:
		o.Text, o.Remedy = message.New(message.Status, status), message.New(message.CorrectUserOrPassOrAsk)
	case said == "name_no":
		o.Remedy = message.New(message.CorrectHostname)
	}
}

// secrets are what nobody may be shown, in each form in which it is sent.
func (a account) secrets() (list []string) {
	add := func(secret string) {
		if secret != "" {
			encoded := base64.StdEncoding.EncodeToString([]byte(secret))
			list = append(list, secret, encoded, strings.TrimRight(encoded, "="),
				strings.TrimRight(base64.URLEncoding.EncodeToString([]byte(secret)), "="))
		}
	}
	for _, o := range Keys {
		if o.Kind == provider.Secret {
			add(a.set.Text(o.Name))
		}
	}
	add(a.set.Text("param"))
	if address := a.set.Text("update_url"); address != "" {
		_, path := exchange.Split(address)
		add(strings.Trim(path, "/"))
	}
	_, login, _ := strings.Cut(a.login(), " ")
	list = append(list, login, strings.TrimRight(login, "="))
	for _, p := range a.e.parts {
		if step, path, _ := strings.Cut(p.name, ":"); step == "login" {
			add(textAt(a.found[step], path))
		}
		if o := findKey(p.name); o != nil && o.Kind == provider.Secret && p.how != "" && p.how != "raw" {
			list = append(list, digest(p.how, a.set.Text(p.name)))
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
