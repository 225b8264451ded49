// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"testing"
	"time"

	"dynwan/updater/message"
)

func TestQuestionsWithoutAnAnswer(t *testing.T) {
	failed := Outcome{Kind: Unsent, Sent: true, Text: message.Text("no answer came in time")}
	waits := failed
	waits.Wait = time.Hour
	away := Outcome{Kind: Unsent, Reached: true, Text: message.Text("cannot reach eyes.example: connection refused")}
	for _, c := range []struct {
		name  string
		fails []Outcome
		asked []string
	}{
		{"nothing was sent", []Outcome{nothing, nothing, nothing}, []string{"3s"}},
		{"the server is away", []Outcome{away, away}, []string{"1m1s"}},
		{"the answers are lost", []Outcome{failed, failed, failed, failed, failed},
			[]string{"1s", "5m2s", "15m3s", "35m4s", "1h5m5s", "1h35m6s"}},
		{"the server asks for a pause", []Outcome{waits}, []string{"1s", "1h2s"}},
	} {
		behind(t, func(h *loopTest, l *probeServer) {
			l.failing(c.fails)
			h.holds("192.168.1.2", "")
			h.sleep(110 * time.Minute)
			if n := len(c.asked); len(l.times()) < n {
				t.Errorf("%s: asked at %q, want %q", c.name, l.times(), c.asked)
				return
			}
			l.cut(len(c.asked))
			if l.wantAsked(c.asked...); t.Failed() {
				t.Errorf("in %s", c.name)
			}
			if want := again("home: "+c.fails[0].Text.String(), h.lines); want == "" {
				t.Errorf("%s: the log %q does not tell of the trouble", c.name, h.lines)
			}
		})
	}
}

// again returns the line of a log that tells of a trouble.
func again(trouble string, lines []string) string {
	for _, l := range lines {
		if len(l) > len(trouble) && l[:len(trouble)] == trouble {
			return l
		}
	}
	return ""
}

func TestAFailedQuestionInBetweenKeepsWhatIsKnown(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		h.holds("192.168.1.2", "")
		h.sleep(10 * time.Minute)
		l.failing([]Outcome{{Kind: Unsent, Sent: true, Text: message.Text("no answer came in time")}})
		h.sleep(21 * time.Minute)
		want := nat + "; cannot ask again: no answer came in time"
		if h.status.State != Current || h.status.Probe.String() != want {
			t.Errorf("status: got %s and %q, want it current and %q", h.status.State, h.status.Probe, want)
		}
		h.reread <- os.Interrupt
		h.sleep(10 * time.Minute)
		l.wantAsked("1s", "30m2s", "35m3s")
		if h.status.Probe.String() != nat {
			t.Errorf("status: got %q, want %q", h.status.Probe, nat)
		}
		h.wantSent("203.0.113.1 at 2s")
	})
}
