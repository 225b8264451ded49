// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"net"
	"net/netip"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// A provider that is called by its own name, by the entry that is shipped: there
// no reserved address counts as public, so the line and the servers have others.
// They are in a network of their own all the same.
const (
	realNet      = "8.0.113"
	realWeb      = "45.0.0.80"
	realResolver = "45.0.0.53"
)

// real puts the provider and the resolver at these addresses, too.
func (d *stage) real() error {
	d.net = realNet
	return errors.Join(d.Net.ISPAddr(realWeb+"/32", realResolver+"/32"), d.Net.Resolv(realResolver), d.Net.ISP(func() error {
		_, err := d.Box.Start(sandbox.Places{HTTPS: net.JoinHostPort(realWeb, "443"), Resolver: net.JoinHostPort(realResolver, "53")})
		return err
	}))
}

// recordAPIActs are those at a provider with an API of records.
var recordAPIActs = []act{
	{"the name has no record, and the answer to its creation is lost: it is found, no second one is made", func(d *stage) error {
		if err := errors.Join(d.says("nothing to publish"), d.loses(sandbox.StepAdd), d.moves(), d.says("may have arrived")); err != nil {
			return err
		}
		return d.reaches(d.here(), "the provider had "+d.here()+" already")
	}},
	{"two changes after quiet times: two requests read, one writes", func(d *stage) error {
		for range 2 {
			d.rest()
			if err := errors.Join(d.moves(), d.arrives()); err != nil {
				return err
			}
			d.reaction()
		}
		return nil
	}},
	{"somebody has set the record already: it is read, and nothing is written", func(d *stage) error {
		d.rest()
		before := len(d.Box.Ledger())
		d.at++
		next := d.here()
		d.at--
		d.print("provider", scene.Domain+" is set to "+next+" on the provider's page")
		if err := errors.Join(d.Box.SetRecords(scene.Domain, netip.MustParseAddr(next)), d.moves(), d.says("the provider had "+next+" already")); err != nil {
			return err
		}
		return d.counts(before + 2)
	}},
	{"the provider refuses connections, then is back", failing[0].play},
	{"the router restarts dynwan: nothing is sent", failing[2].play},
}
