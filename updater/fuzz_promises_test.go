// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import "time"

// longer is the most that a wait can become by spreading.
func (w *world) longer(d time.Duration) time.Duration {
	if w.rand == nil {
		return d
	}
	return d + d/2
}

// wantSound says that a job serves the line and sends nothing that the
// provider has already taken.
func (w *world) wantSound(job Job) {
	w.t.Helper()
	refused := w.refused == w.login && !w.m.Again
	guess := refused && !w.guessed.IsZero()
	switch {
	case job.Want != w.line || !job.Want.HasAddress():
		w.t.Fatalf("job: got %+v, want one for what the line holds, %v", job, w.line)
	case w.rules.NoQuery && (job.Query || job.Task == Verify && (w.every == 0 || !job.Strict)):
		w.t.Fatalf("job: got %+v, want DNS never asked, and only a provider that says what it holds", job)
	case job.Task == Update && w.taken.Covers(job.Want) && w.expires(): // or nobody knows of a request
	case job.Task == Update && w.taken.Covers(job.Want) && !w.m.insists(): // or the user wants it
		w.t.Fatalf("job: got %+v, want nothing sent that was accepted or confirmed", job)
	case guess && job.Task == Update && w.now.Sub(w.guessed) < 24*time.Hour:
		w.t.Fatalf("job: got %+v %v after a refusal that may be none, want a day", job, w.now.Sub(w.guessed))
	case job.Task == Verify && !w.taken.Covers(job.Want) && !guess:
		w.t.Fatalf("job: got %+v, want a question about what was accepted, %v", job, w.taken)
	case refused && !guess:
		w.t.Fatalf("job: got %+v, want none after a refusal", job)
	}
}

// expires says that the term is over after which the provider deletes a name.
func (w *world) expires() bool {
	return w.rules.Refresh > 0 && (w.fresh.IsZero() || !w.now.Before(w.fresh.Add(w.rules.Refresh)))
}

// wantAllowed says that a request keeps the gap and the provider's own wait.
// Over a reboot nobody remembers the last request, so the gap cannot hold: the
// flash is never written. A damaged file counts as a request just made.
func (w *world) wantAllowed(job Job) {
	w.t.Helper()
	if !w.over.IsZero() && w.now.Sub(w.over) < gap {
		w.t.Fatalf("%+v is sent %v after the end of the last request, want at least %v", job, w.now.Sub(w.over), gap)
	}
	if free := w.free(); w.now.Before(free) {
		w.t.Fatalf("%+v is sent %v before the provider's limit allows it", job, free.Sub(w.now))
	}
	if w.now.Before(w.pause) {
		w.t.Fatalf("%+v is sent %v before the end of the pause that the provider asked for", job, w.pause.Sub(w.now))
	}
	if job.Query && !job.Anyway && w.shows(job.Want) {
		w.t.Fatalf("%+v is sent although DNS could tell that it is needless", job)
	}
}

// wantLater says that nothing is due at once after a failure.
func (w *world) wantLater(job Job, o Outcome) {
	w.t.Helper()
	due, ok := w.m.Due()
	if !ok {
		return
	}
	least := gap
	switch {
	case (w.m.guessed() || w.expires()) && job.Task == Verify:
		return
	case w.m.guessed() && o.Kind == Rejected && w.m.held.Covers(w.m.want) && due.Equal(w.m.checkDue()):
		return // a refresh was refused, and the next look at a confirmed record need not wait
	case w.m.guessed() && o.Kind == Rejected:
		least = time.Minute // the question to DNS
	case job.Task == Verify && job.Want == w.m.want:
		least = time.Minute
	case job.Task == Verify, o.Kind == Confirmed:
		return
	case o.Kind == Unverified && job.Want.Covers(w.m.want):
		least = time.Minute
	case o.Kind != Unverified && !w.m.unverified && w.m.held.Covers(w.m.want) && due.Equal(w.m.checkDue()):
		return // the refresh waits, and the next look at a confirmed record need not
	case o.Kind == Unsent && job.Want != w.m.want:
		w.wantPrompt(due)
		return
	case o.Kind == Unsent && o.Blind && due.Equal(w.m.blind.Add(w.m.Policy.Patience)):
		return // that is when it is sent although nobody answers
	case o.Kind == Unsent && o.Reached:
		least = 30 * time.Second
	case o.Kind == Unsent:
		least = 250 * time.Millisecond
	}
	if due.Sub(w.now) < least {
		w.t.Fatalf("after %+v ended %+v: due in %v, want at least %v", job, o, due.Sub(w.now), least)
	}
}

// wantPrompt says that a new address owes nothing to the troubles of the old.
func (w *world) wantPrompt(due time.Time) {
	w.t.Helper()
	if w.asked.Covers(w.line) || w.m.held.Covers(w.m.want) || w.m.guessed() {
		return // the request for it may have failed
	}
	limit := latest(w.changed.Add(settle), w.pause, w.now, w.free())
	if w.m.expects() {
		limit = latest(w.changed.Add(hold), w.pause, w.now, w.free()) // for the other family
	}
	if !w.over.IsZero() {
		limit = latest(limit, w.over.Add(gap))
	}
	if due.After(limit) {
		w.t.Fatalf("%v came %v ago: due in %v, want at most %v", w.line, w.now.Sub(w.changed), due.Sub(w.now), limit.Sub(w.now))
	}
}

// wantPromises checks what must hold between two events.
func (w *world) wantPromises() {
	w.t.Helper()
	due, ok := w.m.Due()
	refused := w.refused == w.login && w.login != "" && !w.m.Again
	switch {
	case w.m.Refused() != refused:
		w.t.Fatalf("refused: got %v, want %v", w.m.Refused(), refused)
	case ok && refused && w.guessed.IsZero():
		w.t.Fatalf("due %v although the login is refused", due)
	case ok && !w.line.HasAddress():
		w.t.Fatalf("due %v although the line holds nothing", due)
	}
	w.wantTruth()
	if work := w.line.HasAddress() && !w.m.held.Covers(w.line) && (!refused || w.m.guessed()); work {
		// Work that is not due is forgotten for ever.
		limit := latest(w.now.Add(w.longer(2*time.Hour)), w.pause, w.over.Add(gap), w.free())
		if w.m.guessed() {
			limit = latest(limit, w.now.Add(w.longer(7*24*time.Hour)))
		}
		if !ok || due.After(limit) {
			w.t.Fatalf("due: got %v, %v from now; want at most %v", ok, due.Sub(w.now), limit.Sub(w.now))
		}
	}
	if w.rules.Refresh > 0 && w.line.HasAddress() && w.m.held.Covers(w.line) && !refused {
		limit := latest(w.now.Add(w.longer(2*time.Hour)), w.pause, w.over.Add(gap), w.free())
		if !w.fresh.IsZero() {
			limit = latest(limit, w.fresh.Add(w.rules.Refresh*11/10))
		}
		if !ok || due.After(limit) {
			w.t.Fatalf("due: got %v, %v from now; want the name refreshed in %v at most", ok, due.Sub(w.now), limit.Sub(w.now))
		}
	}
	a := Account{Config: &Config{Name: "home", Device: "wan", NoQuery: w.rules.NoQuery, Tally: w.m.Tally}, Machine: w.m}
	if s := a.show(w.now); s.Text == "" || s.State == "" {
		w.t.Fatalf("status: got %+v, want words for it", s)
	}
}

// wantTruth says that the Machine believes nothing that is not so.
func (w *world) wantTruth() {
	w.t.Helper()
	m := w.m
	switch {
	case !m.held.HasAddress() || m.unverified:
	case !w.shows(m.held):
		w.t.Fatalf("held: got %v, and the provider holds %v", m.held, w.holds)
	case m.held.Settings != w.holds.Settings && !w.blurred:
		w.t.Fatalf("held: got %v, and the provider holds %v: DNS cannot have told the settings", m.held, w.holds)
	}
}
