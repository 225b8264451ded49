// SPDX-License-Identifier: GPL-2.0-or-later

package rfc2136

import (
	"encoding/base64"
	"net"
	"strconv"
	"strings"
	"time"

	"dynwan/updater/exchange"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// Spec describes any name server that takes updates.
var Spec = provider.Spec{
	Name: "rfc2136", Title: "A name server of your own (RFC 2136)", Page: "https://www.rfc-editor.org/rfc/rfc2136",
	About: "Updates of DNS itself, signed with a key (TSIG), for BIND, Knot, PowerDNS and others. The server is asked what it holds, and is told only if that differs.",
	Options: append([]provider.Option{
		{Name: "nameserver", Title: "Name server", Kind: provider.Text, Required: true, Check: checkNameServer, Example: "ns1.example.net",
			Help: "The primary server of the zone: a name or an address, and a port behind a colon unless it is 53."},
		{Name: "zone", Title: "Zone", Kind: provider.Host, Advanced: true, Example: "example.net",
			Help: "The zone that the name is in. Without it the server is asked."},
		{Name: "hostname", Title: "Hostname", Kind: provider.Host, Several: true, Required: true, Kept: true, Example: "home.example.net",
			Help: "The full name that follows the line, or several of them."},
		{Name: "key", Title: "Key name", Kind: provider.Text, Required: true, Check: checkKey, Example: "/etc/dynwan.key",
			Help: "What the server calls the key; or the path of a file with name, algorithm and secret, as tsig-keygen writes it, which the user dynwan must be able to read."},
		{Name: "algorithm", Title: "Algorithm", Kind: provider.Word, Words: algorithmNames(), Default: "hmac-sha256",
			Help: "That of the key. For a key that names none it is mostly hmac-sha256, in old configurations hmac-md5."},
		{Name: "secret", Title: "Key secret", Kind: provider.Secret, Check: checkSecret, Example: "c2VjcmV0",
			Help: "The secret in base64, as it stands in the server’s configuration."},
		{Name: "ttl", Title: "TTL", Kind: provider.Span, Low: time.Second, High: 24 * time.Hour, Default: "1m", Kept: true, Advanced: true,
			Help: "How long others may keep the answer, from 1s to 24h."},
		{Name: "transport", Title: "Transport", Kind: provider.Word, Words: []string{"tcp", "udp"}, Default: "tcp", Advanced: true,
			Help: "tcp says at once whether the server is there. udp is for a server that takes nothing else."},
	}, provider.BothFamilies...),
	Rules: append(ownRules, provider.FamilyRules...),
	Warnings: []provider.Rule{{Option: "secret", Broken: func(s provider.Settings) message.Message {
		return provider.When(s.Text("secret") != "" && isPath(s.Text("key")), message.SecretOfFile)
	}}},
	Families:  provider.Families{IPv4: true, IPv6: true},
	CountedBy: []string{"nameserver", "hostname"},
	Reads:     true,
	MinGap:    10 * time.Second, // a server of one's own; a line that flaps shall not fill its journal
	New:       func(s provider.Settings) provider.Provider { return account{s} },
}

// ownRules: the key has a secret, and the names are in the zone.
var ownRules = []provider.Rule{
	{Option: "secret", Broken: func(s provider.Settings) message.Message {
		return provider.When(s.Text("secret") == "" && !isPath(s.Text("key")), message.NoSecret)
	}},
	{Option: "hostname", Broken: func(s provider.Settings) message.Message {
		for _, host := range s.List("hostname") {
			if zone := s.Text("zone"); zone != "" && !provider.Within(host, zone) {
				return message.New(message.NotInZone, zone)
			}
		}
		return ""
	}},
}

// place takes a name server apart.
func place(value string) (host, port string) {
	if host, port, err := net.SplitHostPort(value); err == nil {
		return host, port
	}
	return value, "53"
}

func checkNameServer(value string) error {
	host, port := place(value)
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return message.New(message.NotNameServer)
	}
	if net.ParseIP(host) == nil && exchange.CheckHostname(host) != nil {
		return message.New(message.NotNameServer)
	}
	return nil
}

// isPath says that a key stands in a file.
func isPath(key string) bool { return strings.HasPrefix(key, "/") }

func checkKey(value string) error {
	if _, err := wire(value); err != nil && !isPath(value) {
		return message.New(message.NotKeyName)
	}
	return nil
}

func checkSecret(value string) error {
	if secret, err := base64.StdEncoding.DecodeString(value); err != nil || len(secret) == 0 {
		return message.New(message.NotBase64)
	}
	return nil
}
