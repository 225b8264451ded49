// SPDX-License-Identifier: GPL-2.0-or-later

// Package answer decides what a provider's answer to an update means: yes, no,
// trouble, or nothing clear.
//
// Call Read with the answer and the Rules of the provider. The one thing to
// know: who answered is decided before what the answer says. A machine in
// trouble, or one in the provider's place, may use the words of a refusal too,
// and so may an answer that repeats the request. Only a documented code or a
// clear sentence is a lasting refusal; one that was inferred is a guess.
package answer

import (
	"slices"
	"strings"
	"time"
)

// Answer is what a server said.
type Answer struct {
	Status int
	Head   map[string]string // headers, by lower-case name
	Body   []byte
	Wait   time.Duration // how long it asks us to wait until the next request
}

// Rules are what is known about a provider's answers, and about this request.
type Rules struct {
	// Codes are looked for first. A refusal by a code is a guess if its Meaning
	// says so.
	Codes []Code
	// Success and Failure are the user's texts for yes and no. Case does not
	// matter.
	Success, Failure []string
	// Sent are the values of the request: words that only repeat them are
	// ignored.
	Sent []string
	// Secure says that nobody but the server can have written the answer.
	Secure bool
	// Words says that English words and sentences are read too.
	Words bool
	// Pages says that an answer may come inside a web page.
	Pages bool
}

// Code is a word or a number with a meaning of its own.
type Code struct {
	Text  string // a line's words in lower case
	Start bool   // a line need only begin with it
	Meaning
}

// Kind is what an answer means.
type Kind int

// The kinds.
const (
	Unclear Kind = iota // neither yes nor no
	Done                // the record is as requested
	Refused             // the provider said no, and would again
	Undone              // it did not update, but may next time
	Trouble             // a machine is in trouble, or another one has answered
)

// About is the subject of a refusal or of trouble.
type About int

// The subjects.
const (
	Nothing  About = iota
	Told           // what the user's texts say
	Login          // user name or password
	Blocked        // the account, or the client
	Settings       // a name, or something else of the account
	Status         // nothing but the HTTP status
	Slow           // too many requests
	Redirect
	Firewall
	Page // a web page in place of an answer
	Empty
	Machine // the provider's machine, in its own words
)

// Meaning is what an answer means.
type Meaning struct {
	Kind  Kind
	About About
	// Guess says that a refusal was inferred: it may be wrong, or temporary.
	Guess bool
	// Means is the documented meaning of a code.
	Means string
}

// Read says what an answer means.
func Read(a Answer, r Rules) Meaning {
	t := parse(a.Body, r.Sent)
	trouble := func(about About) Meaning { return Meaning{Kind: Trouble, About: about} }
	refused := func(about About, guess bool) Meaning {
		return Meaning{Kind: Refused, About: about, Guess: guess || !r.Secure}
	}
	said, page := spoken{}, t.page && !r.Pages || t.form
	if r.Words {
		said = listen(t)
	}
	foreign := page && !r.Secure // a portal on the way can write anything into it
	sick := t.warned || holds(flat(ourselves.Replace(t.all())), broken)
	code, isCode := t.code(r.Codes)
	code.Guess = code.Kind == Refused && (code.Guess || !r.Secure)
	no := isCode && code.Kind == Refused || said.clear != Nothing && !said.yes
	switch front := firewalled(a, t); {
	case !foreign && t.says(r.Failure):
		return refused(Told, false)
	case !foreign && a.Status == 200 && t.says(r.Success):
		return Meaning{Kind: Done, About: Told}
	case front && a.Status == 403 && r.Secure:
		return refused(Firewall, true)
	case front:
		return trouble(Firewall)
	case a.Status/100 != 4 && a.Status != 200 || a.Status != 200 && (sick || !no || !r.Secure):
		return status(a, r.Secure)
	case sick:
		return trouble(Machine)
	case len(t.lines) == 0 && t.title == "" && !t.form:
		return trouble(Empty)
	case isCode && !t.form:
		return code
	case foreign, t.form && said.clear == Nothing:
		return trouble(Page)
	case said.no() && said.yes:
		return Meaning{} // it says both
	case said.clear != Nothing:
		return refused(said.clear, said.later || t.form)
	case said.later && !said.yes:
		return trouble(Machine)
	case said.done && r.Secure:
		return Meaning{Kind: Done}
	case page:
		return trouble(Page)
	case said.word != Nothing:
		return refused(said.word, true)
	case said.failed:
		return Meaning{Kind: Undone}
	}
	return Meaning{}
}

// ourselves tells our login from the server's own login to its database.
var ourselves = strings.NewReplacer("user \ufffc", "", "user '\ufffc", "", "user \"\ufffc", "")

// status reads an answer in which only the status says anything. Over plain
// HTTP it may come from somebody on the way.
func status(a Answer, secure bool) Meaning {
	switch code := a.Status; {
	case code/100 == 3:
		return Meaning{Kind: Trouble, About: Redirect}
	case code == 429 && (a.Wait > 0 || !secure):
		return Meaning{Kind: Trouble, About: Slow}
	case secure && (code == 401 || code == 403 || code == 429):
		return Meaning{Kind: Refused, About: Status, Guess: true}
	}
	return Meaning{Kind: Trouble, About: Status}
}

// firewalled says whether a firewall or a network in front of the provider has
// answered in its place.
func firewalled(a Answer, t text) bool {
	return has(a.Head["server"], "WAF", "waf") || a.Head["cf-mitigated"] != "" || holds(flat(t.all()), fronts)
}

// says whether one of the user's texts is in the answer without our having sent
// it.
func (t text) says(patterns []string) bool {
	for _, p := range patterns {
		if p = strings.ToLower(p); p == "" {
			continue
		}
		if strings.Contains(strings.ToLower(t.all()), p) || strings.Contains(t.raw, p) && !has(strings.Join(t.own, "\n"), p) {
			return true
		}
	}
	return false
}

// all is the whole answer, without what we sent.
func (t text) all() string { return t.title + "\n" + strings.Join(t.lines, "\n") }

// code finds the code that the answer consists of: one that begins a line, or
// the only text of the answer.
func (t text) code(codes []Code) (m Meaning, ok bool) {
	alone := true
	for _, c := range codes {
		for _, l := range t.lines {
			if c.Start && strings.HasPrefix(strings.Join(tokens(l), " ")+" ", c.Text+" ") {
				return c.Meaning, true
			}
		}
	}
	for _, l := range t.lines {
		words := tokens(l)
		line := strings.Join(words, " ")
		bare := strings.Join(slices.DeleteFunc(words, func(w string) bool { return in(w, labels) }), " ")
		i := slices.IndexFunc(codes, func(c Code) bool { return c.Text == line || c.Text == bare })
		switch {
		case line == "":
		case i < 0, ok && m != codes[i].Meaning:
			alone = false
		default:
			m, ok = codes[i].Meaning, true
		}
	}
	return m, ok && alone
}

// labels are words that may precede a code.
const labels = "code error status result errorcode returncode response answer"

func has(text string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
