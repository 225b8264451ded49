// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"fmt"
	"testing"

	"dynwan/updater"
)

// TestAnUnclearListMakesNoRecord: an answer without the yes that each one has is
// a failure, whatever stands in the place of the list.
func TestAnUnclearListMakesNoRecord(t *testing.T) {
	w, values := newWay(t), map[string]string{"token": "t", "hostname": "home.example.net", "zone": "example.net"}
	const zone = `{"success": true, "result": [{"id": "z9", "name": "example.net"}]}`
	for body, want := range map[string]int{
		`{"success": true, "result": []}`: 3, `{"success": true, "result": null}`: 3,
		`{"success": false, "errors": [{"code": 7500, "message": "try later"}], "result": []}`: 2,
		`{"success": false, "errors": [{"code": 7500}], "result": null}`:                       2,
		`{"success": true, "result": "later"}`:                                                 2,
		`{"success": true, "result": false}`:                                                   2,
	} {
		o, asked := talkAt(t, w, "cloudflare.com-v4", values, zone, body)
		if asked != want || want == 2 && (o.Kind != updater.Unsent || o.Sent) {
			t.Errorf("%s: got %s (%s) after %d requests, want %d", body, o.Kind, o.Text, asked, want)
		}
	}
}

// TestAnUnclearAnswerOfAnAPIIsNoYes where DNS is not asked afterwards: it is
// read again.
func TestAnUnclearAnswerOfAnAPIIsNoYes(t *testing.T) {
	w, values := newWay(t), map[string]string{"token": "t", "hostname": "home.example.net", "zone": "example.net"}
	const zone, find = `{"success": true, "result": [{"id": "z9"}]}`, `{"success": true, "result": [{"id": "r1", "type": "A", "content": "203.0.113.1"}]}`
	for _, body := range []string{`{"success": false, "errors": [{"code": 7500}], "result": null}`, `<html><body>Welcome</body></html>`, `OK`, `[]`} {
		o, asked := talkAt(t, w, "cloudflare.com-v4", values, zone, find, body)
		if asked != 3 || o.Kind != updater.Unsure || !o.Sent {
			t.Errorf("%s: got %s (%s) after %d requests", body, o.Kind, o.Text, asked)
		}
	}
}

// TestAfterAnUnclearDeletionNothingIsCreated: the old record may be there still.
func TestAfterAnUnclearDeletionNothingIsCreated(t *testing.T) {
	w, values := newWay(t), map[string]string{"token": "t", "hostname": "home.example.net"}
	const find = `{"result": "success", "data": [{"record": "home.example.net", "type": "A", "value": "203.0.113.1"}]}`
	for _, body := range []string{`{"data": "later"}`, `<html><body>Welcome</body></html>`, `OK`} {
		o, asked := talkAt(t, w, "dreamhost.com", values, find, body)
		if asked != 2 || o.Kind != updater.Unsure || !o.Sent {
			t.Errorf("%s: got %s, %s after %d requests", body, o.Kind, fmt.Sprint(o.Text), asked)
		}
	}
}
