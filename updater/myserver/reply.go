// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"slices"
	"strings"
	"time"

	"dynwan/updater/answer"
	"dynwan/updater/message"
)

// Reply is an answer as lines of the form Key:Value.
type Reply struct{ lines []line }

// line is one non-empty line. Without a colon all of it is the key.
type line struct{ key, value string }

// ParseReply reads an answer. Whether its lines end in CR, LF or <br>, and
// whether it comes inside a web page, is not known, so it takes all of them.
func ParseReply(body string) Reply {
	var r Reply
	for _, text := range answer.Lines([]byte(body)) {
		// "ExpirationDate:Jun 11 2010 12:00AM": values hold colons themselves.
		key, value, _ := strings.Cut(text, ":")
		l := line{strings.TrimSpace(key), strings.TrimSpace(value)}
		if l != (line{}) {
			r.lines = append(r.lines, l)
		}
	}
	return r
}

// Value returns the value of the first line with a key, ignoring case, and
// whether there is one.
func (r Reply) Value(key string) (string, bool) {
	for _, l := range r.lines {
		if strings.EqualFold(l.key, key) {
			return l.value, true
		}
	}
	return "", false
}

// Errors returns the texts after "Error:", one per line.
func (r Reply) Errors() []string {
	var list []string
	for _, l := range r.lines {
		if strings.EqualFold(l.key, keyError) {
			list = append(list, l.value)
		}
	}
	return list
}

// LoggedIn says whether the answer has the line "DNS LOGIN:SUCCESS".
func (r Reply) LoggedIn() bool {
	return slices.ContainsFunc(r.lines, func(l line) bool {
		word, _, _ := strings.Cut(l.value, " ")
		return strings.EqualFold(l.key, keyLogin) && strings.EqualFold(word, valueLoggedIn)
	})
}

// Login is what the answer to a login says about the account.
type Login struct {
	UserName string `json:"user_name,omitempty"`
	// UserLevel is only shown; its meaning is not known.
	UserLevel string `json:"user_level,omitempty"`
	// Expires is the end of the account; zero if the answer has none. The
	// server's time zone is not known, so it is off by up to a day.
	Expires time.Time `json:"expires,omitzero"`
	// Types are the record types that the account may hold: A, CNAME, MX 10.
	Types []string `json:"types,omitempty"`
	// Defaults are the records listed after the types. The page does not say
	// what they are for.
	Defaults []Default `json:"-"`
}

// Default is one record of RecordTypes. Host is @ for the domain itself.
type Default struct{ Type, Host, Data string }

// Login reads the answer to a login. What is missing stays empty.
func (r Reply) Login() Login {
	var l Login
	l.UserName, _ = r.Value(keyUserName)
	l.UserLevel, _ = r.Value(keyUserLevel)
	if value, ok := r.Value(keyExpiration); ok {
		// A date that cannot be parsed counts as not known.
		l.Expires, _ = time.Parse(expiration, strings.Join(strings.Fields(value), " "))
	}
	if value, ok := r.Value(keyRecordTypes); ok {
		l.Types, l.Defaults = recordTypes(value)
	}
	return l
}

// recordTypes splits "A,CNAME,MX 1,NS;;A;;@;;;;CNAME;;WWW;;": a list of types,
// then records of three parts each.
func recordTypes(value string) (types []string, records []Default) {
	parts := strings.Split(value, between)
	for t := range strings.SplitSeq(parts[0], ",") {
		if t = strings.TrimSpace(t); t != "" {
			types = append(types, t)
		}
	}
	for rest := parts[1:]; len(rest) >= 3; rest = rest[3:] {
		records = append(records, Default{rest[0], rest[1], rest[2]})
	}
	return types, records
}

// Allows says whether the account may hold records of a type. An answer
// without a list forbids nothing.
func (l Login) Allows(recordType string) bool {
	return len(l.Types) == 0 || slices.ContainsFunc(l.Types, func(t string) bool { return strings.EqualFold(t, recordType) })
}

// ExpiryNotice is how long before an account expires the notice begins.
const ExpiryNotice = 30 * 24 * time.Hour

// Expiry warns of an account that expires soon or has expired, and is empty
// otherwise. What the provider does then is not known, so updates continue.
func (l Login) Expiry(now time.Time) message.Message {
	day := l.Expires.Format(time.DateOnly)
	switch {
	case l.Expires.IsZero() || l.Expires.Sub(now) > ExpiryNotice:
		return ""
	case now.Before(l.Expires):
		return message.New(message.AccountEnds, day)
	}
	return message.New(message.AccountEnded, day)
}
