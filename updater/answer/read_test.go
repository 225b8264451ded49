// SPDX-License-Identifier: GPL-2.0-or-later

package answer

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

var (
	kinds  = map[Kind]string{Unclear: "unclear", Done: "done", Refused: "refused", Undone: "undone", Trouble: "trouble"}
	abouts = map[About]string{Nothing: "", Told: " told", Login: " login", Blocked: " blocked", Settings: " settings", Status: " status",
		Slow: " slow", Redirect: " redirect", Firewall: " firewall", Page: " page", Empty: " empty", Machine: " machine"}
)

func (m Meaning) String() string {
	guess := ""
	if m.Guess {
		guess = " ?"
	}
	return kinds[m.Kind] + abouts[m.About] + guess
}

// read reads an answer of the table.
func read(h how, body string) Meaning {
	a := Answer{Status: 200, Body: []byte(body)}
	if s := statuses[h]; s != 0 {
		a.Status = s
	}
	r := Rules{Codes: codes, Sent: sent, Words: true, Secure: h != clear && h != plainTold && h < c401}
	if h == told || h == plainTold || h == s500 {
		r.Success, r.Failure = []string{"Erledigt"}, []string{"abgelehnt"}
	}
	return Read(a, r)
}

func TestWhatAnswersMean(t *testing.T) {
	if len(rows) < 120 {
		t.Errorf("the table has %d rows, want at least 120", len(rows))
	}
	for _, c := range rows {
		if got := read(c.how, c.answer).String(); got != c.want {
			t.Errorf("%d %q: got %s, want %s: %s", c.how, c.answer, got, c.want, c.why)
		}
	}
}

func TestAPauseThatTheProviderNamesIsNoRefusal(t *testing.T) {
	r := Rules{Secure: true}
	if got := Read(Answer{Status: 429, Wait: 1}, r).String(); got != "trouble slow" {
		t.Errorf("429 with a wait: got %s, want it slow", got)
	}
	for head, want := range map[string]string{"CloudfloorDNS.WAF": "refused firewall ?", "Apache": "refused status ?"} {
		if got := Read(Answer{Status: 403, Head: map[string]string{"server": head}}, r).String(); got != want {
			t.Errorf("403 of %s: got %s, want %s", head, got, want)
		}
	}
}

func TestTextsOfTheUserAreNotFoundInWhatWeSent(t *testing.T) {
	r := Rules{Secure: true, Words: true, Sent: []string{"tokyo.example.net", "failover"}, Success: []string{"ok"}, Failure: []string{"fail"}}
	for body, want := range map[string]string{
		"tokyo.example.net failover": "unclear", "tokyo.example.net: OK": "done told", "failover failed": "refused told",
	} {
		if got := Read(Answer{Status: 200, Body: []byte(body)}, r).String(); got != want {
			t.Errorf("%q: got %s, want %s", body, got, want)
		}
	}
}

func TestACodeMayBeginALine(t *testing.T) {
	r := Rules{Pages: true, Secure: true, Codes: []Code{
		{Text: "error invalid password", Start: true, Meaning: Meaning{Kind: Refused, About: Login}},
		{Text: "error", Start: true, Meaning: Meaning{Kind: Undone}},
	}}
	for body, want := range map[string]string{
		"Error:Invalid Password": "refused login", "x\n<b>ERROR: invalid password.</b>": "refused login",
		"Error:Full\nError:Invalid Password": "refused login", "Error:Full": "undone", "No Error:here": "unclear", "Errors": "unclear",
		"<html>UserName:me</html>": "unclear", "<form>UserName:me</form>": "trouble page", "blocked": "unclear", "Error: SQLSTATE[HY000]": "trouble machine",
	} {
		if got := Read(Answer{Status: 200, Body: []byte(body)}, r).String(); got != want {
			t.Errorf("%q: got %s, want %s", body, got, want)
		}
	}
}

// encodings are the forms in which a server may repeat a value.
var encodings = []func(string) string{
	func(s string) string { return s },
	strings.ToUpper,
	url.QueryEscape,
	url.PathEscape,
	func(s string) string {
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#039;").Replace(s)
	},
	func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
}

// glue is what stands between the values of such an answer.
var glue = []string{" ", "\n", ", ", ": ", " = ", "<br>", "</td><td>", `","`, " OK ", " 1 ", "; ", " -> "}

func FuzzRead(f *testing.F) {
	f.Add("account", "is blocked", "invalid login", []byte{0, 1, 2, 3, 4, 5, 6, 7}, true)
	f.Add("bad password", "password error", "database", []byte{1, 9, 33, 2, 200, 14}, false)
	f.Add("<b>denied</b>", "a/b & c", "x.blocked.example.net", []byte{2, 65, 3, 80, 77}, true)
	f.Add("300", "abuse", "800", []byte{0, 0, 0, 0}, true)
	f.Fuzz(func(t *testing.T, a, b, c string, order []byte, secure bool) {
		var own []string
		for _, v := range []string{a, b, c} {
			v = strings.TrimSpace(strings.Map(func(r rune) rune {
				if r < ' ' || r > '~' && r < 0xa1 || r == 0xfffd || r == 0xfeff || r == 0xfffc {
					return -1
				}
				return r
			}, v))
			if v != "" && !strings.ContainsAny(v, `\`) {
				own = append(own, v)
			}
		}
		if len(own) == 0 {
			return
		}
		body := ""
		for _, o := range order {
			body += encodings[int(o/16)%len(encodings)](own[int(o)%len(own)]) + glue[int(o)%len(glue)]
		}
		r := Rules{Codes: codes, Sent: own, Words: true, Secure: secure}
		if m := Read(Answer{Status: 200, Body: []byte(body)}, r); m.Kind == Refused {
			t.Errorf("%q of our own %q: got %s, want no refusal", body, own, m)
		}
	})
}

// FuzzAnything holds what must be so for any bytes.
func FuzzAnything(f *testing.F) {
	for _, c := range rows {
		f.Add([]byte(c.answer), 200, true)
	}
	f.Fuzz(func(t *testing.T, body []byte, status int, secure bool) {
		m := Read(Answer{Status: status, Body: body}, Rules{Codes: codes, Words: true, Secure: secure})
		switch {
		case m.Kind == Done && (status != 200 || !secure):
			t.Errorf("%d %q: got %s without a status or an authority", status, body, m)
		case m.Kind == Refused && !m.Guess && !secure:
			t.Errorf("%q by plain HTTP: got %s, want a guess at most", body, m)
		case m.Kind == Refused && status/100 == 5:
			t.Errorf("%d %q: got %s", status, body, m)
		}
		Lines(body)
	})
}

func TestRevealsFindsEveryFormOfASecret(t *testing.T) {
	for _, secret := range []string{"p'ss", "a&b", "a<b", `a"b`, "a b", "größe", "100%", "a+b", `a\b/c`, "hunter2"} {
		percented := url.QueryEscape(secret)
		for i, form := range []string{
			secret, percented, url.PathEscape(secret), strings.ToLower(percented), strings.ToUpper(secret),
			strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&#039;").Replace(secret),
			strings.NewReplacer("&", "&#x26;", "<", "&#60;", `"`, "&#34;", "'", "&apos;", "ö", "&ouml;", "ß", "&szlig;").Replace(secret),
			strings.Trim(fmt.Sprintf("%+q", secret), `"`), strings.NewReplacer(`\`, `\\`, "/", `\/`, "&", `\u0026`, `"`, `\"`, "'", `\u0027`).Replace(secret),
			url.QueryEscape(percented), strings.ReplaceAll(strings.ReplaceAll(secret, "&", "&amp;"), "&", "&amp;"),
		} {
			if !Reveals("Wrong: "+form+"!", secret) {
				t.Errorf("form %d of %q, %q: want it found", i, secret, form)
			}
		}
	}
	for _, latin := range []string{"gr\xf6\xdfe", "g\x00r\x00\xf6\x00\xdf\x00e\x00"} {
		if !Reveals(latin, "größe") {
			t.Errorf("%q: want it found", latin)
		}
	}
	// Who reads it as UTF-16 finds nothing, and it is shown as it is.
	if !Reveals("\x00\x02\x00\x00 p%20w", "p w") {
		t.Error("a text that looks like UTF-16: its secret was not found")
	}
	if Reveals("Wrong password", "hunter2") || Reveals("anything", "") {
		t.Error("found a secret that is not there")
	}
}
