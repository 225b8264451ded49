// SPDX-License-Identifier: GPL-2.0-or-later

package answer

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// text is a decoded answer.
type text struct {
	raw    string   // in lower case, including what a browser would hide
	own    []string // what we sent, in lower case
	lines  []string // what a person would see, without what we sent
	title  string
	page   bool // a web page
	form   bool // a web page with a form or a redirect
	warned bool // PHP on the server warns of more than style
}

func parse(body []byte, sent []string) text {
	raw := plain(body)
	t := text{raw: strings.ToLower(raw), own: ours(sent)}
	raw = cover(raw, t.own)
	low := strings.ToLower(raw)
	t.form = has(low, "<form", `type="password"`, `http-equiv="refresh`, "http-equiv=refresh")
	t.page = t.form || has(low, "<html", "<!doctype", "<body")
	seen, title := untag(raw)
	t.title = title
	for _, l := range lines(cover(escapes(cover(entities(seen), t.own)), t.own)) {
		switch low := strings.ToLower(l); {
		case !strings.Contains(low, " on line ") || !has(low, "warning", "notice", "deprecated", "strict standards"):
			t.lines = append(t.lines, l)
		case !has(low, harmless...):
			t.warned = true
		}
	}
	return t
}

// harmless are PHP diagnostics that do not mean that anything failed.
var harmless = []string{"notice", "deprecated", "strict standards", "headers already sent", "header information", "timezone", "undefined"}

// Lines returns the lines of an answer as a browser shows them, without tags, and
// with a mark in the place of what only repeats a value that was sent.
func Lines(body []byte, sent ...string) []string {
	own := ours(sent)
	seen, _ := untag(cover(plain(body), own))
	return lines(cover(entities(seen), own))
}

func lines(text string) []string {
	var list []string
	for _, l := range strings.FieldsFunc(text, func(c rune) bool { return c == '\r' || c == '\n' }) {
		if l = strings.TrimSpace(strings.ReplaceAll(l, "\u00a0", " ")); l != "" {
			list = append(list, l)
		}
	}
	return list
}

// ours is what we sent in all its forms, and the single labels of names and
// e-mail addresses, which a server may repeat alone.
func ours(sent []string) (list []string) {
	for _, v := range sent {
		query, json := url.QueryEscape(v), strings.Trim(strconv.QuoteToASCII(v), `"`)
		list = append(list, v, query, url.PathEscape(v), strings.ReplaceAll(query, "+", "%20"), json, strings.ReplaceAll(json, "/", `\/`))
		if !strings.ContainsAny(v, "/ ") && strings.ContainsFunc(v, unicode.IsLetter) {
			list = append(list, strings.FieldsFunc(v, func(c rune) bool { return c == '.' || c == '@' })...)
		}
	}
	for i, form := range list {
		list[i] = strings.Map(unicode.ToLower, form)
	}
	return slices.DeleteFunc(list, func(form string) bool { return form == "" })
}

// cover replaces everything that we sent by a mark, unless it is part of
// another word.
func cover(text string, own []string) string {
	runes := []rune(text)
	low, covered := []rune(strings.Map(unicode.ToLower, text)), make([]bool, len(runes))
	for _, v := range own {
		form := []rune(v)
		for i, end := 0, len(form); end <= len(low); i, end = i+1, end+1 {
			if low[i] == form[0] && slices.Equal(low[i:end], form) && border(low, i) && border(low, end) {
				for j := i; j < end; j++ {
					covered[j] = true
				}
			}
		}
	}
	var out strings.Builder
	for i, r := range runes {
		if !covered[i] {
			out.WriteRune(r)
		} else if i == 0 || !covered[i-1] {
			out.WriteRune('\ufffc')
		}
	}
	return out.String()
}

// border says whether a word may end or begin before the rune at i.
func border(text []rune, i int) bool {
	return i == 0 || i == len(text) || !letter(text[i-1]) || !letter(text[i])
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// untag removes the tags of a text, and what a browser hides. A tag that ends a
// line leaves a line end.
func untag(text string) (seen, title string) {
	var out strings.Builder
	for {
		before, after, found := strings.Cut(text, "<")
		out.WriteString(before)
		if !found {
			return out.String(), title
		}
		tag, rest, closed := strings.Cut(after, ">")
		if c := strings.TrimPrefix(tag, "/"); !closed || c == "" || c[0] != '!' && !unicode.IsLetter(rune(c[0])) { // a less-than sign
			out.WriteByte('<')
			text = after
			continue
		}
		name := append(strings.FieldsFunc(strings.ToLower(tag), func(c rune) bool { return c == '/' || unicode.IsSpace(c) }), "")[0]
		if in(name, hidden) && tag[0] != '/' {
			hides := rest[:min(max(strings.Index(strings.ToLower(rest), "</"+name), 0), len(rest))]
			if rest = rest[len(hides):]; name == "title" {
				title = hides
			}
		}
		if in(name, breaking) {
			out.WriteByte('\n')
		} else {
			out.WriteByte(' ') // so that the parts around a tag do not join to an address
		}
		text = rest
	}
}

const (
	hidden   = "title script style"
	breaking = "br p div li tr pre body html head title h1 h2" // tags that end a line
)
