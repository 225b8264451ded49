// SPDX-License-Identifier: GPL-2.0-or-later

package answer

import (
	"slices"
	"strings"
	"unicode"
)

// fronts are phrases of a firewall or a network in front of a server.
var fronts = []string{
	"web application firewall", "attention required cloudflare", "just a moment", "checking your browser", "cloudflare ray id",
	"incapsula incident", "sucuri website firewall", "mod security", "ddos protection by", "errors edgesuite net", "captcha", "fortiguard",
	"the request could not be satisfied", "the requested url could not be retrieved", "the requested url was rejected", "guru meditation",
}

// broken are phrases of a machine in trouble, whatever else it says.
var broken = []string{
	"sqlstate", "mysql", "mysqli", "mariadb", "postgres", "pg connect", "pdoexception", "odbc", "adodb", "ole db", "jet database", "ora", "sqlite", "mssql",
	"too many connections", "connection refused", "connection reset", "connection timed out", "connection failed", "cant connect", "cannot connect",
	"could not connect", "unable to connect", "server has gone away", "using password", "denied for user", "failed for user", "deadlock", "lock wait", "read only",
	"timed out", "gateway time", "bad gateway", "service unavailable", "service temporarily unavailable", "internal server error", "internal error",
	"server error", "application error", "runtime error", "vbscript", "fatal error", "parse error", "syntax error", "uncaught", "exception", "stack trace",
	"traceback", "call to undefined", "failed to open stream", "failed opening", "out of memory", "memory size of", "no space left", "disk full",
	"disk quota", "too many open files", "resource limit", "resource temporarily", "bandwidth limit", "hosting provider", "overloaded", "overload",
	"under maintenance", "down for maintenance", "maintenance mode", "scheduled maintenance", "database error", "error in database", "db error",
	"database is", "database connection", "database failure", "database unavailable", "database server", "query failed", "backend", "upstream",
	"replication", "currently unavailable", "temporarily unavailable", "not available at this time", "system busy", "server busy", "server is busy",
	"segmentation fault", "end of script headers", "proxy error", "cannot be displayed",
}

// The words, each in all its forms, since only whole words count.
const (
	deny = "invalid incorrect wrong bad badauth badpass denied refused rejected unknown unrecognized unrecognised unauthorized " +
		"unauthorised expired mismatch forbidden illegal no-found no-exist no-such no-match no-valid no-correct no-allowed no- " +
		"authorized no-authorised no-permitted no-recognized no-registered nohost notfqdn nouser"
	blocks = "blocked suspended banned disabled locked deactivated terminated blacklisted blocklisted abuse abusive abused abuser"
	logins = "login logon password passwd pwd user username userid credential credentials auth authentication authenticate " +
		"authorization authorisation authenticated signin token badauth badpass nouser"
	names   = "domain host hostname subdomain nohost notfqdn"
	subject = "account user username host hostname domain customer subscription"
	fails   = "fail fails failed failure failures error errors unable unsuccessful couldnt cannot no-updated no-changed no-completed " +
		"no-successful rejected"
	yes    = "ok okay success successful successfully updated changed created saved done good accepted completed nochg unchanged unblocked"
	negate = "not no never without nothing none zero 0 isnt wasnt hasnt nor" // negates a refusal
	unable = "cannot cant couldnt didnt doesnt wont unable failed"           // negates a success
)

// Phrases.
var (
	done = []string{
		"successfully updated", "updated successfully", "update successful", "update was successful", "has been updated",
		"was updated", "successfully changed", "has been changed",
	}
	later = []string{
		"try again", "later", "temporary", "temporarily", "retry", "maintenance", "database", "internal", "unavailable", "timeout",
		"slow down",
	}
	many = []string{"too many", "too often", "too frequent", "too frequently"}
	lost = []string{
		"authentication failed", "authentication failure", "authentication error", "authorization failed", "login failed",
		"login failure", "login error",
	}
)

// spoken is what the words of an answer mean.
type spoken struct {
	clear  About // a clear sentence of refusal
	word   About // words of a refusal
	failed bool  // words of a failure
	later  bool  // words of a temporary failure
	yes    bool  // words of success
	done   bool  // a clear sentence of success, and nothing to the contrary
}

func (s spoken) no() bool { return s.clear != Nothing || s.word != Nothing || s.failed }

// listen reads the lines of an answer, sentence by sentence.
func listen(t text) (s spoken) {
	var login, against bool
	for _, line := range append(slices.Clone(t.lines), t.title) {
		for sentence := range strings.SplitSeq(uncounted(line), "\n") {
			w := tokens(sentence)
			flat := flat(sentence)
			s.later = s.later || holds(flat, later)
			s.done = s.done || holds(flat, done)
			if holds(flat, many) {
				s.word = Blocked
			}
			for i, word := range w {
				against = against || in(word, negate) || in(word, unable) || strings.HasPrefix(word, "no-")
				before := w[max(0, i-3):i]
				if some(before, negate) {
					continue
				}
				s.yes = s.yes || in(word, yes) && !some(before, unable)
				login = login || in(word, logins)
				s.failed = s.failed || in(word, fails)
				s.refusal(w, i, flat)
			}
		}
	}
	if login && (s.word == Settings || s.word == Nothing && s.failed) {
		s.word = Login
	}
	s.done = s.done && !against && !s.no() && !s.later
	return s
}

// refusal records what the word at i says against the update.
func (s *spoken) refusal(w []string, i int, flat string) {
	word := w[i]
	switch {
	case in(word, blocks):
		s.word = Blocked
		if !strings.HasPrefix(word, "abus") && near(w, i, 4, subject) {
			s.clear = Blocked
		}
	case in(word, deny):
		s.word = max(s.word, Settings)
		switch {
		case s.clear != Nothing:
		case near(w, i, 3, logins):
			s.clear = Login
		case near(w, i, 3, names):
			s.clear = Settings
		}
	case in(word, fails) && s.clear == Nothing && holds(flat, lost):
		s.clear = Login
	}
}

func in(word, list string) bool { return strings.Contains(" "+list+" ", " "+word+" ") }

// near says whether one of the given words is at most n words away from i.
func near(w []string, i, n int, words string) bool {
	return some(w[max(0, i-n):min(len(w), i+n+1)], words)
}

func some(w []string, words string) bool {
	return slices.ContainsFunc(w, func(s string) bool { return in(s, words) })
}

// tokens splits a sentence into words in lower case: "InvalidPassword" is two,
// and "not found" is one.
func tokens(sentence string) []string {
	var spaced strings.Builder
	var last rune
	for _, r := range strings.NewReplacer("'", "", "’", "").Replace(sentence) {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			spaced.WriteByte(' ')
		}
		spaced.WriteRune(r)
		last = r
	}
	w := strings.FieldsFunc(strings.ToLower(spaced.String()), func(r rune) bool { return !letter(r) })
	for i := 0; i+1 < len(w); i++ {
		if next := "no-" + strings.TrimSuffix(w[i+1], "s"); (in(w[i], negate) || in(w[i], unable)) && (in(next, deny) || in(next, fails)) {
			w[i] = next
			w = slices.Delete(w, i+1, i+2)
		}
	}
	return w
}

// flat joins the words of a text, to look for phrases in them: "MySQL" is there
// as one word and as two.
func flat(text string) string {
	return " " + strings.Join(append(tokens(text), tokens(strings.ToLower(text))...), " ") + " "
}

// holds says whether a flat text has one of the phrases.
func holds(flat string, phrases []string) bool {
	return slices.ContainsFunc(phrases, func(p string) bool { return strings.Contains(flat, " "+p+" ") })
}

// uncounted splits a line into sentences and removes error counters that count
// none, such as "errors":[].
func uncounted(line string) string {
	var out strings.Builder
	for i := 0; i < len(line); i++ {
		c := line[i]
		if strings.IndexByte(".!?;", c) >= 0 && (i+1 == len(line) || line[i+1] == ' ') {
			c = '\n'
		}
		for _, name := range counters {
			if n := i + len(name); n <= len(line) && strings.EqualFold(line[i:n], name) && none(strings.ToLower(line[n:])) {
				c, i = ' ', n-1
				break
			}
		}
		out.WriteByte(c)
	}
	return out.String()
}

var counters = []string{"errors", "error", "failures", "failed", "errno"}

// none says whether the text after a counter's name means none.
func none(rest string) bool {
	value := strings.TrimLeft(rest, " \t\"':=>([{")
	skipped := rest[:len(rest)-len(value)]
	word, _, _ := strings.Cut(value, ",")
	word = strings.Trim(word, " \t\"'])}.;")
	return has(skipped, ":", "=", "(") &&
		(word == "" && has(skipped, "[", `""`, "''", "{") || in(word, "0 none null false nil noerror"))
}
