// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"os"
	"testing"
	"time"
)

func TestTheLoopIsQuietOnlyWhenNothingIsLeftToDoOrToLose(t *testing.T) {
	for name, c := range map[string]struct {
		answers []Outcome
		play    func(h *loopTest)
		quiet   bool
	}{
		"an address that was never looked at": {nil, func(*loopTest) {}, false},
		"no address":                          {nil, func(h *loopTest) { h.sees(Record{}, "wan is down") }, true},
		"an address that settles":             {nil, func(h *loopTest) { h.sees(recA, "") }, false},
		"a sender at work":                    {nil, func(h *loopTest) { h.sees(recA, ""); h.sleep(1500 * time.Millisecond) }, false},
		"a confirmed address":                 {nil, func(h *loopTest) { h.sees(recA, ""); h.sleep(time.Minute) }, true},
		"an unverified address":               {[]Outcome{unclear}, func(h *loopTest) { h.sees(recA, ""); h.sleep(time.Minute) }, true},
		"an unverified address at the end of all questions": {[]Outcome{unclear, nothing},
			func(h *loopTest) { h.sees(recA, ""); h.sleep(24 * time.Hour) }, true},
		"a question to DNS about it": {[]Outcome{unclear, nothing},
			func(h *loopTest) { h.sees(recA, ""); h.sleep(62500 * time.Millisecond) }, false},
		"a refusal":               {[]Outcome{no}, func(h *loopTest) { h.sees(recA, ""); h.sleep(time.Minute) }, true},
		"a wait for the next try": {[]Outcome{nothing}, func(h *loopTest) { h.sees(recA, ""); h.sleep(time.Minute) }, false},
		"a wait for the gap": {nil, func(h *loopTest) {
			h.sees(recA, "")
			h.sleep(time.Minute)
			h.sees(recB, "")
			h.sleep(time.Minute)
		}, false},
		"a state that could not be kept": {nil, func(h *loopTest) {
			os.RemoveAll(h.dir)
			os.WriteFile(h.dir, nil, 0o600)
			h.sees(recA, "")
			h.sleep(time.Minute)
		}, false},
	} {
		inLoop(t, func(h *loopTest) {
			if c.answers != nil {
				h.send = h.provider(c.answers...)
			}
			c.play(h)
			h.quiet = 0
			h.reread <- os.Interrupt // any word makes the loop look
			h.sleep(0)
			if got := h.quiet > 0; got != c.quiet {
				t.Errorf("%s: got quiet %v, want %v; status %+v", name, got, c.quiet, h.status)
			}
		})
	}
}

func TestANewImageGoesOnWhereTheOldOneStopped(t *testing.T) {
	for name, answers := range map[string][]Outcome{"confirmed": {yes}, "refused": {no}, "unverified": {unclear, nothing}} {
		inLoop(t, func(h *loopTest) {
			h.send = h.provider(answers...)
			h.sees(recA, "")
			h.sleep(5 * time.Hour)
			before, lines := h.status, len(h.lines)
			h.stop()
			h.shown, h.status = []Status{before}, Status{}
			h.boot()
			h.sees(recA, "")
			h.sleep(time.Hour)
			if len(h.lines) != lines || h.status != (Status{}) {
				t.Errorf("%s: the new image says %q and shows %+v, want nothing new", name, h.lines[lines:], h.status)
			}
			h.sees(Record{}, "wan is down")
			h.sees(recA, "")
			h.sleep(time.Second)
			if h.status.Text != before.Text || h.status.State != before.State {
				t.Errorf("%s: after a break of the line: got %+v, want the text and state of %+v", name, h.status, before)
			}
		})
	}
}
