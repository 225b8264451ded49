// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"encoding/binary"
	"net/netip"
	"time"

	"dynwan/updater"
)

// epoch is the start of a run. The machines only ever compare times.
var epoch = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// settings stands for the other parameters of an update. They never change.
const settings = "settings"

// zoneServers is how many servers of the zone one check asks: all, up to four.
const zoneServers = 4

// errand is what the machine of a router is doing.
type errand uint8

const (
	idle errand = iota
	update
	verify
)

// dynwan drives one updater.Machine for each router, as updater.Loop does.
type dynwan struct {
	w        *world
	policy   updater.Policy
	machines []updater.Machine
	errands  []errand
	serves   []uint32 // the address that the running job is for
	retune   func()   // called before a machine plans a wait; may be nil
}

// newDynwan returns machines that know that their names are right, as they do
// when DNS has confirmed it.
func newDynwan(w *world, policy updater.Policy) *dynwan {
	d := &dynwan{
		w: w, policy: policy, machines: make([]updater.Machine, len(w.line)),
		errands: make([]errand, len(w.line)), serves: make([]uint32, len(w.line)),
	}
	long := epoch.Add(-24 * time.Hour)
	for r := range d.machines {
		d.reset(int32(r))
		m := &d.machines[r]
		m.Observe(long, record(oldAddress(int32(r))), "")
		m.Begin()
		m.Finish(long.Add(time.Second), updater.Outcome{Kind: updater.Confirmed})
	}
	return d
}

// reset gives a router a machine that knows nothing. All machines share one
// source of chance, for they are never at work at once.
func (d *dynwan) reset(r int32) {
	d.machines[r] = updater.Machine{Policy: d.policy, Login: "login", Rand: d.w.rand}
	d.errands[r] = idle
}

func record(address uint32) updater.Record {
	if address == 0 {
		return updater.Record{}
	}
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], address)
	return updater.Record{IPv4: netip.AddrFrom4(b), Settings: settings}
}

func (d *dynwan) clock() time.Time { return epoch.Add(d.w.now) }

func (d *dynwan) up(r int32, booted bool) {
	if booted {
		d.reset(r)
	}
	d.machines[r].Observe(d.clock(), record(d.w.line[r]), "")
	d.plan(r)
}

func (d *dynwan) down(r int32) {
	d.machines[r].Observe(d.clock(), updater.Record{}, "the line is down")
	d.plan(r)
}

// plan waits for the next job of a machine, unless one is running.
func (d *dynwan) plan(r int32) {
	if d.errands[r] != idle {
		return
	}
	at, ok := d.machines[r].Due()
	if !ok {
		d.w.cancel(r)
		return
	}
	d.w.after(r, max(at.Sub(epoch)-d.w.now, 0), wake)
}

func (d *dynwan) wake(r int32) {
	job := d.machines[r].Begin()
	b := job.Want.IPv4.As4()
	d.serves[r], d.errands[r] = binary.BigEndian.Uint32(b[:]), update
	if job.Task == updater.Verify {
		d.errands[r] = verify
	}
	if job.Task == updater.Verify || job.Query {
		d.w.lookup(r, zoneServers)
		return
	}
	d.send(r)
}

func (d *dynwan) looked(r int32, held uint32) {
	switch {
	case held == d.serves[r]:
		d.finish(r, updater.Outcome{Kind: updater.Confirmed})
	case d.errands[r] == verify:
		d.finish(r, updater.Outcome{Kind: updater.Unsent})
	default:
		d.send(r)
	}
}

// send connects, unless the line has another address by now.
func (d *dynwan) send(r int32) {
	m := &d.machines[r]
	if m.Stale() {
		d.finish(r, updater.Outcome{Kind: updater.Unsent})
		return
	}
	if d.w.connect(r, d.serves[r]) != refused {
		m.Sending(d.clock())
	}
}

// answered tells the machine what updater/mtgsy would make of the end: no
// answer of the provider is documented, so an update that it took is unverified.
func (d *dynwan) answered(r int32, end kind) {
	switch end {
	case refused:
		d.finish(r, updater.Outcome{Kind: updater.Unsent, Reached: true})
	case busy:
		d.finish(r, updater.Outcome{Kind: updater.Unsure, Sent: true})
	default:
		d.finish(r, updater.Outcome{Kind: updater.Unverified, Sent: true})
	}
}

func (d *dynwan) finish(r int32, o updater.Outcome) {
	if d.retune != nil {
		d.retune()
	}
	d.machines[r].Finish(d.clock(), o)
	d.errands[r] = idle
	d.plan(r)
}
