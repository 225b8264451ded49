// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"
	"fmt"
	"time"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// act is one part of the demo.
type act struct {
	title string
	play  func(d *stage) error
}

// ip returns an address of the customers.
func ip(n int) string { return fmt.Sprintf("203.0.113.%d", n) }

// Each of these acts begins with the address that the line has, so that a demo
// may leave some of them out.
var (
	beginning = []act{
		{"the first address", func(d *stage) error {
			if err := d.says("nothing to publish"); err != nil {
				return err
			}
			return errors.Join(d.moves(), d.arrives())
		}},
		{"a change too soon: the provider's rule holds it back", func(d *stage) error {
			return errors.Join(d.moves(), d.says("the provider allows one update in"), d.arrives())
		}},
	}
	changing = []act{
		{"five changes after quiet times: how fast is the reaction?", func(d *stage) error {
			for range 5 {
				d.rest()
				if err := errors.Join(d.moves(), d.arrives()); err != nil {
					return err
				}
				d.reaction()
			}
			return nil
		}},
		{"the device is made anew, another index, the same address: nothing is sent", func(d *stage) error {
			d.rest()
			before := len(d.Box.Ledger())
			d.print("line", scene.Device+" is deleted")
			if err := errors.Join(d.Net.DelDevice(scene.Device), d.says("does not exist"), d.Net.AddDevice(scene.Device)); err != nil {
				return err
			}
			return errors.Join(d.line("", d.here()), d.says("confirmed "+d.here()), d.counts(before))
		}},
		{"an address that the line's provider shares: nothing is sent", func(d *stage) error {
			before := len(d.Box.Ledger())
			err := errors.Join(d.line(d.here(), "100.64.3.1"), d.says("shared by the provider's NAT"), d.counts(before))
			return errors.Join(err, d.line("100.64.3.1", d.here()), d.says("confirmed "+d.here()), d.counts(before))
		}},
	}
	failing = []act{
		{"the provider is down, then back", func(d *stage) error {
			d.print("provider", "refuses connections")
			err := errors.Join(d.Box.SetFault(sandbox.Refuse, 0, ""), d.moves(), d.says("connection refused"))
			time.Sleep(demoSettle)
			d.print("provider", "is back")
			return errors.Join(err, d.Box.Clear(sandbox.Refuse), d.arrives())
		}},
		{"the answer is lost: DNS tells that the update arrived, nothing is sent again", func(d *stage) error {
			d.rest()
			err := errors.Join(d.Box.SetFault(sandbox.DropAfterApply, 1, ""), d.moves(),
				d.says("may have arrived"), d.reaches(d.here(), scene.Domain+" answers "+d.here()))
			return errors.Join(err, d.counts(len(d.Box.Ledger())))
		}},
		{"the router restarts dynwan: nothing is sent", func(d *stage) error {
			before := len(d.Box.Ledger())
			if _, err := d.daemon.Stop(); err != nil {
				return err
			}
			d.print("line", "dynwan is stopped and started")
			if err := d.restart(); err != nil {
				return err
			}
			return errors.Join(d.says("confirmed "+d.here()), d.counts(before))
		}},
	}
)

// here is the address of the line.
func (d *stage) here() string { return fmt.Sprintf("%s.%d", d.net, d.at) }

// moves gives the line its next address.
func (d *stage) moves() error {
	from := ""
	if d.at > 0 {
		from = d.here()
	}
	d.at = max(d.at+1, 9)
	return d.line(from, d.here())
}

// arrives waits until the provider has confirmed the address of the line.
func (d *stage) arrives() error { return d.reaches(d.here(), "confirmed "+d.here()) }

// restart starts the program once more and follows it.
func (d *stage) restart() (err error) {
	if d.daemon, err = d.Start(); err != nil {
		return err
	}
	d.read = 0
	go d.followLog(d.daemon)
	return nil
}
