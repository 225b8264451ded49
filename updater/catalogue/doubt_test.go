// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"dynwan/internal/rows"
	"dynwan/updater"
	"dynwan/updater/message"
)

// updateOf plays answers to an update of a provider to 203.0.113.9, and behind
// them a yes to each request.
func updateOf(t *testing.T, name string, values map[string]string, replies ...string) (o updater.Outcome, asked int) {
	t.Helper()
	w := newWay(t)
	w.Reply(200, "{}")
	w.Script(replies)
	o = at(t, Find(name), values).Update(t.Context(), changeOf(w, netip.MustParseAddr("203.0.113.9")))
	return o, w.Count()
}

// TestAPageOfAnotherMachineIsNoWordThatThereIsNoRecord: one would be created.
func TestAPageOfAnotherMachineIsNoWordThatThereIsNoRecord(t *testing.T) {
	values := map[string]string{"token": "t", "hostname": "home.example.net", "zone": "example.net"}
	for _, name := range []string{"gandi.net", "gcore.com", "hetzner.cloud", "ns1.com"} {
		for body, want := range map[string]int{
			`{"message": "record not found"}`: 2, "": 2,
			"<html><head><title>404 Not Found</title></head><body><center>nginx</center></body></html>": 1,
			"404 page not found": 1, `{"message": "record no`: 1,
		} {
			o, asked := updateOf(t, name, values, rows.Exchange{Status: 404, Reply: body}.Answer(0))
			if asked != want || want == 1 && (o.Kind != updater.Unsent || o.Sent || !o.Reached) {
				t.Errorf("%s: 404 %q: got %s (%s) after %d requests, want %d", name, body, o.Kind, o.Text, asked, want)
			}
		}
	}
}

// TestAListThatMayGoOnMakesNoRecord: the next page may have it.
func TestAListThatMayGoOnMakesNoRecord(t *testing.T) {
	values := map[string]string{"token": "t", "hostname": "home.example.net", "zone": "example.net"}
	list := func(n int) string {
		records := []map[string]any{}
		for i := range n {
			records = append(records, map[string]any{"id": i, "type": "A", "source": fmt.Sprint("n", i), "target": "203.0.113.1"})
		}
		text, _ := json.Marshal(map[string]any{"result": "success", "data": records})
		return string(text)
	}
	next := strings.Replace(rows.Exchange{Status: 200, Reply: list(3)}.Answer(0), "\r\n", "\r\nLink: <https://x.example/?page=2>; rel=\"next\"\r\n", 1)
	last := strings.Replace(next, `rel="next"`, `rel="prev"`, 1)
	for what, c := range map[string]struct {
		reply string
		asked int
	}{
		"three records":                   {rows.Exchange{Status: 200, Reply: list(3)}.Answer(0), 2},
		"99 records":                      {rows.Exchange{Status: 200, Reply: list(99)}.Answer(0), 2},
		"as many as a page has mostly":    {rows.Exchange{Status: 200, Reply: list(100)}.Answer(0), 1},
		"a header that names a next page": {next, 1}, "one that names another": {last, 2},
	} {
		o, asked := updateOf(t, "infomaniak.com-rest", values, c.reply)
		if asked != c.asked || asked == 1 && (o.Kind != updater.Rejected || !o.Guess || o.Text.ID() != message.ListTooLong) {
			t.Errorf("%s: got %s (%s) after %d requests, want %d", what, o.Kind, o.Text, asked, c.asked)
		}
	}
}

// TestNoUserOfABasicLoginHasAColon, whatever option it is.
func TestNoUserOfABasicLoginHasAColon(t *testing.T) {
	n := 0
	specs := map[string]string{}
	for _, name := range Names() {
		if auth := strings.Fields(Entry(name).text("auth")); len(auth) == 3 {
			specs[name] = auth[1]
		}
	}
	for name, option := range specs {
		o := Find(name).Find(option)
		n++
		if err := o.CheckValue("a:b"); err == nil || option == "user" && !strings.Contains(err.Error(), "colon") {
			t.Errorf("%s: %s = a:b: got %v, want it refused for its colon", name, option, err)
		}
	}
	if n < 60 {
		t.Errorf("got %d providers with such a login", n)
	}
	mine := own(t, "families = 'ipv4'\nurl = 'https://x.example/'\nauth = 'basic record_id pass'\nquery = ['ip={ip}']\nunverified = true")
	if err := mine.Find("record_id").CheckValue("1:2"); err == nil || !strings.Contains(err.Error(), "colon") {
		t.Errorf("record_id = 1:2: got %v, want it refused for its colon", err)
	}
	if err := mine.Find("pass").CheckValue("1:2"); err != nil {
		t.Errorf("pass = 1:2: got %v", err)
	}
}
