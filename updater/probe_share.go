// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"slices"
	"strings"

	"dynwan/updater/message"
)

// subscribe gives accounts with the same probe the same ProbeSource.
func (l *Loop) subscribe() {
	first := map[string]*ProbeSource{}
	for _, a := range l.Accounts {
		for i, probe := range a.Probes {
			if k := first[probe.Key]; k != nil { // as soon and as often as any of them wants
				k.Settle, k.Every, k.Least = min(k.Settle, probe.Settle), min(k.Every, probe.Every), min(k.Least, probe.Least)
				a.Probes[i] = k
				continue
			}
			first[probe.Key], probe.waits = probe, a.Machine
			l.probes = append(l.probes, probe)
		}
	}
}

// learn passes the result of a probe to the accounts of its ProbeSource.
func (l *Loop) learn(k *ProbeSource) {
	for _, a := range l.Accounts {
		if a.seen && slices.Contains(a.Probes, k) {
			a.take(l.Store.Now(), *a.holding)
		}
	}
}

// saveProbe saves what the server saw, or that it is no longer valid, so that a
// later process neither asks too soon nor trusts an old address. While another
// process asks, or one of our own probes has just ended, it does nothing: it is
// called again afterwards.
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
		l.Store.forget(k.file()) // an outdated file is worse than none
	}
}

// loadProbe takes over what the state file holds, unless we wrote it or know
// something newer.
func (l *Loop) loadProbe(k *ProbeSource) {
	var s seenAddress
	now := l.Store.Now()
	sum, err := l.Store.read(k.file(), s.fields())
	switch {
	case err != nil:
		if k.unkept = message.Of(err); !k.asked.IsZero() {
			return
		}
		s = seenAddress{asked: now} // a probe may just have been sent
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
// written it ourselves, and invalidates the results of probes that no account
// uses any more: nobody watches those lines for changes.
func (l *Loop) loadProbes() {
	looks := l.probes
	var files []string
	if !l.Single && l.Shown == nil {
		files = l.Store.files()
	}
	for _, name := range files {
		key, ok := strings.CutSuffix(name, probeFile)
		if ok && !slices.ContainsFunc(l.probes, func(k *ProbeSource) bool { return k.Key == key }) {
			looks = append(slices.Clip(looks), &ProbeSource{Key: key})
		}
	}
	for _, k := range looks {
		if l.loadProbe(k); l.Shown != nil || k.saved == 0 {
			continue // an earlier image of this process wrote it, or there is none
		}
		if k.unsaved = true; k.waits == nil {
			k.compare() // no account uses it
		}
		if l.saveProbe(k); k.unkept != "" {
			k.seenAddress = seenAddress{asked: l.Store.Now()}
		}
	}
}
