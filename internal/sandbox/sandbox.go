// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// Sandbox is the stand-in. Its methods may be called from any goroutine.
type Sandbox struct {
	cfg       Config
	ca        *certAuthority
	passwords []string
	started   time.Time

	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu        sync.Mutex
	accounts  map[string]*account
	hosts     map[string]*host
	strangers map[string]time.Time // last request of a login that nobody has
	memories  map[string]*memory   // by login
	faults    map[Fault]*ActiveFault
	ledger    ledger
	cache     map[question]cached
	gates     []*gate
	open      map[net.Conn]bool
	closers   []func()
	servers   int          // authoritative servers so far
	seen      netip.Addr   // what the IP check and the page answer; invalid: the source
	seen6     netip.Addr   // the same over IPv6
	said      string       // the text of the page
	pageAsked [2]time.Time // the page, over IPv4 and IPv6
}

// New makes a stand-in that listens nowhere yet.
func New(cfg Config) (*Sandbox, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, fmt.Errorf("configure the stand-in: %w", err)
	}
	ca, err := newCertAuthority(append([]string{cfg.Host}, cfg.CertNames...), cfg.Now())
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Sandbox{
		cfg: cfg, ca: ca, started: time.Now(), ctx: ctx, cancel: cancel,
		accounts: map[string]*account{}, hosts: map[string]*host{}, strangers: map[string]time.Time{}, memories: map[string]*memory{},
		faults: map[Fault]*ActiveFault{}, cache: map[question]cached{}, open: map[net.Conn]bool{},
		ledger: ledger{changed: make(chan struct{})},
	}
	for _, a := range cfg.Accounts {
		s.addAccount(a)
	}
	return s, nil
}

func (s *Sandbox) addAccount(a Account) {
	acc := &account{Account: a}
	for _, domain := range plainNames(a.Domains) {
		h := &host{domain: domain, account: acc}
		acc.hosts = append(acc.hosts, h)
		s.hosts[domain] = h
	}
	s.accounts[plainName(a.Email)] = acc
	s.passwords = append(s.passwords, a.Pass)
}

// ServePlain serves the update page over HTTP on a listener and returns at
// once. The listener belongs to the stand-in from then on.
func (s *Sandbox) ServePlain(l net.Listener) { s.serve(l, "http") }

// ServeTLS does the same over HTTPS.
func (s *Sandbox) ServeTLS(l net.Listener) { s.serve(l, "https") }

func (s *Sandbox) serve(l net.Listener, scheme string) {
	g := newGate(l, scheme)
	s.mu.Lock()
	s.gates = append(s.gates, g)
	s.mu.Unlock()
	s.running.Go(func() { s.accept(g) })
}

func (s *Sandbox) allGates() []*gate {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.gates)
}

// Close ends every listener, connection and goroutine. The ledger stays.
func (s *Sandbox) Close() {
	s.cancel()
	for _, g := range s.allGates() {
		_ = g.Close()
	}
	s.mu.Lock()
	for c := range s.open {
		_ = c.Close()
	}
	closers := s.closers
	s.closers = nil
	s.mu.Unlock()
	for _, end := range closers {
		end()
	}
	s.running.Wait()
}

// sleep waits and says whether the stand-in is still there.
func (s *Sandbox) sleep(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}
