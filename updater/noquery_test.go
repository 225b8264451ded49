// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dynwan/updater/message"
)

// beyondDNS lets DNS know nothing of what the provider holds.
func beyondDNS(h *loopTest, more func(*Config)) {
	h.stop()
	h.rules = func(c *Config) {
		if c.NoQuery = true; more != nil {
			more(c)
		}
	}
	h.boot()
}

// noQuestions fails if a job asks DNS.
func noQuestions(h *loopTest, send Sender) {
	h.send = func(ctx context.Context, job Job, w <-chan struct{}, ask func() bool) Outcome {
		if job.Query || job.Task != Update {
			h.t.Errorf("job: got %+v, want one that does not ask DNS", job)
		}
		return send(ctx, job, w, ask)
	}
}

func TestWithoutDNSTheAnswerCounts(t *testing.T) {
	for name, c := range map[string]struct {
		answers []Outcome
		want    []string
		line    string
	}{
		"a yes":             {[]Outcome{yes}, []string{"203.0.113.1 at 1s"}, "home: confirmed 203.0.113.1; DNS cannot tell, the provider's answer counts"},
		"an unclear answer": {[]Outcome{{Kind: Unverified, Sent: true, Text: message.Text("took it")}}, []string{"203.0.113.1 at 1s"}, "home: took it; DNS cannot tell, the provider's answer counts"},
		"a lost answer":     {[]Outcome{lost, yes}, []string{"203.0.113.1 at 1s", "203.0.113.1 at 11m2s"}, "home: confirmed 203.0.113.1; DNS cannot tell, the provider's answer counts"},
		"a refusal that may be none": {[]Outcome{{Kind: Rejected, Sent: true, Guess: true, Text: message.Text("it may be a no")}, yes},
			[]string{"203.0.113.1 at 1s", "203.0.113.1 at 1d2s"}, "home: confirmed 203.0.113.1; DNS cannot tell, the provider's answer counts"},
	} {
		t.Run(name, func(t *testing.T) {
			inLoop(t, func(h *loopTest) {
				beyondDNS(h, nil)
				noQuestions(h, h.provider(c.answers...))
				h.sees(recA, "")
				h.sleep(30 * day)
				h.wantSent(c.want...)
				if got := h.said().Line(h.uptime().Seconds()); got != c.line || h.said().Problem {
					t.Errorf("status: got %q, want %q", got, c.line)
				}
			})
		})
	}
}

func TestWithoutDNSARestartSendsNothingAndARebootOnce(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		beyondDNS(h, nil)
		noQuestions(h, h.provider(yes))
		h.sees(recA, "")
		h.sleep(time.Hour)
		h.stop()
		h.boot()
		h.sees(recA, "")
		h.sleep(time.Hour)
		h.stop()
		(&year{loopTest: h}).forget("*")
		h.boot()
		h.sees(recA, "")
		h.sleep(time.Hour)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.1 at 2h1s")
	})
}

func TestWithoutDNSWhatIsRememberedIsNotSentAfterAReboot(t *testing.T) {
	flash := filepath.Join(t.TempDir(), "k.address")
	inLoop(t, func(h *loopTest) {
		h.both = true
		beyondDNS(h, func(c *Config) { c.Remember = flash })
		noQuestions(h, h.provider(yes))
		here := families(1, 1)
		h.sees(here, "")
		h.sleep(time.Hour)
		reboots := func() {
			h.stop()
			os.RemoveAll(h.dir)
			h.boot()
			h.sees(here, "")
			h.sleep(time.Hour)
		}
		reboots()
		if len(h.sent) != 1 || h.said().State != Current {
			t.Errorf("after a reboot: got %q and %q, want nothing sent again", h.sent, h.said().State)
		}
		here = families(1, 2) // while it was off
		reboots()
		if len(h.sent) != 2 {
			t.Errorf("after a reboot with another address: got %q, want it sent", h.sent)
		}
		rules := h.rules
		h.rules = func(c *Config) { rules(c); c.Settings = "s2" }
		reboots()
		if len(h.sent) != 3 {
			t.Errorf("after a reboot with other settings: got %q, want them sent", h.sent)
		}
		settings := h.rules
		h.rules = func(c *Config) { settings(c); c.Refresh = fiveDays }
		reboots()
		if len(h.sent) != 4 {
			t.Errorf("after a reboot, and the name expires: got %q, want it sent", h.sent)
		}
	})
}

// TestWithoutDNSWhatIsRememberedIsCheckedToo: the provider itself is asked.
func TestWithoutDNSWhatIsRememberedIsCheckedToo(t *testing.T) {
	flash := filepath.Join(t.TempDir(), "k.address")
	inLoop(t, func(h *loopTest) {
		h.recheck = day
		beyondDNS(h, func(c *Config) { c.Remember = flash })
		looks, send := 0, h.provider(yes)
		h.send = func(ctx context.Context, job Job, w <-chan struct{}, ask func() bool) Outcome {
			if job.Task == Verify && job.Strict && !job.Query {
				looks++
				return Outcome{Kind: Confirmed}
			}
			return send(ctx, job, w, ask)
		}
		h.sees(recA, "")
		h.sleep(time.Hour)
		h.stop()
		os.RemoveAll(h.dir)
		h.boot()
		h.sees(recA, "")
		h.sleep(10 * day)
		if len(h.sent) != 1 || looks < 8 || looks > 13 {
			t.Errorf("ten days after a reboot: got %q and %d looks, want one request and a look each day", h.sent, looks)
		}
	})
}
