// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"strings"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// own is a provider as a user describes it.
func own(t testing.TB, text string) *provider.Spec {
	t.Helper()
	set, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	spec, broken := New("own", set)
	if broken != nil {
		t.Fatal(broken)
	}
	return spec
}

// saying is a provider whose answers are described by some lines.
func saying(t testing.TB, lines string) *provider.Spec {
	t.Helper()
	return own(t, "families = 'together'\nchecked = true\nurl = 'https://x.example/{token}'\nauth = 'basic user pass'\nquery = ['a={ip4}', 'b={ip6}']\n"+lines)
}

// detecting is one that takes the address that it sees.
func detecting(t testing.TB, lines string) *provider.Spec {
	t.Helper()
	return own(t, "families = 'ipv4'\nchecked = true\nurl = 'https://x.example/{token}'\nauth = 'basic user pass'\n"+lines)
}

var account1 = map[string]string{"hostname": "home.example.net", "user": "me", "pass": "hunter2", "token": "s3cret-t0ken", "ipv6": "1"}

func TestWhatAnswersMean(t *testing.T) {
	const words = "yes = ['OK', 'set to {ip}']\nsame = ['OK unchanged']\nno = ['bad login']\nname_no = ['no such name']\nwait = ['busy']\n"
	const hisJSON = "at = 'json'\nyes = ['result = success']\nsame = ['data.0.changed = false']\nno = ['error.message ~ login', 'ok = false']\n"
	for _, c := range []struct {
		lines  string
		status int
		body   string
		want   string // KIND, then "guess", "all", "had"
	}{
		{words, 200, "OK", "confirmed"},
		{words, 200, "<p>ok.</p>", "confirmed"},
		{words, 201, "it is OK", "confirmed"},
		{words, 200, "set to 203.0.113.9", "confirmed"},
		{words, 200, "set to 203.0.113.90", "unverified"},
		{words, 200, "OK unchanged", "confirmed had"},
		{words, 200, "TOKEN", "unverified"}, // no word of its own
		{words, 200, "Bad login!", "rejected all"},
		{words, 403, "bad login", "rejected all"},
		{words, 200, "no such name", "rejected"},
		{words, 500, "bad login", "unsure"},
		{words, 200, "bad login OK", "unverified"}, // both
		{words, 200, "busy", "unsure"},
		{words, 503, "OK", "unsure"},
		{words, 301, "OK", "unsure"},
		{words, 200, "", "unsure"},
		{words, 200, "hello", "unverified"},
		{words, 401, "hello", "rejected guess"},
		{words, 200, "OK\nFatal error: out of memory", "unsure"},
		{words, 200, "<form><input type=password>OK</form>", "unsure"},
		{words, 200, "\xff\xfeO\x00K\x00\n\x00", "confirmed"},
		{words, 200, "\ufeffOK", "confirmed"},
		{"at = 'start'\n" + words, 200, "it is OK", "unverified"},
		{"at = 'start'\n" + words, 200, "OK, done", "confirmed"},
		{"at = 'start'\n" + words, 200, "x\nOK", "unverified"},
		{"at = 'word'\n" + words, 200, "x\nOK done", "confirmed"},
		{"at = 'word'\n" + words, 200, "not OK", "unverified"},
		{"at = 'line'\n" + words, 200, "OK done", "unverified"},
		{"at = 'line'\n" + words, 200, "x\nOK\ny", "confirmed"},
		{"at = 'last line'\n" + words, 200, "OK\ny", "unverified"},
		{"at = 'last line'\n" + words, 200, "y\nOK", "confirmed"},
		{"yes = ['<ErrCount>0</ErrCount>']\n", 200, "<?xml version='1.0'?><a><ErrCount>0</ErrCount></a>", "confirmed"},
		{"yes = ['<ErrCount>0</ErrCount>']\n", 200, "<?xml version='1.0'?><a><ErrCount>1</ErrCount></a>", "unverified"},
		{"yes = ['updated']\nno = ['not updated']\n", 200, "not updated", "rejected"},
		{"yes = ['not updated yet, done']\nno = ['not updated']\n", 200, "not updated yet, done", "confirmed"},
		{hisJSON, 200, `{"result": "Success"}`, "confirmed"},
		{hisJSON, 200, `{"result":"success","data":[{"changed":false}]}`, "confirmed had"},
		{hisJSON, 200, `{"result": ["success"]}`, "unverified"},
		{hisJSON, 200, `{"error": {"message": "the login is bad"}}`, "rejected"},
		{hisJSON, 400, `{"ok": false}`, "rejected"},
		{hisJSON, 200, `{"result": "success"`, "unverified"},
		{hisJSON, 200, `success`, "unverified"},
		{hisJSON, 200, strings.Repeat("[", 4000), "unverified"},
		{"status = { yes = [204, 200], no = [404], wait = [429] }\n", 204, "", "confirmed"},
		{"status = { yes = [204, 200], no = [404], wait = [429] }\n", 404, "", "rejected guess?"},
		{"status = { yes = [204, 200], no = [404], wait = [429] }\n", 429, "x", "unsure"},
		{"status = { yes = [200] }\n", 200, "<form><input type=password></form>", "unsure"},
		{"unverified = true\n", 200, "hello", "unverified"},
		{"unverified = true\n", 204, "", "unverified"},
		{"unverified = true\nno = ['bad']\n", 200, "bad", "rejected"},
		{"at = 'json'\nyes = ['id = *']\nno = ['error = *']\nwait = ['error = busy']\n", 200, `{"id": 7}`, "confirmed"},
		{"at = 'json'\nyes = ['id = *']\nno = ['error = *']\nwait = ['error = busy']\n", 200, `{"id": 7, "error": null}`, "confirmed"},
		{"at = 'json'\nyes = ['id = *']\nno = ['error = *']\nwait = ['error = busy']\n", 200, `{"error": "other"}`, "rejected"},
		{"at = 'json'\nyes = ['id = *']\nno = ['error = *']\nwait = ['error = busy']\n", 200, `{"error": "busy"}`, "unsure"},
		{"at = 'json'\nyes = ['id = *']\nno = ['error = *']\nwait = ['error = busy']\n", 200, `{"id": 7, "error": "other"}`, "unverified"},
		{"as = 'dyndns2'\n", 200, "good 203.0.113.9", "confirmed"},
		{"as = 'dyndns2'\n", 200, "good 127.0.0.1", "rejected guess"},
		{"as = 'dyndns2'\n", 200, "nochg", "confirmed had"},
		{"as = 'dyndns2'\n", 200, "badauth", "rejected all"},
		{"as = 'dyndns2'\n", 401, "badauth", "rejected all"},
		{"as = 'dyndns2'\n", 200, "911", "unsure"},
		{"as = 'dyndns2'\nno = ['denied']\nat = 'start'\n", 200, "denied", "rejected"},
		{"as = 'dyndns2'\nwait = ['interval']\nat = 'start'\n", 200, "interval", "unsure"},
		{"as = 'dyndns2'\nstatus = { yes = [204] }\n", 204, "", "confirmed"},
		{"as = 'dyndns2'\nstatus = { no = [404] }\n", 404, "nohost", "rejected"},
		{"detects = true\nyes = ['OK']\n", 200, "OK", "unverified"},
		{"detects = true\nas = 'dyndns2'\n", 200, "good", "unverified"},
		{"detects = true\nas = 'dyndns2'\n", 401, "badauth", "rejected all"},
	} {
		spec := saying
		if strings.Contains(c.lines, "detects") {
			spec = detecting
		}
		p := spec(t, c.lines)
		values := map[string]string{}
		for name, value := range account1 {
			if p.Find(name) != nil {
				values[name] = value
			}
		}
		o := at(t, p, values).judge(&exchange.Answer{Status: c.status, Body: []byte(c.body), Head: map[string]string{}}, record("203.0.113.9 2001:db8::9"), time.Now())
		got := string(o.Kind)
		for _, more := range []struct {
			is   bool
			word string
		}{{o.Guess, " guess"}, {o.OfAccount, " all"}, {o.Text.ID() == message.HadAlready, " had"}} {
			if more.is {
				got += more.word
			}
		}
		if want := strings.TrimSuffix(c.want, " guess?"); got != want {
			t.Errorf("%s%d %.60q: got %s (%s), want %s", c.lines, c.status, c.body, got, o.Text, c.want)
		}
		if !o.Sent || o.Kind == updater.Rejected && o.Remedy == "" || o.Kind != updater.Confirmed && o.Text == "" {
			t.Errorf("%s%d %.60q: got %+v, want what happened and a remedy", c.lines, c.status, c.body, o)
		}
	}
}

// TestWhatOnlyRepeatsTheRequestIsNoWord: DNS decides then.
func TestWhatOnlyRepeatsTheRequestIsNoWord(t *testing.T) {
	for host, want := range map[string]updater.Kind{"ok.example.net": updater.Unverified, "home.example.net": updater.Confirmed} {
		a := at(t, own(t, "families = 'ipv4'\nurl = 'https://x.example/{ip}'\nyes = ['OK']"), map[string]string{"hostname": host})
		if o := a.judge(&exchange.Answer{Status: 200, Body: []byte("OK " + host)}, record("203.0.113.9"), time.Now()); o.Kind != want {
			t.Errorf("%s: got %s, want %s", host, o.Kind, want)
		}
	}
}

// TestAnUncheckedRefusalIsAGuess: it is tried again after a day.
func TestAnUncheckedRefusalIsAGuess(t *testing.T) {
	for text, want := range map[string]bool{"checked = true\n": false, "": true} {
		a := at(t, own(t, text+"families = 'ipv4'\nurl = 'https://x.example/{ip}'\nyes = ['OK']\nno = ['KO']"), map[string]string{"hostname": "a.example.net"})
		if o := a.judge(&exchange.Answer{Status: 200, Body: []byte("KO")}, record("203.0.113.9"), time.Now()); o.Kind != updater.Rejected || o.Guess != want {
			t.Errorf("%q: got %+v, want a guess %v", text, o, want)
		}
	}
}

// TestAHeaderMaySayIt and nothing else does then.
func TestAHeaderMaySayIt(t *testing.T) {
	a := at(t, own(t, "families = 'ipv4'\nurl = 'https://x.example/{ip}'\nat = 'header X-Result'\nyes = ['good']"), map[string]string{"hostname": "a.example.net"})
	for head, want := range map[string]updater.Kind{"good": updater.Confirmed, "bad": updater.Unverified} {
		o := a.judge(&exchange.Answer{Status: 200, Body: []byte("<html>good"), Head: map[string]string{"x-result": head}}, record("203.0.113.9"), time.Now())
		if o.Kind != want {
			t.Errorf("%s: got %s, want %s", head, o.Kind, want)
		}
	}
}

// BenchmarkJudge is the time that a sender needs for an answer.
func BenchmarkJudge(b *testing.B) {
	a := at(b, Find("dynu.com"), map[string]string{"hostname": "home.example.net", "user": "me", "pass": "hunter2"})
	for b.Loop() {
		a.judge(&exchange.Answer{Status: 200, Body: []byte("good 203.0.113.9"), Head: map[string]string{}}, record("203.0.113.9"), time.Now())
	}
}

// BenchmarkFind is the time that it takes to read an entry.
func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		Find("dynu.com")
	}
}

// TestNoFormOfASecretIsShown, nor of the login, a digest or the path of an
// update address.
func TestNoFormOfASecretIsShown(t *testing.T) {
	spec := own(t, "families = 'ipv4'\nchecked = true\nurl = 'https://x.example/{ip}'\nauth = 'basic user pass'\nquery = ['k={md5:token}']\nhelp_param = 'More.'\nno = ['refused']\nunverified = true")
	a := at(t, spec, map[string]string{"hostname": "home.example.net", "user": "somebody", "pass": "p4ss?w0rd>>", "token": "t0k3n-of-mine", "param": "extra=s3cr3t"})
	address := at(t, own(t, "families = 'ipv4'\nurl = '{update_url}'\nquery = ['i={ip}']\nunverified = true"),
		map[string]string{"hostname": "home.example.net", "update_url": "https://x.example/u/s3cr3t-path?k=1"})
	for form, a := range map[string]account{
		"p4ss?w0rd>>": a, "p4ss%3Fw0rd%3E%3E": a, "p4ss?w0rd&gt;&gt;": a, `p4ss?w0rd\u003e\u003E`: a, "cDRzcz93MHJkPj4=": a, "cDRzcz93MHJkPj4": a,
		"c29tZWJvZHk6cDRzcz93MHJkPj4=": a, "c29tZWJvZHk6cDRzcz93MHJkPj4": a, "t0k3n-of-mine": a, "dDBrM24tb2YtbWluZQ": a,
		digest("md5", "t0k3n-of-mine"): a, strings.ToUpper(digest("md5", "t0k3n-of-mine")): a, "extra=s3cr3t": a,
		"https://x.example/u/s3cr3t-path?k=1": address, "u/s3cr3t-path?k=1": address, "dS9zM2NyM3QtcGF0aD9rPTE": address,
	} {
		for _, status := range []int{200, 403, 500} {
			o := a.judge(&exchange.Answer{Status: status, Body: []byte("refused " + form + ".")}, record("203.0.113.9"), time.Now())
			if shown := o.Text.String() + o.Answer + o.Remedy.String(); strings.Contains(shown, form) || !strings.Contains(o.Answer, "***") {
				t.Errorf("%d %s: got %q, want it masked", status, form, shown)
			}
		}
	}
}

// TestNoValueIsAnotherPlace: a server takes "/../" for the directory above.
func TestNoValueIsAnotherPlace(t *testing.T) {
	for value, want := range map[string]bool{"..": false, ".": false, "...": true, "../x": true} {
		s := own(t, "families = 'ipv4'\nurl = 'https://x.example/{user}/{ip}'\nunverified = true").Settings(map[string][]string{"device": {"wan"}, "hostname": {"a.example.net"}, "user": {value}})
		if good := len(s.Broken()) == 0; good != want {
			t.Errorf("%s: got %v, want good %v", value, s.Broken(), want)
		}
	}
}
