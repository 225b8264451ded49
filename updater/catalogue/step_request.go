// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"cmp"
	"strings"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// signedRequestOf is the request of a step as it is sent. An outcome with a kind
// says why there is none.
func (a account) signedRequestOf(s step, c provider.Change) (server string, r exchange.Request, o updater.Outcome) {
	a.nonce = nonce()
	server, r, ok := a.requestOf(s, c)
	if !ok {
		return server, r, a.unheard(message.New(message.AnswerUnreadable))
	}
	return server, r, a.sign(cmp.Or(s.text("sign"), a.e.text("sign")), &r, server)
}

// requestOf is the request of a step, and to which server. ok is false if what an
// earlier step found has no place in it.
func (a account) requestOf(s step, c provider.Change) (server string, r exchange.Request, ok bool) {
	value := func(p part) string { return a.value(p, c.Want, c.Agent) }
	method, place, _ := strings.Cut(s.text("do"), " ")
	for _, p := range uses(place) {
		if v := value(p); strings.Contains(p.name, ":") && strings.Trim(v, ".") == "" {
			return "", r, false
		}
	}
	if !strings.HasPrefix(place, "https://") {
		place = a.e.text("url") + place
	}
	server, own := a.set.Text("server"), strings.HasPrefix(place, "{server}")
	place = strings.TrimPrefix(place, "{server}")
	if !own {
		var host string
		host, place = cutHost(place)
		server, place = "https://"+host, "/"+place
	}
	r.Method, r.Path = method, fill(place, value, exchange.Escape)
	r.Head = a.head(value)
	for _, line := range s.Fields["head"] {
		r.Head = append(r.Head, fill(line, value, oneLine))
	}
	json := s.text("json")
	if s.has("json6") && family(c.Want) == "6" {
		json = s.text("json6")
	}
	switch {
	case s.has("form"):
		r.Head = append(r.Head, "Content-Type: application/x-www-form-urlencoded")
		r.Body = []byte(strings.Join(a.items(s.Fields["form"], c.Want, value), "&"))
	case json != "":
		r.Head = append(r.Head, "Content-Type: application/json")
		r.Body = []byte(a.json(json, value))
	case method != "GET" && method != "DELETE":
		r.Body = []byte{}
	}
	if a.e.has("agent") {
		r.Agent = fill(a.e.text("agent"), value, same)
	}
	return server, r, true
}

// json fills a body of JSON. Inside quotes a value is escaped; outside it is a
// number, or what a step has found, as it was written.
func (a account) json(template string, value func(part) string) string {
	var b strings.Builder
	open := false
	for _, p := range parse(template) {
		step, path, found := strings.Cut(p.name, ":")
		switch {
		case p.name == "":
			b.WriteString(p.text)
			open = endsOpen(p.text, open)
		case open:
			b.WriteString(inJSON(value(p)))
		case found:
			b.WriteString(tokenAt(a.found[step], path))
		default:
			b.WriteString(value(p))
		}
	}
	return b.String()
}

// endsOpen says whether a piece of JSON ends inside quotes.
func endsOpen(text string, open bool) bool {
	for i := 0; i < len(text); i++ {
		switch {
		case open && text[i] == '\\':
			i++
		case text[i] == '"':
			open = !open
		}
	}
	return open
}

// oneLine is a value in a header.
func oneLine(value string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, value)
}
