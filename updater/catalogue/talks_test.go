// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"dynwan/internal/rows"
	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/provider"
)

// TestEachProviderOfStepsIsWhatItDocuments holds the entries with steps to their
// talks in testdata.
func TestEachProviderOfStepsIsWhatItDocuments(t *testing.T) {
	w := newWay(t)
	for _, name := range Names() {
		set, _ := Parse(must(read(name)))
		if len(set.steps()) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			talks, err := rows.ReadTalks("testdata/" + name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			spec := Find(name)
			if spec == nil {
				t.Fatal("the entry cannot be read")
			}
			s := settingsOf(t, spec, &talks.Table)
			if got := ruled(spec, set); !slices.Equal(got, talks.Rules) {
				t.Errorf("the rules are %q, want %q", got, talks.Rules)
			}
			var ends []string
			for _, talk := range talks.Talks {
				ends = append(ends, talk.Ends)
				w.read(t, s, talk, w.talk(t, s, talks, talk))
			}
			yes := "yes"
			if set.flag("unverified") {
				yes = "unclear"
			}
			for _, want := range []string{yes, "same", "no", "unsent", "wait"} {
				if !slices.Contains(ends, want) && (want != "same" || spec.Reads) {
					t.Errorf("no talk ends with %s", want)
				}
			}
			if spec.Families.IPv6 && !slices.ContainsFunc(talks.Talks, func(talk rows.Talk) bool { return talk.Addr.Is6() && talk.Ends == yes }) {
				t.Error("no talk sets an IPv6 address")
			}
		})
	}
}

func must(text string, _ bool) string { return text }

// busyTime is what each answer 429 asks for.
const busyTime = 77 * time.Second

// talk does one update and checks each request, when the permit was asked for,
// and the end.
func (w *way) talk(t *testing.T, s provider.Settings, talks *rows.Talks, talk rows.Talk) updater.Outcome {
	t.Helper()
	var replies []string
	first, busy := -1, false
	for i, x := range talk.Exchanges {
		busy = busy || x.Status == 429
		replies = append(replies, x.Answer(busyTime))
		if x.Changes && first < 0 {
			first = i
		}
	}
	w.Take()
	w.Script(replies)
	permits, before, want := 0, 0, 1
	permit := func() bool {
		if permits++; permits == 1 {
			before = w.Count()
		}
		return true
	}
	if first >= 0 && first+1 < len(talk.Exchanges) {
		if x := talk.Exchanges[first]; x.Method == "DELETE" || strings.Contains(x.Path, "remove") {
			want = 2 // the add has one of its own
		}
	}
	c := changeOf(w, talk.Addr)
	c.Permit = permit
	o := s.New(s).Update(t.Context(), c)
	asked := w.Take()
	what := fmt.Sprintf("%v %s %s", talk.Addr, talk.Ends, talk.Message)
	if got := meaning(o); got != talk.Ends || talk.Message != "" && string(o.Text.ID()) != talk.Message {
		t.Errorf("%s: got %s, %s (%s)", what, got, o.Text.ID(), o.Text)
	}
	if busy && o.Wait != busyTime {
		t.Errorf("%s: the wait is %v", what, o.Wait)
	}
	if o.Sent != (first >= 0) || first >= 0 && (permits != want || before != first) || first < 0 && permits != 0 {
		t.Errorf("%s: sent %v; %d permits, after %d requests", what, o.Sent, permits, before)
	}
	if len(asked) != len(talk.Exchanges) {
		t.Errorf("%s: got %d requests, want %d: %q", what, len(asked), len(talk.Exchanges), asked)
		return o
	}
	for i, x := range talk.Exchanges {
		asked[i].Bytes = unsigned(t, s, i, asked[i].Bytes)
		if wrong := differs(asked[i], talks.Head, x); wrong != "" {
			t.Errorf("%s: request %d: %s in\n%s", what, i+1, wrong, asked[i].Bytes)
		}
	}
	return o
}

// read only reads: nothing that changes something is asked for, and its end says
// whether the update, which ended as it did, had to write.
func (w *way) read(t *testing.T, s provider.Settings, talk rows.Talk, update updater.Outcome) {
	t.Helper()
	var replies []string
	for _, x := range talk.Exchanges {
		if x.Changes {
			break
		}
		replies = append(replies, x.Answer(busyTime))
	}
	w.Take()
	w.Reply(500, "")
	w.Script(slices.Clone(replies))
	c := changeOf(w, talk.Addr)
	c.Permit = func() bool {
		t.Errorf("%v %s: reading asks for a permit", talk.Addr, talk.Ends)
		return true
	}
	o := s.New(s).(provider.Reader).Read(t.Context(), c)
	if writes := len(replies) < len(talk.Exchanges); w.Count() != len(replies) || o.Sent || o.Other != writes || writes && o.Kind != updater.Unsent || !writes && o.Kind != update.Kind {
		t.Errorf("%v %s: reading ended %s (%s), sent %v, other %v, with %d requests; want %d", talk.Addr, talk.Ends, o.Kind, o.Text, o.Sent, o.Other, w.Count(), len(replies))
	}
}

// changeOf is an update by a way that permits it.
func changeOf(w *way, ip netip.Addr) provider.Change {
	return provider.Change{Want: recordOf(ip), Agent: "dynwan/test", Permit: func() bool { return true }, Line: w.line()}
}

// differs says what differs between a request and what it should be.
func differs(asked sandbox.Asked, common []string, x rows.Exchange) string {
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(asked.Bytes)))
	if err != nil {
		return err.Error()
	}
	body, _ := io.ReadAll(r.Body)
	want := http.Header{"User-Agent": {"dynwan/test"}, "Connection": {"close"}}
	host := ""
	for _, line := range slices.Concat(common, x.Head) {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			host = value
		} else {
			want.Set(name, value)
		}
		if value == "" {
			want.Del(name)
		}
	}
	if x.Host != "" {
		host = x.Host
	}
	if x.JSON != "" {
		want.Set("Content-Type", "application/json")
	}
	if x.Form != "" {
		want.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Del("Content-Length")
	switch {
	case r.Method != x.Method || r.RequestURI != x.Path || r.Host != host || asked.Host != strings.Split(host, ":")[0]:
		return fmt.Sprintf("want %s %s at %s", x.Method, x.Path, host)
	case !reflect.DeepEqual(r.Header, want):
		return fmt.Sprintf("want the headers %v, got %v", want, r.Header)
	case x.JSON != "":
		var a, b any
		err1, err2 := json.Unmarshal(body, &a), json.Unmarshal([]byte(x.JSON), &b)
		if err1 != nil || err2 != nil || !reflect.DeepEqual(a, b) {
			return fmt.Sprintf("want the body %s (%v %v)", x.JSON, err1, err2)
		}
	case string(body) != x.Form:
		return fmt.Sprintf("want the body %s", x.Form)
	}
	return ""
}
