// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"context"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/exchange"
)

// world is a client of the sandbox, whose clock the test moves.
type world struct {
	*sandbox.Sandbox
	t      *testing.T
	client *client
	passed atomic.Int64 // on the sandbox's clock
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t}
	began := time.Now()
	var err error
	w.Sandbox, err = sandbox.New(sandbox.Config{
		Accounts:  []sandbox.Account{{Email: good.Text("user"), Pass: good.Text("pass"), Domains: []string{good.Text("hostname")}, MyServer: &sandbox.MyServer{}}},
		CertNames: []string{"127.0.0.1"}, Allow: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")},
		Now: func() time.Time { return began.Add(time.Duration(w.passed.Load())) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	at, err := w.Start(sandbox.Places{HTTPS: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	w.client = to(goodBut("server", "https://"+at.HTTPS, "delete_query", sandbox.DeleteQuery, "add_query", sandbox.AddQuery,
		"relay_query", sandbox.RelayQuery, "port", "8080",
		"success", sandbox.TextDeleted, "success", sandbox.TextAdded, "success", sandbox.TextRelayed))
	known := new(exchange.Authorities)
	known.Add(w.CAPEM())
	w.client.way.Line.Roots = func() *exchange.Authorities { return known }
	return w
}

// holds returns the addresses of the host, as its name servers answer.
func (w *world) holds() []netip.Addr { return w.Records()[0].Addresses }

// hangs says whether a request came after some earlier ones and never gets an
// answer.
func (w *world) hangs(earlier int) bool {
	l := w.Ledger()
	return len(l) > earlier && strings.HasPrefix(string(l[len(l)-1].Fault), "hang")
}

// attempt is what a router does when an update is due: it reads the old
// address from DNS, and changes the record if it has to.
func (w *world) attempt(want netip.Addr) result {
	w.t.Helper()
	var old netip.Addr
	if list := w.holds(); len(list) > 1 {
		w.t.Fatalf("the host holds %s, want one record at most", list)
	} else if len(list) == 1 {
		old = list[0]
	}
	if old == want {
		return result{Outcome: updater.Outcome{Kind: updater.Confirmed}}
	}
	ctx, cancel := context.WithTimeout(w.t.Context(), maxTime)
	defer cancel()
	earlier := len(w.Ledger())
	go func() { // nobody waits for a server that hangs
		if w.Wait(ctx, func() bool { return w.hangs(earlier) }) == nil {
			cancel()
		}
	}()
	return w.client.update(ctx, old, want, always, always)
}

// TestNoFaultMakesTwoRecordsOrNoneForLong plays every fault of a request at
// every step: the next attempt that the provider's pause allows puts it right.
func TestNoFaultMakesTwoRecordsOrNoneForLong(t *testing.T) {
	faults := []sandbox.Fault{
		sandbox.DropBeforeApply, sandbox.DropAfterApply, sandbox.ResetBeforeApply, sandbox.ResetAfterApply,
		sandbox.HangBeforeApply, sandbox.HangAfterApply, sandbox.Status, sandbox.StatusApplied, sandbox.Portal,
		sandbox.Redirect, sandbox.Endless, sandbox.Cut, sandbox.GarbageBytes, sandbox.GarbageText, sandbox.WAF,
		sandbox.BlockedText, sandbox.PasswordText,
	}
	for _, fault := range faults {
		for _, step := range []sandbox.Step{sandbox.StepLogin, sandbox.StepDelete, sandbox.StepAdd, sandbox.StepRelay} {
			t.Run(string(fault)+" at "+string(step), func(t *testing.T) {
				t.Parallel()
				playFault(t, fault, step)
			})
		}
	}
}

func playFault(t *testing.T, fault sandbox.Fault, step sandbox.Step) {
	w := newWorld(t)
	if err := w.SetRecords(good.Text("hostname"), before); err != nil {
		t.Fatal(err)
	}
	if err := w.Arm(sandbox.ActiveFault{Name: fault, N: 1, Step: step}); err != nil {
		t.Fatal(err)
	}
	r := w.attempt(after)
	list := w.holds()
	switch {
	case r.Kind == updater.Confirmed && (len(list) != 1 || list[0] != after):
		t.Errorf("confirmed, and the host holds %s", list)
	case r.Kind == updater.Unsent && (len(list) != 1 || list[0] != before):
		t.Errorf("unsent, and the host holds %s", list)
	case r.Deleted && len(list) == 1 && list[0] == before:
		t.Errorf("deleted, and the host holds %s", list)
	case (step == sandbox.StepRelay) != (r.Kind == updater.Confirmed):
		t.Errorf("got %+v", r)
	case !strings.Contains(r.Text.String(), "relay") && step == sandbox.StepRelay:
		t.Errorf("got %q, want a word about the relay", r.Text)
	}
	w.passed.Store(int64(10 * time.Minute))
	r = w.attempt(after)
	if list := w.holds(); r.Kind != updater.Confirmed || len(list) != 1 || list[0] != after {
		t.Errorf("the second attempt: got %+v, and the host holds %s", r, list)
	}
	if b := w.Breaches(); len(b) > 0 {
		t.Errorf("breaches: got %q, want none", b)
	}
}

func TestTheSandboxSeesTheAddress(t *testing.T) {
	w := newWorld(t)
	w.SeeAs(before)
	if o := w.client.checkAddress(t.Context(), always); o.Kind != updater.Confirmed || o.Seen != before {
		t.Errorf("IP check: got %+v, want %s", o, before)
	}
	l, o := w.client.logIn(t.Context(), always)
	if o.Kind != updater.Confirmed || l.UserName != good.Text("user") || l.Expires.IsZero() || !l.Allows("MX 10") || len(l.Defaults) != 2 {
		t.Errorf("login: got %+v, %+v, want all that the answer tells", l, o)
	}
}
