// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

var guess = Outcome{Kind: Rejected, Guess: true, Sent: true, Text: message.Text("blocked"), Remedy: message.Text("ask the provider")}

// guesses makes the provider refuse by a guess n times, and DNS answer with
// holds.
func (h *loopTest) guesses(n int, holds *Record) {
	provider := h.provider(yes)
	refuses := h.provider(guess)
	h.send = func(ctx context.Context, job Job, w <-chan struct{}, ask func() bool) Outcome {
		if job.Task == Verify || job.Query {
			h.mu.Lock()
			right := holds.IPv4 == job.Want.IPv4
			h.mu.Unlock()
			if right {
				return inDNS
			}
			if job.Task == Verify {
				return Outcome{Kind: Unsent, Text: message.Text("DNS says otherwise")}
			}
		}
		if n--; n >= 0 {
			return refuses(ctx, job, w, ask)
		}
		return provider(ctx, job, w, ask)
	}
}

func TestAGuessedRefusalIsTriedAgainAfterADayAndThenEachWeek(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.guesses(3, new(Record))
		h.sees(recA, "")
		h.sleep(time.Hour)
		if s := h.status; s.State != Refused || s.Next.String() != "trying again" || s.Until < 25*3600 || !s.Problem {
			t.Errorf("status: got %+v, want it refused until tomorrow", s)
		}
		h.sees(recB, "")
		h.sleep(time.Hour)
		h.stop()
		h.boot()
		h.sees(recC, "")
		h.sleep(21 * time.Hour)
		h.wantSent("203.0.113.1 at 1s")
		h.sleep(2 * time.Hour)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.3 at 1d2s")
		h.stop()
		h.boot()
		h.sees(recC, "")
		h.sleep(20 * 24 * time.Hour)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.3 at 1d2s", "203.0.113.3 at 8d3s", "203.0.113.3 at 15d4s")
		h.wantLines(
			"home: 203.0.113.1 on wan; comparing with DNS in 1s",
			"home: refused: blocked; ask the provider; trying again in 1d",
			"home: refused: blocked; ask the provider; trying again in 22h2s",
			"home: refused: blocked; ask the provider; trying again in 7d",
			"home: refused: blocked; ask the provider; trying again in 6d23h3s",
			"home: refused: blocked; ask the provider; trying again in 7d",
			"home: confirmed 203.0.113.3",
		)
		if h.account.Machine.guesses != 0 || !h.account.Machine.guessAt.IsZero() {
			t.Error("a confirmed update leaves a guess in memory, want it gone")
		}
	})
}

func TestARightRecordEndsAGuessedRefusal(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		holds := new(Record)
		h.guesses(1, holds)
		h.sees(recA, "")
		h.sleep(10 * time.Second)
		h.mu.Lock()
		*holds = recA // the provider said no and did it
		h.mu.Unlock()
		h.sleep(2 * time.Minute)
		h.wantSent("203.0.113.1 at 1s")
		if h.status.State != Current || h.status.Confirmed != "203.0.113.1" {
			t.Errorf("status: got %+v, want it current: DNS has the record", h.status)
		}
	})
}

func TestAnotherProcessLeavesDNSToBeAsked(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(guess)
	p.m.load(at(end+time.Hour), p.m.memory) // as after another process was here
	p.wantDue(end + time.Minute)            // that is long over
	if job, _ := p.ends(inDNS); job.Task != Verify {
		t.Errorf("job: got %+v, want a question to DNS", job)
	}
}

func TestAnAddressThatComesBackEndsAGuessedRefusal(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(guess)
	p.wantDue(end + time.Minute)
	p.sees(end+time.Hour, recA)
	p.wantDue(end + time.Hour + time.Minute)
	if job, _ := p.ends(inDNS); job.Task != Verify || !job.Strict || job.Want != recA {
		t.Errorf("job: got %+v, want the zone's own servers asked about A", job)
	}
	p.wantIdle()
}

func TestDNSIsNotAskedAboutAGuessThatItCannotDecide(t *testing.T) {
	p := play(t).holding(recA)
	other := record("203.0.113.1", "s2")
	p.sees(0, other)
	_, end := p.ends(guess)
	p.wantDue(end + 24*time.Hour) // the address is the same, so DNS cannot tell
	if job, _ := p.ends(yes); job.Task != Update || job.Query {
		t.Errorf("job: got %+v, want an update without a check", job)
	}
}

func TestOtherSettingsEndAGuessedRefusalAtOnce(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	_, end := p.ends(guess)
	saved := p.m.memory
	corrected := play(t)
	corrected.m.Login = "login2"
	corrected.m.load(at(end+time.Hour), saved)
	corrected.sees(end+time.Hour, recB)
	corrected.wantDue(end + time.Hour + time.Second)

	p.m.Again = true // the user's hand
	p.wantDue(end + 11*time.Minute)
	if job, _ := p.ends(no); !job.Query {
		t.Errorf("job: got %+v, want DNS asked first", job)
	}
	p.wantIdle() // a refusal without a doubt is for good
}

func TestAGuessBeforeAnythingWasSentTeachesNothing(t *testing.T) {
	p := play(t).holding(recA)
	p.sees(0, recB)
	unsent := guess
	unsent.Sent = false
	_, end := p.ends(unsent)
	if p.m.held != recA {
		t.Errorf("held %v, want A as before: no request was sent", p.m.held)
	}
	p.wantDue(end + 24*time.Hour)
}

func TestAGuessedRefusalIsKeptInTheStateFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := Store{Dir: t.TempDir(), BootID: "boot1", Boot: func() time.Duration { return time.Hour }}
		want := memory{refused: "l", refusal: message.Text("r"), guessAt: s.Now().Add(5 * time.Hour), guesses: 2}
		if _, err := s.save("k", "home", want); err != nil {
			t.Fatal(err)
		}
		if got, _, err := s.load("k"); err != nil || got != want {
			t.Errorf("state: got %+v, %v, want %+v", got, err, want)
		}
	})
}

func TestAGuessedRefusalLetsALineBehindNATBeAskedAbout(t *testing.T) {
	behind(t, func(h *loopTest, l *probeServer) {
		l.update = func(ctx context.Context, job Job, w <-chan struct{}, ask func() bool) Outcome {
			if job.Task == Verify {
				return Outcome{Kind: Unsent, Text: message.Text("DNS says otherwise")}
			}
			return h.provider(guess)(ctx, job, w, ask)
		}
		h.holds("192.168.1.2", "")
		h.sleep(time.Hour)
		h.holds("192.168.1.3", "")
		h.sleep(24 * time.Hour)
		h.mu.Lock()
		sent := len(h.sent)
		h.mu.Unlock()
		if sent != 2 {
			t.Errorf("sent %d times in a day with a new line, want the try after the guess", sent)
		}
	})
}
