// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"slices"
	"strings"
)

// part is a piece of a template: a text as it is, or else a placeholder.
type part struct {
	text string
	name string // of the placeholder: {NAME}, {NAME:raw}, {md5:NAME}; or STEP:PATH, what a step has found
	how  string // raw, or the name of a digest
}

// fixed are the placeholders that are no option of the account.
const fixed = "sub ip ip4 ip6 ips type agent nonce"

// parse takes a template apart. Only braces around a known name are a
// placeholder: others are text, as JSON needs them.
func parse(template string) (list []part) {
	text := ""
	for {
		before, rest, found := strings.Cut(template, "{")
		text += before
		if !found {
			break
		}
		word, after, _ := strings.Cut(rest, "}")
		p, ok := placeholder(word)
		if !ok || len(after) == len(rest) {
			text, template = text+"{", rest
			continue
		}
		if text != "" {
			list = append(list, part{text: text})
		}
		list, text, template = append(list, p), "", after
	}
	if text != "" {
		list = append(list, part{text: text})
	}
	return list
}

// placeholder reads what stands between braces.
func placeholder(word string) (p part, ok bool) {
	first, second, two := strings.Cut(word, ":")
	switch {
	case !two:
		p = part{name: word}
		return p, findKey(word) != nil && word != "param" || in(word, fixed)
	case second == "raw":
		return part{name: first, how: second}, findKey(first) != nil && first != "param"
	case in(first, "md5 sha1 sha224"):
		return part{name: second, how: first}, findKey(second) != nil && second != "param"
	case in(first, readers):
		return part{name: word}, second != ""
	}
	return p, false
}

// cutHost takes the template of an address of HTTPS apart: its host, and what
// follows the slash behind that.
func cutHost(address string) (host, path string) {
	host, path, _ = strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	return host, path
}

// in says whether a word is one of some.
func in(word, words string) bool { return slices.Contains(strings.Fields(words), word) }

// uses returns the placeholders of some templates.
func uses(templates ...string) (list []part) {
	for _, t := range templates {
		for _, p := range parse(t) {
			if p.name != "" {
				list = append(list, p)
			}
		}
	}
	return list
}

// fill puts values into a template. Each is encoded once, for its place.
func fill(template string, value func(part) string, encode func(string) string) string {
	var b strings.Builder
	for _, p := range parse(template) {
		switch {
		case p.name == "":
			b.WriteString(p.text)
		case p.how == "raw", in(p.name, "ip ip4 ip6 ips"): // see the rules for raw values; an address needs no code anywhere
			b.WriteString(value(p))
		default:
			b.WriteString(encode(value(p)))
		}
	}
	return b.String()
}
