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

// job is what is to be known of the job of a machine.
type job struct {
	errand
	strict, anyway, aged bool // as in updater.Job
}

// dynwan drives one updater.Machine for each router, as updater.Loop does.
type dynwan struct {
	w        *world
	policy   updater.Policy
	machines []updater.Machine
	jobs     []job
	serves   []uint32 // the address that the running job is for
	serves6  []uint32 // the same of IPv6; nil if no line has it
}

// newDynwan returns machines that know that their names are right, as they do
// when DNS has confirmed it.
func newDynwan(w *world, policy updater.Policy) *dynwan {
	d := &dynwan{
		w: w, policy: policy, machines: make([]updater.Machine, len(w.line)),
		jobs: make([]job, len(w.line)), serves: make([]uint32, len(w.line)),
	}
	if w.line6 != nil {
		d.serves6 = make([]uint32, len(w.line))
	}
	long := epoch.Add(-24 * time.Hour)
	for r := range d.machines {
		d.reset(int32(r))
		m := &d.machines[r]
		m.Observe(long, d.record(int32(r)), "")
		m.Begin()
		m.Finish(long.Add(time.Second), updater.Outcome{Kind: updater.Confirmed})
	}
	return d
}

// reset gives a router a machine that knows nothing. All machines share one
// source of chance, for they are never at work at once.
func (d *dynwan) reset(r int32) {
	d.machines[r] = updater.Machine{Policy: &d.policy, Login: "login", Rand: d.w.rand}
	d.jobs[r] = job{}
}

// record is what the line of a router holds.
func (d *dynwan) record(r int32) (line updater.Record) {
	if address := d.w.line[r]; address != 0 {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], address)
		line = updater.Record{IPv4: netip.AddrFrom4(b), Settings: settings}
	}
	if d.w.line6 != nil && d.w.line6[r] != 0 {
		b := [16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1}
		binary.BigEndian.PutUint32(b[4:], d.w.line6[r])
		line.IPv6, line.Settings = netip.AddrFrom16(b), settings
	}
	return line
}

// numbers are the addresses of a record as the world has them.
func numbers(r updater.Record) (address, address6 uint32) {
	if r.IPv4.IsValid() {
		b := r.IPv4.As4()
		address = binary.BigEndian.Uint32(b[:])
	}
	if r.IPv6.IsValid() {
		b := r.IPv6.As16()
		address6 = binary.BigEndian.Uint32(b[4:])
	}
	return address, address6
}

func (d *dynwan) clock() time.Time { return epoch.Add(d.w.now) }

func (d *dynwan) up(r int32, booted bool) {
	if booted {
		d.reset(r)
	}
	d.renumbered(r)
}

func (d *dynwan) renumbered(r int32) {
	d.machines[r].Observe(d.clock(), d.record(r), "")
	d.plan(r)
}

func (d *dynwan) down(r int32) {
	d.machines[r].Observe(d.clock(), updater.Record{}, "the line is down")
	d.plan(r)
}

// plan waits for the next job of a machine, unless one is running.
func (d *dynwan) plan(r int32) {
	if d.jobs[r].errand != idle {
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
	j := d.machines[r].Begin()
	address, address6 := numbers(j.Want)
	if d.serves[r] = address; d.serves6 != nil {
		d.serves6[r] = address6
	}
	d.jobs[r] = job{update, j.Strict, j.Anyway, j.Aged}
	if j.Task == updater.Verify {
		d.jobs[r].errand = verify
	}
	if j.Task == updater.Verify || j.Query {
		d.w.lookup(r, zoneServers)
		return
	}
	d.send(r)
}

// looked does what the child of cmd/dynwan does with an answer.
func (d *dynwan) looked(r int32, held uint32) {
	j, zone, fresh, ttl := d.jobs[r], d.w.cache == nil, true, time.Duration(0)
	if !zone {
		ttl = d.w.cache[r].until - d.w.now
		fresh = ttl > recordTTL-time.Second
	}
	right := held != nobody && held == d.serves[r] && (d.serves6 == nil || d.serves6[r] == 0 || d.serves6[r] == d.w.name6[r])
	switch {
	case right && (zone || !j.strict && (fresh || j.aged || j.errand == verify)):
		d.finish(r, updater.Outcome{Kind: updater.Confirmed})
	case held == nobody && (j.errand == verify || !j.anyway):
		d.finish(r, updater.Outcome{Kind: updater.Unsent, Blind: true})
	case held != nobody && (right || !fresh) && (j.errand == verify || !j.aged): // it may be old
		d.finish(r, updater.Outcome{Kind: updater.Unsent, Blind: true, TTL: ttl})
	case j.errand == verify:
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
	address6 := uint32(0)
	if d.serves6 != nil {
		address6 = d.serves6[r]
	}
	if d.w.connect6(r, d.serves[r], address6) != refused {
		m.Sending(d.clock())
	}
}

// answered tells the machine what updater/mtgsy would make of the end: no
// answer of the provider is documented, so an update that it took is unverified.
// The one that holds both families speaks dyndns2, whose answers are.
func (d *dynwan) answered(r int32, end kind) {
	switch end {
	case refused:
		d.finish(r, updater.Outcome{Kind: updater.Unsent, Reached: true})
	case busy:
		d.finish(r, updater.Outcome{Kind: updater.Unsure, Sent: true})
	default:
		o := updater.Outcome{Kind: updater.Unverified, Sent: true}
		if d.serves6 != nil {
			o.Kind = updater.Confirmed
		}
		d.finish(r, o)
	}
}

func (d *dynwan) finish(r int32, o updater.Outcome) {
	d.machines[r].Finish(d.clock(), o)
	d.jobs[r] = job{}
	d.plan(r)
}
