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
)

// talkAt plays answers to an update to 203.0.113.9 and returns its end.
func talkAt(t *testing.T, w *way, name string, values map[string]string, replies ...string) (updater.Outcome, int) {
	t.Helper()
	a := at(t, Find(name), values)
	var list []string
	for _, body := range replies {
		list = append(list, rows.Exchange{Status: 200, Reply: body}.Answer(0))
	}
	w.Take()
	w.Reply(500, "")
	w.Script(list)
	o := a.Update(t.Context(), changeOf(w, netip.MustParseAddr("203.0.113.9")))
	return o, w.Count()
}

// TestAFullListMakesNoRecord: the name may be on the next page.
func TestAFullListMakesNoRecord(t *testing.T) {
	w, values := newWay(t), map[string]string{"token": "t", "hostname": "home.example.net", "zone": "example.net"}
	for n, want := range map[int]string{19: "many", 20: "list-too-long"} {
		var records []map[string]string
		for i := range n {
			records = append(records, map[string]string{"id": "x", "type": "A", "name": fmt.Sprint("n", i), "value": "203.0.113.1"})
		}
		text, _ := json.Marshal(map[string]any{"records": records})
		o, asked := talkAt(t, w, "vercel.com", values, string(text))
		if tooLong := string(o.Text.ID()) == "list-too-long"; tooLong != (want == "list-too-long") || tooLong != (asked == 1) {
			t.Errorf("%d records: got %s (%s) after %d requests", n, o.Kind, o.Text, asked)
		}
	}
}

// TestAMissingListMakesNoRecord: a list under another name may hold the record.
func TestAMissingListMakesNoRecord(t *testing.T) {
	w, values := newWay(t), map[string]string{"token": "t", "hostname": "home.example.net", "zone": "example.net"}
	for body, want := range map[string]int{
		`{"records": []}`: 2, `{"records": null}`: 2, `{}`: 2, // none: one is created
		`{"items": [{"id": "x", "type": "A", "name": "home", "value": "203.0.113.1"}]}`: 1, `[]`: 1, `{"records": [{"id"`: 1, `OK`: 1,
	} {
		o, asked := talkAt(t, w, "vercel.com", values, body)
		if asked != want || want == 1 && (o.Kind != updater.Unsent || o.Sent) {
			t.Errorf("%s: got %s (%s) after %d requests, want %d", body, o.Kind, o.Text, asked, want)
		}
	}
}

// TestTheLongestZoneWins, in whatever order they come.
func TestTheLongestZoneWins(t *testing.T) {
	for _, list := range []string{"net example.net sub.example.net ample.net", "sub.example.net example.net net", "other.example b.sub.example.net example.net sub.example.net."} {
		var h hits
		for zone := range strings.FieldsSeq(list) {
			h.look(map[string]any{"name": zone}, []string{"name over {hostname}"}, func(part) string { return "home.sub.example.net" })
		}
		if got := strings.TrimSuffix(textAt(h.object, "name"), "."); h.n != 1 || got != "sub.example.net" {
			t.Errorf("%s: got %q (%d)", list, got, h.n)
		}
	}
}

// TestATokenOfALoginIsASecret: a server that repeats it does not get it shown.
func TestATokenOfALoginIsASecret(t *testing.T) {
	w := newWay(t)
	values := map[string]string{"user": "me", "pass": "hunter22", "account": "1", "zone_id": "2", "record_id": "3", "hostname": "home.example.net"}
	o, asked := talkAt(t, w, "blazingfast.io", values, `{"token": "s3ss10n-t0ken"}`, `{"records": [{"id": "3", "type": "A", "content": "203.0.113.1"}]}`, `{"echo": "Bearer s3ss10n-t0ken"}`)
	if shown := fmt.Sprintf("%+v", o); asked != 3 || strings.Contains(shown, "s3ss10n-t0ken") || !strings.Contains(shown, "***") {
		t.Errorf("after %d requests: %s", asked, shown)
	}
}
