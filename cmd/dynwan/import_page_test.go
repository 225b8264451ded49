// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"strings"
	"testing"

	"dynwan/updater/foreign"
	"dynwan/updater/message"
	"dynwan/updater/provider"
)

// importPage is docs/import.md: what becomes of the configuration of another client.
func importPage(t *testing.T) string {
	var b strings.Builder
	b.WriteString(importIntro)
	for _, e := range importExamples {
		result, err := foreign.Read(e.text, &known{specs: map[string]*provider.Spec{}}, e.device)
		if err != nil || len(result.Tables) == 0 || len(result.Notes) == 0 {
			t.Errorf("%s: got %v, %v: an example shows tables and notes", e.path, result, err)
		}
		fmt.Fprintf(&b, "\n`%s`:\n\n```\n%s```\n\nbecomes\n\n```\n", e.path, e.text)
		for i, table := range result.Tables {
			if i > 0 {
				b.WriteString("\n")
			}
			if e.device == "" {
				b.WriteString(table.UCI())
			} else {
				b.WriteString(table.TOML())
			}
		}
		b.WriteString("```\n\nand says\n\n```\n")
		for _, n := range result.Notes {
			path := e.path
			if e.device == "" {
				path = "-"
			}
			b.WriteString(shownNote(path, n) + "\n")
		}
		b.WriteString("```\n")
	}
	b.WriteString(importLeft)
	for why, options := range foreign.Reasons {
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(quoted(options), ", "), message.New(why))
	}
	b.WriteString(importNames)
	for name, others := range foreign.Aliases {
		fmt.Fprintf(&b, "| %s | `%s` |\n", strings.Join(quoted(others), ", "), name)
	}
	return b.String()
}

// quoted marks words.
func quoted(words []string) (list []string) {
	for _, w := range words {
		list = append(list, "`"+w+"`")
	}
	return list
}

// importExamples are files of the other clients. Without a device it is UCI.
var importExamples = []struct{ path, device, text string }{
	{"/etc/config/ddns", "", `config service 'home'
	option enabled '1'
	option service_name 'duckdns.org'
	option domain 'home.duckdns.org'
	option username 'home'
	option password 'TOKEN'
	option ip_source 'network'
	option ip_network 'wan'
	option check_interval '10'

config service 'home6'
	option enabled '1'
	option service_name 'duckdns.org'
	option use_ipv6 '1'
	option domain 'home.duckdns.org'
	option username 'home'
	option password 'TOKEN'
	option ip_source 'network'
	option ip_network 'wan6'
`},
	{"/etc/inadyn.conf", "pppoe-wan", `period = 300
provider default@dyndns.org { username = me password = PASS hostname = { a.example.net, b.example.net } }
custom box {
	username = me
	password = PASS
	hostname = c.example.net
	ddns-server = dyn.example.org
	ddns-path = "/set?h=%h&a=%i"
	ddns-response = "OK"
}
`},
	{"/etc/ddclient.conf", "pppoe-wan", `daemon=300
usev4=webv4, webv4=https://api.ipify.org
protocol=cloudflare, zone=example.net, login=token, password=TOKEN home.example.net
`},
}

const importIntro = "# Coming from ddns-scripts, inadyn or ddclient\n\nMade by `go test ./cmd/dynwan -run TestDocs -update`.\n" + `
On OpenWrt ` + "`dynwan-import`" + `, or a click in LuCI, makes an account, disabled at first, of each section of ` + "`/etc/config/ddns`" + `, and
changes nothing of ddns-scripts; run again, it adds only what is new. Switch an account on, and that of ddns-scripts off, when
you have looked at it: ` + "`service dynwan check`" + ` says what is wrong with it. Elsewhere this prints the accounts of inadyn (2.0 or
newer) or ddclient with their passwords:

    (umask 077; dynwan import -device pppoe-wan /etc/inadyn.conf >>dynwan.toml); dynwan check -config dynwan.toml

## What is taken over

The provider, the login, the names and further values of the request; whether the account is enabled; the kinds of address;
the interface or device, and a page that tells the address if it has https. nsupdate becomes ` + "`rfc2136`" + `. IPv4 and IPv6 of one
name become one account. A provider that is known by its server becomes that one; a URL of your own becomes
[a provider of your own](own-provider.md), which takes every answer that is no error for accepted, and asks DNS, unless its
words are known. Where an option means something else at a provider than its name says, it is taken for what it means there.
`

const importLeft = `
## What is not taken over

A provider of which [nothing is known, or which is gone](providers.md#names-that-other-programs-know), and these options. Any
other that has no counterpart is named without a reason, and one without which nothing is lost not at all. No value is printed
there, because any may be a password.

| option | why |
|---|---|
`

const importNames = `
## Names of providers

The names are those of [the list](providers.md), also without an ending (duckdns) or a version (cloudflare.com), and these:

| there | here |
|---|---|
`
