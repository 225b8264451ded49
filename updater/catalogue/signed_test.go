// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"cmp"
	"net/http"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dynwan/internal/rows"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
	"dynwan/updater/sign"
)

// The time and the nonce of all signatures of these tests.
var signedAt = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

const signedNonce = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func TestMain(m *testing.M) {
	clock, nonce = func() time.Time { return signedAt }, func() string { return signedNonce }
	os.Exit(m.Run())
}

// unsigned is request number i as it was before it was signed. It checks the
// signature: signed once more, the request is the same. That the algorithms are
// right is shown in package sign.
func unsigned(t *testing.T, s provider.Settings, i int, raw string) string {
	t.Helper()
	set, _ := Parse(must(read(s.Spec.Name)))
	e := newEntry(s.Spec.Name, set)
	way := e.text("sign")
	if i < len(e.steps) && e.steps[i].has("sign") {
		way = e.steps[i].text("sign")
	}
	if way == "" {
		return raw
	}
	bare := rows.Unsigned(raw)
	head, body, _ := strings.Cut(bare, "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	words := strings.Fields(lines[0])
	r := exchange.Request{Method: words[0], Path: words[1]}
	host := ""
	for _, line := range lines[1:] {
		switch name, value, _ := strings.Cut(line, ": "); name {
		case "Host":
			host = value
		case "User-Agent", "Connection", "Content-Length":
		default:
			r.Head = append(r.Head, line)
		}
	}
	if body != "" {
		r.Body = []byte(body)
	}
	key := sign.Key{User: s.Text("user"), Secret: s.Text("pass"), More: s.Text("token")}
	if err := sign.Sign(way, &r, "https://"+host, key, signedAt, signedNonce); err != nil {
		t.Fatal(err)
	}
	path, query, _ := strings.Cut(r.Path, "?")
	for _, part := range append(slices.Clone(r.Head), path, query) {
		if !strings.Contains(raw, part) {
			t.Errorf("request %d: no %q in\n%s", i+1, part, raw)
		}
	}
	if bare == raw && string(r.Body) == body && !strings.HasPrefix(way, "google") {
		t.Errorf("request %d has no signature:\n%s", i+1, raw)
	}
	if way == "huawei" && body == "" { // it is signed, so it is there
		bare = strings.Replace(bare, "Content-Type: application/json\r\n", "", 1)
	}
	if strings.HasPrefix(way, "google") { // the form is the signature
		bare = strings.Replace(bare, body, "grant_type=signed", 1)
	}
	return bare
}

// TestARequestOfASignedProvider of the user's own has a nonce, and its key is
// checked where it has to be one of RSA.
func TestARequestOfASignedProvider(t *testing.T) {
	spec := own(t, "families = 'ipv4'\nurl = 'https://x.example/?a=b'\nsign = 'aliyun'\nquery = ['ip={ip}', 'once={nonce}']\nunverified = true")
	w := newWay(t)
	w.Script([]string{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"})
	s := settingsOf(t, spec, &rows.Table{Settings: map[string]string{"user": "id", "pass": "secret", "hostname": "home.example.net"}})
	s.New(s).Update(t.Context(), changeOf(w, netip.MustParseAddr("203.0.113.9")))
	asked := w.Take()
	if len(asked) != 1 || !strings.Contains(asked[0].Bytes, "&once="+signedNonce+"&AccessKeyId=id&") || !strings.Contains(asked[0].Bytes, "&SignatureNonce="+signedNonce+"&") {
		t.Errorf("got %q, want one request that is signed with the nonce", asked)
	}
	pass := Find("transip.nl").Find("pass")
	if err := pass.CheckValue("secret"); err == nil {
		t.Error("transip.nl takes a password that is no RSA key")
	}
	if err := pass.CheckValue(rows.RSAKey()); err != nil {
		t.Errorf("transip.nl refuses an RSA key: %v", err)
	}
}

// TestClocksThatDiffer: a refusal of a request whose time was wrong says so, and
// is no refusal of the password.
func TestClocksThatDiffer(t *testing.T) {
	s := settingsOf(t, Find("aliyun.com"), &rows.Table{Settings: map[string]string{"user": "id", "pass": "secret", "zone": "example.net", "hostname": "home.example.net"}})
	a := s.New(s).(account)
	now, ipv4 := signedAt, netip.MustParseAddr("203.0.113.9")
	for _, c := range []struct {
		status int
		date   string
		kind   updater.Kind
		text   message.ID
	}{
		{400, now.Add(-6 * time.Minute).Format(http.TimeFormat), updater.Unsent, message.ClocksDiffer},
		{403, now.Add(6 * time.Minute).Format(http.TimeFormat), updater.Unsent, message.ClocksDiffer},
		{400, now.Add(4 * time.Minute).Format(http.TimeFormat), updater.Rejected, message.Status},
		{400, "yesterday", updater.Rejected, message.Status},
		{400, "", updater.Rejected, message.Status},
		{503, now.Add(-time.Hour).Format(http.TimeFormat), updater.Unsure, ""},
	} {
		x := &exchange.Answer{Status: c.status, Head: map[string]string{"date": c.date}, Body: []byte(`{"Code": "IllegalTimestamp"}`)}
		o := a.judge(x, recordOf(ipv4), now)
		if o.Kind != c.kind || o.Text.ID() != cmp.Or(c.text, o.Text.ID()) || o.Clock != (c.text == message.ClocksDiffer) {
			t.Errorf("%d with the date %q: got %s and %q, clock %v; want %s and %s", c.status, c.date, o.Kind, o.Text, o.Clock, c.kind, c.text)
		}
	}
	// Who signs nothing has no such limit.
	s = settingsOf(t, Find("digitalocean.com-v2"), &rows.Table{Settings: map[string]string{"token": "t", "zone": "example.net", "hostname": "home.example.net"}})
	o := s.New(s).(account).judge(&exchange.Answer{Status: 403, Head: map[string]string{"date": now.Add(-time.Hour).Format(http.TimeFormat)}, Body: []byte(`{}`)}, recordOf(ipv4), now)
	if o.Kind != updater.Rejected {
		t.Errorf("an API without signatures: got %s, want a refusal", o.Kind)
	}
}
