// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"math"
	"os"
	"slices"
	"time"
)

// Loop drives the machines of all accounts. Everything in it belongs to the
// goroutine of Run.
type Loop struct {
	Accounts []*Account
	Store    Store
	Send     Sender
	// ClockSet says that the wall clock was set; it may be nil.
	ClockSet <-chan struct{}
	// Single says that the configuration has other accounts too.
	Single bool
	// Routes calls come whenever there is a new default route, until ctx ends;
	// it may be nil. It runs only while an account waits for one: a router may
	// have many routes, and each message costs a wake-up.
	Routes func(ctx context.Context, come func()) error
	// Show is called whenever the status of a record has changed, with the new one,
	// which does not change after that, and AllShown,
	// unless it is nil, after one or more of these calls. news says that the change is worth a line in
	// the log.
	Show     func(s *Status, news bool)
	AllShown func()
	// Shown is what an earlier image of this process showed: it is not logged
	// again, and its times stay.
	Shown []Status
	// Idle is called whenever nothing is under way or planned, except a query
	// or a probe that can be planned again, and everything else is in the state
	// files. The process may then be replaced.
	Idle func()
	// Reread is called when another process may have changed the directory.
	Reread func()

	probes  []*ProbeSource // each probe once
	unshown bool           // Show was called since AllShown was
	events  chan event
	done    chan struct{} // closed when Run has returned
	routes  chan struct{} // a default route has come
	deafen  func()        // ends Routes; nil while it does not run
}

// Run works until ctx ends, then waits a moment for running senders and saves
// how they ended. A signal on reread means that another process has changed the
// state files.
func (l *Loop) Run(ctx context.Context, seen <-chan Observation, reread <-chan os.Signal) {
	l.events, l.done, l.routes = make(chan event), make(chan struct{}), make(chan struct{})
	defer close(l.done)
	l.Store.spare = newSpare(l.Store.BootID)
	l.subscribe()
	l.shareTallies()
	for _, a := range l.Accounts {
		if l.Shown == nil {
			l.load(a)
		} else {
			l.reload(a) // we have just written it ourselves
		}
		l.showAgain(a)
	}
	l.loadProbes()
	for _, a := range l.Accounts {
		if a.choice != nil {
			a.choose(l.Store.Now()) // there may be nothing to read
		} else if a.Device == "" {
			a.observe(l.Store.Now(), Observation{Why4: a.Down})
		}
	}
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	var only *Account // the one that the last event was about; nil: it may be about all
	for {
		if next := l.work(ctx, only); !next.IsZero() {
			timer.Reset(next.Sub(l.Store.Now()))
		} else {
			timer.Stop()
		}
		l.hearRoutes(ctx)
		if l.Idle != nil && l.idle() {
			l.Idle()
		}
		only = nil
		select {
		case o := <-seen:
			l.observe(o)
		case e := <-l.events:
			if l.handle(e, true); len(e.account.Probes) == 0 {
				only = e.account
			}
		case <-reread:
			l.reloadIdle()
		case <-l.ClockSet:
			for _, a := range l.Accounts {
				a.clockSet(l.Store.Now())
			}
		case <-l.routes:
			for _, a := range l.Accounts {
				a.routed(l.Store.Now())
			}
		case <-timer.C:
		case <-ctx.Done():
			l.stop()
			for _, k := range l.probes {
				l.saveProbe(k)
			}
			for _, a := range l.Accounts {
				l.show(a)
			}
			l.allShown()
			return
		}
	}
}

// work begins every job that is due, shows what changed and returns the time
// of the next one, zero if there is none. Most events are of one sender: to build
// the status of all accounts for each of them is garbage for each account.
func (l *Loop) work(ctx context.Context, only *Account) (next time.Time) {
	for _, k := range l.probes {
		l.saveProbe(k)
	}
	now := l.Store.Now()
	next = l.chooseAgain(now)
	for range l.Accounts {
		if a := l.longest(now); a != nil {
			l.begin(ctx, a)
			a.begun = true
		}
	}
	for _, a := range l.Accounts {
		at, ok := a.due()
		turn := ok && !at.After(now) && l.busy(a)
		changed := only == nil || only == a || a.begun || a.turn != turn
		a.turn, a.begun = turn, false
		if ok && !a.turn && (next.IsZero() || at.Before(next)) {
			next = at
		}
		if changed {
			l.show(a)
		}
	}
	l.allShown()
	return next
}

func (l *Loop) allShown() {
	if l.unshown && l.AllShown != nil {
		l.AllShown()
	}
	l.unshown = false
}

// maxFlights is how many senders may run at once: each takes megabytes. When
// one ends, the account that has been due longest is next.
const maxFlights = 2

// busy says that an account has to wait until a sender ends: two are at work, or
// one of another name of its.
func (l *Loop) busy(a *Account) bool {
	return l.flying() == maxFlights || slices.ContainsFunc(l.Accounts, func(b *Account) bool {
		return b != a && b.flight != nil && b.sameLogin(a)
	})
}

// sameLogin says whether two accounts are records of one.
func (a *Account) sameLogin(b *Account) bool { return a.Account != "" && a.Account == b.Account }

// longest returns the account that has been due longest and may begin, nil if
// there is none.
func (l *Loop) longest(now time.Time) (first *Account) {
	var since time.Time
	for _, a := range l.Accounts {
		if at, ok := a.due(); ok && !at.After(now) && (first == nil || at.Before(since)) && !l.busy(a) {
			first, since = a, at
		}
	}
	return first
}

// observe passes what a device holds to the accounts that it is for.
func (l *Loop) observe(o Observation) {
	for _, a := range l.Accounts {
		if !a.takes(o) {
			continue
		}
		a.observe(l.Store.Now(), o)
		a.withdraw()
	}
}

// withdraw takes back a job that is no longer needed.
func (a *Account) withdraw() {
	if a.flight != nil && !a.flight.withdrawn && a.stale() {
		a.flight.withdrawn = true
		close(a.flight.withdraw)
	}
}

// chooseAgain lets the accounts choose whose better line has held still by now,
// and returns when the next one will have, zero if none has to.
func (l *Loop) chooseAgain(now time.Time) (next time.Time) {
	for _, a := range l.Accounts {
		if a.choice == nil || a.choice.again.IsZero() {
			continue
		}
		if !now.Before(a.choice.again) {
			a.choose(now)
			a.withdraw()
			a.begun = true // show it
		}
		if at := a.choice.again; !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// show calls Show if the status of an account has changed.
func (l *Loop) show(a *Account) {
	if !a.seen {
		return
	}
	s := a.show(l.Store.Now())
	if a.status != nil && s == *a.status {
		return
	}
	shown := s
	a.status, l.unshown = &shown, true
	// A running sender is no news, nor is the wait for one, nor the same
	// trouble once more, unless the wait that was logged is now far from true.
	news := s.State != Busy && !a.turn && (a.logged == nil || !s.Same(*a.logged))
	wait := s.Until - l.Store.Boot().Seconds()
	if news {
		a.logged, a.loggedWait = a.status, wait
	} else if s.Problem && !a.turn && s.State != Busy && wait > a.loggedWait+60 {
		news, a.loggedWait = true, math.Inf(1)
	}
	l.Show(a.status, news)
}
