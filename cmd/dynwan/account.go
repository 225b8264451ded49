// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"context"
	"maps"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/dnscheck"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
)

// account is one [account.NAME] table.
type account struct {
	Name, Provider, Device, Hostname string
	Interface                        string // OpenWrt's name of the line, for messages
	Prefer                           string // which address of the device
	Server                           string
	Settle, MinGap, Recheck          time.Duration
	Bind                             bool
	Success, Failure                 []string
	Probe                            probeOptions
	allow                            []netip.Prefix // see config
	protocol                                        // nil if there is no such provider
}

// protocol is what depends on the provider of an account.
type protocol interface {
	// keys are its keys besides the common ones.
	keys(a *account) map[string]setKey
	// complete fills in the values that follow from others.
	complete(a *account)
	// brokenRules returns the rules that a complete account breaks, whose
	// values are each valid.
	brokenRules(a *account) []brokenRule
	// warnings are what may be wrong with it, by key.
	warnings(a *account) []brokenRule
	// official says whether a server is the provider's own.
	official(server string) bool
	// identity names what the account updates, identityOption is the option
	// that sets it. place names the provider: two accounts there must not
	// update the same name either.
	identity(a *account) []string
	place(a *account) string
	identityOption() string
	// extra is what the provider stores besides the address.
	extra(a *account) string
	// credentials are the values that matter for a refusal only: the provider
	// does not store them.
	credentials() []string
	// adds says that an update adds a record, and that the old one has to be
	// deleted first.
	adds() bool
	// remembers says that the confirmed address is kept across a reboot: it is
	// what has to be deleted if DNS cannot tell.
	remembers() bool
	// limit is how long a sender may take; 0 means the usual time.
	limit() time.Duration
	// ownUser is its user at MyServer.org, in whose name a probe may be sent.
	ownUser() string
	// queryDNS asks DNS whether anything has to be sent. done is false if so.
	queryDNS(ctx context.Context, dns dnscheck.Client, a *account, job updater.Job) (o updater.Outcome, done bool)
	// perform does a job.
	perform(ctx context.Context, a *account, job updater.Job, permit func() bool) updater.Outcome
}

// brokenRule is a rule that an account breaks, and the key that breaks it.
type brokenRule struct {
	key  string
	rule message.Message
}

// setKey takes the value of one key.
type setKey = func(v value) error

// providers are the values of the option provider.
var providers = []string{"mtgsy", "myserver"}

// newAccount returns an account of a provider with the defaults.
func newAccount(name, provider string) account {
	p := updater.DefaultPolicy()
	a := account{Name: name, Bind: true, Settle: p.Settle, MinGap: p.MinGap, Recheck: updater.UsualRecheck, Probe: newProbeOptions()}
	switch provider {
	case "mtgsy":
		a.protocol = newMtgsy(&a.Server)
	case "myserver":
		a.protocol = newMyserver(&a.Server)
	}
	return a
}

// commonKeys are the keys that the accounts of all providers have.
func commonKeys(a *account) map[string]setKey {
	keys := map[string]setKey{
		"provider":  func(v value) error { return v.word(&a.Provider, providers...) },
		"device":    func(v value) error { return v.text(&a.Device, checkDevice) },
		"interface": func(v value) error { return v.text(&a.Interface, checkInterface) },
		"prefer":    func(v value) error { return v.text(&a.Prefer, checkPrefer) },
		"hostname":  func(v value) error { return v.text(&a.Hostname, exchange.CheckHostname) },
		"bind":      func(v value) error { return v.flag(&a.Bind) },
		"settle":    func(v value) error { return v.span(&a.Settle, 0, time.Minute) },
		"min_gap":   func(v value) error { return v.span(&a.MinGap, 0, 24*time.Hour) },
		"recheck":   func(v value) error { return v.span(&a.Recheck, 0, 7*24*time.Hour) },
		"success":   func(v value) error { return v.list(&a.Success, checkPattern) },
		"failure":   func(v value) error { return v.list(&a.Failure, checkPattern) },
	}
	maps.Copy(keys, a.Probe.keys())
	return keys
}

// checkDevice checks the name of a Linux device (dev_valid_name in the kernel).
// The kernel would accept an @, but "ip addr" prints one before the name of a
// lower device, and OpenWrt before the name of an interface.
func checkDevice(name string) error {
	if strings.Contains(name, "@") {
		return message.New(message.DeviceWithAt)
	}
	if name == "" || len(name) > 15 || name == "." || name == ".." || strings.ContainsAny(name, "/:") ||
		strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return message.New(message.NotDevice)
	}
	return nil
}

// checkPrefer checks which of a device's addresses are preferred.
func checkPrefer(text string) error {
	if _, err := netwatch.ParsePreference(text); err != nil || strings.Trim(text, " !") == "" {
		return message.New(message.NotPrefer)
	}
	return nil
}

func checkInterface(name string) error {
	if !validName(name) {
		return message.New(message.NotInterface)
	}
	return nil
}

// checkPattern checks a text to look for in answers.
func checkPattern(text string) error {
	if strings.TrimSpace(text) == "" || exchange.CheckText(text, 120) != nil {
		return message.New(message.NotPatterns)
	}
	return nil
}

// check returns what is wrong with an account whose values are of the right
// kind. allow is how many reserved prefixes count as public.
func (a *account) check(allow int) []brokenRule {
	switch {
	case a.protocol == nil:
		return []brokenRule{{"provider", message.New(message.MissingProvider, strings.Join(providers, " or "))}}
	case a.Device == "" && a.Interface == "":
		return []brokenRule{{"device", message.New(message.MissingDevice)}}
	}
	list := append(a.brokenRules(a), a.Probe.brokenRules(a)...)
	if a.official(a.Server) && a.Recheck > 0 && a.Recheck < time.Hour {
		list = append(list, brokenRule{"recheck", message.New(message.NotRecheck)})
	}
	if len(list) == 0 && allow > 0 && a.official(a.Server) {
		return []brokenRule{{"server", message.New(message.ServerWithAllow)}}
	}
	return list
}

// key names what is updated at the provider, for the state file.
func (a *account) key() string { return digest(append([]string{a.Provider}, a.identity(a)...)...) }

// settings is the digest of what the provider stores besides the address.
func (a *account) settings() string { return digest(a.extra(a)) }

// login is the digest of everything that can cause a refusal.
func (a *account) login() string {
	return digest(slices.Concat([]string{a.key(), a.Server, a.Hostname, a.settings(),
		strings.Join(a.Success, "\n"), strings.Join(a.Failure, "\n")}, a.credentials())...)
}

// whole is the digest of everything that a job depends on.
func (a *account) whole() string {
	return digest(a.login(), a.Device, strconv.FormatBool(a.Bind), a.MinGap.String(),
		strconv.FormatBool(a.Probe.On), a.probeUser(), a.Probe.Server)
}

// remember is the file that keeps the confirmed address across a reboot, "" for
// none.
func (a *account) remember(c *config) string {
	if !a.remembers() {
		return ""
	}
	return filepath.Join(c.Remember, a.key()+".address")
}

// control binds sockets to the account's device, if that is wanted.
func (a *account) control(from netip.Addr) control {
	if !a.Bind {
		return nil
	}
	return toDevice(a.Device, from)
}

// line is how a job reaches servers: through the account's device, and from the
// published address if the device holds it.
func (a *account) line(job updater.Job) exchange.Line {
	own := job.Want.IPv4
	if !a.Bind || a.Probe.On {
		own = netip.Addr{}
	}
	return exchange.Line{Roots: rootsSoon(job), Lookup: a.dns().Lookup,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			d := net.Dialer{Control: a.control(own)}
			if network == "tcp4" && own.IsValid() {
				d.LocalAddr = net.TCPAddrFromAddrPort(netip.AddrPortFrom(own, 0))
			}
			return d.DialContext(ctx, network, address)
		}}
}

// dns queries through the account's device, and only servers with a public
// address.
func (a *account) dns() dnscheck.Client {
	return dnscheck.Client{Control: a.control(netip.Addr{}), Public: a.public}
}

// public says whether an address counts as public.
func (a *account) public(ip netip.Addr) bool { return netwatch.Public(ip, a.allow) }
