// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"testing"
	"time"

	"dynwan/updater/message"
)

// named boots a loop with one account that has three names.
func (h *loopTest) named(send Sender) {
	h.stop()
	h.send = send
	h.beside = nil
	policy := DefaultPolicy()
	policy.Recheck = 0
	for _, key := range []string{"l", "m"} {
		h.beside = append(h.beside, &Account{Config: &Config{Name: "home/" + key, Account: "home", Device: "wan", Key: key, Settings: "s1"},
			Machine: &Machine{Policy: &policy, Login: "login of " + key}})
	}
	h.login = "home"
	h.boot()
}

// byName is a status of each of them, in their order.
func (h *loopTest) byName() []Status {
	h.mu.Lock()
	defer h.mu.Unlock()
	return []Status{h.all["home"], h.all["home/l"], h.all["home/m"]}
}

func TestTheNamesOfAnAccountGoOneAfterAnother(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.named(h.provider(Outcome{Kind: Confirmed, Sent: true}))
		h.sees(recA, "")
		h.sleep(1500 * time.Millisecond)
		if s := h.byName()[1]; s.State != Waiting || !s.Text.Has(message.WaitingForTurn) {
			t.Errorf("the second name: got %+v, want it to wait for its turn", s)
		}
		h.sleep(time.Minute)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.1 at 2s", "203.0.113.1 at 3s")
	})
}

func TestARefusedLoginStopsAllNames(t *testing.T) {
	no := Outcome{Kind: Rejected, Sent: true, Text: message.Text("badauth"), Remedy: message.New(message.CorrectUserOrPass)}
	for _, c := range []struct {
		name    string
		account bool // the refusal is of the account
		guess   bool
		sent    int
		states  [3]State
	}{
		{"of the login", true, false, 1, [3]State{Refused, Refused, Refused}},
		{"of one name", false, false, 3, [3]State{Refused, Current, Current}},
		{"of the login, as a guess", true, true, 4, [3]State{Current, Current, Current}},
	} {
		inLoop(t, func(h *loopTest) {
			first := no
			first.OfAccount, first.Guess = c.account, c.guess
			h.named(h.provider(first, Outcome{Kind: Confirmed, Sent: true}))
			h.sees(recA, "")
			h.sleep(time.Hour)
			if c.guess {
				h.wantSent("203.0.113.1 at 1s") // for a day, and then all of them
				h.sleep(48 * time.Hour)
			}
			for i, s := range h.byName() {
				if s.State != c.states[i] {
					t.Errorf("%s: name %d: got %+v, want %s", c.name, i, s, c.states[i])
				}
			}
			if len(h.sent) != c.sent {
				t.Errorf("%s: got %q, want %d requests", c.name, h.sent, c.sent)
			}
			// It outlasts a restart for each of them.
			h.named(h.provider(Outcome{Kind: Confirmed, Sent: true}))
			h.sees(recA, "")
			h.sleep(time.Hour)
			if len(h.sent) != c.sent {
				t.Errorf("%s, after a restart: got %q, want nothing more", c.name, h.sent)
			}
		})
	}
}
