// SPDX-License-Identifier: GPL-2.0-or-later

package child

import (
	"bufio"
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"dynwan/updater"
)

// pipe is the parent's end of the pipe to a child.
type pipe struct {
	bytes.Buffer
	closed bool
}

func (p *pipe) Close() error { p.closed = true; return nil }

// FuzzTalk lets a child say anything.
func FuzzTalk(f *testing.F) {
	for _, said := range []string{
		"", "ready\n", "ready", "ready\nready\n", "\n", "go\n", "kind\n", "{}\n", "kind \"confirmed\n", "kind confirmed\n",
		"kind \"confirmed\"\tsent true\n",
		"ready\nkind \"confirmed\"\tsent true\t\n",
		"ready\nkind \"confirmed\"\tsent true",
		"ready\nkind \"nonsense\"\nready\n",
		"ready\nkind \"unsent\"\twait -1\n",
		"ready\nkind \"rejected\"\tkind \"unsent\"\n",
		"panic: runtime error\n\ngoroutine 1 [running]:\n",
		"ready\n" + strings.Repeat("x", 20<<10) + "\n",
	} {
		f.Add([]byte(said), true)
		f.Add([]byte(said), false)
	}
	f.Fuzz(func(t *testing.T, said []byte, allowed bool) {
		in, asks, asked := &pipe{}, 0, false
		ask := func() bool { // as the loop does
			asks++
			asked = asked || allowed
			return allowed && asks == 1
		}
		o, told := talk(in, bytes.NewReader(said), updater.Job{Task: updater.Update}, ask)
		readies, word := spoken(said)
		switch {
		case asks != readies:
			t.Errorf("talk %q: asked %d times, want once for each of %d readies", said, asks, readies)
		case strings.Count(in.String(), "\n"+wordGo) > 1 || strings.Contains(in.String(), "\n"+wordGo) != asked:
			t.Errorf("talk %q: the child heard %q, want one %q if it was allowed: %v", said, in, wordGo, asked)
		case in.closed != (readies > 1 || readies == 1 && !allowed):
			t.Errorf("talk %q: pipe closed %v after %d readies, allowed %v", said, in.closed, readies, allowed)
		case told && new(updater.Outcome).UnmarshalText(word) != nil:
			t.Errorf("talk %q: got %+v, want no word taken for an outcome", said, o)
		}
		if !told {
			o = died(nil, "", asked)
		}
		wantCareful(t, said, o, word, asked)
	})
}

// spoken returns how often a child was ready before its first other line, and
// that line, nil if it is not whole.
func spoken(said []byte) (readies int, word []byte) {
	said = said[:min(len(said), 16<<10)]
	for bytes.HasPrefix(said, []byte(wordReady)) {
		readies, said = readies+1, said[len(wordReady):]
	}
	word, _, whole := bytes.Cut(said, []byte("\n"))
	if !whole {
		return readies, nil
	}
	return readies, word
}

// wantCareful says that nothing counts as confirmed or refused but what says
// so, and that a child that was allowed to send is never sure of the contrary.
func wantCareful(t *testing.T, said []byte, o updater.Outcome, word []byte, asked bool) {
	var says updater.Outcome
	plain := word != nil && says.UnmarshalText(word) == nil
	clear := []updater.Kind{updater.Confirmed, updater.Unverified, updater.Rejected}
	if slices.Contains(clear, o.Kind) && (!plain || says.Kind != o.Kind) {
		t.Errorf("talk %q: got %+v, want no such thing said", said, o)
	}
	if o.Kind == updater.Unsent && asked && !plain {
		t.Errorf("talk %q: got %+v, want it to count as sent", said, o)
	}
	// A word that nobody knows keeps the gap as a request does.
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	policy := updater.DefaultPolicy()
	m := updater.Machine{Policy: &policy, Login: "login"}
	m.Observe(now, updater.Record{IPv4: netip.MustParseAddr("203.0.113.1"), Settings: "s"}, "")
	m.Begin()
	if asked {
		m.Sending(now)
	}
	m.Finish(now, o)
	if slices.Contains(clear, o.Kind) || o.Kind == updater.Unsent && !asked {
		return
	}
	if at, due := m.Due(); !due || at.Before(now.Add(updater.Minute10)) {
		t.Errorf("talk %q ended %+v: due %v at %v, want it after the gap", said, o, due, at)
	}
}

// FuzzListen lets a parent say anything but the one word. That word, and the
// end of the parent after it, would end this process.
func FuzzListen(f *testing.F) {
	for _, said := range []string{"", "\n", "go", "go\n", "GO 1\n", " go\n", "gogo\n", "no\ngo\n", "ready\n", "\x00go\n"} {
		f.Add([]byte(said))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		if bytes.HasPrefix(said, []byte(wordGo)) {
			return
		}
		may, withdrawn := make(chan time.Duration, 1), false
		listen(bufio.NewReader(bytes.NewReader(said)), may, func() { withdrawn = true })
		if until := <-may; until != 0 || !withdrawn {
			t.Errorf("listen %q: may send until %v, withdrawn %v; want neither a permit nor a job that goes on", said, until, withdrawn)
		}
	})
}
