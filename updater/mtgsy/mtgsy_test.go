// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

// with returns an account with some options.
func with(pairs ...string) account {
	set := map[string][]string{}
	for i := 0; i < len(pairs); i += 2 {
		set[pairs[i]] = append(set[pairs[i]], pairs[i+1])
	}
	return account{Spec.Settings(set)}
}

func TestQueryHasEveryParameterUnderItsOwnName(t *testing.T) {
	want := map[string]string{
		"email": "me+dns@example.net", "pass": "p&s=%#\"ö ", "hb": "1", "stealth": "1", "port": "8080", "ip": "203.0.113.9",
		"offlineurl": "https://status.example.net/a?b=c", "offlinetext": "back soon & well", "mx": "mail.example.net.",
	}
	var set []string
	for name, value := range want {
		if name != "ip" {
			set = append(set, name, value)
		}
	}
	query := with(set...).query(netip.MustParseAddr("203.0.113.9"))
	got, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range want {
		if len(got[name]) != 1 || got[name][0] != value {
			t.Errorf("%s: got %q, want %q once", name, got[name], value)
		}
	}
	if len(got) != len(want) {
		t.Errorf("parameters: got %v, want only those of the page", got)
	}
	if strings.ContainsAny(query, "+ ") {
		t.Errorf("query %q: want a space as %%20", query)
	}
}

func TestQueryLeavesOutWhatIsNotSet(t *testing.T) {
	got := with("email", "home.example.net", "pass", "x").query(netip.Addr{})
	if want := "email=home.example.net&pass=x&hb=0"; got != want {
		t.Errorf("query without options: got %q, want %q", got, want)
	}
}

func TestKeptIsWhatTheProviderKeeps(t *testing.T) {
	a := with("email", "home.example.net", "pass", "secret")
	if b := with("email", "home.example.net", "pass", "other"); a.Kept() != b.Kept() {
		t.Error("another password: want no update to be required")
	}
	for _, option := range []string{"hb", "stealth", "port", "offlineurl", "offlinetext", "mx"} {
		if b := with("email", "home.example.net", "pass", "secret", option, "1"); a.Kept() == b.Kept() {
			t.Errorf("with and without %s: want an update to be required", option)
		}
	}
}

func TestRules(t *testing.T) {
	for _, c := range []struct {
		name   string
		option string
		value  string
		want   string // part of the error, "" for none
	}{
		{"port 80", "port", "80", "DO NOT USE"},
		{"port 0", "port", "0", "1 to 65535"},
		{"port 65536", "port", "65536", "1 to 65535"},
		{"port 8080", "port", "8080", ""},
		{"mx without period", "mx", "mail.example.net", "period"},
		{"mx with period", "mx", "mail.example.net.", ""},
		{"mx that is no name", "mx", "mail..", "full domain name"},
		{"offlineurl full", "offlineurl", "http://www.example.net/url", ""},
		{"offlineurl without scheme", "offlineurl", "www.example.net/url", "full URL"},
		{"offlineurl of another scheme", "offlineurl", "javascript://x/", "full URL"},
		{"offlineurl too long", "offlineurl", "http://x/" + strings.Repeat("a", 255), "longer"},
		{"offlinetext", "offlinetext", "Zurück um acht", ""},
		{"offlinetext of two lines", "offlinetext", "a\nb", "control"},
		{"offlinetext not UTF-8", "offlinetext", "a\xff", "UTF-8"},
		{"offlinetext too long", "offlinetext", strings.Repeat("a", 256), "longer"},
		{"login with NUL", "email", "a\x00", "control"},
		{"hostname", "hostname", "home.example.net", ""},
		{"hostname of one label", "hostname", "home", "full domain name"},
		{"hostname with a blank", "hostname", "home example.net", "full domain name"},
		{"hostname with a hyphen first", "hostname", "-a.example.net", "full domain name"},
		{"server https", "server", "https://www.mtgsy.net", ""},
		{"server http", "server", "http://www.mtgsy.net", ""},
		{"server http 8147", "server", "http://www.mtgsy.net:8147", ""},
		{"server https 8147", "server", "https://www.mtgsy.net:8147", "443"},
		{"server http 8080", "server", "http://WWW.mtgsy.net.:8080", "8147"},
		{"another server, any port", "server", "http://127.0.0.1:8080", ""},
		{"server with a path", "server", "https://www.mtgsy.net/dns", "without a path"},
		{"server with a password", "server", "https://a:b@www.mtgsy.net", "without a path"},
		{"server in other letters", "server", "https://dyn.exämple.net", "ASCII"},
		{"server in hidden letters", "server", "https://dyn.ex%C3%A4mple.net", "ASCII"},
		{"server of another scheme", "server", "ftp://www.mtgsy.net", "without a path"},
		{"server with port 0", "server", "http://x:0", "65535"},
		{"server without a name", "server", "www.mtgsy.net", "without a path"},
	} {
		err := Spec.Find(c.option).CheckValue(c.value)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %q: got %v, want %q", c.name, c.value, err, c.want)
		}
	}
}

func TestWhichServersAreTheProvidersOwn(t *testing.T) {
	for server, want := range map[string]bool{
		"https://www.mtgsy.net": true, "https://WWW.MTGSY.NET.": true, "http://mtgsy.net:8147": true,
		"https://notmtgsy.net": false, "https://127.0.0.1:8443": false, "::": true,
	} {
		if got := Spec.Own(server); got != want {
			t.Errorf("own %q: got %v, want %v", server, got, want)
		}
	}
}

// page is a web page of a line's login portal.
const page = "<!DOCTYPE html><html><body>Welcome! OK success</body></html>"

func TestClassify(t *testing.T) {
	header := func(pairs ...string) map[string]string {
		h := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			h[strings.ToLower(pairs[i])] = pairs[i+1]
		}
		return h
	}
	for _, c := range []struct {
		name   string
		status int
		header map[string]string
		body   string
		kind   updater.Kind
		text   string // part of the text or remedy
		wait   time.Duration
	}{
		{"sister code 800", 200, nil, "800\n", updater.Unverified, "accepted", 0},
		{"800 inside a text is no code", 200, nil, "port 800", updater.Unverified, "", 0},
		{"sister code 300", 200, nil, "300", updater.Rejected, "invalid login", 0},
		{"sister code 100", 200, nil, "100", updater.Rejected, "balance", 0},
		{"nothing at all", 200, nil, "", updater.Unsure, "empty", 0},
		{"OK", 200, nil, "OK", updater.Unverified, `"OK"`, 0},
		{"good", 200, nil, "good 203.0.113.9", updater.Unverified, "good", 0},
		{"no errors", 200, nil, "Updated, no errors", updater.Unverified, "no errors", 0},
		{"NOERROR", 200, nil, "NOERROR", updater.Unverified, "NOERROR", 0},
		{"login OK", 200, nil, "Login OK, updated", updater.Unverified, "", 0},
		{"bad password", 200, nil, "Error: incorrect password", updater.Rejected, "correct email or pass", 0},
		{"invalid login", 200, nil, "Invalid login", updater.Rejected, "correct email or pass", 0},
		{"blocked", 200, nil, "Your account is blocked", updater.Rejected, "blocked", 0},
		{"abuse", 200, nil, "abuse", updater.Rejected, "blocked", 0},
		{"suspended", 200, nil, "account suspended", updater.Rejected, "blocked", 0},
		{"domain unknown", 200, nil, "Domain not found", updater.Rejected, "correct the account", 0},
		{"bad password, try again", 200, nil, "Invalid password, please try again.", updater.Rejected, "correct email or pass", 0},
		{"blocked, try later", 200, nil, "account blocked for abuse, try again later", updater.Rejected, "blocked", 0},
		{"temporarily suspended", 200, nil, "account temporarily suspended", updater.Rejected, "blocked", 0},
		{"400 with a bad password", 400, nil, "Invalid password", updater.Rejected, "correct email or pass", 0},
		{"500 with a blocked account", 500, nil, "account blocked", updater.Unsure, "500", 0},
		{"500 of a proxy", 500, nil, "<html>Error: the user may try again</html>", updater.Unsure, "500", 0},
		{"a page that refuses the password", 200, nil, "<html><h1>Invalid password</h1></html>", updater.Rejected, "correct email or pass", 0},
		{"plain error", 200, nil, "Error", updater.Unsure, "did not update", 0},
		{"passing error", 200, nil, "Database error, try again", updater.Unsure, "in trouble", 0},
		{"unknown internal error", 200, nil, "unknown internal error", updater.Unsure, "in trouble", 0},
		{"portal page", 200, nil, page, updater.Unsure, "web page", 0},
		{"WAF header", 200, header("Server", "CloudfloorDNS.WAF"), "x", updater.Unsure, "firewall", 0},
		{"WAF page", 200, nil, "<title>CloudfloorDNS Web Application Firewall Error</title>", updater.Unsure, "firewall", 0},
		{"WAF that forbids", 403, header("Server", "CloudfloorDNS.WAF"), "", updater.Rejected, "firewall", 0},
		{"redirect", 302, header("Location", "http://evil.example/"), "", updater.Unsure, "not followed", 0},
		{"401", 401, nil, "", updater.Rejected, "correct email or pass", 0},
		{"403", 403, nil, "", updater.Rejected, "blocked", 0},
		{"429", 429, nil, "", updater.Rejected, "blocked", 0},
		{"429 with seconds", 429, header("Retry-After", "90"), "", updater.Unsure, "slow down", 90 * time.Second},
		{"503 with a date, by the server's clock", 503,
			header("Date", "Thu, 01 Jan 2026 10:00:00 GMT", "Retry-After", "Thu, 01 Jan 2026 10:05:00 GMT"),
			"", updater.Unsure, "in trouble", 5 * time.Minute},
		{"503 with a date in the past", 503,
			header("Date", "Thu, 01 Jan 2026 10:00:00 GMT", "Retry-After", "Thu, 01 Jan 2026 09:00:00 GMT"),
			"", updater.Unsure, "in trouble", 0},
		{"503 with nonsense", 503, header("Retry-After", "-5"), "", updater.Unsure, "in trouble", 0},
		{"500", 500, nil, "800", updater.Unsure, "500", 0},
		{"404", 404, nil, "", updater.Unsure, "404", 0},
		{"204", 204, nil, "", updater.Unsure, "204", 0},
		{"a clear sentence", 200, nil, "The domain has been updated", updater.Confirmed, "", 0},
		{"the user's word for success", 200, nil, "erledigt", updater.Confirmed, "", 0},
		{"the user's word for failure", 200, nil, "ABGELEHNT 800", updater.Rejected, "correct the account", 0},
		{"success words do not heal a status", 500, nil, "erledigt", updater.Unsure, "500", 0},
	} {
		client := with("success", "Erledigt", "failure", "abgelehnt")
		got := client.classify(&exchange.Answer{Status: c.status, Head: c.header, Body: []byte(c.body)}, netip.MustParseAddr("203.0.113.9"), time.Now())
		if got.Kind != c.kind || !strings.Contains(got.Text.String()+got.Remedy.String(), c.text) || got.Wait != c.wait || !got.Sent {
			t.Errorf("%s: %d %q: got %+v, want %s with %q and a wait of %v", c.name, c.status, c.body, got, c.kind, c.text, c.wait)
		}
	}
}

func TestAnswersAreEscapedBoundedAndMasked(t *testing.T) {
	client := with("pass", "hunter two", "server", "http://www.mtgsy.net")
	body := "hunter two hunter%20two \x1b[31m<script>\n" + strings.Repeat("ü", 4000)
	o := client.classify(&exchange.Answer{Status: 200, Body: []byte(body)}, netip.Addr{}, time.Now())
	if strings.Contains(o.Text.String()+o.Answer, "hunter") {
		t.Errorf("answer %q: want the password masked", o.Answer)
	}
	if len(o.Answer) > 122 || strings.ContainsAny(o.Text.String(), "\x1b\n") {
		t.Errorf("answer %q (%d bytes): want it escaped and at most 122 bytes", o.Answer, len(o.Answer))
	}
}

func TestARefusalInAPageOfPlainHTTPIsNotBelieved(t *testing.T) {
	o := with("server", "http://www.mtgsy.net").classify(
		&exchange.Answer{Status: 200, Body: []byte("<html>Invalid password</html>")}, netip.Addr{}, time.Now())
	if o.Kind != updater.Unsure {
		t.Errorf("a page by plain HTTP: got %+v, want unsure: it may be the line's own", o)
	}
}

func FuzzClassify(f *testing.F) {
	f.Add(200, "800", "", "")
	f.Add(200, page, "Apache", "")
	f.Add(429, "slow", "x", "Thu, 01 Jan 2026 10:05:00 GMT")
	f.Fuzz(func(t *testing.T, status int, body, server, retry string) {
		h := map[string]string{"server": server, "retry-after": retry}
		o := with("server", "http://www.mtgsy.net").classify(&exchange.Answer{Status: status, Head: h, Body: []byte(body)}, netip.Addr{}, time.Now())
		if o.Kind == updater.Confirmed {
			t.Errorf("%d %q: got confirmed by plain HTTP, where nobody can say that", status, body)
		}
		if o.Kind == updater.Rejected && (!o.Guess || o.Remedy == "") {
			t.Errorf("%d %q: got %+v, want a guess and what to do", status, body, o)
		}
		if o.Kind == updater.Unsent || !o.Sent {
			t.Errorf("%d %q: got %+v, want an answered request to count as sent", status, body, o)
		}
		if len(o.Text.String()) > 300 || len(o.Answer) > 122 || o.Wait < 0 {
			t.Errorf("%d %q: got %+v, want short texts and no negative wait", status, body, o)
		}
		for _, r := range o.Text.String() + o.Answer + o.Remedy.String() {
			if r < ' ' || r > '~' {
				t.Fatalf("%d %q: got %q, want printable ASCII", status, body, o.Text.String()+o.Answer)
			}
		}
	})
}
