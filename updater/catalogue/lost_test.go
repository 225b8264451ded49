// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"sync"
	"testing"

	"dynwan/internal/rows"
	"dynwan/updater"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// spaceship is a server of records, as that provider is: a PUT adds a record and
// a DELETE takes one away. It breaks off once, before or after a request counts.
type spaceship struct {
	records []shipRecord
	asked   int
	breakAt int // request; 0: none
	late    bool
	far     bool // nobody answers there any more
	mu      sync.Mutex
}

// breaks has a request break off from now on; 0: none.
func (s *spaceship) breaks(at int) { s.mu.Lock(); defer s.mu.Unlock(); s.asked, s.breakAt = 0, at }

// gone says that nobody answers the next connection.
func (s *spaceship) gone() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.far && s.breakAt > 0 && s.asked+1 >= s.breakAt
}

type shipRecord struct {
	Type    string `json:"type"`
	Name    string `json:"name"`
	Address string `json:"address"`
	TTL     int    `json:"ttl,omitempty"`
}

func (s *spaceship) serve(conn net.Conn) {
	defer conn.Close()
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if s.asked == s.breakAt && !s.late {
		return
	}
	answer := "HTTP/1.1 204 No Content\r\n\r\n"
	switch r.Method {
	case "GET":
		text, _ := json.Marshal(map[string]any{"items": s.records})
		answer = fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(text), text)
	case "DELETE":
		var list []shipRecord
		json.Unmarshal(body, &list)
		s.records = slices.DeleteFunc(s.records, func(r shipRecord) bool {
			return slices.ContainsFunc(list, func(o shipRecord) bool { return o.Type == r.Type && o.Name == r.Name && o.Address == r.Address })
		})
	case "PUT":
		var put struct{ Items []shipRecord }
		json.Unmarshal(body, &put)
		s.records = append(s.records, put.Items...)
	}
	if s.asked == s.breakAt {
		return
	}
	io.WriteString(conn, answer)
}

// TestNoLossMakesASecondRecord breaks an update off at each of its requests,
// before and after it counts. What is left is never two records, the outcome
// says truly what may have changed, and the next update puts it right.
func TestNoLossMakesASecondRecord(t *testing.T) {
	text, _ := read("spaceship.com")
	set, _ := Parse(text)
	set["url"] = []string{"{server}/api/v1"} // without TLS
	spec, wrong := New("own", set)
	if wrong != nil {
		t.Fatal(wrong)
	}
	for _, before := range [][]shipRecord{nil, {{"A", "home", "203.0.113.1", 1800}}} {
		for breakAt := range 5 {
			for _, how := range []string{"before it counts", "after that", "before it is sent"} {
				s := &spaceship{records: slices.Clone(before), breakAt: breakAt, late: how == "after that", far: how == "before it is sent"}
				update := func(permit bool) updater.Outcome {
					a := at(t, spec, map[string]string{"server": "http://spaceship.dev", "user": "k", "pass": "s", "hostname": "home.example.net", "zone": "example.net"})
					line := (&way{}).line()
					line.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
						if s.gone() {
							return nil, net.ErrClosed
						}
						ours, theirs := net.Pipe()
						go s.serve(theirs)
						return ours, ctx.Err()
					}
					return a.Update(t.Context(), provider.Change{Want: record("203.0.113.9"), Agent: "dynwan/test", Permit: func() bool { return permit }, Line: line})
				}
				if s.far && breakAt != 2+len(before) {
					continue // each takes some seconds
				}
				what := fmt.Sprintf("%v, broken at %d %s", before, breakAt, how)
				if o := update(false); !s.far && (o.Sent || o.Kind != updater.Unsent) && breakAt != 1 || !slices.Equal(s.records, before) {
					t.Errorf("%s: without a permit: got %+v and %v", what, o, s.records)
				}
				s.breaks(breakAt)
				o := update(true)
				changed := !slices.Equal(s.records, before)
				if len(s.records) > 1 || changed && o.Kind == updater.Unsent || changed && !o.Sent || o.Kind == updater.Confirmed && (len(s.records) != 1 || s.records[0].Address != "203.0.113.9") {
					t.Errorf("%s: got %s, sent %v, and %v", what, o.Kind, o.Sent, s.records)
				}
				if len(before) > 0 && breakAt == 3 && (!o.Deleted || o.Kind != updater.Unsure) {
					t.Errorf("%s: the old record is gone, and that is not said: %+v", what, o)
				}
				s.breaks(0)
				if o := update(true); o.Kind != updater.Confirmed || len(s.records) != 1 || s.records[0].Address != "203.0.113.9" {
					t.Errorf("%s: afterwards got %s (%s) and %v", what, o.Kind, o.Text, s.records)
				}
			}
		}
	}
}

// TestTheAddBehindADeletionHasAPermitOfItsOwn: a sender that was frozen between the
// two must not add once another one may have.
func TestTheAddBehindADeletionHasAPermitOfItsOwn(t *testing.T) {
	w := newWay(t)
	w.Script([]string{
		rows.Exchange{Status: 200, Reply: `{"items": [{"type": "A", "name": "home", "address": "203.0.113.1", "ttl": 60}]}`}.Answer(0),
		rows.Exchange{Status: 204}.Answer(0), rows.Exchange{Status: 204}.Answer(0),
	})
	c := changeOf(w, netip.MustParseAddr("203.0.113.9"))
	permits := 0
	c.Permit = func() bool {
		permits++
		return permits == 1
	}
	a := at(t, Find("spaceship.com"), map[string]string{"user": "k", "pass": "s", "hostname": "home.example.net", "zone": "example.net"})
	if o := a.Update(t.Context(), c); permits != 2 || w.Count() != 2 || o.Kind != updater.Unsure || !o.Sent || !o.Deleted || o.Text.ID() != message.OldDeleted {
		t.Errorf("got %+v after %d permits and %d requests, want it unsure after 2 and 2", o, permits, w.Count())
	}
}
