// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"net/netip"

	"github.com/vishvananda/netlink"

	"dynwan/internal/sandbox"
)

// The servers, at the loopback of a network namespace in which nothing else is.
// The emulator's user-mode network leads the machine to them.
const (
	resolver = "198.51.100.53"
	name1    = "198.51.100.54"
	name2    = "198.51.100.55"
	web      = "198.51.100.80"
)

// The customers; image/etc has the other half of this.
const (
	ours    = "home.example.net"
	inadyns = "inadyn.example.net"
	loops   = "ash.example.net"
	pass    = "malta-password"
	host    = "dyn.example.com"
)

// newProvider opens the stand-in for the provider and its name servers.
func newProvider() (*sandbox.Sandbox, error) {
	if err := servers(); err != nil {
		return nil, err
	}
	domains := []string{ours, inadyns, loops}
	for n := 1; n <= 10; n++ {
		domains = append(domains, fmt.Sprintf("more%d.example.net", n))
	}
	s, err := sandbox.New(sandbox.Config{
		Accounts:  []sandbox.Account{{Email: "me@example.org", Pass: pass, Domains: domains}},
		Zones:     []string{"example.net"},
		Host:      host,
		HostAddrs: []netip.Addr{netip.MustParseAddr(web)},
		NameServers: []sandbox.NameServer{
			{Name: "ns1.example.com", IPv4: netip.MustParseAddr(name1)},
			{Name: "ns2.example.com", IPv4: netip.MustParseAddr(name2)},
		},
		Allow:  []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")},
		Style:  sandbox.Sentences,
		MinGap: -1, // 21 changes follow each other
	})
	if err != nil {
		return nil, err
	}
	_, err = s.Start(sandbox.Places{
		HTTP: web + ":80", HTTPS: web + ":443",
		Authority: []string{name1 + ":53", name2 + ":53"}, Resolver: resolver + ":53",
	})
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("cannot open the stand-in for the provider: %w", err)
	}
	return s, nil
}

// servers gives loopback the addresses of the servers.
func servers() error {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("cannot find loopback: %w", err)
	}
	for _, ip := range []string{resolver, name1, name2, web} {
		a, err := netlink.ParseAddr(ip + "/32")
		if err == nil {
			err = netlink.AddrAdd(lo, a)
		}
		if err != nil {
			return fmt.Errorf("cannot give loopback the address %s: %w", ip, err)
		}
	}
	return nil
}
