// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
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
		Name: a.Settings.Text("hostname"), Sent: append(a.secretsAndNames(), addresses(want)...), Secrets: a.secrets(),
		Secure: !provider.InClear(a.Settings.Text("server")),
	}
	m := answer.Read(x.Plain(now), answer.Rules{Sent: s.Sent, Secure: s.Secure, Pages: s.Secure})
	o := updater.Outcome{Kind: updater.Unsure, Sent: true, Answer: x.Show(s.Secrets...), Wait: x.RetryAfter(now)}
	// Anything may stand in a page with a form, or in the words of a broken machine.
	loose := a.entry.text("at") == "" || a.entry.text("at") == "text"
	heard := m.About != answer.Firewall && !(m.About == answer.Page && (loose || !s.Secure))
	said, byWord := "", false
	if heard {
		said = a.said(x, want)
		byWord = said != ""
	}
	if said == "" {
		said = a.byStatus(x.Status, m)
	}
	switch ok := x.Status/100 == 2; {
	case in(said, "yes same") && ok && !(m.About == answer.Machine && loose):
		a.agreed(&o, said, want)
	case in(said, "yes same"), said == "both" && !ok:
		dyndns2.Unknown(&o, m, x.Status, want)
	case in(said, "no name_no") && (ok || x.Status/100 == 4):
		a.refused(&o, said, byWord, s.Secure, x.Status)
	case said == "wait", said == "no", said == "name_no":
		o.Text = message.New(message.InTrouble, o.Answer)
		if x.Status == 429 {
			o.Text = message.New(message.SlowDown, x.Status)
		}
	case said == "both":
		o.Kind, o.Text = updater.Unverified, message.New(message.Accepted, want.Addresses(), o.Answer)
	case a.entry.has("as"):
		o = dyndns2.Read(x, want, now, s)
	case ok && (m.Kind == answer.Unclear || m.About == answer.Status || a.entry.flag("unverified") && m.About == answer.Empty):
		o.Kind, o.Text = updater.Unverified, message.New(message.Accepted, want.Addresses(), o.Answer)
	default:
		dyndns2.Unknown(&o, m, x.Status, want)
	}
	if o.Kind == updater.Confirmed && a.entry.flag("detects") { // of which address nobody knows
		o.Kind, o.Text = updater.Unverified, message.New(message.Accepted, want.Addresses(), o.Answer)
	}
	return o
}

// byStatus is what a status means that the entry names, "" for another one. One
// that a firewall gave, or a page of another machine, says nothing.
func (a account) byStatus(status int, m answer.Meaning) string {
	if m.About == answer.Firewall || m.About == answer.Page || m.About == answer.Machine {
		return ""
	}
	for _, field := range []string{"yes", "no", "wait"} {
		if slices.Contains(a.entry.Fields["status_"+field], strconv.Itoa(status)) {
			return field
		}
	}
	return ""
}

func (a account) agreed(o *updater.Outcome, said string, want updater.Record) {
	o.Kind = updater.Confirmed
	if said == "same" {
		o.Text = message.New(message.HadAlready, want.Addresses())
	}
}

// refused fills in why the provider said no. A refusal is final if the provider
// documents it and nobody else can have written it.
func (a account) refused(o *updater.Outcome, said string, byWord, secure bool, status int) {
	o.Kind, o.Guess = updater.Rejected, !secure || !a.entry.flag("checked")
	o.OfAccount = said == "no" && a.entry.has("name_no")
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
			add(a.Settings.Text(o.Name))
		}
	}
	add(a.Settings.Text("param"))
	if address := a.Settings.Text("update_url"); address != "" {
		_, path := exchange.Split(address)
		add(strings.Trim(path, "/"))
	}
	_, login, _ := strings.Cut(a.login(), " ")
	list = append(list, login, strings.TrimRight(login, "="))
	for _, p := range a.parts {
		if o := findKey(p.name); o != nil && o.Kind == provider.Secret && p.how != "" && p.how != "raw" {
			list = append(list, digest(p.how, a.Settings.Text(p.name)))
		}
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
