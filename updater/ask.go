// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"path/filepath"
	"slices"
	"strings"

	"dynwan/updater/message"
)

// subscribe gives the accounts with the same question the same Look.
func (l *Loop) subscribe() {
	first := map[string]*Look{}
	for _, a := range l.Accounts {
		if a.Look == nil {
			continue
		}
		if k := first[a.Look.Key]; k != nil { // as soon and as often as one of them wants
			k.Settle, k.Every, k.Least = min(k.Settle, a.Look.Settle), min(k.Every, a.Look.Every), min(k.Least, a.Look.Least)
			a.Look = k
			continue
		}
		first[a.Look.Key], a.Look.waits = a.Look, a.Machine
		l.looks = append(l.looks, a.Look)
	}
}

// learn lets the accounts of a Look take what it has learned.
func (l *Loop) learn(k *Look) {
	for _, a := range l.Accounts {
		if a.Look == k && a.seen {
			a.sighted(l.Store.Now())
		}
	}
}

// take takes the job that is due, for the Machine or for the Look.
func (a *Account) take(asks bool) Job {
	if !asks {
		return a.Machine.Begin()
	}
	a.Look.begin()
	return Job{Task: Ask}
}

// finish tells how it ended.
func (l *Loop) finish(a *Account, asks bool, o Outcome) {
	if !asks {
		a.Machine.Finish(l.Store.Now(), o)
		return
	}
	a.Look.finish(l.Store.Now(), o)
	l.learn(a.Look)
}

// abandon takes back a job that has sent nothing.
func (a *Account) abandon() {
	if a.flight.asks {
		a.Look.asking = false
	} else {
		a.Machine.job = nil
	}
}

// saveSight writes down what the server saw, or that it is over, so that nobody
// who begins after us asks too soon or believes too much. While another process
// asks, or one of ours has just done, it waits: the end of that brings us here
// again.
func (l *Loop) saveSight(k *Look) {
	if !k.unsaved {
		return
	}
	if !k.asking {
		lock, err := l.Store.lock(k.file())
		if err == errBusy {
			return
		}
		defer lock.Close()
		l.loadSight(k)
	}
	sum, err := l.Store.write(k.file(), k.fields())
	if k.saved, k.unsaved, k.unkept = sum, false, ""; err != nil {
		k.saved, k.unsaved, k.unkept = 0, true, message.New(message.AfterRestart, message.Of(err))
		l.Store.forget(k.file()) // an old truth is worse than none
	}
}

// loadSight takes over what the state file holds, if it is not what we wrote,
// and unless we know better.
func (l *Loop) loadSight(k *Look) {
	var s sight
	now := l.Store.Now()
	sum, err := l.Store.read(k.file(), s.fields())
	switch {
	case err != nil:
		if k.unkept = message.Of(err); !k.asked.IsZero() {
			return
		}
		s = sight{asked: now} // some question may just have been sent
	case sum == 0 || sum == k.saved:
		return
	}
	k.saved = sum
	s.asked, s.pause = earlier(s.asked, now), earlier(s.pause, now.Add(DefaultPolicy().MaxWait))
	if s.asked.After(k.asked) || s.asked.Equal(k.asked) && !k.unsaved {
		k.sight = s
		l.learn(k)
	}
}

// startSights takes over what an earlier process has left, if we could have
// written it ourselves, and ends what it knew by questions that nobody has any
// more: what such a line holds may change unseen.
func (l *Loop) startSights() {
	looks := l.looks
	files, _ := filepath.Glob(l.Store.path("*" + probeFile))
	for _, name := range files {
		key := strings.TrimSuffix(filepath.Base(name), probeFile)
		if !l.Single && !slices.ContainsFunc(l.looks, func(k *Look) bool { return k.Key == key }) {
			looks = append(slices.Clip(looks), &Look{Key: key})
		}
	}
	for _, k := range looks {
		if l.loadSight(k); l.Shown != nil || k.saved == 0 {
			continue // it is ours, or nothing
		}
		if k.unsaved = true; k.waits == nil {
			k.compare() // nobody has it
		}
		if l.saveSight(k); k.unkept != "" {
			k.sight = sight{asked: l.Store.Now()}
		}
	}
}
