// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

import (
	"cmp"
	"context"
	"net/netip"
	"strings"
	"time"

	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// Spec describes the provider.
var Spec = provider.Spec{
	Name: "myserver", Title: "MyServer.org", Home: PlainServer,
	About: "Of the page that describes this protocol the login is left; the wording of the other commands is lost, and dynwan does not guess. Copy them from the documentation of your account: the part behind the question mark, with placeholders where the values stand.",
	Options: []provider.Option{
		{Name: "user", Title: "User name", Kind: provider.Text, Required: true, Example: "me",
			Help: "The user name of your account at MyServer.org."},
		provider.Pass,
		{Name: "hostname", Title: "Hostname", Kind: provider.Host, Several: true, Required: true, Kept: true, Example: "home.example.net",
			Help: "The full name that follows the line, or several of them: {host} in a command."},
		{Name: "delete_query", Title: "Delete", Kind: provider.Text, Most: maxTemplate, Required: true, Missing: message.MissingCommand, Example: "FXN=...&...={host}&...={old}", Check: checkDelete,
			Help: "The command that deletes the record of the old address {old}. Its wording is lost, so you must set it. Placeholders: {user} {pass} {host} {domain} {type} {old}."},
		{Name: "add_query", Title: "Add", Kind: provider.Text, Most: maxTemplate, Required: true, Missing: message.MissingCommand, Example: "FXN=...&...={new}", Check: checkAdd,
			Help: "The command that adds a record of the new address {new}. Its wording is lost, so you must set it. Placeholders: {user} {pass} {host} {domain} {type} {new}."},
		provider.Success, provider.Failure,
		{Name: "login_query", Title: "Log in", Kind: provider.Text, Most: maxTemplate, Default: DefaultLoginQuery, Advanced: true, Check: checkLogin,
			Help: "The command that logs in. It is documented, so leave it empty. Placeholders: {user} {pass} {host} {domain} {type}."},
		{Name: "relay_query", Title: "Port relay", Kind: provider.Text, Most: maxTemplate, Kept: true, Advanced: true, Example: "FXN=...&...={port}", Check: checkRelay,
			Help: "A command that is sent after the new record was added. Only its heading is left of the description, so leave it empty unless you know it. Placeholders: {user} {pass} {host} {domain} {type} {new} {port}."},
		{Name: "port", Title: "Port", Kind: provider.Port, Kept: true, Advanced: true, Example: "8080",
			Help: "The {port} of the command of the port relay."},
		{Name: "domain", Title: "Domain", Kind: provider.Host, Kept: true, Advanced: true, Example: "example.net",
			Help: "The value of {domain}, if a command has it: the domain that the name is in."},
		{Name: "type", Title: "Record type", Kind: provider.Text, Default: typeA, Kept: true, Advanced: true, Check: checkType,
			Help: "The value of {type}. A, CNAME, NS and MX are documented, but only an A record holds an address."},
		{Name: "remember", Title: "Keep over a reboot", Kind: provider.Flag, Default: "0", Advanced: true,
			Help: "Keeps the confirmed address in flash, so that after a reboot the old record is known even if DNS does not tell."},
		{Name: "server", Title: "Server", Kind: provider.Server, Default: DefaultServer, Advanced: true, Check: CheckServer,
			Help: "Where commands are sent. With http:// everyone on the way can read the password."},
	},
	Rules: []provider.Rule{
		{Option: "domain", Broken: func(s provider.Settings) message.Message {
			return provider.When(s.Text("domain") != "" && !provider.Within(s.Text("hostname"), s.Text("domain")), message.DomainNotEnd)
		}},
		{Option: "add_query", Broken: func(s provider.Settings) message.Message {
			return provider.When(s.Text("add_query") == s.Text("delete_query"), message.SameAsDelete)
		}},
		commandRule("login_query"), commandRule("delete_query"), commandRule("add_query"), commandRule("relay_query"),
		{Option: "port", Broken: func(s provider.Settings) message.Message {
			return provider.When(s.Text("port") != "" && !strings.Contains(s.Text("relay_query"), forPort), message.PortOfNoUse)
		}},
	},
	Warnings: []provider.Rule{
		{Option: "user", Broken: func(s provider.Settings) message.Message { return doubt(s.Text("user")) }},
		{Option: "pass", Broken: func(s provider.Settings) message.Message { return doubt(s.Text("pass")) }},
		{Option: "success", Broken: func(s provider.Settings) message.Message {
			return provider.When(len(s.List("success")) == 0, message.SuccessNotSet)
		}},
	},
	Families:  provider.Families{IPv4: true},
	Hosts:     []string{zone},
	Place:     zone,
	MinGap:    10 * time.Minute,
	GapRule:   message.GapUnknown,
	CountedBy: []string{"user", "hostname"}, // each host has a record of its own
	NeedsOld:  true,
	TimeLimit: maxTime,
	Complete: func(s provider.Settings) {
		s.Set("probe_user", cmp.Or(s.Text("probe_user"), s.Text("user")))
	},
	New: func(s provider.Settings) provider.Provider { return account{s} },
}

// account is an account at the provider.
type account struct{ provider.Settings }

// Update makes c.Want.IPv4 the only record of the name.
func (a account) Update(ctx context.Context, c provider.Change) updater.Outcome {
	client := client{Settings: a.Settings, way: c}
	result := client.update(ctx, c.Old.IPv4, c.Want.IPv4, c.Permit, c.Permit)
	result.Notice = notice(result.login, time.Now())
	return result.Outcome
}

// commandRule is what a command must not lack or show.
func commandRule(option string) provider.Rule {
	return provider.Rule{Option: option, Broken: func(s provider.Settings) message.Message {
		template := s.Text(option)
		switch {
		case strings.Contains(template, forDomain) && s.Text("domain") == "":
			return message.New(message.DomainNotSet)
		case strings.Contains(template, forPort) && s.Text("port") == "":
			return message.New(message.PortNotSet)
		}
		return provider.When(shows(template, s.Text("pass")), message.PassInCommand)
	}}
}

// fill puts the values of an account into a template, each percent-encoded: a
// value can neither end its parameter nor introduce another placeholder.
func fill(s provider.Settings, template string, old, want netip.Addr) string {
	text := func(ip netip.Addr) string {
		if !ip.IsValid() {
			return ""
		}
		return exchange.Escape(ip.String())
	}
	value := func(option string) string { return exchange.Escape(s.Text(option)) }
	return strings.NewReplacer(forUser, value("user"), forPass, value("pass"), forHost, value("hostname"), forDomain, value("domain"),
		forType, value("type"), forOld, text(old), forNew, text(want), forPort, value("port")).Replace(template)
}
