// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"slices"
	"strings"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// broken returns what is wrong with an entry whose values are each valid.
func (e *entry) broken() (list []provider.Broken) {
	wrong := func(field string, rule message.ID, values ...any) {
		list = append(list, provider.Broken{Option: field, Rule: message.New(rule, values...)})
	}
	for _, o := range Format {
		if o.Required && !e.has(o.Name) {
			wrong(o.Name, message.Missing)
		}
	}
	for _, field := range []string{"url", "url4", "url6"} {
		if address := e.text(field); address != "" && !isSecure(address) {
			wrong(field, message.NotEntryURL)
		}
	}
	if !e.has("yes") && !e.has("same") && !e.has("status_yes") && !e.has("as") && !e.flag("unverified") {
		wrong("yes", message.NoYes)
	}
	if len(e.auth) > 0 && !e.authFits() {
		wrong("auth", message.NotAuth)
	}
	for _, field := range []string{"query", "form", "alone4", "alone6"} {
		for _, item := range e.Fields[field] {
			if strings.ContainsFunc(text(item), func(r rune) bool { return notInURL(r) || r == '#' || r == '&' }) {
				wrong(field, message.NotItem)
				break
			}
		}
	}
	for _, line := range e.Fields["head"] {
		if name, _, ok := strings.Cut(line, ": "); !ok || !isToken(name) {
			wrong("head", message.NotHeader)
			break
		}
	}
	bodies := 0
	for _, field := range []string{"form", "json", "xml"} {
		if e.has(field) {
			if bodies++; bodies > 1 {
				wrong(field, message.OneBody)
			}
		}
	}
	if e.text("method") == "GET" && bodies > 0 {
		wrong("method", message.BodyWithGet)
	}
	for _, field := range []string{"json", "xml"} {
		if body := e.text(field); body != "" && !quoted(field, body) {
			wrong(field, message.NotQuoted)
		}
	}
	for _, field := range []string{"yes", "same", "no", "name_no", "wait"} {
		for _, word := range e.Fields[field] {
			if _, _, _, ok := comparison(word); strings.TrimSpace(word) == "" || e.text("at") == "json" && !ok {
				wrong(field, message.NotWord)
				break
			}
		}
	}
	e.addresses(wrong)
	return list
}

// addresses checks that the address has its place in the request.
func (e *entry) addresses(wrong func(field string, rule message.ID, values ...any)) {
	together, sent := e.text("families") == "together", false
	for _, p := range e.parts {
		sent = sent || in(p.name, "ip ip4 ip6 ips")
		if together && in(p.name, "ip type") {
			wrong("families", message.TogetherWithIP)
			break
		}
	}
	switch detects := e.flag("detects"); {
	case detects && together:
		wrong("detects", message.DetectsTogether)
	case !detects && !sent:
		wrong("url", message.NoAddressSent)
	}
	for _, field := range []string{"url4", "url6"} {
		if e.has(field) && e.text("families") != "apart" {
			wrong(field, message.OnlyApart)
		}
	}
}

// isSecure says whether the template of an address leads to one host by HTTPS,
// whatever the values are.
func isSecure(address string) bool {
	if address == "{update_url}" {
		return true
	}
	if path, ok := strings.CutPrefix(address, "{server}"); ok { // a server of the user's own
		address = "https://localhost" + path
	}
	host, path := cutHost(address)
	// A question mark may stand there; what follows it is encoded in the same way.
	return strings.HasPrefix(address, "https://") && exchange.CheckServer("https://"+host, false) == nil && !strings.ContainsAny(host, "{}?#") &&
		!strings.ContainsFunc(text(path), func(r rune) bool { return notInURL(r) || r == '#' }) &&
		!slices.ContainsFunc(uses(path), func(p part) bool { return p.name == "update_url" })
}

// authFits says whether auth names placeholders in one of its two forms.
func (e *entry) authFits() bool {
	names := e.auth[1:]
	return (e.auth[0] == "basic" && len(names) == 2 || e.auth[0] == "bearer" && len(names) == 1) &&
		!slices.ContainsFunc(names, func(n string) bool { return !in(n, "user pass token hostname zone record_id") })
}

// text is a template without its placeholders.
func text(template string) string {
	var b strings.Builder
	for _, p := range parse(template) {
		b.WriteString(p.text)
	}
	return b.String()
}

// quoted says whether each placeholder of a body stands where its value is
// encoded: in JSON inside quotes, except for a number; in XML between tags or
// inside quotes.
func quoted(field, body string) bool {
	if field == "json" {
		return quotedInJSON(body)
	}
	tag, quote := false, byte(0)
	for _, p := range parse(body) {
		if p.name != "" && (tag && quote == 0 || p.name == "update_url") {
			return false
		}
		for _, c := range []byte(p.text) {
			switch {
			case c == quote:
				quote = 0
			case quote != 0:
			case tag && (c == '"' || c == '\''):
				quote = c
			case c == '<':
				tag = true
			case c == '>':
				tag = false
			}
		}
	}
	return quote == 0
}

func quotedInJSON(body string) bool {
	open := false
	for _, p := range parse(body) {
		if p.name != "" && (!open && p.name != "ttl" || p.name == "update_url") {
			return false
		}
		open = endsOpen(p.text, open)
	}
	return !open
}
