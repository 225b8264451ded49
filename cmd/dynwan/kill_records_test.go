// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater/catalogue"
	"dynwan/updater/provider"
)

// recordsSpec is a shipped provider with two writes, a deletion and an add, at
// the host of the scene, and without its limit of requests.
func recordsSpec() *provider.Spec {
	set := catalogue.Entry("spaceship.com")
	set["url"] = []string{"https://" + scene.Host + "/api/v1"}
	delete(set, "limits")
	s, wrong := catalogue.New("records", set)
	if wrong != nil {
		panic(wrong[0].Option)
	}
	return s
}

// items makes the account one of a provider of records.
func items(c *sandbox.Config) { c.Accounts[0].API = sandbox.Items }

// Whatever is killed between the reading, the deletion and the add, and whichever
// answer is lost, there is never a second record, and the name has one in the end.

func TestRecordsKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: items, steps: 3, lossy: true, spec: recordsSpec()})
}

func TestRecordsRebootAnywhere(t *testing.T) {
	testKills(t, rounds{change: items, wipe: true, steps: 3, lossy: true, spec: recordsSpec()})
}

// TestAFrozenSenderAddsNothingMore: it wakes up between the deletion and the add,
// after another daemon has added.
func TestAFrozenSenderAddsNothingMore(t *testing.T) {
	k := &killer{play: newPlayOf(t, ruledProgram(t), func(c *sandbox.Config) {
		c.MinGap = killServerGap
		items(c)
	}), rand: rand.New(rand.NewPCG(1, 2))}
	k.ok(k.Configure(scene.Config{MinGap: killClientGap, Settle: 20 * time.Millisecond}))
	text, err := os.ReadFile(k.ConfigFile())
	k.ok(err)
	k.ok(os.WriteFile(k.ConfigFile(), providerLine.ReplaceAll(text, []byte(`provider = "records"`)), 0o600))
	k.ok(k.Box.SetRecords(scene.Domain, mustAddr("203.0.113.99")))
	k.start()
	k.ok(k.Box.Arm(sandbox.ActiveFault{Name: sandbox.Delay, N: 1, Step: sandbox.StepDelete, Arg: "300ms"}))
	k.change()
	k.ok(k.Box.Wait(k.ctx, func() bool {
		l := k.Box.Ledger()
		return len(l) > 0 && l[len(l)-1].Step == sandbox.StepDelete
	}))
	child := children(t, k.daemon.PID())[0]
	k.ok(syscall.Kill(child, syscall.SIGSTOP))
	time.Sleep(400 * time.Millisecond) // the answer is there
	k.daemon.Kill()
	k.start()
	k.settles(1)
	k.ok(syscall.Kill(child, syscall.SIGCONT))
	k.settles(1)
	if n := len(k.Box.Ledger()); n != 4 { // find, delete; find, create
		t.Errorf("requests: got %d, want 4", n)
	}
}
