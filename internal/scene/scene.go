// SPDX-License-Identifier: GPL-2.0-or-later

// Package scene sets up the whole play for a test or a demo: a line of lab,
// the sandbox at the provider's end of it, and the built program in between.
//
// Call lab.Main first, then New, then Start. The one thing to know: the
// sandbox runs in this process, so its ledger is at hand; dynwan runs in its
// own, as on a router.
package scene

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"dynwan/internal/lab"
	"dynwan/internal/sandbox"
)

// The cast: one customer with one dynamic domain, on one line.
const (
	Device = "pppoe-wan"
	Email  = "me@example.org"
	Pass   = "tr0ub4dor & 3"
	Domain = "home.example.net"
	// Host is the provider's name here. dynwan shortens no rule for the real
	// one, so the sandbox cannot go by that.
	Host = "dyn.example.com"
)

// Addresses of the provider's servers.
const (
	Resolver = "198.51.100.53"
	Name1    = "198.51.100.54"
	Name2    = "198.51.100.55"
	Web      = "198.51.100.80"

	Resolver6 = "2001:db8:53::53"
	Name6     = "2001:db8:53::54"
	Web6      = "2001:db8:53::80"
)

// Scene is one play.
type Scene struct {
	Net *lab.Net
	Box *sandbox.Sandbox
	Dir string // for state, configuration and the CA file
	// Program is the built dynwan.
	Program string

	login string      // the lines of the configuration that its provider decides
	api   sandbox.API // that the provider has, "" for none
}

// New sets the scene: a line without an address, servers behind it. change may
// adapt the sandbox's configuration; nil leaves it. If it makes the account one
// of MyServer.org, of dyndns2 or of an API, dynwan is configured for that provider.
func New(program, dir string, change func(*sandbox.Config)) (*Scene, error) {
	config := sandbox.Config{
		Accounts:  []sandbox.Account{{Email: Email, Pass: Pass, Domains: []string{Domain}}},
		Zones:     []string{"example.net"},
		Host:      Host,
		HostAddrs: []netip.Addr{netip.MustParseAddr(Web), netip.MustParseAddr(Web6)},
		NameServers: []sandbox.NameServer{
			{Name: "ns1.example.com", IPv4: netip.MustParseAddr(Name1), IPv6: netip.MustParseAddr(Name6)},
			{Name: "ns2.example.com", IPv4: netip.MustParseAddr(Name2)},
		},
		Allow: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8:53::/48")},
		Style: sandbox.Sentences,
		// Tests are impatient. The gap that the client keeps is a little
		// longer, as it is with the real ten minutes.
		MinGap: time.Second,
	}
	if change != nil {
		change(&config)
	}
	s := &Scene{Dir: dir, Program: program, login: loginOf(config.Accounts[0]), api: config.Accounts[0].API}
	var err error
	if s.Box, err = sandbox.New(config); err != nil {
		return nil, err
	}
	if err := s.build(); err != nil {
		s.Close()
		return nil, fmt.Errorf("cannot set the scene: %w", err)
	}
	return s, nil
}

// build lays the line and opens the servers at its far end.
func (s *Scene) build() (err error) {
	if s.Net, err = lab.New(); err != nil {
		return err
	}
	servers := []string{Resolver, Name1, Name2, Web}
	for i, ip := range servers {
		servers[i] = ip + "/32"
	}
	servers = append(servers, Resolver6+"/128", Name6+"/128", Web6+"/128")
	return errors.Join(
		s.Net.ISPAddr(servers...),
		s.Net.AddDevice(Device),
		s.Net.Resolv(Resolver),
		s.Net.ISP(s.serve),
		os.WriteFile(s.CAFile(), s.Box.CAPEM(), 0o644),
		os.Mkdir(s.StateDir(), 0o755),
		s.Configure(Config{}),
	)
}

// serve opens the sockets of the sandbox at the provider.
func (s *Scene) serve() error {
	if _, err := s.Box.Start(sandbox.Places{
		HTTP: Web + ":80", HTTPAlt: Web + ":8147", HTTPS: Web + ":443",
		Authority: []string{Name1 + ":53", Name2 + ":53"}, Resolver: Resolver + ":53",
	}); err != nil {
		return err
	}
	_, err := s.Box.Start(sandbox.Places{
		HTTP: "[" + Web6 + "]:80", HTTPS: "[" + Web6 + "]:443",
		Authority: []string{"[" + Name6 + "]:53"}, Resolver: "[" + Resolver6 + "]:53",
	})
	return err
}

// Close ends the play.
func (s *Scene) Close() error {
	if s.Box != nil {
		s.Box.Close()
	}
	if s.Net != nil {
		return s.Net.Close()
	}
	return nil
}

// CAFile is where the sandbox's authority is.
func (s *Scene) CAFile() string { return filepath.Join(s.Dir, "ca.pem") }

// StateDir is where dynwan keeps its state.
func (s *Scene) StateDir() string { return filepath.Join(s.Dir, "state") }

// ConfigFile is what dynwan reads.
func (s *Scene) ConfigFile() string { return filepath.Join(s.Dir, "dynwan.toml") }

// Line gives the line an address and the routes through it, as pppd does.
func (s *Scene) Line(address string) error {
	return errors.Join(s.Net.AddAddr(Device, address), s.Net.Route(Device))
}

// Change replaces the address of the line by another one.
func (s *Scene) Change(from, to string) error {
	return errors.Join(s.Net.DelAddr(Device, from), s.Line(to))
}
