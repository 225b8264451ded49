// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"strings"
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// Four records: two names each of two accounts, both families of each name. The
// second account has the IPv6 address of a host behind the router.
func TestFourKillAnywhere(t *testing.T) {
	testKills(t, rounds{change: four, steps: 4, both: true, four: true})
}
func TestFourRebootAnywhere(t *testing.T) {
	testKills(t, rounds{change: four, wipe: true, steps: 4, both: true, four: true})
}

const lan = "br-lan"

var awayNames = []string{"mail.example.net", "www.example.net"}

func four(c *sandbox.Config) {
	named(c)
	c.Accounts[0].Domains = append(c.Accounts[0].Domains, "office.example.net")
	c.Accounts = append(c.Accounts, sandbox.Account{Email: "away@example.org", Pass: scene.Pass, Domains: awayNames, Dyndns2: &sandbox.Dyndns2{}})
}

// away is the second account in the configuration.
func (k *killer) away(c scene.Config) string {
	k.ok(k.Net.AddDevice(lan))
	return fmt.Sprintf("[account.away]\nprovider = \"dyndns2\"\nuser = \"away@example.org\"\npass = %q\nhostname = [\"%s\"]\nserver = %q\n"+
		"device = %q\nmin_gap = %q\nsettle = %q\nipv6 = true\nip6device = %q\nip6suffix = \"::1234\"\n",
		scene.Pass, strings.Join(awayNames, `", "`), "https://"+scene.Host, scene.Device, c.MinGap, c.Settle, lan)
}

// changeLAN gives the LAN another prefix, now and then.
func (k *killer) changeLAN() {
	k.t.Helper()
	if k.prefix != 0 && k.rand.IntN(2) == 0 {
		return
	}
	before := k.prefix
	k.prefix = 1 + (before+k.rand.IntN(3))%4
	router := func(n int) string { return fmt.Sprintf("2001:db8:53:%d::1/64", 100+n) }
	k.ok(k.Net.AddAddr(lan, router(k.prefix)))
	if before != 0 {
		k.ok(k.Net.DelAddr(lan, router(before)))
	}
}

// wantedOfFour is what the four names have to hold, in the order of their names.
func (k *killer) wantedOfFour() string {
	host := fmt.Sprintf("%s 2001:db8:53:%d::1234", k.address, 100+k.prefix)
	own := k.address + " " + k.ipv6
	return fmt.Sprintf("%s %s, mail.example.net %s, office.example.net %s, www.example.net %s", scene.Domain, own, host, own, host)
}

// heldOfFour is what they hold.
func (k *killer) heldOfFour() string {
	var all []string
	for _, r := range k.Box.Records() {
		all = append(all, fmt.Sprint(r.Domain, " ", r.Settings.IP, " ", r.Settings.IPv6))
	}
	return strings.Join(all, ", ")
}
