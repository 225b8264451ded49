// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dynwan/updater"
	"dynwan/updater/answer"
	"dynwan/updater/exchange"
)

// words are the fields with words of answers; of two that say no, or yes, the
// order decides.
var words = []string{"no", "name_no", "wait", "yes", "same"}

// said returns the field whose word stands in an answer: "" if none does,
// "both" if the answer says yes and no.
func (a account) said(x *exchange.Answer, want updater.Record) string {
	var spoken []string
	if a.e.text("at") == "json" {
		spoken = a.saidInJSON(x.Body, want)
	} else {
		spoken = a.saidInText(x, want)
	}
	yes, no := "", ""
	for _, field := range words {
		switch {
		case !slices.Contains(spoken, field):
		case in(field, "yes same"): // the last one is same, which says more
			yes = field
		case no == "":
			no = field
		}
	}
	if yes != "" && no != "" {
		return "both"
	}
	return yes + no
}

// span is where a word was found.
type span struct {
	field      string
	start, end int
}

// saidInText returns the fields whose words stand in the right places. A word
// that is part of a longer one, "updated" in "not updated", does not count.
func (a account) saidInText(x *exchange.Answer, want updater.Record) (fields []string) {
	at := a.e.text("at")
	for _, subject := range a.subjects(at, x) {
		low := strings.ToLower(subject)
		var found []span
		for _, field := range words {
			for _, word := range a.expand(field, want) {
				word = strings.ToLower(word)
				for _, start := range find(low, word) {
					s := span{field, start, start + len(word)}
					if fits(at, low, s) {
						found = append(found, s)
					}
				}
			}
		}
		for _, s := range found {
			if !slices.ContainsFunc(found, func(o span) bool {
				return o.start <= s.start && s.end <= o.end && o.end-o.start > s.end-s.start
			}) {
				fields = append(fields, s.field)
			}
		}
	}
	return fields
}

// subjects are the texts in which words are looked for. Anywhere in an answer,
// what only repeats the request says nothing.
func (a account) subjects(at string, x *exchange.Answer) []string {
	lines := answer.Lines(x.Body)
	switch name, header := strings.CutPrefix(at, "header "); {
	case header:
		return []string{x.Head[strings.ToLower(name)]}
	case at == "start" && len(lines) > 0:
		return lines[:1]
	case at == "last line" && len(lines) > 0:
		return lines[len(lines)-1:]
	case at == "line", at == "word":
		return lines
	}
	list := []string{strings.Join(answer.Lines(x.Body, a.secretsAndNames()...), "\n")}
	for _, field := range words {
		if strings.Contains(strings.Join(a.e.Fields[field], ""), "<") { // a tag is looked for
			return append(list, answer.Text(x.Body))
		}
	}
	return list
}

// secretsAndNames are the values of the account that a server may repeat.
func (a account) secretsAndNames() (list []string) {
	for _, o := range Keys {
		list = append(list, a.set.List(o.Name)...)
	}
	return list
}

// expand returns the words of a field with the addresses in them.
func (a account) expand(field string, want updater.Record) (list []string) {
	for _, word := range a.e.Fields[field] {
		if !strings.Contains(word, "{ip}") {
			list = append(list, word)
			continue
		}
		for _, ip := range want.List() {
			list = append(list, strings.ReplaceAll(word, "{ip}", ip))
		}
	}
	return list
}

// find returns where a word stands in a text, as a word of its own.
func find(text, word string) (list []int) {
	for from := 0; word != "" && from <= len(text); {
		i := strings.Index(text[from:], word)
		if i < 0 {
			break
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(text[:start])
		after, _ := utf8.DecodeRuneInString(text[end:])
		first, _ := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		if !(letter(before) && letter(first)) && !(letter(last) && letter(after)) {
			list = append(list, start)
		}
		from = start + 1
	}
	return list
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// fits says whether a word stands where the entry says.
func fits(at, text string, s span) bool {
	switch at {
	case "start", "word", "last line":
		return s.start == 0
	case "line":
		return s.start == 0 && s.end == len(text)
	}
	return true
}

// saidInJSON returns the fields with a comparison that holds.
func (a account) saidInJSON(body []byte, want updater.Record) (fields []string) {
	var tree any
	d := json.NewDecoder(strings.NewReader(answer.Text(body)))
	d.UseNumber()
	if d.Decode(&tree) != nil {
		return nil
	}
	var any []string
	for _, field := range words {
		for _, word := range a.expand(field, want) {
			path, value, part, ok := comparison(word)
			text, there := lookup(tree, path)
			text, value = strings.ToLower(text), strings.ToLower(value)
			switch {
			case !ok || !there || text == "null":
			case value == "*":
				any = append(any, field)
			case text == value || part && strings.Contains(text, value):
				fields = append(fields, field)
			}
		}
	}
	for _, field := range any { // a value that is known says more
		if in(field, "yes same") || !slices.ContainsFunc(fields, func(f string) bool { return !in(f, "yes same") }) {
			fields = append(fields, field)
		}
	}
	return fields
}

// comparison reads "PATH = VALUE" and "PATH ~ PART". The value * is any but null.
func comparison(word string) (path, value string, part, ok bool) {
	for _, sign := range []string{" = ", " ~ "} {
		if path, value, ok = strings.Cut(word, sign); ok {
			return path, value, sign == " ~ ", path != "" && value != ""
		}
	}
	return "", "", false, false
}

// lookup returns what stands at a path such as errors.0.message, as text.
func lookup(tree any, path string) (text string, ok bool) {
	for name := range strings.SplitSeq(path, ".") {
		if name == "" { // "." is the value itself
			break
		}
		switch v := tree.(type) {
		case map[string]any:
			if tree, ok = v[name]; !ok {
				return "", false
			}
		case []any:
			i, err := strconv.Atoi(name)
			if err != nil || i < 0 || i >= len(v) {
				return "", false
			}
			tree = v[i]
		default:
			return "", false
		}
	}
	if text, ok := tree.(string); ok {
		return text, true
	}
	b, err := json.Marshal(tree)
	return string(b), err == nil
}
