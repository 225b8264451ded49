// SPDX-License-Identifier: GPL-2.0-or-later

package foreign

import (
	"slices"
	"strings"

	"dynwan/updater/message"
	"dynwan/updater/provider"
)

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
		t.refuse(r, message.New(message.FitsNone))
	case scheme == "http":
		t.say(r, message.New(message.BecameHTTPS))
	}
	return spec
}
