// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"dynwan/updater/provider"
)

// everyStep is a provider with each placeholder in each place of a step.
const everyStep = `families = "apart"
url = "https://x.example/v1"
auth = "basic user token"
head = ["X-Session: {login:token}"]
status_yes = [200]
[[step]]
name = "login"
do = "POST /{user}/{token}?p={pass}&q={user}"
json = '{"a": "{user}", "b": ["{pass}"], "c": {"{token}": "{record_id}"}}'
pick = "."
[[step]]
name = "find"
do = "GET /{login:token}/{record_id}?a={login:token}"
head = ["X-A: {login:token} {pass}"]
pick = "."
where = ["a = {user}"]
held = "ip"
[[step]]
name = "write"
do = "PUT /{find:id}?x={find:id}&y={ip}"
json = '{"a": "{find:id}", "b": {find:id}, "c": "{pass}", "d": {find:none}, "e": {find:more}, "i": "{ip}", "{login:token}": 1}'
[[step]]
name = "create"
do = "POST https://y.example/{find:id}"
form = ["a={find:id}", "{pass}={token}", "i={ip}"]
`

// holdsSteps compares the request of each step with one of neutral values. What
// the steps found are values too: one, two and three.
func holdsSteps(t *testing.T, plain, a account, one, two, three string) {
	t.Helper()
	found := func(a, b, c string) map[string]any {
		object := map[string]any{"id": a, "Id": a, "token": b, "apisessionid": b, "ttl": json.Number("300"), "value": c, "address": c, "record_id": a,
			"more": map[string]any{"a": []any{b}}}
		all := map[string]any{"login": object, "zone": object, "find": object}
		for _, p := range plain.e.parts {
			step, path, ok := strings.Cut(p.name, ":")
			if field, _, _ := strings.Cut(path, "."); ok && field == "" {
				all[step] = a
			} else if ok && object[field] == nil {
				object[field] = a
			}
		}
		return all
	}
	plain.found, a.found = found("one", "two", "three"), found(one, two+"\r\nX: y", three)
	for _, ip := range []string{"203.0.113.9", "2001:db8::9"} {
		c := provider.Change{Want: record(ip), Agent: "dynwan/1"}
		for _, s := range a.e.steps {
			server0, r0, ok := plain.requestOf(s, c)
			if !ok {
				t.Fatalf("%s: step %s: no request", a.e.name, s.name)
			}
			server, r, ok := a.requestOf(s, c)
			if !ok { // a value such as .. has no place in a path
				continue
			}
			u, err := url.ParseRequestURI(r.Path)
			if err != nil || server != server0 || r.Method != r0.Method || strings.ContainsFunc(r.Path, notInURL) || strings.Contains(r.Path, "#") ||
				strings.Count(u.EscapedPath(), "/") != strings.Count(strings.Split(r0.Path, "?")[0], "/") || strings.Count(u.RawQuery, "&") != strings.Count(r0.Path, "&") {
				t.Fatalf("%s: step %s: got %s %s %q (%v), want one such as %q", a.e.name, s.name, r.Method, server, r.Path, err, r0.Path)
			}
			for part := range strings.SplitSeq(u.EscapedPath(), "/") {
				if part == "." || part == ".." {
					t.Fatalf("%s: step %s: the path is %q", a.e.name, s.name, r.Path)
				}
			}
			if len(r.Head) > len(r0.Head) || len(r.Head) < len(r0.Head) {
				t.Fatalf("%s: step %s: the head is %q, want one such as %q", a.e.name, s.name, r.Head, r0.Head)
			}
			for _, line := range r.Head {
				if strings.ContainsAny(line, "\r\n\x00") {
					t.Fatalf("%s: step %s: the header is %q", a.e.name, s.name, line)
				}
			}
			if s.has("form") && (strings.ContainsFunc(string(r.Body), notInURL) || strings.Count(string(r.Body), "&") != strings.Count(string(r0.Body), "&")) {
				t.Fatalf("%s: step %s: the form is %q, want one such as %q", a.e.name, s.name, r.Body, r0.Body)
			}
			if s.has("json") {
				var got, want any
				if err := json.Unmarshal(r.Body, &got); err != nil || json.Unmarshal(r0.Body, &want) != nil || shape(got) != shape(want) {
					t.Fatalf("%s: step %s: the body is %q (%v), want one such as %q", a.e.name, s.name, r.Body, err, r0.Body)
				}
			}
		}
	}
}

// shape is what JSON is without its texts.
func shape(v any) string {
	switch v := v.(type) {
	case map[string]any:
		n := 0
		for _, below := range v {
			n += len(shape(below))
		}
		return strings.Repeat("x", n+len(v)+1)
	case []any:
		n := 0
		for _, below := range v {
			n += len(shape(below))
		}
		return strings.Repeat("x", n+1)
	}
	return "x"
}
