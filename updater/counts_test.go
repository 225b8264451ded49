// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"encoding/json"
	"testing"
	"time"

	"dynwan/updater/message"
)

// TestWhatIsCounted plays the ends of jobs, and what each adds.
func TestWhatIsCounted(t *testing.T) {
	type counts struct {
		confirmed time.Time
		requests  int
		refusals  Refusals
	}
	a := Account{Config: &Config{}, Machine: &Machine{}}
	login := message.New(message.RefusedLogin, "badauth")
	for i, c := range []struct {
		o    Outcome
		want counts
	}{
		{Outcome{Kind: Unsent}, counts{}},
		{Outcome{Kind: Confirmed}, counts{confirmed: time.Unix(1, 0)}}, // by DNS
		{Outcome{Kind: Confirmed, Sent: true}, counts{confirmed: time.Unix(2, 0), requests: 1}},
		{Outcome{Kind: Unverified, Sent: true}, counts{confirmed: time.Unix(2, 0), requests: 2}},
		{Outcome{Kind: Unsure, Sent: true}, counts{confirmed: time.Unix(2, 0), requests: 3}},
		{Outcome{Kind: Rejected, Sent: true, Text: login}, counts{confirmed: time.Unix(2, 0), requests: 4, refusals: `{"refused-login":1}`}},
		{Outcome{Kind: Rejected, Sent: true, Text: message.Text("go away")}, counts{confirmed: time.Unix(2, 0), requests: 5, refusals: `{"refused-login":1,"refused":1}`}},
		{Outcome{Kind: Rejected, Text: login}, counts{confirmed: time.Unix(2, 0), requests: 5, refusals: `{"refused":1,"refused-login":2}`}},
	} {
		a.count(time.Unix(int64(i), 0), c.o)
		if got := (counts{a.confirmedAt, a.requests, a.refusals}); got != c.want {
			t.Errorf("after %v: got %+v, want %+v", c.o, got, c.want)
		}
	}
	a.NoQuery = true // nobody can say more than the provider
	if a.count(time.Unix(9, 0), Outcome{Kind: Unverified, Sent: true}); a.confirmedAt != time.Unix(9, 0) {
		t.Errorf("accepted where DNS cannot tell: got %v, want it confirmed", a.confirmedAt)
	}
}

func TestRefusalsAreAnObject(t *testing.T) {
	s := Status{Refusals: Refusals("").add("refused").add("refused-login").add("refused").add("refused-login").add("refused-login")}
	text, err := json.Marshal(s)
	var back struct{ Refusals map[string]int }
	if err == nil {
		err = json.Unmarshal(text, &back)
	}
	if err != nil || back.Refusals["refused"] != 2 || back.Refusals["refused-login"] != 3 || len(back.Refusals) != 2 {
		t.Errorf("got %v, %v of %s; want 2 and 3", back.Refusals, err, text)
	}
	var again Status
	if err := json.Unmarshal(text, &again); err != nil || again != s {
		t.Errorf("read again: got %+v, %v; want %+v", again, err, s)
	}
}

// TestCountsOutlastAnImage, and are no news.
func TestCountsOutlastAnImage(t *testing.T) {
	shown := Status{Name: "home", ConfirmedAt: 12.345, Requests: 3, Refusals: `{"refused":1}`}
	a := Account{Config: &Config{Name: "home"}, Machine: &Machine{}}
	(&Loop{Shown: []Status{shown}, Store: Store{Boot: func() time.Duration { return time.Minute }}}).showAgain(&a)
	s := a.show(time.Unix(60, 0))
	if s.ConfirmedAt != shown.ConfirmedAt || s.Requests != shown.Requests || s.Refusals != shown.Refusals {
		t.Errorf("shown by the next image: got %+v, want %+v", s, shown)
	}
	later := shown
	later.ConfirmedAt, later.Requests, later.Refusals = 99, 4, `{"refused":2}`
	if !later.Same(shown) {
		t.Error("another count is news in the log, want none")
	}
}
