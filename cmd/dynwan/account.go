// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"net"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
)

// account is one [account.NAME] table, or one of its records if it has several.
type account struct {
	Account string // NAME
	Name    string // NAME, NAME/HOSTNAME, NAME/IPv6 or NAME/HOSTNAME/IPv6
	provider.Settings
	allow []netip.Prefix   // see config
	split bool             // the other family is another record of the account
	known *exchange.Chains // certificates that need not be verified again, see chains; nil: none
}

// checks are those of values that provider cannot know by itself.
var checks = map[string]func(value string) error{
	"probe_server": myserver.CheckServer,
	"prefer": func(value string) error {
		if _, err := netwatch.ParsePreference(value); err != nil || strings.Trim(value, " !") == "" {
			return message.New(message.NotPrefer)
		}
		return nil
	},
}

// brokenRules returns what is wrong with an account whose values are each valid.
// allow is how many reserved prefixes count as public.
func (a *account) brokenRules(allow int) []provider.Broken {
	list := append(a.Broken(), a.probeRules()...)
	if len(list) == 0 && allow > 0 && a.Own(a.Text("server")) {
		return []provider.Broken{{Option: "server", Rule: message.New(message.ServerWithAllow)}}
	}
	return list
}

// records are the records that an account keeps right, one for each of its
// names, or one for each family of a name if the provider keeps these apart.
func (a account) records() []account {
	hosts := a.List("hostname")
	if len(hosts) < 2 {
		return a.families()
	}
	var list []account
	for _, host := range hosts {
		list = append(list, account{a.Account, a.Account + "/" + host, a.With("hostname", host), a.allow, false, nil}.families()...)
	}
	return list
}

// families are the records of a name. Each is the one that an account of that
// family alone has.
func (a account) families() []account {
	if !a.Families.Apart || !a.Flag("ipv4") || !a.Flag("ipv6") {
		return []account{a}
	}
	four := a.With("ipv6", "0").Without("ip6suffix", "ip6interface", "ip6device")
	return []account{{a.Account, a.Name + "/IPv4", four, a.allow, true, nil}, {a.Account, a.Name + "/IPv6", a.With("ipv4", "0"), a.allow, true, nil}}
}

// remember is the file that keeps the confirmed address across a reboot, "" for
// none.
func (a *account) remember(c *config) string {
	if !a.Flag("remember") {
		return ""
	}
	return filepath.Join(c.Remember, a.Key()+".address")
}

// tally counts the requests of the login, nil if the provider has no limits.
func (a *account) tally() *updater.Tally {
	if len(a.Limits) == 0 {
		return nil
	}
	return &updater.Tally{Key: a.CountKey(a.Account), Limits: a.Limits}
}

// recheck is the time between two checks of a confirmed record, 0 where nobody can
// say what it holds.
func (a *account) recheck() time.Duration {
	if !a.Rechecks() {
		return 0
	}
	return a.Span("recheck")
}

// perform does a job at the provider, if permit allows it.
func (a *account) perform(ctx context.Context, job updater.Job, permit func() bool) updater.Outcome {
	change := a.change(job, permit)
	if r, ok := a.New(a.Settings).(provider.Reader); ok && a.NoQuery && job.Task == updater.Verify {
		return r.Read(ctx, change)
	}
	if job.Query && !a.Reads || job.Task == updater.Verify {
		old, o, done := a.queryDNS(ctx, job)
		if done {
			return o
		}
		change.Old = updater.Record{IPv4: old}
	}
	return a.New(a.Settings).Update(ctx, change)
}

// queryDNS asks DNS what the name holds. done means that nothing may or need be
// sent; o says why. old is what has to be deleted first.
func (a *account) queryDNS(ctx context.Context, job updater.Job) (old netip.Addr, o updater.Outcome, done bool) {
	host := a.Text("hostname")
	if a.NeedsOld {
		answer, err := a.dns(job).Query(ctx, host, "ip4")
		return oldRecord(host, answer, err, job)
	}
	o, done = queryHost(ctx, a.dns(job), host, job)
	return old, o, done
}

// change is an update and the way to the provider.
func (a *account) change(job updater.Job, permit func() bool) provider.Change {
	return provider.Change{
		Old: job.Previous, Want: job.Want, Permit: permit,
		Line: a.line(job), Agent: "dynwan/" + version, Public: a.public,
	}
}

// shownServer is where updates go: the server without its path, which may hold a
// token, or the name server.
func (a *account) shownServer() string {
	if a.Text("server") == "" {
		return a.Text("nameserver")
	}
	server, _ := exchange.Split(a.Text("server"))
	return server
}

// control binds sockets to the device of a job, if that is wanted.
func (a *account) control(job updater.Job, from netip.Addr) control {
	if !a.Flag("bind") {
		return nil
	}
	return toDevice(job.Device, from)
}

// line is how a job reaches servers: through its device, and from the
// published address if the device holds it.
func (a *account) line(job updater.Job) exchange.Line {
	own := map[byte]netip.Addr{'4': job.Want.IPv4, '6': job.Want.IPv6}
	if a.host() != nil {
		delete(own, '6') // it is the host's
	}
	switch {
	case !a.Flag("bind"):
		own = nil
	case a.probes():
		// A question by IPv6 leaves from the address that is watched: the kernel
		// would take a temporary one.
		own = map[byte]netip.Addr{}
		if job.Task == updater.Probe {
			own['6'] = job.Want.IPv6
		}
	}
	return exchange.Line{Roots: sync.OnceValue(roots), Chains: a.known, Lookup: a.dns(job).Lookup,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			from := own[network[len(network)-1]]
			d := net.Dialer{Control: a.control(job, from)}
			if from.IsValid() {
				d.LocalAddr = localAddr(network, netip.AddrPortFrom(from, 0))
			}
			return d.DialContext(ctx, network, address)
		}}
}

// localAddr is where a connection of a network such as "tcp4" comes from.
func localAddr(network string, from netip.AddrPort) net.Addr {
	if strings.HasPrefix(network, "udp") {
		return net.UDPAddrFromAddrPort(from)
	}
	return net.TCPAddrFromAddrPort(from)
}

// dns queries through the device of a job, and only servers with a public
// address.
func (a *account) dns(job updater.Job) dnscheck.Client {
	return dnscheck.Client{Control: a.control(job, netip.Addr{}), Public: a.public}
}

// public says whether an address counts as public.
func (a *account) public(ip netip.Addr) bool { return netwatch.Public(ip, a.allow) }
