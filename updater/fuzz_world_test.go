// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dynwan/updater/message"
)

// world is a Machine with everything around it: a line, a provider whose truth
// is known, a state file, and what a fair witness remembers of all that.
type world struct {
	t     *testing.T
	bytes []byte // what happens next
	now   time.Time
	m     *Machine
	rand  *rand.Rand
	every time.Duration // between two looks at a confirmed record
	both  bool          // families are published
	rules Policy        // those of the provider: Refresh and NoQuery
	limit []Limit       // another one
	kept  memory        // what the state file holds
	tally []int64       // and the one with the count of requests

	settings, login string
	line            Record    // what the line offers
	changed         time.Time // since when
	asked           Record    // what the last request asked for
	holds           Record    // what the provider holds; DNS shows the addresses
	removes         bool      // the provider removes a family that a request lacks
	silent          bool      // nobody answers questions about the name

	counted []time.Time // requests that anybody knows of
	fresh   time.Time   // when the provider last took one; zero: nobody knows
	over    time.Time   // the end of the last request that may have arrived
	pause   time.Time   // until when the provider asked not to be bothered
	taken   Record      // what was accepted or confirmed, with no request since
	unclear bool        // it was accepted and not confirmed
	refused string      // the login that was refused
	guessed time.Time   // when that was a guess; zero: it is for good
	// blurred says that the settings are a matter of faith since the memory
	// was lost or an answer was unclear: DNS shows the address alone.
	blurred bool
}

// next returns the next byte of the story, 0 when it is over.
func (w *world) next() int {
	if len(w.bytes) == 0 {
		return 0
	}
	b := w.bytes[0]
	w.bytes = w.bytes[1:]
	return int(b)
}

// oddTimes are times around those that a Machine knows.
var oddTimes = []time.Duration{
	1, time.Millisecond, 249 * time.Millisecond, 250 * time.Millisecond, 999 * time.Millisecond,
	time.Second, time.Second + 1, 7 * time.Second, 10 * time.Second, 31 * time.Second, time.Minute,
	5 * time.Minute, 11*time.Minute - time.Nanosecond, 11 * time.Minute, 11*time.Minute + 1,
	time.Hour, 2 * time.Hour, 5 * time.Hour, 24 * time.Hour, 30 * 24 * time.Hour,
}

// say tells the story to "go test -v -run FuzzMachine/NAME".
func (w *world) say(format string, args ...any) {
	if testing.Verbose() {
		w.t.Logf("%12v "+format, append([]any{w.now.Sub(epoch)}, args...)...)
	}
}

func (w *world) passes(d time.Duration) { w.now = w.now.Add(d) }

func (w *world) oddTime() time.Duration { return oddTimes[w.next()%len(oddTimes)] }

// starts is a new process on what an earlier one remembered. It writes down
// what it makes of that, as Loop.remember does.
func (w *world) starts(saved memory) {
	w.m = &Machine{Policy: usualPolicy(), Login: w.login, Rand: w.rand}
	w.m.Policy.Recheck, w.m.Policy.Both = w.every, w.both
	if w.m.Policy.Refresh = w.rules.Refresh; w.rules.NoQuery {
		w.m.Policy.NoQuery, w.m.Policy.Verify = true, nil
	}
	if w.limit != nil {
		w.m.Tally = &Tally{Limits: w.limit, sent: slices.Clone(w.tally)}
	}
	w.m.load(w.now, saved)
	w.keeps()
	w.say("the process starts with %s and %s, holding %v", w.settings, w.login, &saved.held)
}

// keeps writes down what the Machine knows.
func (w *world) keeps() {
	if w.kept = w.m.memory; w.m.Tally != nil {
		w.tally = slices.Clone(w.m.Tally.sent)
	}
}

// free is when the provider's limit allows a request.
func (w *world) free() (at time.Time) {
	for _, l := range w.limit {
		if n := len(w.counted) - l.N; n >= 0 {
			at = latest(at, w.counted[n].Add(l.Per))
		}
	}
	return at
}

// offers tells the Machine what the line holds.
func (w *world) offers(r Record) {
	if r.Settings = w.settings; !r.HasAddress() {
		r = Record{}
	}
	news := r != w.line
	if news {
		w.line, w.changed = r, w.now
	}
	w.say("the line offers %v", r)
	before, _ := w.m.Due()
	same := r == w.m.want
	w.m.Observe(w.now, r, message.Text("wan is down"))
	due, ok := w.m.Due()
	if same && !due.Equal(before) {
		w.t.Fatalf("the line offers %v once more: due %v, want %v as before", r, due, before)
	}
	if ok && news {
		w.wantPrompt(due)
	}
}

// forgets is the end of the RAM, or of the file that was in it. early says
// when a request would be too early by what is left.
func (w *world) forgets(left memory) {
	w.over, w.pause = left.arrived, time.Time{}
	w.tally, w.counted, w.fresh = nil, nil, time.Time{}
	w.taken, w.refused, w.guessed, w.blurred = Record{}, "", time.Time{}, true
	w.starts(left)
	w.offers(w.line)
}

// job plays one job from Begin to Finish, as Loop.begin and Loop.hear do. It
// may end with the death of the process.
func (w *world) job() {
	due, ok := w.m.Due()
	if !ok {
		return
	}
	w.now = latest(w.now, due)
	job := w.m.Begin()
	w.say("begins %+v", job)
	w.wantSound(job)
	w.happens(w.next())
	if o, done := w.compare(job); done {
		w.finish(job, o)
		return
	}
	fate := w.next()
	switch {
	case fate%8 == 0:
		w.finish(job, Outcome{Kind: Unsent, Text: message.Text("no route"), Clock: fate&8 != 0, Reached: fate&16 != 0})
	case fate%8 == 1: // the process dies and nothing was sent
		w.starts(w.kept)
		w.offers(w.line)
	case fate%8 == 2: // a sender that nobody understands
		w.finish(job, Outcome{Kind: "nonsense"})
	case w.m.Stale():
		w.finish(job, Outcome{Kind: Unsent, Text: message.Text("withdrawn")})
	default:
		w.request(job)
	}
}

// compare asks the world's DNS, as "dynwan send" does.
func (w *world) compare(job Job) (o Outcome, done bool) {
	verify := job.Task == Verify
	switch {
	case !job.Query && !verify:
		return o, false
	case w.silent:
		return Outcome{Kind: Unsent, Blind: true, Text: message.Text("no answer from DNS")}, verify || !job.Anyway
	case w.shows(job.Want):
		return Outcome{Kind: Confirmed}, true
	}
	return Outcome{Kind: Unsent, Other: true, Text: message.Text("DNS says otherwise")}, verify
}

// shows says whether the provider, and so DNS, has all addresses of a record.
func (w *world) shows(r Record) bool {
	r.Settings = w.holds.Settings
	return w.holds.Covers(r)
}

// request sends, and decides what becomes of it.
func (w *world) request(job Job) {
	w.wantAllowed(job)
	before := w.taken
	w.doubts(job)
	w.m.Sending(w.now)
	w.keeps()
	if w.doubtful(job) {
		w.taken = Record{}
	}
	if w.asked = job.Want; before.Covers(job.Want) && !job.Query {
		w.fresh = time.Time{}
	}
	w.happens(w.next())
	fate := w.next()
	applied := fate&1 != 0
	o := Outcome{Sent: true, Wait: w.wait(fate)}
	switch fate >> 1 & 7 {
	case 0, 1:
		o.Kind, applied = Confirmed, true
	case 2:
		o.Kind = Unverified
		applied = applied || w.rules.NoQuery // who else should know
	case 3:
		o.Kind, o.Text, o.Guess = Rejected, "wrong password", fate&16 != 0
		applied = applied && o.Guess
	case 4, 5:
		o.Kind, o.Text = Unsure, "no answer"
	case 6:
		o.Kind, o.Text = "nonsense", message.Text("a word that nobody knows")
	case 7: // the process dies
		w.arrives(job, applied)
		w.starts(w.kept)
		w.offers(w.line)
		return
	}
	w.arrives(job, applied)
	if o.Kind == Rejected && !o.Guess {
		w.taken = before
	}
	w.finish(job, o)
}

// doubtful says that nobody knows what is held while a request is under way. That
// of a refresh asks for what is taken, which stays so however it ends.
func (w *world) doubtful(job Job) bool { return w.taken != job.Want || job.Query }

// doubts notes a second request in a row for the same settings: that is enough
// to believe that the provider has them, if it has any of the two.
func (w *world) doubts(job Job) {
	if w.taken == (Record{}) && w.asked.Settings == job.Want.Settings {
		w.blurred = true
	}
}

// arrives is the end of a request at the provider.
func (w *world) arrives(job Job, applied bool) {
	w.over, w.counted = w.now, append(w.counted, w.now)
	switch {
	case applied && w.removes:
		w.holds = job.Want
	case applied:
		w.holds = w.holds.With(job.Want)
	}
}

// wait is what the provider asks for.
func (w *world) wait(fate int) time.Duration {
	if fate < 224 {
		return 0
	}
	return []time.Duration{time.Minute, time.Hour, 30 * time.Hour}[w.next()%3]
}

// finish tells the Machine, and the file if the process lives long enough.
func (w *world) finish(job Job, o Outcome) {
	w.m.Finish(w.now, o)
	w.say("ended %+v, the provider holds %v", o, w.holds)
	if o.Wait > 0 {
		w.pause = latest(w.pause, w.now.Add(min(o.Wait, 24*time.Hour)))
	}
	if w.next()%16 == 15 { // the process dies before it writes that down
		w.dies(job, o)
		return
	}
	w.keeps()
	w.remember(job, o)
	w.wantLater(job, o)
}

// dies loses the outcome of a job. The file is as it was before the job, or
// as Sending left it.
func (w *world) dies(job Job, o Outcome) {
	if o.Sent && w.doubtful(job) {
		w.taken = Record{}
	}
	w.pause = w.kept.holdTill
	w.starts(w.kept)
	w.offers(w.line)
}

// remember notes what an outcome means to a fair witness.
func (w *world) remember(job Job, o Outcome) {
	if (o.Kind == Unsure || o.Kind == "nonsense") && job.Task == Update && !w.guessed.IsZero() {
		w.refused, w.guessed = "", time.Time{} // this time it was none
	}
	if w.rules.NoQuery && o.Kind == Unverified {
		o.Kind = Confirmed
	}
	if job.Task == Update && o.Sent && (o.Kind == Confirmed || o.Kind == Unverified) {
		w.fresh = w.now
	}
	switch {
	case job.Task == Verify && job.Strict && job.Previous.Covers(job.Want): // a look at a confirmed record, which stays so
	case o.Kind == Confirmed:
		if w.unclear {
			w.taken = Record{}
		}
		w.taken, w.unclear, w.refused, w.guessed = w.taken.With(job.Want), false, "", time.Time{}
		w.blurred = w.blurred && !o.Sent
	case o.Kind == Unverified && job.Task == Update:
		w.taken, w.unclear, w.refused, w.guessed, w.blurred = job.Want, true, "", time.Time{}, true
	case o.Kind == Rejected:
		w.refused, w.guessed = w.login, time.Time{}
		if o.Guess {
			w.guessed = w.now
		}
	case o.Kind == "nonsense" && job.Task == Update:
		w.doubts(job)
		if !o.Sent {
			w.counted = append(w.counted, w.now)
		}
		if w.doubtful(job) {
			w.taken = Record{}
		}
		w.over, w.asked = w.now, job.Want
	}
}
