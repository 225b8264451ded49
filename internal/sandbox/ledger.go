// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"fmt"
	"net/netip"
	"slices"
	"time"
)

// Entry is one request that was read. No field holds a password.
type Entry struct {
	Number     int `json:"number"`     // from 1
	Connection int `json:"connection"` // the connection it came by

	// Time is the provider's clock, by which it judges. The other times are
	// those of this machine, and in one process monotonic.
	Time      time.Time `json:"time"`
	Accepted  time.Time `json:"accepted"`   // the TCP connection was accepted
	FirstByte time.Time `json:"first_byte"` // the first byte of the request was there, after TLS
	// The same moments as nanoseconds since Started, by the monotonic clock.
	AcceptedOffset  time.Duration `json:"accepted_offset_ns"`
	FirstByteOffset time.Duration `json:"first_byte_offset_ns"`

	Remote    string  `json:"remote"`
	Scheme    string  `json:"scheme"`
	Port      int     `json:"port"`
	Host      string  `json:"host"`
	Method    string  `json:"method"`
	Path      string  `json:"path"`
	UserAgent string  `json:"user_agent"`
	User      string  `json:"user,omitempty"` // of HTTP's basic authentication
	Params    []Param `json:"params"`
	Password  string  `json:"password"` // right, wrong, missing, or unknown when there is no such login

	Step Step         `json:"step,omitempty"` // of dnslogin3.asp
	Held []netip.Addr `json:"held,omitempty"` // the host's addresses after the step

	Changes  []Change `json:"changes,omitempty"` // one for each domain it is about
	Applied  bool     `json:"applied"`           // the changes took effect
	Fault    Fault    `json:"fault,omitempty"`   // what went wrong on purpose
	Status   int      `json:"status"`            // of the answer; 0: none was given
	Answer   string   `json:"answer"`            // the body, at most 120 bytes
	Breaches []Breach `json:"breaches,omitempty"`
}

// Change is what a request did to one domain, or would have done.
type Change struct {
	Domain string   `json:"domain"`
	Before Settings `json:"before"`
	After  Settings `json:"after"`
}

// Connection is one accepted connection, with or without a request.
type Connection struct {
	Number    int           `json:"number"` // from 1
	Accepted  time.Time     `json:"accepted"`
	Offset    time.Duration `json:"accepted_offset_ns"`
	FirstByte time.Time     `json:"first_byte,omitzero"` // of the first request, after TLS
	Remote    string        `json:"remote"`
	Local     string        `json:"local"`
	Scheme    string        `json:"scheme"`
	Requests  int           `json:"requests"`
	Fault     Fault         `json:"fault,omitempty"` // what struck before a request was read
	Ended     bool          `json:"ended"`
	Why       string        `json:"why,omitempty"` // why it ended
}

// Query is one DNS question, and the answer before a fault sent it another
// way or not at all.
type Query struct {
	Number    int           `json:"number"` // from 1
	Time      time.Time     `json:"time"`
	Offset    time.Duration `json:"offset_ns"`
	Place     string        `json:"place"`  // authority or resolver
	Server    int           `json:"server"` // which name server, from 0
	Remote    string        `json:"remote"`
	Network   string        `json:"network"` // udp or tcp
	Name      string        `json:"name"`
	Type      string        `json:"type"`
	Recursion bool          `json:"recursion_desired"`
	Rcode     string        `json:"rcode"`
	Answers   []string      `json:"answers,omitempty"`
	Fault     Fault         `json:"fault,omitempty"`
}

// ledger holds what was seen. It is guarded by Sandbox.mu.
type ledger struct {
	entries     []Entry
	connections []*Connection
	queries     []Query
	changed     chan struct{} // closed and replaced at each change
}

func (l *ledger) change() {
	close(l.changed)
	l.changed = make(chan struct{})
}

// Started is the moment from which offsets count.
func (s *Sandbox) Started() time.Time { return s.started }

// Ledger is every request so far, in the order of arrival.
func (s *Sandbox) Ledger() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Entry{}, s.ledger.entries...)
}

// Connections is every accepted connection so far, as it is now.
func (s *Sandbox) Connections() []Connection {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []Connection{}
	for _, c := range s.ledger.connections {
		list = append(list, *c)
	}
	return list
}

// Queries is every DNS question so far.
func (s *Sandbox) Queries() []Query {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Query{}, s.ledger.queries...)
}

// Breaches is every broken rule so far, as one line each.
func (s *Sandbox) Breaches() []string {
	lines := []string{}
	for _, e := range s.Ledger() {
		for _, b := range e.Breaches {
			lines = append(lines, fmt.Sprintf("request %d: %s: %s", e.Number, b.Rule, b.Text))
		}
	}
	return lines
}

// RedirectHits counts the requests that followed a redirect.
func (s *Sandbox) RedirectHits() int {
	n := 0
	for _, e := range s.Ledger() {
		if slices.ContainsFunc(e.Breaches, func(b Breach) bool { return b.Rule == RuleRedirect }) {
			n++
		}
	}
	return n
}
