// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"dynwan/updater"
)

func TestWhatKeepsAnUpdateFromBeingSent(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		t.Error("got a request")
		io.WriteString(w, "800")
	}))
	defer s.Close()
	late, unreadable := to(t, s), to(t, s)
	late.Permit = func() bool { return false }
	unreadable.Set("server", "https://%zz")
	for want, c := range map[string]*test{
		"the address changed before anything was sent": late, "the server's name cannot be read": unreadable,
	} {
		if o := c.update(t.Context()); o.Kind != updater.Unsent || o.Sent || o.Text.String() != want {
			t.Errorf("got %+v, want nothing sent: %s", o, want)
		}
	}
}
