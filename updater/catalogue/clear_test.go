// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
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
