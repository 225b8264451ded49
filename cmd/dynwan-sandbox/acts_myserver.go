// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"errors"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
)

// stepActs is the demo of the provider that wants a record deleted before the
// next one is added.
var stepActs = []act{
	{"the first address: there is no record, so nothing is deleted", func(d *stage) error {
		if err := d.says("nothing to publish"); err != nil {
			return err
		}
		return errors.Join(d.line("", ip(9)), d.reaches(ip(9), "confirmed "+ip(9)))
	}},
	{"five changes after quiet times: log in, delete, add; never two records", func(d *stage) error {
		for n := 10; n <= 14; n++ {
			d.rest()
			if err := errors.Join(d.line(ip(n-1), ip(n)), d.reaches(ip(n), "confirmed "+ip(n))); err != nil {
				return err
			}
			d.reaction()
		}
		return nil
	}},
	{"the answer to the deletion is lost: nothing is added before DNS has told", func(d *stage) error {
		d.rest()
		return errors.Join(d.loses(sandbox.StepDelete), d.line(ip(14), ip(15)),
			d.says("nothing was added"), d.reaches(ip(15), "confirmed "+ip(15)))
	}},
	{"the answer to the add is lost: DNS tells that it arrived, nothing is sent again", func(d *stage) error {
		d.rest()
		err := errors.Join(d.loses(sandbox.StepAdd), d.line(ip(15), ip(16)),
			d.says("may have been added"), d.reaches(ip(16), scene.Domain+" answers "+ip(16)))
		return errors.Join(err, d.counts(len(d.Box.Ledger())))
	}},
	{"dynwan is killed between the deletion and the add, and ends the change after its start", func(d *stage) error {
		d.rest()
		if err := errors.Join(d.Box.Arm(sandbox.ActiveFault{Name: sandbox.HangAfterApply, N: 1, Step: sandbox.StepDelete}),
			d.line(ip(16), ip(17)), d.struck(sandbox.HangAfterApply)); err != nil {
			return err
		}
		d.print("line", "dynwan is killed and started")
		d.daemon.Kill()
		return errors.Join(d.restart(), d.reaches(ip(17), "confirmed "+ip(17)))
	}},
	{"the router restarts dynwan: nothing is sent", func(d *stage) error {
		before := len(d.Box.Ledger())
		if _, err := d.daemon.Stop(); err != nil {
			return err
		}
		d.print("line", "dynwan is stopped and started")
		return errors.Join(d.restart(), d.says("confirmed "+ip(17)), d.counts(before))
	}},
}

// loses lets the next answer of one step get lost.
func (d *stage) loses(step sandbox.Step) error {
	return d.Box.Arm(sandbox.ActiveFault{Name: sandbox.DropAfterApply, N: 1, Step: step})
}

// struck waits until a fault has struck.
func (d *stage) struck(fault sandbox.Fault) error {
	return d.Box.Wait(d.ctx, func() bool {
		l := d.Box.Ledger()
		return len(l) > 0 && l[len(l)-1].Fault == fault
	})
}
