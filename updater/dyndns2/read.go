// SPDX-License-Identifier: GPL-2.0-or-later

package dyndns2

import (
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode"

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
	word   string
	kind   updater.Kind
	means  message.ID // what the code means
	remedy message.ID // what the user can do about a refusal
	wait   time.Duration
	all    bool // a refusal of the account, not of the name
}

// codes are those of help.dyn.com/remote-access-api/return-codes, and those that
// other providers have added. Every refusal is final.
var codes = []end{
	{word: "good", kind: updater.Confirmed},
	{word: "nochg", kind: updater.Confirmed, means: message.HadAlready},
	{"badauth", updater.Rejected, message.WrongLogin, message.CorrectUserOrPass, 0, true},
	{"!donator", updater.Rejected, message.NotPaidFor, message.SeeToAccount, 0, true},
	{"!active", updater.Rejected, message.NotActive, message.SeeToAccount, 0, true},
	{"!yours", updater.Rejected, message.NotYours, message.CorrectHostname, 0, false},
	{"nohost", updater.Rejected, message.NoSuchName, message.CorrectHostname, 0, false},
	{"notfqdn", updater.Rejected, message.NoFullName, message.CorrectHostname, 0, false},
	{"numhost", updater.Rejected, message.TooManyNames, message.CorrectHostname, 0, false},
	{"abuse", updater.Rejected, message.BlockedForAbuse, message.AskThenChange, 0, false},
	{"badagent", updater.Rejected, message.ProgramRefused, message.ReportIt, 0, true},
	{"badsys", updater.Rejected, message.RequestNotUnderstood, message.AskProvider, 0, false},
	{"badip", updater.Rejected, message.RequestNotUnderstood, message.AskProvider, 0, false},
	{"dnserr", updater.Unsure, message.NameServersInTrouble, "", outOfOrder, false},
	{"911", updater.Unsure, message.OutOfOrder, "", outOfOrder, false},
}

// find returns how a code ends an update; ok is false for another word.
func find(word string) (code end, ok bool) {
	i := slices.IndexFunc(codes, func(c end) bool { return c.word == word })
	if i < 0 {
		return end{}, false
	}
	return codes[i], true
}

// Said is what a request said, for Read.
type Said struct {
	// Name is the name to update, Sent all values that a server may repeat, and
	// Secrets what nobody may be shown.
	Name          string
	Sent, Secrets []string
	// Secure says that nobody but the server can have written the answer.
	Secure bool
}

// read says what an answer means at the time now.
func (a account) read(x *exchange.Answer, want updater.Record, now time.Time) updater.Outcome {
	return Read(x, want, now, Said{
		Name: a.Text("hostname"), Sent: append(a.Texts("user", "pass", "hostname"), want.List()...),
		Secrets: []string{a.Text("pass"), a.login()}, Secure: !provider.InClear(a.Text("server")),
	})
}

// Read says what an answer means at the time now. Only the first word of a line
// is a code, and the first line must have one. A server in trouble says so with
// any status, one that refuses with 200 or 4xx, one that agrees with 200 alone.
// Beside a yes there is nothing but addresses and the name: "Good morning" comes
// from another server. Everything else is trouble, or unclear, which DNS settles.
func Read(x *exchange.Answer, want updater.Record, now time.Time, s Said) updater.Outcome {
	m := answer.Read(x.Plain(now), answer.Rules{Sent: s.Sent, Secure: s.Secure})
	o := updater.Outcome{Kind: updater.Unsure, Sent: true, Answer: x.Show(s.Secrets...), Wait: x.RetryAfter(now)}
	word, rest := said(x.Body)
	code, ok := find(word)
	ok = ok && (code.kind != updater.Confirmed || s.names(rest))
	switch {
	case ok && (x.Status == 200 || code.kind == updater.Unsure || x.Status/100 == 4 && code.kind == updater.Rejected) && m.About != answer.Firewall:
		o.Kind, o.Wait, o.OfAccount = code.kind, max(o.Wait, code.wait), code.all
	case pause(word) > 0 && x.Status == 200:
		o.Wait, o.Text = pause(word), message.New(message.SlowDown, x.Status)
		return o
	default:
		Unknown(&o, m, x.Status, want)
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
		o.Text, o.Guess = message.New(message.Means, o.Answer, message.New(code.means)), o.Kind == updater.Rejected && !s.Secure
	}
	if code.remedy != "" {
		o.Remedy = message.New(code.remedy)
	}
	return o
}

// Unknown fills in what an answer means whose words are none that the protocol
// has.
func Unknown(o *updater.Outcome, m answer.Meaning, status int, want updater.Record) {
	switch m.Kind {
	case answer.Trouble:
		o.Text = exchange.Trouble(m.About, status, o.Answer)
	case answer.Refused: // by nothing but a status
		byStatus(o, m.About, status)
	default:
		o.Kind, o.Text = updater.Unverified, message.New(message.Accepted, want.Addresses(), o.Answer)
	}
}

// byStatus fills in why a server refused that named no code, and what the user
// can do. Too many requests, or a firewall, are no wrong password.
func byStatus(o *updater.Outcome, about answer.About, status int) {
	o.Kind, o.Guess = updater.Rejected, true
	o.Text, o.Remedy = message.New(message.Status, status), message.New(message.CorrectUserOrPassOrAsk)
	switch {
	case about == answer.Firewall:
		o.Text, o.Remedy = message.New(message.RefusedBlocked, exchange.Trouble(about, status, "")), message.New(message.AskThenChange)
	case status == 429:
		o.Text, o.Remedy = message.New(message.RefusedBlocked, o.Text), message.New(message.AskThenChange)
	}
}

// said returns the code of an answer in lower case, and the words beside it. An
// answer may have a line for each family; one that is no yes decides.
func said(body []byte) (word string, rest []string) {
	for line := range strings.FieldsFuncSeq(answer.Text(body), func(r rune) bool { return r == '\r' || r == '\n' }) {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
		if len(words) == 0 {
			continue
		}
		first := strings.ToLower(words[0])
		_, ok := find(first)
		switch {
		case word == "", ok && yes(word) && (!yes(first) || first == "good"):
			word, words = first, words[1:]
		case ok:
			words = words[1:]
		}
		rest = append(rest, words...)
	}
	return word, rest
}

// yes says whether a word is a code that agrees.
func yes(word string) bool {
	code, ok := find(word)
	return ok && code.kind == updater.Confirmed
}

// names says whether words are nothing but addresses and the name.
func (s Said) names(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool {
		_, err := netip.ParseAddr(w)
		return err != nil && !strings.EqualFold(w, s.Name)
	})
}

// echo returns an address that the server names in place of a wanted one:
// "good 127.0.0.1" is a no.
func echo(words []string, want updater.Record) string {
	for _, w := range words {
		ip, err := netip.ParseAddr(w)
		ip = ip.Unmap()
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
