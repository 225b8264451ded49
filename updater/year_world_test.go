// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"dynwan/updater/message"
)

// condition is what the provider does with a request.
type condition string

const (
	well     condition = "applies it and says so"
	closed   condition = "refuses the connection"
	hidden   condition = "is there, and no route leads to it"
	failing  condition = "answers with the status 500 and changes nothing"
	mute     condition = "applies it and never answers"
	deaf     condition = "loses it and never answers"
	vague    condition = "applies it and answers unclearly"
	careless condition = "answers unclearly and changes nothing"
	refusing condition = "refuses the password"
	hung     condition = "applies it, and the sender never comes back"
)

// moods is how a request ends, and when.
var moods = map[condition]struct {
	applies bool
	takes   time.Duration
	outcome Outcome
}{
	well:     {true, answer, yes},
	failing:  {false, answer, Outcome{Kind: Unsure, Sent: true, Text: message.Text("status 500")}},
	mute:     {true, 30 * time.Second, lost},
	deaf:     {false, 30 * time.Second, lost},
	vague:    {true, answer, unclear},
	careless: {false, answer, unclear},
	refusing: {false, answer, no},
	hung:     {applies: true},
}

// request is an entry of the ledger.
type request struct {
	want     Record
	at, end  time.Duration // since the start of the year
	mood     condition
	needless bool // the record was already held
	foreign  bool // the line did not hold the address any more
}

// year is a house with such a provider and a line.
type year struct {
	*loopTest
	mu     sync.Mutex // virtual time orders events, the race detector wants more
	mood   condition
	silent bool       // nobody answers questions about the name
	cache  *cache     // nil: the zone's servers answer; else only a cache
	holds  Record     // what the provider holds; DNS says the addresses
	line   netip.Addr // what the line offers; zero: nothing
	line6  netip.Addr // the same of IPv6
	prefix netip.Addr // the address of the router in the LAN of a Host
	other  netip.Addr // what another line offers, beside the one that counts
	// removes says that the provider removes a family that a request lacks.
	removes bool
	hang    chan struct{}

	ledger []request
	tries  []time.Duration // jobs that found no connection
	asks   []time.Duration // questions to DNS

	want      []request // the requests that the story calls for, with want and at
	wantTries []time.Duration
	wantAsks  []time.Duration

	wrong   time.Duration // since when the record is wrong, -1: it is right
	longest time.Duration // how long it was wrong after a change or an outage
}

// address is the address number n of a line.
func address(n int) netip.Addr {
	return netip.AddrFrom4([4]byte{203, 0, byte(n / 250), byte(n%250 + 1)})
}

// now is the time since the year began.
func (y *year) now() time.Duration { return time.Since(y.start) }

// until waits for a time of the year.
func (y *year) until(d time.Duration) {
	if d < y.now() {
		y.t.Fatalf("the story goes back from %v to %v", y.now(), d)
	}
	y.sleep(d - y.now())
}

// offers tells that the line holds an address now.
func (y *year) offers(ip netip.Addr) {
	if y.host != nil {
		y.wanHas(ip)
		return
	}
	y.line = ip
	y.moved()
	y.sees(y.here(), "")
}

// here is what the line offers.
func (y *year) here() Record { return Record{IPv4: y.line, IPv6: y.line6} }

// shows says whether the provider, and so DNS, has all addresses of a record.
func (y *year) shows(r Record) bool {
	r.Settings = y.holds.Settings
	return y.holds.Covers(r)
}

// offersNothing tells that it holds none.
func (y *year) offersNothing(why string) {
	y.line, y.line6 = netip.Addr{}, netip.Addr{}
	y.moved()
	y.sees(Record{}, why)
}

// becomes sets what the provider does from now on.
func (y *year) becomes(m condition) {
	y.mu.Lock()
	y.mood = m
	y.mu.Unlock()
	y.moved()
}

// restarts ends the daemon as procd does and starts it again; the line has not
// changed.
func (y *year) restarts() {
	y.stop()
	y.boot()
	if y.host != nil {
		y.lanHas(y.prefix)
		y.wanHas(y.line)
		return
	}
	y.sees(y.here(), "")
}

// expect says that the story calls for a request.
func (y *year) expect(ip netip.Addr, at time.Duration) {
	y.want = append(y.want, request{want: Record{IPv4: ip, Settings: y.account.Settings}, at: at})
}

// moved starts to measure how long the record is wrong.
func (y *year) moved() {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.wrong = -1
	if y.here().HasAddress() && !y.shows(y.here()) {
		y.wrong = y.now()
	}
}

// apply makes the provider hold a record.
func (y *year) apply(r Record) {
	if y.holds = y.holds.With(r); y.removes {
		y.holds = r
	}
	if y.wrong >= 0 && y.shows(y.here()) {
		y.longest, y.wrong = max(y.longest, y.now()-y.wrong), -1
	}
}

// perform is the Sender: it does what "dynwan send" does with a job.
func (y *year) perform(ctx context.Context, job Job, _ <-chan struct{}, ask func() bool) Outcome {
	y.mu.Lock()
	defer y.mu.Unlock()
	if job.Query || job.Task == Verify {
		if o, done := y.compare(job); done {
			return o
		}
	}
	if y.mood == closed || y.mood == hidden {
		y.tries = append(y.tries, y.now())
		return Outcome{Kind: Unsent, Text: message.Text(string(y.mood)), Reached: y.mood == closed}
	}
	allowed := false
	y.meanwhile(func() { allowed = ask() })
	if !allowed {
		return Outcome{Kind: Unsent, Text: message.Text("withdrawn")}
	}
	return y.receive(ctx, job.Want)
}

// meanwhile lets others have the year while the sender waits.
func (y *year) meanwhile(wait func()) {
	y.mu.Unlock()
	defer y.mu.Lock()
	wait()
}

// compare answers for DNS.
func (y *year) compare(job Job) (o Outcome, done bool) {
	y.asks = append(y.asks, y.now())
	switch {
	case y.silent:
		return blind, job.Task == Verify || !job.Anyway
	case y.cache != nil:
		return y.cache.compare(y, job)
	case y.shows(job.Want):
		return inDNS, true
	}
	return Outcome{Kind: Unsent, Other: true, Text: message.Text("DNS says otherwise")}, job.Task == Verify
}

// receive is the provider's end of a request.
func (y *year) receive(ctx context.Context, want Record) Outcome {
	e := request{want: want, at: y.now(), mood: y.mood, needless: y.holds.Covers(want), foreign: !y.here().Covers(Record{IPv4: want.IPv4, IPv6: want.IPv6}) && want.IPv4 != y.other}
	what := moods[y.mood]
	y.meanwhile(func() { time.Sleep(answer / 2) })
	if what.applies {
		y.apply(want)
	}
	if y.mood == hung {
		e.end = y.now()
		y.ledger = append(y.ledger, e)
		y.meanwhile(func() { <-y.hang })
		return yes
	}
	y.meanwhile(func() {
		select {
		case <-time.After(what.takes - answer/2):
		case <-ctx.Done():
			what.outcome = Outcome{Kind: Unsure, Sent: true, Text: message.Text("stopped")}
		}
	})
	e.end = y.now()
	y.ledger = append(y.ledger, e)
	return what.outcome
}
