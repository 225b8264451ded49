// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnUnknownKindIsUnsure(t *testing.T) {
	for _, c := range []struct {
		name string
		sent bool
	}{
		{"after it was allowed to send", true},
		{"before it asked to send", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := play(t).holding(recA)
			p.sees(0, recB)
			p.m.Begin()
			if c.sent {
				p.m.Sending(at(time.Second))
			}
			p.m.Finish(at(2*time.Second), Outcome{Kind: "nonsense"})
			if p.m.held.HasAddress() || p.m.Refused() || p.m.unsure != 1 {
				t.Errorf("after nonsense: held %v, refused %v, unsure %d; want a doubt", p.m.held, p.m.Refused(), p.m.unsure)
			}
			p.wantDue(2*time.Second + gap)
		})
	}
}

func TestAPauseOutlastsWhatDNSSays(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	slow := unclear
	slow.Wait = 5 * time.Hour
	_, end := p.ends(slow)
	p.ends(inDNS)
	p.sees(time.Hour, recC)
	p.wantDue(end + 5*time.Hour)
}

// full makes the state directory refuse what the daemon writes.
func (h *loopTest) full() {
	h.t.Helper()
	// A directory where the new file would be is the only thing that stops
	// root as well.
	blocker := filepath.Join(h.dir, "k.state.new", "x")
	if err := os.MkdirAll(blocker, 0o700); err != nil {
		h.t.Fatal(err)
	}
}

// TestAnOldStateIsNotBelieved: the last state that could be written says A,
// the provider holds B since the directory is full.
func TestAnOldStateIsNotBelieved(t *testing.T) {
	for _, c := range []struct {
		name string
		live func(h *loopTest)
		want []string
	}{
		{
			"going back to the address that it names is a change",
			func(h *loopTest) { h.sees(recA, "") },
			[]string{"203.0.113.1 at 1s", "203.0.113.2 at 1h1s", "203.0.113.1 at 1h11m2s"},
		},
		{
			"it does not end the gap early",
			func(h *loopTest) {
				h.sees(recC, "")
				h.reread <- syscall.SIGUSR1
				synctest.Wait()
			},
			[]string{"203.0.113.1 at 1s", "203.0.113.2 at 1h1s", "203.0.113.3 at 1h11m2s"},
		},
		{
			"a restart asks DNS",
			func(h *loopTest) {
				h.sleep(20 * time.Minute)
				h.stop()
				h.boot()
				h.sees(recA, "")
			},
			[]string{"203.0.113.1 at 1s", "203.0.113.2 at 1h1s", "203.0.113.1 at 1h21m1s"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			inLoop(t, func(h *loopTest) {
				h.sees(recA, "")
				h.sleep(time.Hour)
				h.full()
				h.sees(recB, "")
				h.sleep(time.Minute)
				h.wantSent("203.0.113.1 at 1s", "203.0.113.2 at 1h1s")
				c.live(h)
				h.sleep(time.Hour)
				h.wantSent(c.want...)
			})
		})
	}
}

func TestARefusalTeachesNothingAboutSettings(t *testing.T) {
	p := play(t).holding(recA)
	other := record("203.0.113.1", "s2")
	p.sees(0, other)
	p.ends(no)
	corrected := play(t)
	corrected.m.Login = "login2"
	corrected.m.load(at(time.Hour), p.m.memory)
	corrected.sees(time.Hour, other)
	corrected.ends(lost)
	if job, _ := corrected.ends(yes); job.Query {
		t.Errorf("job after one lost request for new settings: got %+v, want no check: DNS holds the address anyway", job)
	}
}
