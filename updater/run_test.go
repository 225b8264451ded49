// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"dynwan/updater/message"
)

// loopTest is a Loop with one account and a scripted provider, in virtual time.
type loopTest struct {
	t       *testing.T
	dir     string
	start   time.Time
	cancel  context.CancelFunc
	over    chan struct{}
	seen    chan Observation
	reread  chan os.Signal
	send    Sender
	mu      sync.Mutex // guards what is read while the loop runs
	lines   []string   // the log
	sent    []string   // what was sent, with the seconds since the start
	status  Status
	account *Account
	beside  []*Account
	login   string       // of the accounts that are records of one
	shown   []Status     // what an earlier image showed
	look    *ProbeSource // of the account
	recheck time.Duration
	both    bool  // the account publishes both families
	host    *Host // of the account
	// twoLines are the lines of the account, if there is another one than wan.
	twoLines []Line
	look6    *ProbeSource      // beside look, for IPv6
	all      map[string]Status // by account
	next     string            // the key of the record beside the account's
	gate     time.Duration     // between the two
	quiet    int               // how often the loop said that it may be replaced
	rules    func(*Config)     // of the provider of the account; nil: it has none
	// slept orders what the test has read before what the loop does after a sleep:
	// virtual time alone does not tell the race detector.
	slept atomic.Int32
}

// inLoop runs a test in virtual time.
func inLoop(t *testing.T, f func(h *loopTest)) {
	synctest.Test(t, func(t *testing.T) {
		h := &loopTest{t: t, dir: t.TempDir(), start: time.Now()}
		h.send = h.provider(yes)
		h.boot()
		f(h)
		h.stop()
	})
}

// said is the status that was shown last.
func (h *loopTest) said() Status {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.status
}

// boot starts the loop; stop ends it as SIGTERM does.
func (h *loopTest) boot() {
	ctx, cancel := context.WithCancel(h.t.Context())
	h.cancel, h.over = cancel, make(chan struct{})
	h.seen, h.reread = make(chan Observation), make(chan os.Signal)
	policy := DefaultPolicy()
	policy.Recheck, policy.Both, policy.Gate, h.all = h.recheck, h.both, h.gate, map[string]Status{}
	var probes []*ProbeSource
	if h.look != nil {
		policy.Settle, probes = 0, []*ProbeSource{h.look}
	}
	if h.look6 != nil {
		probes = append(probes, h.look6)
	}
	h.account = &Account{Config: &Config{Name: "home", Account: h.login, Device: "wan", Key: "k", Settings: "s1", Probes: probes, IPv4: h.both, IPv6: h.both, Host: h.host, Beside: h.next},
		Machine: &Machine{Policy: &policy, Login: "login1"}}
	if h.rules != nil {
		c := *h.account.Config
		c.Settle, c.MinGap, c.Recheck, c.Login = policy.Settle, policy.MinGap, h.recheck, "login1"
		h.rules(&c)
		h.account = accountOf(c)
		h.account.Machine.Rand = nil
	}
	if h.twoLines != nil {
		h.account.choice = newChoice(h.twoLines, policy.Settle, policy.MaxHold)
	}
	accounts := append([]*Account{h.account}, h.beside...)
	loop := &Loop{
		Accounts: accounts,
		Store:    h.store(),
		Shown:    h.shown,
		Idle:     func() { h.quiet++ },
		Send: func(ctx context.Context, j Job, w <-chan struct{}, ask func() bool) Outcome {
			return h.send(ctx, j, w, ask)
		},
		Show: func(s *Status, news bool) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.status, h.all[s.Name] = *s, *s
			if news {
				h.lines = append(h.lines, s.Line(h.uptime().Seconds()))
			}
		},
	}
	over := h.over
	go func() { loop.Run(ctx, h.seen, h.reread); close(over) }()
	synctest.Wait()
}

func (h *loopTest) store() Store          { return Store{Dir: h.dir, BootID: "boot1", Boot: h.uptime} }
func (h *loopTest) uptime() time.Duration { h.slept.Load(); return time.Since(h.start) + time.Hour }

// since is the time since one of a state file.
func (h *loopTest) since(t time.Time) time.Duration { return h.store().Now().Sub(t) }

func (h *loopTest) stop() { h.cancel(); <-h.over }

func (h *loopTest) sees(r Record, why string) {
	r.Settings = ""
	h.seen <- Observation{Device: "wan", Record: r, Why4: message.Text(why)}
	synctest.Wait()
}

func (h *loopTest) sleep(d time.Duration) { h.slept.Add(1); time.Sleep(d); synctest.Wait() }

// provider answers each request after a second, in the order given; the last
// answer repeats.
func (h *loopTest) provider(answers ...Outcome) Sender {
	return func(ctx context.Context, job Job, _ <-chan struct{}, ask func() bool) Outcome {
		o := answers[0]
		if len(answers) > 1 {
			answers = answers[1:]
		}
		if o.Sent {
			if !ask() {
				return Outcome{Kind: Unsent, Text: message.Text("withdrawn")}
			}
			h.mu.Lock()
			h.sent = append(h.sent, job.Want.Addresses()+" at "+Span(time.Since(h.start).Seconds()))
			h.mu.Unlock()
		}
		time.Sleep(time.Second)
		return o
	}
}

func (h *loopTest) wantSent(want ...string) {
	h.t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.Equal(h.sent, want) {
		h.t.Errorf("sent: got %q, want %q", h.sent, want)
	}
}

func (h *loopTest) wantLines(want ...string) {
	h.t.Helper()
	if !slices.Equal(h.lines, want) {
		h.t.Errorf("log: got\n%s\nwant\n%s", strings.Join(h.lines, "\n"), strings.Join(want, "\n"))
	}
}

func TestTheLogTellsTheStoryOfAChange(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.sees(Record{}, "wan does not exist yet")
		h.sees(recA, "")
		h.sleep(time.Minute)
		h.sees(recB, "")
		h.sleep(20 * time.Minute)
		h.sees(Record{}, "wan is down")
		h.sees(recB, "")
		h.wantSent("203.0.113.1 at 1s", "203.0.113.2 at 11m2s")
		h.wantLines(
			"home: wan does not exist yet; nothing to publish",
			"home: 203.0.113.1 on wan; comparing with DNS in 1s",
			"home: confirmed 203.0.113.1",
			"home: 203.0.113.2 on wan; the provider allows one update in 11m; sending in 10m2s",
			"home: confirmed 203.0.113.2",
			"home: wan is down; nothing to publish",
			"home: confirmed 203.0.113.2",
		)
	})
}

func TestTheSameTroubleIsToldOnce(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.send = h.provider(nothing, nothing, nothing, nothing, yes)
		h.sees(recA, "")
		h.sleep(time.Hour)
		h.wantLines(
			"home: 203.0.113.1 on wan; comparing with DNS in 1s",
			"home: no route to host; trying again in 250ms",
			"home: confirmed 203.0.113.1",
		)
	})
}

func TestARestartForgetsNothing(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.sees(recA, "")
		h.sleep(time.Minute)
		h.stop()
		h.boot()
		h.sees(recA, "")
		h.sleep(time.Hour)
		h.wantSent("203.0.113.1 at 1s")
		h.stop()
		h.boot()
		h.sees(recB, "")
		h.sleep(time.Minute)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.2 at 1h1m1s")
	})
}

func TestARestartKeepsTheGapAndTheRefusal(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.send = h.provider(yes, no)
		h.sees(recA, "")
		h.sleep(time.Minute)
		h.stop()
		h.boot()
		h.sees(recB, "")
		h.sleep(time.Hour)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.2 at 11m2s")
		h.stop()
		h.boot()
		h.lines = nil
		h.sees(recC, "")
		h.sleep(24 * time.Hour)
		h.wantSent("203.0.113.1 at 1s", "203.0.113.2 at 11m2s")
		h.wantLines("home: refused: wrong password; correct it")
	})
}

func TestAnotherBootForgets(t *testing.T) {
	s := Store{Dir: t.TempDir(), BootID: "boot1", Boot: func() time.Duration { return time.Hour }}
	if _, err := s.save("k", "home", memory{held: recA, arrived: epoch}); err != nil {
		t.Fatal(err)
	}
	s.BootID = "boot2"
	if m, _, err := s.load("k"); err != nil || m != (memory{}) {
		t.Errorf("state of another boot: got %+v, %v; want nothing known", m, err)
	}
}

func TestStopWithARequestOnItsWay(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.send = func(ctx context.Context, job Job, _ <-chan struct{}, ask func() bool) Outcome {
			ask()
			<-ctx.Done()
			return Outcome{Kind: Unsure, Sent: true, Text: message.Text("stopped")}
		}
		h.sees(recA, "")
		h.sleep(10 * time.Second)
		before := time.Now()
		h.stop()
		if took := time.Since(before); took > time.Second {
			t.Errorf("stopping took %v, want at most a second", took)
		}
		m, _, err := h.store().load("k")
		if err != nil || m.held.HasAddress() || m.tried.IPv4 != recA.IPv4 || m.inFlight {
			t.Errorf("state after the stop: got %+v, %v; want A tried and not known to be held", m, err)
		}
		h.send = h.provider(inDNS)
		h.boot()
		h.sees(recA, "")
		h.sleep(12 * time.Minute)
		h.wantSent()
		if h.status.State != Current {
			t.Errorf("state after DNS agreed: got %v, want current", h.status.State)
		}
	})
}

func TestASenderThatHangsDoesNotHoldTheStop(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		hang := make(chan struct{})
		h.send = func(ctx context.Context, job Job, _ <-chan struct{}, ask func() bool) Outcome {
			ask()
			<-hang
			return yes
		}
		h.sees(recA, "")
		h.sleep(10 * time.Second)
		before := time.Now()
		h.stop()
		if took := time.Since(before); took > time.Second {
			t.Errorf("stopping took %v, want at most a second", took)
		}
		if m, _, err := h.store().load("k"); err != nil || !m.inFlight {
			t.Errorf("state after the stop: got %+v, %v; want a request in flight", m, err)
		}
		close(hang)
		h.boot()
	})
}

func TestAnOutdatedJobIsWithdrawnBeforeItSends(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		var allowed []bool
		h.send = func(ctx context.Context, job Job, withdrawn <-chan struct{}, ask func() bool) Outcome {
			if job.Want.IPv4 == recA.IPv4 {
				<-withdrawn
			}
			allowed = append(allowed, ask())
			if !allowed[len(allowed)-1] {
				return Outcome{Kind: Unsent, Text: message.Text("withdrawn")}
			}
			return yes
		}
		h.sees(recA, "")
		h.sleep(5 * time.Second)
		h.sees(recB, "")
		h.sleep(5 * time.Second)
		if !slices.Equal(allowed, []bool{false, true}) {
			t.Errorf("senders allowed to send: got %v, want the first refused, the second allowed", allowed)
		}
		if h.status.Confirmed != "203.0.113.2" {
			t.Errorf("confirmed: got %q, want B", h.status.Confirmed)
		}
	})
}

func TestASenderCannotTakeBackWhatItWasAllowed(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.send = func(ctx context.Context, job Job, _ <-chan struct{}, ask func() bool) Outcome {
			ask()
			return nothing
		}
		h.sees(recA, "")
		h.sleep(10 * time.Second)
		if h.status.State != Waiting || h.account.Machine.unsure != 1 {
			t.Errorf("after an allowed sender said nothing was sent: got %v, want it counted as unsure", h.status)
		}
	})
}

func TestTheHandOfTheUserIsSeen(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		h.send = h.provider(no)
		h.sees(recA, "")
		h.sleep(time.Minute)
		m, _, err := h.store().load("k")
		if err != nil || m.refused == "" {
			t.Fatalf("state: got %+v, %v; want a refusal", m, err)
		}
		m.refused, m.refusal, m.held, m.requested = "", "", h.account.Machine.want, "s1"
		if _, err := h.store().save("k", "home", m); err != nil {
			t.Fatal(err)
		}
		h.reread <- syscall.SIGUSR1
		synctest.Wait()
		if h.status.State != Current {
			t.Errorf("state: got %v, want current as the other process left it", h.status.State)
		}
	})
}

func TestTwoProcessesDoNotSendAtOnce(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		lock, err := h.store().lock("k")
		if err != nil {
			t.Fatal(err)
		}
		h.sees(recA, "")
		h.sleep(10 * time.Second)
		h.wantSent()
		lock.Close()
		h.sleep(time.Minute)
		h.mu.Lock()
		defer h.mu.Unlock()
		if len(h.sent) != 1 {
			t.Errorf("sent after the other process ended: got %q, want one request", h.sent)
		}
	})
}

func TestAStateThatCannotBeKeptIsTold(t *testing.T) {
	inLoop(t, func(h *loopTest) {
		if err := os.Mkdir(filepath.Join(h.dir, "k.state.new"), 0o700); err != nil {
			t.Fatal(err)
		}
		os.WriteFile(filepath.Join(h.dir, "k.state.new", "x"), nil, 0o600)
		h.sees(recA, "")
		h.sleep(time.Minute)
		h.wantSent("203.0.113.1 at 1s")
		if !strings.Contains(h.status.Memory.String(), "cannot write") || h.status.State != Current {
			t.Errorf("status: got %+v, want current with a note that the state cannot be kept", h.status)
		}
	})
}

func TestDamagedStateKeepsTheGapAndAsksDNS(t *testing.T) {
	good := t.TempDir()
	s := Store{Dir: good, BootID: "b", Boot: func() time.Duration { return time.Hour }}
	if _, err := s.save("k", "home", memory{held: recA, requested: "s1", arrived: epoch}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(s.path("k.state"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		broken := slices.Clone(data)
		broken[i] ^= 1
		if err := os.WriteFile(s.path("k.state"), broken, 0o600); err != nil {
			t.Fatal(err)
		}
		m, _, err := s.load("k")
		if !errors.Is(err, errNotOurs) || m != (ignorance(s.Now())) {
			t.Fatalf("byte %d flipped: got %+v, %v; want only the gap known", i, m, err)
		}
	}
}

// accountOf is one account.
func accountOf(c Config) *Account { return NewAccounts([]Config{c})[0] }

// usualPolicy is the default one, for one Machine.
func usualPolicy() *Policy {
	p := DefaultPolicy()
	return &p
}
