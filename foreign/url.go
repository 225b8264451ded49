// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dynwan/updater/provider"
)

func itoa(n int) string { return strconv.Itoa(n) }

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

// spec finds the provider of a record: the one of its name, the one with its
// server, the protocol that it speaks, or one of the user's own.
func (t *translation) spec(r *record) *provider.Spec {
	for _, name := range r.names {
		name = t.name(strings.ToLower(name))
		if spec := t.known.Find(name); spec != nil {
			return spec
		}
		if why := t.known.Gone(name); why != "" {
			t.note(r.line, r.block, "is not taken over: "+why)
			return nil
		}
	}
	a, ok := split(r.url)
	if !ok {
		what := "is a URL or program of its own"
		if len(r.names) > 0 {
			what = word(r.names[len(r.names)-1])
		}
		t.note(r.line, r.block, "is not taken over: no provider of dynwan "+what)
		return nil
	}
	if spec := t.serving(a, r); spec != nil {
		r.read(a, t.known.Request(spec.Name))
		return spec
	}
	for _, name := range t.known.Names() {
		if why := t.known.Gone(name); why != "" && provider.Within(a.name(), name) {
			t.note(r.line, r.block, "is not taken over: "+why)
			return nil
		}
	}
	if r.speaks == "dyndns2" || strings.HasSuffix(strings.TrimSuffix(a.path, "/"), "/nic/update") {
		r.read(a, Request{Query: []string{"hostname={hostname}"}})
		return t.known.Find("dyndns2")
	}
	return t.ofItsOwn(a, r)
}

// name returns what dynwan calls a provider of which another client has its own
// name, another one, or one without its ending or its version.
func (t *translation) name(name string) string {
	if also := alias(name); also != name || slices.Contains(t.known.Names(), name) {
		return also
	}
	for _, versions := range []bool{false, true} {
		for _, known := range t.known.Names() {
			bare, _, version := strings.Cut(known, "-v")
			if (bare == name || strings.HasPrefix(bare, name+".")) && !strings.Contains(bare, "-") && version == versions {
				return known
			}
		}
	}
	return name
}

// serving finds the provider with a server: that of its very path, or the only
// one of its host.
func (t *translation) serving(a address, r *record) *provider.Spec {
	var found []string
	for _, name := range t.known.Names() {
		request := t.known.Request(name)
		for _, u := range request.URLs {
			its, ok := split(u)
			if !ok || its.name() != a.name() || a.host != a.name() && its.host != a.host {
				continue
			}
			if before, _, _, ok := place(its.path, a.path); its.path == a.path || ok && before != "/" {
				return t.known.Find(name)
			}
			if !slices.Contains(found, name) {
				found = append(found, name)
			}
		}
		if request.URLs != nil {
			continue
		}
		if spec := t.known.Find(name); spec != nil &&
			slices.ContainsFunc(spec.Hosts, func(zone string) bool { return provider.Within(a.name(), zone) }) {
			return spec
		}
	}
	// Another path of the host may be another protocol: what it needs must be there.
	if len(found) != 1 || r.values["pass"] == "" {
		return nil
	}
	return t.known.Find(found[0])
}

// word is a name of the file if it can be one of a provider. All else may be
// anything, even a password.
func word(name string) string {
	if len(name) > 40 || strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune(".@-", r)
	}) {
		return "has that name"
	}
	return "is " + name
}

// secret are parts of the names of items whose value is no one's business.
var secret = []string{"pass", "pw", "token", "key", "secret", "auth", "hash"}

// ofItsOwn makes a provider of the user's own of the URL of a record. A login or
// a secret that is written out in it goes into the account.
func (t *translation) ofItsOwn(a address, r *record) *provider.Spec {
	own := Table{Kind: "provider"}
	own.set("families", "apart")
	scheme := a.scheme
	a.scheme = "https"
	own.set("url", "https://"+a.host+a.path)
	if a.user != "" {
		r.login(a)
		own.set("auth", "basic user pass")
	}
	query := slices.Clone(a.query) // as it is: what stands in an entry is not encoded again
	for i, item := range query {
		name, text, _ := strings.Cut(item, "=")
		isSecret := func(part string) bool { return strings.Contains(strings.ToLower(name), part) }
		if value, literal := r.plain(text); literal && r.values["token"] == "" && slices.ContainsFunc(secret, isSecret) {
			r.values["token"], query[i] = value, name+"={token}"
		}
	}
	if query != nil {
		own.add("query", query...)
	}
	if !strings.Contains(r.url, "{ip}") {
		own.set("detects", "1")
	}
	if r.yes != nil {
		own.add("yes", r.yes...)
	} else {
		own.set("unverified", "1")
	}
	if scheme == "http" {
		own.set("plain_http", "1")
		if a.host != a.name() {
			r.values["plain_http"] = "1"
		}
	}
	for _, other := range t.own {
		if other.same(own) {
			own.Name = other.Name
		}
	}
	if own.Name == "" {
		own.Name = t.section("", a.name())
		t.own = append(t.own, own)
	}
	spec := t.known.Own(own)
	switch {
	case spec == nil:
		t.note(r.line, r.block, "is not taken over: its URL fits no provider of dynwan, nor one of your own")
	case scheme == "http":
		t.note(r.line, r.block, "http:// became https://; if the server does not know that, set plain_http of the account to 1")
	}
	return spec
}
