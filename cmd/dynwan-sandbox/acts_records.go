// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"time"

	"dynwan/internal/lab"
	"dynwan/internal/scene"
)

// lan is the device of the router's LAN in the demo, second that of a second line.
const lan, second = "br-lan", "lte0"

// The IPv6 addresses of the line, and the router's in the LAN, before and after
// a change of the prefix.
const (
	line6a, line6b = "2001:db8:53:1::9", "2001:db8:53:2::9"
	lan6a, lan6b   = "2001:db8:53:10::1/60", "2001:db8:53:20::1/60"
)

// recordActs follow the others at a provider that holds both families.
var recordActs = []act{
	{"both families: IPv6 comes to the line", func(d *stage) error {
		if err := errors.Join(d.configured("ipv6 = true"), d.says("confirmed "+d.here())); err != nil {
			return err
		}
		return errors.Join(d.ipv6(scene.Device, line6a+"/64", ""), d.reaches(d.here()+" "+line6a, "confirmed "+d.here()+" "+line6a))
	}},
	{"another prefix, and the old address stays for hours, deprecated: the name moves at once", func(d *stage) error {
		d.rest()
		err := errors.Join(d.ipv6(scene.Device, line6b+"/64", line6a+"/64"),
			d.reaches(d.here()+" "+line6b, "confirmed "+d.here()+" "+line6b))
		d.reaction()
		return err
	}},
	{"a host in the LAN: its address is the LAN's prefix and its own suffix, ::1234", func(d *stage) error {
		d.rest()
		if err := errors.Join(d.Net.AddDevice(lan), d.ipv6(lan, lan6a, "")); err != nil {
			return err
		}
		const host = "2001:db8:53:10::1234"
		d.changed = time.Now()
		return errors.Join(d.configured("ipv6 = true", `ip6device = "`+lan+`"`, `ip6suffix = "::1234"`),
			d.reaches(d.here()+" "+host, "confirmed "+d.here()+" "+host))
	}},
	{"the LAN gets another prefix; then it has none, and nothing is sent", func(d *stage) error {
		d.rest()
		const host = "2001:db8:53:20::1234"
		if err := errors.Join(d.ipv6(lan, lan6b, lan6a), d.reaches(d.here()+" "+host, "confirmed "+d.here()+" "+host)); err != nil {
			return err
		}
		d.reaction()
		before := len(d.Box.Ledger())
		d.print("line", "the prefix of "+lan+" is gone")
		return errors.Join(d.Net.DelAddr(lan, lan6b), d.says("the provider keeps "+host), d.counts(before))
	}},
	{"a second line: it carries the name while the first one has no address, and no longer", func(d *stage) error {
		d.rest()
		const other = "203.0.113.120"
		d.print("line", other+" comes up on "+second)
		if err := errors.Join(d.Net.AddDevice(second), d.Net.AddAddr(second, other), d.Net.Route(second)); err != nil {
			return err
		}
		if err := errors.Join(d.lines(`["`+scene.Device+`", "`+second+`"]`), d.says("confirmed "+d.here())); err != nil {
			return err
		}
		d.print("line", d.here()+" is gone from "+scene.Device)
		d.changed = time.Now()
		if err := errors.Join(d.Net.DelAddr(scene.Device, d.here()), d.reaches(other, "confirmed "+other)); err != nil {
			return err
		}
		d.reaction()
		d.rest()
		return errors.Join(d.line("", d.here()), d.arrives())
	}},
}

// configured starts dynwan anew with further lines in its account.
func (d *stage) configured(keys ...string) error {
	if _, err := d.daemon.Stop(); err != nil {
		return err
	}
	for _, key := range keys {
		d.print("dynwan", "is started with "+key)
	}
	return errors.Join(d.configure(keys...), d.restart())
}

// lines starts dynwan anew with a list of devices.
func (d *stage) lines(list string) error {
	d.config.Device = list
	return d.configured()
}

// ipv6 gives a device an IPv6 address and deprecates another one, if there is
// one.
func (d *stage) ipv6(device, address, old string) error {
	d.print("line", address+" comes up on "+device)
	d.changed = time.Now()
	err := d.Net.AddAddr(device, address)
	if old != "" {
		d.print("line", old+" is deprecated, for two hours")
		err = errors.Join(err, d.Net.ReplaceAddr(device, old, lab.Lifetime(2*time.Hour, 0)))
	}
	return err
}
