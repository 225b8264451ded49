// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"net/url"
	"strings"
)

// address is the URL of an update, taken apart.
type address struct {
	scheme, user, host, path string
	query                    []string
}

// split takes a URL apart; ok is false if it is none. The part before an @ is a
// login only before the path.
func split(text string) (a address, ok bool) {
	a.scheme, text, ok = strings.Cut(text, "://")
	a.scheme = strings.ToLower(a.scheme)
	text, query, _ := strings.Cut(text, "?")
	text, a.path, _ = strings.Cut(text, "/")
	a.path = "/" + a.path
	if i := strings.LastIndexByte(text, '@'); i >= 0 {
		a.user, text = text[:i], text[i+1:]
	}
	a.host = strings.ToLower(text)
	for item := range strings.SplitSeq(query, "&") {
		if item != "" {
			a.query = append(a.query, item)
		}
	}
	return a, ok && (a.scheme == "http" || a.scheme == "https") && a.name() != ""
}

// name is the host without its port.
func (a address) name() string {
	name, _, _ := strings.Cut(a.host, ":")
	return name
}

// server is what a record names as the server of a protocol: its URL without
// the path that is the usual one. Plain HTTP is left only on a port of its own,
// where there may be nothing else.
func (r *record) server() string {
	a, ok := split(r.url)
	if !ok || strings.ContainsAny(a.path, "{}") {
		return ""
	}
	return a.secure() + strings.TrimSuffix(strings.TrimSuffix(a.path, "/"), "/nic/update")
}

func (a address) secure() string {
	if a.host == a.name() {
		return "https://" + a.host
	}
	return a.scheme + "://" + a.host
}

// plain decodes a value of a URL, in which placeholders stand for values.
func (r *record) plain(text string) (value string, literal bool) {
	switch text {
	case "{user}", "{pass}", "{hostname}":
		return r.value(strings.Trim(text, "{}")), false
	}
	if strings.Contains(text, "{") {
		return "", false
	}
	if decoded, err := url.QueryUnescape(text); err == nil {
		text = decoded
	}
	return text, true
}

// login takes a login that is written before the host.
func (r *record) login(a address) {
	user, pass, _ := strings.Cut(a.user, ":")
	if value, literal := r.plain(user); literal && value != "" {
		r.values["user"] = value
	}
	if value, literal := r.plain(pass); literal && value != "" {
		r.values["pass"] = value
	}
}

// read takes what a URL says in the places of a request of the catalogue.
func (r *record) read(a address, request Request) {
	r.login(a)
	for _, u := range request.URLs {
		if its, ok := split(u); ok {
			if before, option, value, ok := place(its.path, a.path); ok && before != "" {
				r.take(option, value)
			}
			request.Query = append(request.Query[:len(request.Query):len(request.Query)], its.query...)
		}
	}
	for _, item := range a.query {
		for _, want := range request.Query {
			before, option, value, ok := place(want, item)
			if ok && (before != "" || !strings.Contains(item, "=")) {
				r.take(option, value)
			}
		}
	}
}

// place finds what stands in a text in the place of the only placeholder of a
// template. ok is false if the texts differ besides.
func place(template, text string) (before, option, value string, ok bool) {
	before, rest, found := strings.Cut(template, "{")
	option, after, _ := strings.Cut(rest, "}")
	option = strings.TrimSuffix(option, ":raw")
	value, ok = strings.CutPrefix(text, before)
	value = strings.TrimSuffix(strings.TrimSuffix(value, "/"), strings.TrimSuffix(after, "/"))
	ok = ok && found && !strings.ContainsAny(option+after, "{:") && !strings.HasPrefix(option, "ip")
	return before, option, value, ok
}

// take takes the value of an option out of a URL.
func (r *record) take(option, text string) {
	value, _ := r.plain(text)
	switch {
	case value == "", text == "{hostname}" && (option == "sub" || option == "hostname"): // as it is said elsewhere
	case option == "sub" || option == "hostname":
		r.hosts = fields(value)
	default:
		r.values[option] = value
	}
}
