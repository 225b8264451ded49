// SPDX-License-Identifier: GPL-2.0-or-later

package config

import (
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"dynwan/netwatch"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/myserver"
	"dynwan/updater/provider"
)

// Account is one [account.NAME] table, or one of its records if it has several.
type Account struct {
	Account string // NAME
	Name    string // NAME, NAME/HOSTNAME, NAME/IPv6 or NAME/HOSTNAME/IPv6
	provider.Settings
	allow []netip.Prefix // see Config
	split bool           // the other family is another record of the account
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
func (a *Account) brokenRules(allow int) []provider.Broken {
	list := append(a.Broken(), a.probeRules()...)
	if len(list) == 0 && allow > 0 && a.Own(a.Text("server")) {
		return []provider.Broken{{Option: "server", Rule: message.New(message.ServerWithAllow)}}
	}
	return list
}

// records are the records that an account keeps right, one for each of its
// names, or one for each family of a name if the provider keeps these apart.
func (a Account) records() []Account {
	hosts := a.List("hostname")
	if len(hosts) < 2 {
		return a.families()
	}
	var list []Account
	for _, host := range hosts {
		list = append(list, Account{a.Account, a.Account + "/" + host, a.With("hostname", host), a.allow, false}.families()...)
	}
	return list
}

// families are the records of a name. Each is the one that an account of that
// family alone has.
func (a Account) families() []Account {
	if !a.Families.Apart || !a.Flag("ipv4") || !a.Flag("ipv6") {
		return []Account{a}
	}
	four := a.With("ipv6", "0").Without("ip6suffix", "ip6interface", "ip6device")
	return []Account{{a.Account, a.Name + "/IPv4", four, a.allow, true}, {a.Account, a.Name + "/IPv6", a.With("ipv4", "0"), a.allow, true}}
}

// remember is the file that keeps the confirmed address across a reboot, "" for
// none.
func (a *Account) remember(c *Config) string {
	if !a.Flag("remember") {
		return ""
	}
	return filepath.Join(c.Remember, a.Key()+".address")
}

// tally counts the requests of the login, nil if the provider has no limits.
func (a *Account) tally() *updater.Tally {
	if len(a.Limits) == 0 {
		return nil
	}
	return &updater.Tally{Key: a.CountKey(a.Account), Limits: a.Limits}
}

// recheck is the time between two checks of a confirmed record, 0 where nobody can
// say what it holds.
func (a *Account) recheck() time.Duration {
	if !a.Rechecks() {
		return 0
	}
	return a.Span("recheck")
}

// ShownServer is where updates go: the server without its path, which may hold a
// token, or the name server.
func (a *Account) ShownServer() string {
	if a.Text("server") == "" {
		return a.Text("nameserver")
	}
	server, _ := exchange.Split(a.Text("server"))
	return server
}

// Public says whether an address counts as public.
func (a *Account) Public(ip netip.Addr) bool { return netwatch.Public(ip, a.allow) }
