// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"testing"
	"time"

	"dynwan/updater/message"
)

// apart boots a loop with one account whose families are records of their own.
func (h *loopTest) apart(gate time.Duration, send Sender) {
	h.stop()
	h.send, h.login, h.gate = send, "home", gate
	policy := DefaultPolicy()
	policy.Recheck, policy.Gate = 0, gate
	six := Config{Name: "home/IPv6", Account: "home", Device: "wan", Key: "k6", Settings: "s1", IPv6: true}
	if gate > 0 {
		h.next, six.Beside = "k6", "k"
	}
	h.beside = []*Account{{Config: &six, Machine: &Machine{Policy: &policy, Login: "login6"}}}
	h.boot()
}

func TestAFailingFamilyDoesNotHoldUpTheOther(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		ok := h.provider(Outcome{Kind: Confirmed, Sent: true})
		bad := h.provider(Outcome{Kind: Rejected, Sent: true, Text: message.Text("no AAAA here")})
		h.apart(0, func(ctx context.Context, job Job, w <-chan struct{}, ask func() bool) Outcome {
			if job.Want.IPv6.IsValid() {
				return bad(ctx, job, w, ask)
			}
			return ok(ctx, job, w, ask)
		})
		h.sees(families(1, 1), "")
		h.sleep(time.Minute)
		h.wantSent("203.0.113.1 at 1s", "2001:db8::1 at 2s")
		if four, six := h.all["home"], h.all["home/IPv6"]; four.State != Current || six.State != Refused {
			t.Errorf("got %s and %s, want one current and the other refused", four.State, six.State)
		}
		h.sees(families(2, 1), "")
		h.sleep(20 * time.Minute)
		h.wantSent("203.0.113.1 at 1s", "2001:db8::1 at 2s", "203.0.113.2 at 11m2s")
	})
}

func TestWhatTheProviderCountsTogetherIsKeptApart(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		yes := Outcome{Kind: Confirmed, Sent: true}
		h.apart(time.Minute, h.provider(yes))
		h.sees(families(1, 1), "")
		h.sleep(30 * time.Second)
		if s := h.all["home/IPv6"]; s.State != Waiting || !s.Text.Has(message.OneUpdateIn) {
			t.Errorf("the second family: got %+v, want it to wait for the gate", s)
		}
		// The gate outlasts a restart, and counts what another process sent.
		h.apart(time.Minute, h.provider(yes))
		h.sees(families(1, 1), "")
		h.sleep(time.Minute)
		h.wantSent("203.0.113.1 at 1s", "2001:db8::1 at 1m2s")
		m, _, err := h.store().load("k6")
		if err != nil {
			t.Fatal(err)
		}
		h.sleep(20 * time.Minute)
		m.arrived = h.store().Now()
		if _, err := h.store().save("k6", "home/IPv6", m); err != nil {
			t.Fatal(err)
		}
		h.sees(families(2, 1), "") // nobody has told the loop of the file
		h.sleep(time.Hour)
		h.wantSent("203.0.113.1 at 1s", "2001:db8::1 at 1m2s", "203.0.113.2 at 22m30s")
	})
}
