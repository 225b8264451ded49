// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater/provider"
)

// killsVariable is how many kills a test makes, seedVariable what they are
// drawn from: the test prints its seed, so that a failure can be played again.
const (
	killsVariable = "DYNWAN_KILLS"
	seedVariable  = "DYNWAN_SEED"
	shortRound    = 24
)

// The gaps of the kill tests: the client's is longer, as with the real ones.
const (
	killServerGap = 200 * time.Millisecond
	killClientGap = 300 * time.Millisecond
)

// killer plays a line that changes while the daemon and its child are killed.
type killer struct {
	*play
	rand    *rand.Rand
	address string
	wipe    bool // a kill of the daemon is a reboot: the RAM is gone
	steps   int  // requests of a change
	behind  bool // another router, which has the address
	both    bool // families
	ipv6    string
	four    bool // records
	prefix  int  // of the LAN, then
	kills   map[string]int
}

// ip draws one of few addresses, so that old ones come back.
func (k *killer) ip() string { return fmt.Sprintf("203.0.113.%d", 1+k.rand.IntN(4)) }

func (k *killer) upTo(d time.Duration) time.Duration { return time.Duration(k.rand.Int64N(int64(d))) }

// change gives the line another address, or the same one anew.
func (k *killer) change() {
	k.t.Helper()
	next := k.ip()
	if k.behind {
		k.Box.SeeAs(mustAddr(next))
		if k.address != "" {
			k.ok(k.Net.DelAddr(scene.Device, "192.168.1.2"))
		}
		k.ok(k.Line("192.168.1.2"))
	} else if k.address == "" {
		k.ok(k.Line(next))
	} else {
		k.ok(k.Change(k.address, next))
	}
	k.address = next
	if k.both {
		k.changeIPv6()
	}
	if k.four {
		k.changeLAN()
	}
}

// changeIPv6 gives the line another IPv6 address too, now and then.
func (k *killer) changeIPv6() {
	k.t.Helper()
	if k.ipv6 != "" && k.rand.IntN(2) == 0 {
		return
	}
	if k.ipv6 != "" {
		k.ok(k.Net.DelAddr(scene.Device, k.ipv6+"/64"))
	}
	k.ipv6 = fmt.Sprintf("2001:db8:53:1::%d", 1+k.rand.IntN(4))
	k.ok(k.Net.AddAddr(scene.Device, k.ipv6+"/64"))
}

// wanted is what the name has to hold.
func (k *killer) wanted() string {
	if k.four {
		return k.wantedOfFour()
	}
	if k.both {
		return k.address + " " + k.ipv6
	}
	return k.address
}

// holds is what it holds.
func (k *killer) holds() string {
	if k.four {
		return k.heldOfFour()
	}
	return k.held()
}

// kill kills the daemon, or its child if chance wills and one comes.
func (k *killer) kill() {
	k.t.Helper()
	if k.rand.IntN(2) == 0 && k.killChild() {
		k.kills["child"]++
		return
	}
	k.daemon.Kill()
	k.kills["daemon"]++
	if k.wipe {
		files, err := filepath.Glob(filepath.Join(k.StateDir(), "*"))
		k.ok(err)
		for _, file := range files {
			k.ok(os.Remove(file))
		}
		// Nobody remembers the gap over a reboot, so this one outlasts it.
		time.Sleep(killClientGap)
	}
	time.Sleep(k.upTo(50 * time.Millisecond))
	k.start()
}

// killChild waits some hundred milliseconds for a child and kills it in the
// middle of its work.
func (k *killer) killChild() bool {
	for range 200 {
		if list := children(k.t, k.daemon.PID()); len(list) > 0 {
			time.Sleep(k.upTo(40 * time.Millisecond))
			return syscall.Kill(list[0], syscall.SIGKILL) == nil
		}
		time.Sleep(2 * time.Millisecond)
	}
	return false
}

// settles waits until the name has the line's address, for some gaps without
// anything more, and checks the ledger.
func (k *killer) settles(kill int) {
	k.t.Helper()
	limit, cancel := context.WithTimeout(k.t.Context(), 20*time.Second)
	defer cancel()
	k.Box.Wait(limit, func() bool { return k.holds() == k.wanted() })
	if time.Sleep(3 * killClientGap); k.behind {
		time.Sleep(time.Second) // it may have asked just before the change
	}
	if got := k.holds(); got != k.wanted() {
		k.t.Fatalf("after %d kills: the provider holds %s, the line %s; the log:\n%s", kill, got, k.wanted(), k.daemon.Log())
	}
	if b := k.Box.Breaches(); len(b) > 0 {
		k.t.Fatalf("after %d kills: broken rules: %q; the log:\n%s", kill, b, k.daemon.Log())
	}
}

// fromEnv reads a number that a run may set.
func fromEnv(t *testing.T, name string, usual uint64) uint64 {
	text := os.Getenv(name)
	if text == "" {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s=%s is no number", name, text)
	}
	return n
}

// rounds is how a test of kills is played: by which provider, whether a kill of
// the daemon is a reboot, and whether ours is a router behind a router.
type rounds struct {
	change func(*sandbox.Config)
	wipe   bool
	steps  int
	behind bool
	both   bool           // families
	four   bool           // records
	lossy  bool           // answers are lost, too
	spec   *provider.Spec // a provider with rules that is made up
}

func testKills(t *testing.T, r rounds) {
	usual := uint64(shortRound / r.steps)
	if r.spec != nil && r.steps == 1 {
		usual = shortRound / 3 // what differs from the others is little
	}
	kills := int(fromEnv(t, killsVariable, usual))
	seed := fromEnv(t, seedVariable, uint64(time.Now().UnixNano()))
	t.Logf("repeat with %s=%d %s=%d", seedVariable, seed, killsVariable, kills)
	program := program
	if r.spec != nil {
		program = ruledProgram(t)
	}
	p := newPlayOf(t, program, func(c *sandbox.Config) {
		c.MinGap = killServerGap
		r.change(c)
	})
	k := &killer{play: p, rand: rand.New(rand.NewPCG(seed, 0)), wipe: r.wipe, steps: r.steps, behind: r.behind, both: r.both, four: r.four, kills: map[string]int{}}
	config := scene.Config{MinGap: killClientGap, Settle: 20 * time.Millisecond}
	if r.behind {
		config.Keys = lookKeys("1s")
	}
	if r.both {
		config.Keys = []string{"ipv6 = true"}
	}
	if r.four {
		config.Tail = k.away(config)
	}
	k.ok(k.Configure(config))
	if r.spec != nil {
		text, err := os.ReadFile(k.ConfigFile())
		k.ok(err)
		k.ok(os.WriteFile(k.ConfigFile(), providerLine.ReplaceAll(text, []byte(`provider = "`+r.spec.Name+`"`)), 0o600))
	}
	k.start()
	for n := 1; n <= kills; n++ {
		if k.rand.IntN(3) == 0 { // a slow provider: more time to die in
			k.ok(k.Box.Arm(sandbox.ActiveFault{Name: sandbox.Delay, N: 1, After: k.rand.IntN(k.steps),
				Arg: k.upTo(150 * time.Millisecond).String()}))
		}
		if r.lossy && k.rand.IntN(3) == 0 {
			k.ok(k.Box.Arm(sandbox.ActiveFault{Name: sandbox.DropAfterApply, N: 1, After: k.rand.IntN(k.steps)}))
		}
		k.change()
		time.Sleep(k.upTo(200 * time.Millisecond))
		k.kill()
		if n%6 == 0 || n == kills {
			k.settles(n)
		}
	}
	sent := len(k.Box.Ledger())
	t.Logf("killed: daemon %d times, child %d times; %d requests", k.kills["daemon"], k.kills["child"], sent)
	if k.kills["daemon"] == 0 || kills >= 100 && k.kills["child"] < kills/20 || sent == 0 {
		t.Errorf("kills: got %v with %d requests, want both kinds", k.kills, sent)
	}
}

// providerLine is the line of the configuration that names the provider.
var providerLine = regexp.MustCompile(`(?m)^provider = .*$`)

func single(*sandbox.Config) {}

func TestKillAnywhere(t *testing.T)     { testKills(t, rounds{change: single, steps: 1}) }
func TestRebootAnywhere(t *testing.T)   { testKills(t, rounds{change: single, wipe: true, steps: 1}) }
func TestBothKillAnywhere(t *testing.T) { testKills(t, rounds{change: named, steps: 1, both: true}) }
func TestBothRebootAnywhere(t *testing.T) {
	testKills(t, rounds{change: named, wipe: true, steps: 1, both: true})
}
func TestStepsKillAnywhere(t *testing.T) { testKills(t, rounds{change: stepped, steps: 3}) }
func TestStepsRebootAnywhere(t *testing.T) {
	testKills(t, rounds{change: stepped, wipe: true, steps: 3})
}
func TestBehindKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: looking, steps: 2, behind: true})
}

// named makes the account one of a provider of dyndns2.
func named(c *sandbox.Config) { c.Accounts[0].Dyndns2 = &sandbox.Dyndns2{} }
