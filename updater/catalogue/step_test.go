// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dynwan/updater/sign"
)

// fieldsOfSteps are the fields of a step, and whether each is a list.
var fieldsOfSteps = map[string]bool{
	"name": false, "do": false, "form": true, "json": false, "json6": false, "head": true, "pick": false, "where": true, "held": false, "held6": false, "sign": false,
	"most": false, "none": false, "none_status": true, "none_if": true, "after": false, "last": false,
}

// stepFaults are what is wrong with the steps of an entry.
func stepFaults(e *entry) (list []string) {
	if len(e.steps) == 0 {
		return nil
	}
	wrong := func(s step, field, rule string) {
		list = append(list, fmt.Sprintf("step %s: %s: %s", s.name, field, rule))
	}
	if e.text("families") == "together" {
		list = append(list, "families: must not be together")
	}
	found := map[string]bool{}
	looked := false
	for i, s := range e.steps {
		if _, twice := found[s.name]; !in(s.name, readers) && !in(s.name, writers) || twice && in(s.name, readers) {
			wrong(s, "name", "must be one of "+readers+" "+writers+", and once if it reads")
		}
		for field, values := range s.Fields {
			several, ok := fieldsOfSteps[field]
			if !ok {
				wrong(s, field, "nobody reads it")
			} else if !several && len(values) != 1 || len(values) == 0 {
				wrong(s, field, "must have one value")
			}
		}
		method, place, ok := strings.Cut(s.text("do"), " ")
		address := e.text("url") + place
		if strings.HasPrefix(place, "https://") {
			address = place
		}
		if path, query, has := strings.Cut(address, "?"); !ok || !in(method, "GET POST PUT PATCH DELETE") || !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "{server}") ||
			place != "" && place[0] != '/' && address != place || !isSecure(path) ||
			has && strings.ContainsFunc(text(query), func(r rune) bool { return notInURL(r) || r == '#' }) {
			wrong(s, "do", "must be METHOD /PATH, or METHOD and https://")
		}
		reads := in(s.name, readers)
		if reads != s.has("pick") || !reads && (s.has("where") || s.has("held") || s.has("none") || s.has("most")) {
			wrong(s, "pick", "must be there if the step reads, and not if it writes")
		}
		looked = looked || reads && s.name != "login"
		if !reads && !looked {
			wrong(s, "name", "must come after a step that looks")
		}
		if s.has("sign") && !sign.Known(s.text("sign")) {
			wrong(s, "sign", "must be a way of signing")
		}
		for _, field := range stepTemplates {
			for _, p := range uses(s.Fields[field]...) {
				if from, _, ok := strings.Cut(p.name, ":"); ok && !found[from] {
					wrong(s, field, "{"+p.name+"} comes later")
				}
				if in(p.name, "ip4 ip6 ips") {
					wrong(s, field, "must have {ip}")
				}
			}
		}
		for _, w := range s.Fields["where"] {
			if _, _, _, ok := compared(w); !ok {
				wrong(s, "where", "must be PATH = VALUE or PATH over VALUE")
			}
		}
		for _, w := range s.Fields["none_if"] {
			if _, _, _, ok := comparison(w); !ok {
				wrong(s, "none_if", "must be PATH = VALUE or PATH ~ PART")
			}
		}
		for _, n := range s.Fields["none_status"] {
			if checkStatus(n) != nil {
				wrong(s, "none_status", "must be a number of HTTP")
			}
		}
		if _, err := strconv.Atoi(s.text("most")); err != nil && s.has("most") {
			wrong(s, "most", "must be a number")
		}
		if to := s.text("none"); to != "" && !slices.ContainsFunc(e.steps[i+1:], func(s step) bool { return s.name == to && in(to, writers) }) {
			wrong(s, "none", "must be a step that comes later and writes")
		}
		if from := s.text("after"); from != "" && !found[from] {
			wrong(s, "after", "must be a step that comes before and reads")
		}
		for _, field := range []string{"json", "json6"} {
			// Placeholders outside quotes are JSON that was found, or a type that is a number.
			body := fill(s.text(field), func(p part) string {
				if strings.Contains(p.name, ":") || p.name == "type" && e.has("types") {
					return "0"
				}
				return "{}x"
			}, same)
			if body != "" && (strings.Contains(body, "{}x") && !json.Valid([]byte(strings.ReplaceAll(body, "{}x", "{x"))) || !json.Valid([]byte(strings.ReplaceAll(body, "{}x", "x")))) {
				wrong(s, field, "must be JSON with each placeholder inside quotes, but for what was found")
			}
		}
		for _, item := range s.Fields["form"] {
			if strings.ContainsFunc(text(item), func(r rune) bool { return notInURL(r) || r == '#' || r == '&' }) {
				wrong(s, "form", "must be items")
			}
		}
		for _, line := range s.Fields["head"] {
			if name, _, ok := strings.Cut(line, ": "); !ok || !isToken(name) {
				wrong(s, "head", "must be lines NAME: VALUE")
			}
		}
		found[s.name] = reads
	}
	if len(e.steps) > mostSteps {
		list = append(list, "steps: there are too many")
	}
	return list
}

func TestFaultsOfStepsAreFound(t *testing.T) {
	const good = `title = "X"
home = "https://x.example"
families = "apart"
[options]
token = "A token."
zone = "A zone."
[request]
url = "https://x.example/v1"
auth = "bearer token"
[answer]
status = { yes = [200] }
[[step]]
name = "find"
do = "GET /{zone}?a={type}"
pick = "records"
where = ["name = {hostname}"]
held = "data"
none = "create"
[[step]]
name = "write"
do = "PUT /{zone}/{find:id}"
json = '{"data": "{ip}", "ttl": {find:ttl}}'
last = true
[[step]]
name = "create"
do = "POST /{zone}"
form = ["data={ip}"]
`
	if list := faults("x", good); list != nil {
		t.Fatalf("the good one: got %q", list)
	}
	for _, c := range []struct{ old, new, want string }{
		{`pick = "records"`, "pick = \"records\"\npicks = \"x\"", "picks: nobody reads it"},
		{`pick = "records"`, ``, "pick: must be there"},
		{`name = "find"`, `name = "login"`, "must come after a step that looks"},
		{`name = "write"`, `name = "change"`, "name: must be one of"},
		{`name = "write"`, `name = "find"`, "name: must be one of"},
		{`last = true`, "last = true\nsign = \"x\"", "sign: must be a way of signing"},
		{`"https://x.example/v1"`, `"http://x.example/v1"`, "url: must be https://"},
		{`"GET /{zone}?a={type}"`, `"GET http://y.example/"`, "do: must be METHOD"},
		{`"GET /{zone}?a={type}"`, `"/{zone}"`, "do: must be METHOD"},
		{`"GET /{zone}?a={type}"`, `"GET /{find:id}"`, "{find:id} comes later"},
		{`"GET /{zone}?a={type}"`, `"GET /{zone}?a={type}#x"`, "do: must be METHOD"},
		{`"PUT /{zone}/{find:id}"`, `"PUT /{zone}/{create:id}"`, "do: must be METHOD"},
		{`none = "create"`, `none = "find"`, "none: must be a step"},
		{`none = "create"`, "none = \"create\"\nmost = \"x\"", "most: must be a number"},
		{`last = true`, `after = "create"`, "after: must be a step"},
		{`last = true`, `last = ["1", "1"]`, "last: must have one value"},
		{`"name = {hostname}"`, `"name is {hostname}"`, "where: must be"},
		{`"data": "{ip}"`, `"data": {ip}`, "json: must be JSON"},
		{`"data": "{ip}"`, `data: "{ip}"`, "json: must be JSON"},
		{`form = ["data={ip}"]`, `form = ["data={ip}&x"]`, "form: must be items"},
		{`form = ["data={ip}"]`, `form = ["data={ip4}"]`, "form: must have {ip}"},
		{`families = "apart"`, `families = "together"`, "families: must not be together"},
		{`token = "A token."`, ``, "options.token: is missing"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if list := strings.Join(faults("x", text), "; "); !strings.Contains(list, c.want) {
			t.Errorf("%s: got %q, want %q", c.new, list, c.want)
		}
	}
}

// TestPicking reads lists as a stream, in each form that they have.
func TestPicking(t *testing.T) {
	for _, c := range []struct{ body, path, want string }{
		{`{"a": 1, "r": [{"x": 1}, {"x": 2}], "z": 3}`, "r", `[{"x":1} {"x":2}] true`},
		{`[{"x": 1}]`, ".", `[{"x":1}] true`},
		{`{"x": 1, "y": [1]}`, ".", `[{"x":1,"y":[1]}] true`},
		{`{"7": {"x": 1}, "8": {"x": 2}}`, ".*", `[{"x":1} {"x":2}] true`},
		{`{"d": {"r": {"7": {"x": 1}}}}`, "d.r.*", `[{"x":1}] true`},
		{`{"d": [{"r": []}, {"r": [{"x": 1}]}]}`, "d.1.r", `[{"x":1}] true`},
		{`{"r": null}`, "r", `[] true`},
		{`{"r": []}`, "r", `[] true`},
		{`{"q": [{"r": [1]}]}`, "r", `[] false`},
		{`"text"`, "r", `[] false`},
		{`[]`, "r", `[] false`},
		{`{"r": [{"x": 1}, {"x": `, "r", `[{"x":1}] true wrong`},
		{`{"r": [{"x": 1}`, "r", `[{"x":1}] true wrong`},
		{`{"q": [{"x": 1}`, "r", `[] false wrong`},
		{`{"r": {"x": 1`, "r", `[] true wrong`},
		{``, "r", `[] false wrong`},
		{`<html>`, ".", `[] true wrong`},
	} {
		var list []string
		ok, err := each(strings.NewReader(c.body), c.path, func(v any) {
			b, _ := json.Marshal(v)
			list = append(list, string(b))
		})
		got := fmt.Sprint(list, " ", ok)
		if err != nil {
			got += " wrong"
		}
		if got != c.want {
			t.Errorf("%s of %s: got %s (%v), want %s", c.path, c.body, got, err, c.want)
		}
	}
}

// TestAListOfAMegabyteNeedsLittleMemory: 5,000 records are looked at one by one.
func TestAListOfAMegabyteNeedsLittleMemory(t *testing.T) {
	record := `{"id": %d, "name": "host-%d.example.net", "type": "A", "content": "203.0.113.1", "ttl": 300, "proxied": false, "meta": {"x": "` + strings.Repeat("y", 100) + `"}},`
	var b strings.Builder
	b.WriteString(`{"result": [`)
	for i := range 5000 {
		fmt.Fprintf(&b, record, i, i)
	}
	body := strings.TrimSuffix(b.String(), ",") + `]}`
	var h hits
	most := testing.AllocsPerRun(1, func() {
		h = hits{}
		ok, err := each(strings.NewReader(body), "result", func(v any) {
			h.look(v, []string{"name = HOST-4321.example.net.", "type = A"}, func(part) string { return "" })
		})
		if !ok || err != nil {
			t.Error(ok, err)
		}
	})
	if h.n != 1 || h.seen != 5000 || textAt(h.object, "id") != "4321" {
		t.Errorf("got %+v", h)
	}
	t.Logf("%d bytes, %.0f allocations", len(body), most)
}
