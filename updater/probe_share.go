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
	first := map[string]*ProbeSource{}
	for _, a := range l.Accounts {
		if a.Probe == nil {
			continue
		}
		if k := first[a.Probe.Key]; k != nil { // as soon and as often as one of them wants
			k.Settle, k.Every, k.Least = min(k.Settle, a.Probe.Settle), min(k.Every, a.Probe.Every), min(k.Least, a.Probe.Least)
			a.Probe = k
			continue
		}
		first[a.Probe.Key], a.Probe.waits = a.Probe, a.Machine
		l.probes = append(l.probes, a.Probe)
	}
}

// learn lets the accounts of a Look take what it has learned.
func (l *Loop) learn(k *ProbeSource) {
	for _, a := range l.Accounts {
		if a.Probe == k && a.seen {
			a.takeProbe(l.Store.Now())
		}
	}
}

// take takes the job that is due, for the Machine or for the Look.
func (a *Account) take(asks bool) Job {
	if !asks {
		return a.Machine.Begin()
	}
	a.Probe.begin()
	return Job{Task: Probe}
}

// finish tells how it ended.
func (l *Loop) finish(a *Account, asks bool, o Outcome) {
	if !asks {
		a.Machine.Finish(l.Store.Now(), o)
		return
	}
	a.Probe.finish(l.Store.Now(), o)
	l.learn(a.Probe)
}

// abandon takes back a job that has sent nothing.
func (a *Account) abandon() {
	if a.flight.asks {
		a.Probe.asking = false
	} else {
		a.Machine.job = nil
	}
}

// saveProbe writes down what the server saw, or that it is over, so that nobody
// who begins after us asks too soon or believes too much. While another process
// asks, or one of ours has just done, it waits: the end of that brings us here
// again.
func (l *Loop) saveProbe(k *ProbeSource) {
	if !k.unsaved {
		return
	}
	if !k.asking {
		lock, err := l.Store.lock(k.file())
		if err == errBusy {
			return
		}
		defer lock.Close()
		l.loadProbe(k)
	}
	sum, err := l.Store.write(k.file(), k.fields())
	if k.saved, k.unsaved, k.unkept = sum, false, ""; err != nil {
		k.saved, k.unsaved, k.unkept = 0, true, message.New(message.AfterRestart, message.Of(err))
		l.Store.forget(k.file()) // an old truth is worse than none
	}
}

// loadProbe takes over what the state file holds, if it is not what we wrote,
// and unless we know better.
func (l *Loop) loadProbe(k *ProbeSource) {
	var s seenAddress
	now := l.Store.Now()
	sum, err := l.Store.read(k.file(), s.fields())
	switch {
	case err != nil:
		if k.unkept = message.Of(err); !k.asked.IsZero() {
			return
		}
		s = seenAddress{asked: now} // some question may just have been sent
	case sum == 0 || sum == k.saved:
		return
	}
	k.saved = sum
	s.asked, s.pause = earlier(s.asked, now), earlier(s.pause, now.Add(DefaultPolicy().MaxWait))
	if s.asked.After(k.asked) || s.asked.Equal(k.asked) && !k.unsaved {
		k.seenAddress = s
		l.learn(k)
	}
}

// loadProbes takes over what an earlier process has left, if we could have
// written it ourselves, and ends what it knew by questions that nobody has any
// more: what such a line holds may change unseen.
func (l *Loop) loadProbes() {
	looks := l.probes
	files, _ := filepath.Glob(l.Store.path("*" + probeFile))
	for _, name := range files {
		key := strings.TrimSuffix(filepath.Base(name), probeFile)
		if !l.Single && !slices.ContainsFunc(l.probes, func(k *ProbeSource) bool { return k.Key == key }) {
			looks = append(slices.Clip(looks), &ProbeSource{Key: key})
		}
	}
	for _, k := range looks {
		if l.loadProbe(k); l.Shown != nil || k.saved == 0 {
			continue // it is ours, or nothing
		}
		if k.unsaved = true; k.waits == nil {
			k.compare() // nobody has it
		}
		if l.saveProbe(k); k.unkept != "" {
			k.seenAddress = seenAddress{asked: l.Store.Now()}
		}
	}
}
