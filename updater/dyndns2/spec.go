// SPDX-License-Identifier: GPL-2.0-or-later

package dyndns2

import "dynwan/updater/provider"

// Spec describes any server that speaks the protocol.
var Spec = provider.Spec{
	Name: "dyndns2", Title: "dyndns2 (a server that you name)", Page: "https://help.dyn.com/remote-access-api/",
	About: "The protocol that most providers speak, called dyndns2 or after its path /nic/update. Ask your provider for the address of its server.",
	Options: append([]provider.Option{
		{Name: "server", Title: "Server", Kind: provider.Server, Path: true, Required: true, Example: "https://members.dyndns.org",
			Help: "Where updates are sent: https://HOST, with a port or a path if the provider says so; the path is /nic/update unless you name one. With http:// everyone on the way can read the password."},
		{Name: "user", Title: "User name", Kind: provider.Text, Required: true, Check: provider.CheckUser,
			Help: "The user name of the account, or what the provider has in its place. It must hold no colon."},
		provider.Pass,
		{Name: "hostname", Title: "Hostname", Kind: provider.Host, Several: true, Required: true, Kept: true, Example: "home.example.net",
			Help: "The full name that follows the line, or several of them."},
	}, provider.BothFamilies...),
	Rules:     provider.FamilyRules,
	Families:  provider.Families{IPv4: true, IPv6: true},
	CountedBy: []string{"user", "hostname"},
	New:       func(s provider.Settings) provider.Provider { return account{s} },
}

// usualPath is the protocol's own.
const usualPath = "/nic/update"
