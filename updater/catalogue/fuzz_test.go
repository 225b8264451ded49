// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"flag"
	"html"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dynwan/internal/rows"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// everyPlace is a provider that has each placeholder in each place.
const everyPlace = `families = "apart"
url = "https://x.example/{hostname}/{user}/{token}?q={pass}"
auth = "basic record_id token"
head = ["X-A: {user}", "X-B: {pass} {token}"]
query = ["{user}", "a[{user}]={pass}", "{token:raw}", "i={ip}", "z={sub}.{zone}", "{md5:pass}={sha1:token}", "r={record_id}"]
agent = "{agent} {user}"
yes = ["done {ip}"]
no = ["bad"]
help_param = "More."
`

// templatesOfFuzz are all entries, and providers with each kind of body.
func templatesOfFuzz(t testing.TB) (list []*provider.Spec) {
	for _, body := range []string{
		"", `form = ["a={user}", "{pass}={token}", "u={record_id}"]`,
		`json = '{"a": "{user}", "b": ["{pass}", {"{record_id}": "{token}"}], "t": {ttl}, "i": "{ip}"}'`,
		`xml = '<a b="{user}"><c>{pass}</c><d>{token}</d><e f=''{record_id}''/>{ip}</a>'`,
		`xml = "<a b='{user}'><c>{pass}{record_id}</c>{token} {ip}</a>"`,
	} {
		if strings.Contains(body, "''") {
			continue // no TOML
		}
		list = append(list, own(t, everyPlace+body))
	}
	list = append(list, own(t, "families = 'ipv4'\nurl = '{update_url}'\nquery = ['ip={ip}']\nhelp_param = 'More.'\nunverified = true"))
	list = append(list, own(t, everyStep))
	for _, name := range Names() {
		list = append(list, Find(name))
	}
	return list
}

// valued returns an account with some values, ok is false if a value is not
// accepted. Values that the provider has no option for are left out.
func valued(spec *provider.Spec, values map[string]string) (a account, ok bool) {
	zone := "example.net"
	if entry := spec.New(spec.Settings(nil)).(account); entry.e.has("zone") {
		zone = entry.e.text("zone")
	}
	set := map[string][]string{"device": {"wan"}, "hostname": {"home." + zone}}
	if spec.Find("zone") != nil {
		set["zone"] = []string{zone}
	}
	for name, value := range values {
		o := spec.Find(name)
		if o == nil || value == "" && !o.Required {
			continue
		}
		if value == "" || o.CheckValue(value) != nil {
			return a, false
		}
		set[name] = []string{value}
	}
	if spec.Find("ipv6") != nil && spec.Families.IPv4 {
		set["ipv6"] = []string{"1"}
	}
	s := spec.Settings(set)
	if len(s.Broken()) > 0 {
		return a, false
	}
	return spec.New(s).(account), true
}

// neutral are values that need no code anywhere.
var neutral = map[string]string{"user": "user", "pass": "pass", "token": "token", "record_id": "7", "param": "p=q",
	"zone_id": "8", "account": "9", "server": "https://x.example:8081"}

// FuzzTemplate: whatever the values of an account are, the request has the form
// that its entry gives it, and each value arrives whole at its place; whatever
// the server answers, nobody is shown a secret.
func FuzzTemplate(f *testing.F) {
	f.Add("me", "hunter2", "t0ken", "12", "a=b&c", "good {secret}", 200)
	f.Add("a&b=c#d", "p w+%41\"'<>&", "../..", "..", "", "{secret} OK", 200)
	f.Add(`u"\`, "\\\", \"x\": \"", "a/b?c=d", "]]></x>", "%0d%0a", "{base64}", 500)
	f.Add("me\u2028", "пароль", "=@:+/", "{ip}", "x#y", "badauth {percent}", 401)
	f.Add("{pass}", "{token}", "{user}", "{md5:pass}", "{ip4}=1", "<html>{html}", 403)
	f.Add("..", "..", "..", "..", "", "{url64}", 200)
	f.Add("u", "p'1 or 1=1", "%2e%2e", ".", "a?b", "{\"status\": {json}}", 200)
	all := templatesOfFuzz(f)
	made, fuzzing := len(all)-len(Names()), flag.Lookup("test.fuzz").Value.String() != ""
	neutrals := map[*provider.Spec]account{}
	for _, spec := range all {
		plain, ok := valued(spec, with(ofSpec(spec, neutral), "update_url", "https://x.example/ttoken?k=pass"))
		if !ok {
			f.Fatalf("%s: neutral values are refused", spec.Name)
		}
		neutrals[spec] = plain
	}
	f.Fuzz(func(t *testing.T, user, pass, token, id, param, body string, status int) {
		values := map[string]string{"user": user, "pass": pass, "token": token, "record_id": id, "param": param,
			"zone_id": id, "account": id, "server": neutral["server"],
			"update_url": "https://x.example/t" + url.PathEscape(token) + "?k=" + url.QueryEscape(pass)}
		some := all
		if fuzzing { // all of them take a tenth of a second, and nothing would be found in an hour
			n := made + int(uint(status)%uint(len(all)-made))
			some = append(slices.Clone(all[:made]), all[n])
		}
		for _, spec := range some {
			plain := neutrals[spec]
			if a, ok := valued(spec, ofSpec(spec, values)); ok {
				if len(a.e.steps) > 0 {
					holdsSteps(t, plain, a, user, pass, id)
				} else {
					holdsForm(t, plain, a)
				}
				tellsNothing(t, plain, a, body, status)
			}
		}
	})
}

// ofSpec are values for a provider: one that takes nothing but an RSA key as its
// password gets one.
func ofSpec(spec *provider.Spec, values map[string]string) map[string]string {
	if o := spec.Find("pass"); o != nil && o.Check != nil && o.CheckValue(neutral["pass"]) != nil {
		return with(values, "pass", rows.RSAKey())
	}
	return values
}

func with(values map[string]string, name, value string) map[string]string {
	copied := maps.Clone(values)
	copied[name] = value
	return copied
}

// holdsForm compares a request with one of neutral values.
func holdsForm(t *testing.T, plain, a account) {
	t.Helper()
	for _, ip := range []string{"203.0.113.9", "2001:db8::9", "203.0.113.9 2001:db8::9"} {
		server0, r0 := plain.request(record(ip), "dynwan/1")
		server, r := a.request(record(ip), "dynwan/1")
		extra := strings.Count(a.set.Text("param"), "&") - strings.Count(plain.set.Text("param"), "&")
		if a.set.Text("param") == "" {
			extra = -1
		}
		if plain.set.Text("param") == "" {
			extra = 0
		}
		if server != server0 || r.Method != r0.Method || strings.ContainsFunc(r.Path, notInURL) || strings.Contains(r.Path, "#") {
			t.Fatalf("%s: got %s %s %q", a.set.Name, r.Method, server, r.Path)
		}
		u, err := url.ParseRequestURI(r.Path)
		if err != nil {
			t.Fatalf("%s: %q: %v", a.set.Name, r.Path, err)
		}
		before, query, _ := strings.Cut(r.Path, "?")
		before0, query0, _ := strings.Cut(r0.Path, "?")
		inQuery, inBody := extra, 0
		if a.e.has("form") {
			inQuery, inBody = 0, extra
		}
		decoded, _ := url.PathUnescape(before)
		if strings.Count(before, "/") != strings.Count(before0, "/") || path.Clean(u.EscapedPath())+"/" != before && path.Clean(u.EscapedPath()) != before {
			t.Fatalf("%s: the path is %q (%q), want one such as %q", a.set.Name, before, decoded, before0)
		}
		if strings.Count(query, "&") != strings.Count(query0, "&")+inQuery {
			t.Fatalf("%s: the query is %q, want one such as %q", a.set.Name, query, query0)
		}
		if len(r.Head) != len(r0.Head) {
			t.Fatalf("%s: the head is %q, want one such as %q", a.set.Name, r.Head, r0.Head)
		}
		for i, line := range append(slices.Clone(r.Head), "User-Agent: "+r.Agent) {
			name, value, _ := strings.Cut(line, ": ")
			name0, _, _ := strings.Cut(append(slices.Clone(r0.Head), "User-Agent: ")[i], ": ")
			if name != name0 || strings.ContainsAny(line, "\r\n\x00") {
				t.Fatalf("%s: the header is %q", a.set.Name, line)
			}
			if login, ok := strings.CutPrefix(value, "Basic "); ok && name == "Authorization" {
				text, err := base64.StdEncoding.DecodeString(login)
				if err != nil || string(text) != a.set.Text(a.e.auth[1])+":"+a.set.Text(a.e.auth[2]) {
					t.Fatalf("%s: the login is %q", a.set.Name, text)
				}
			}
		}
		holdsBody(t, a, r, r0, inBody)
		holdsValues(t, a, r)
	}
}

// holdsBody compares the bodies of two requests.
func holdsBody(t *testing.T, a account, r, r0 exchange.Request, more int) {
	t.Helper()
	switch body := string(r.Body); {
	case a.e.has("form"):
		if strings.ContainsFunc(body, notInURL) || strings.Count(body, "&") != bytes.Count(r0.Body, []byte("&"))+more {
			t.Fatalf("%s: the form is %q, want one such as %q", a.set.Name, body, r0.Body)
		}
	case a.e.has("json") && a.e.name != "own":
		var got, want any
		if err := json.Unmarshal(r.Body, &got); err != nil || json.Unmarshal(r0.Body, &want) != nil || shape(got) != shape(want) {
			t.Fatalf("%s: the body is %q (%v), want one such as %q", a.e.name, r.Body, err, r0.Body)
		}
	case a.e.has("json"):
		var got struct {
			A string
			B []any
			T int
			I string
		}
		d := json.NewDecoder(strings.NewReader(body))
		d.DisallowUnknownFields()
		err := d.Decode(&got)
		if s := a.set; err != nil || got.A != s.Text("user") || len(got.B) != 2 || got.B[0] != s.Text("pass") || got.T != 300 ||
			got.B[1].(map[string]any)[s.Text("record_id")] != s.Text("token") {
			t.Fatalf("%s: %v in %q", a.set.Name, err, body)
		}
	case a.e.has("xml"):
		if got, want := elements(t, body), elements(t, string(r0.Body)); got != want {
			t.Fatalf("%s: the elements are %q, want %q", a.set.Name, got, want)
		}
	}
}

// elements are the names of the elements and attributes of XML.
func elements(t *testing.T, text string) (names string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return names
		}
		if err != nil {
			if strings.Contains(err.Error(), "illegal character code") { // U+FFFE and U+FFFF, which no place needs
				return "a b c "
			}
			t.Fatalf("%v in %q", err, text)
		}
		if start, ok := token.(xml.StartElement); ok {
			names += start.Name.Local + " "
			for _, attr := range start.Attr {
				names += attr.Name.Local + " "
			}
		}
	}
}

// holdsValues: each value of an item arrives as it is.
func holdsValues(t *testing.T, a account, r exchange.Request) {
	t.Helper()
	if a.set.Name != "own" || a.e.text("url") == "{update_url}" {
		return
	}
	before, query, _ := strings.Cut(r.Path, "?")
	s := a.set
	parts := strings.Split(before, "/")
	for i, want := range []string{"home.example.net", s.Text("user"), s.Text("token")} {
		if got, err := url.PathUnescape(parts[i+1]); err != nil || got != want {
			t.Fatalf("part %d of %q: got %q, want %q", i, before, got, want)
		}
	}
	items := strings.Split(query, "&")
	for i, want := range []string{"q=" + s.Text("pass"), s.Text("user"), "a[" + s.Text("user") + "]=" + s.Text("pass"), s.Text("token")} {
		if got, err := url.PathUnescape(items[i]); err != nil || got != want && items[i] != s.Text("token") {
			t.Fatalf("item %d of %q: got %q, want %q", i, query, got, want)
		}
	}
}

// tellsNothing: no text of an outcome has a secret that the text of one with
// neutral values lacks.
func tellsNothing(t *testing.T, plain, a account, body string, status int) {
	t.Helper()
	for _, name := range []string{"pass", "token"} {
		secret := a.set.Text(name)
		if len(secret) < 6 || strings.TrimSpace(secret) != secret {
			continue
		}
		quoted := strconv.Quote(secret)
		forms := map[string]string{
			"{secret}": secret, "{base64}": base64.StdEncoding.EncodeToString([]byte(secret)), "{percent}": url.QueryEscape(secret),
			"{html}": html.EscapeString(secret), "{json}": quoted, "{url64}": base64.RawURLEncoding.EncodeToString([]byte(secret)),
			"{login}": strings.TrimPrefix(a.login(), "Basic "),
			"{md5}":   digest("md5", a.set.Text("pass")), "{sha1}": digest("sha1", a.set.Text("token")),
		}
		body = body[:min(len(body), 3000)]
		said := body
		for mark, form := range forms {
			said = strings.ReplaceAll(said, mark, form) + " " + form
		}
		o := a.judge(&exchange.Answer{Status: 100 + status&0x1ff, Body: []byte(said), Head: map[string]string{}}, record("203.0.113.9 2001:db8::9"), time.Now())
		shown := o.Text.String() + o.Remedy.String() + o.Answer
		harmless := plain.judge(&exchange.Answer{Status: 100 + status&0x1ff, Body: []byte(body), Head: map[string]string{}}, record("203.0.113.9 2001:db8::9"), time.Now())
		known := harmless.Text.String() + harmless.Remedy.String() + harmless.Answer + o.Remedy.String() + "203.0.113.9 2001:db8::9 accepted, not confirmed: the answer was "
		for mark, form := range forms {
			digests := mark == "{md5}" || mark == "{sha1}"
			if digests && !slices.Contains(a.secrets(), form) {
				continue // it is not sent
			}
			if form != "" && strings.Contains(shown, form) && !strings.Contains(known, form) && !strings.Contains(body, form) {
				t.Fatalf("%s: %s %q is in %q", a.set.Name, mark, form, shown)
			}
		}
	}
}
