// SPDX-License-Identifier: GPL-2.0-or-later

// Package answer reads what a provider answers to an update: yes, no, trouble,
// or nothing clear.
//
// Call Read with the answer and the Rules of the provider. The one thing to
// know: who speaks comes before what is said. A machine in trouble, or one in
// the provider's place, uses the words of a refusal too, and so does an answer
// that repeats what it was sent. Only a documented code or a clear sentence is
// a refusal for good; one that was inferred is a guess.
package answer

import (
	"slices"
	"strings"
	"time"
)

// Answer is what a server said.
type Answer struct {
	Status int
	Head   map[string]string // by names in lower case
	Body   []byte
	Wait   time.Duration // what it asks for until the next request
}

// Rules are what is known about the answers of a provider, and to one request.
type Rules struct {
	// Codes are looked for first. A refusal by one is a guess if the code is.
	Codes []Code
	// Success and Failure are texts by which the user decides. Case does not
	// matter.
	Success, Failure []string
	// Sent are the values of the request: what repeats them says nothing.
	Sent []string
	// Secure says that nobody but the server can have written the answer.
	Secure bool
	// Words says that English sentences and words count.
	Words bool
	// Pages says that an answer may come inside of a web page.
	Pages bool
}

// Code is a word or a number with a meaning of its own.
type Code struct {
	Text  string // a line, as its words in lower case
	Start bool   // the beginning of one is enough
	Meaning
}

// Kind is what an answer means.
type Kind int

// The kinds of meaning.
const (
	Unclear Kind = iota // neither yes nor no
	Done                // the record is as it was asked for
	Refused             // the provider said no, and will again
	Undone              // it did not update, and may another time
	Trouble             // a machine is in trouble, or another one has answered
)

// About is what a refusal or a trouble is about.
type About int

// What a meaning is about.
const (
	Nothing  About = iota
	Told           // what the user's texts say
	Login          // user name or password
	Blocked        // the account, or who asks
	Settings       // a name, or something else of the account
	Status         // the status of HTTP alone
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
	// Guess says that a refusal was inferred: it may be none, or pass.
	Guess bool
	// Means is what a code means by its documentation.
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

// ourselves tells our login from that of the machine at its database.
var ourselves = strings.NewReplacer("user \ufffc", "", "user '\ufffc", "", "user \"\ufffc", "")

// status reads an answer of which only the status says anything. By plain HTTP
// it may be that of somebody on the way.
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
// spoken in its place.
func firewalled(a Answer, t text) bool {
	return has(a.Head["server"], "WAF", "waf") || a.Head["cf-mitigated"] != "" || holds(flat(t.all()), fronts)
}

// says whether one of the user's texts is there, and not because we sent it.
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

// code finds the code that the answer is: one that begins a line, or one alone
// and beside nothing else.
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

// labels are words in front of a code.
const labels = "code error status result errorcode returncode response answer"

func has(text string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}
