// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"dynwan/updater/message"
)

// Observation is what a device offers to publish, as netwatch reported it: an
// address or the reason why there is none, per family.
type Observation struct {
	Device string
	Prefer string // for the accounts that prefer this among its addresses
	Record Record // the addresses, Settings left empty
	// Hidden is the IPv4 address of a device that has no public one, if another
	// router may make it one: the line's address for a ProbeSource.
	Hidden netip.Addr
	Why4   message.Message // why there is no public one
	IPv6   message.Message // the public IPv6 address as it is shown, or why there is none
	// Also is another usable address of the device; it is only shown.
	Also netip.Addr
}

// down says why the device can carry nothing, or nothing if it can: there is one
// reason for both families then.
func (o Observation) down() message.Message {
	if o.Why4 == cmp.Or(o.IPv6, o.Why4) {
		return o.Why4
	}
	return ""
}

// takes says whether an observation is for the account.
func (a *Account) takes(o Observation) bool {
	return o.Prefer == a.Prefer && (a.isLine(o.Device) || a.Host != nil && o.Device == a.Host.Device)
}

// isLine says whether a device is a line of the account.
func (a *Account) isLine(device string) bool {
	if a.choice != nil {
		return a.choice.has(device)
	}
	return device == a.Device
}

// observe takes what a device of the account offers.
func (a *Account) observe(now time.Time, o Observation) {
	switch {
	case a.choice != nil, a.Host != nil:
		kept := o // here alone, because most accounts need not keep it
		if a.Host != nil && o.Device == a.Host.Device {
			a.lan = &kept
		}
		if a.choice != nil {
			a.choice.take(now, &kept, a.offer(o), a.rank(o), a.useless(o))
		} else if o.Device == a.Device {
			a.line = &kept
		}
		a.choose(now)
	default:
		a.see(now, o)
	}
}

// see takes what the line in use offers.
func (a *Account) see(now time.Time, o Observation) {
	if a.Host != nil {
		var ok bool
		if o, ok = a.part(o); !ok {
			return
		}
	}
	a.seen, a.ipv6, a.also, a.why = true, o.IPv6, "", o.Why4
	if o.Also.IsValid() {
		a.also = o.Also.String()
	}
	if len(a.Probes) > 0 {
		kept := o.Record
		a.holding = &kept
	}
	by := ""
	if a.choice != nil {
		by = a.Device
	}
	for _, k := range a.Probes {
		line := o.Record.IPv6
		if !k.IPv6 {
			line = o.any4()
		}
		k.observe(now, line, by)
	}
	a.take(now, o.Record)
}

// take takes over what the line holds, and what the probes have found in the
// place of that.
func (a *Account) take(now time.Time, r Record) {
	for _, k := range a.Probes {
		if k.compare(); k.IPv6 {
			r.IPv6 = k.sees().IPv6
		} else {
			r.IPv4 = k.sees().IPv4
		}
	}
	if r = a.publishes(r); r.HasAddress() {
		r.Settings = a.Settings
	}
	a.Machine.Observe(now, r, a.without())
}

// any4 is the IPv4 address of the device, be it public or not.
func (o Observation) any4() netip.Addr {
	if o.Record.IPv4.IsValid() {
		return o.Record.IPv4
	}
	return o.Hidden
}

// without says why there is nothing to publish.
func (a *Account) without() message.Message {
	if a.choice.none() {
		return a.unused(a.choice.lines)
	}
	return a.nothing(a.lacks("IPv4"), a.lacks("IPv6"))
}

// nothing says why there is no address of what the account publishes.
func (c Config) nothing(why4, why6 message.Message) message.Message {
	switch {
	case !c.IPv6, why4 == cmp.Or(why6, why4): // the device is down, or the like
		return why4
	case !c.IPv4:
		return why6
	}
	return message.And(why4, why6)
}

// lacks says why an account has no address of a family to publish.
func (a *Account) lacks(family string) message.Message {
	why := a.why
	if family == "IPv6" {
		why = a.ipv6
	}
	for _, k := range a.Probes {
		if k.family() == family {
			return k.without(why)
		}
	}
	return why
}

// missing says which published family the device has no address of, while it has
// one of the other.
func (a *Account) missing() message.Message {
	want, held := a.Machine.want, a.Machine.held
	family, old := "IPv4", held.IPv4
	switch {
	case !a.IPv4 || !a.IPv6 || want.IPv4.IsValid() == want.IPv6.IsValid():
		return ""
	case want.IPv4.IsValid():
		family, old = "IPv6", held.IPv6
	}
	return message.And(message.New(message.FamilyMissing, family, a.lacks(family)), a.keeps(old))
}

// keeps says that the provider has the old address of a family that is missing.
// What a request without it does to it is not known, so none may be due.
func (a *Account) keeps(old netip.Addr) message.Message {
	m := a.Machine
	if !old.IsValid() || m.unverified || !m.held.Covers(m.want) {
		return ""
	}
	return message.New(message.Keeps, old)
}

// probing returns the probe whose answer everything waits for, nil if there is
// none. One of a family that gives no answer keeps nothing waiting while the
// other one has an address.
func (a *Account) probing() (first *ProbeSource) {
	for _, k := range a.Probes {
		switch {
		case !k.needed() || !k.soon() && a.Machine.want.HasAddress():
		case k.asking:
			return k
		case first == nil || !first.soon() && k.soon():
			first = k
		}
	}
	return first
}

// asks returns the probe that is the next thing to do, nil if that is none.
func (a *Account) asks(now time.Time) *ProbeSource {
	if k, at := a.nextProbe(); k != nil && !at.After(now) {
		return k
	}
	return nil
}

// nextProbe returns which probe comes next, and when; nil while there is nothing
// to probe for.
func (a *Account) nextProbe() (next *ProbeSource, at time.Time) {
	for _, k := range a.Probes {
		if due, ok := k.due(); ok && !a.Machine.stopped() && (next == nil || due.Before(at)) {
			next, at = k, due
		}
	}
	return next, at
}

// due returns when there is something to do, false while there is nothing. A
// probe that is due comes first: it may change the update that waits for it.
func (a *Account) due() (at time.Time, ok bool) {
	if a.flight != nil {
		return at, false
	}
	at, ok = a.Machine.Due()
	if k, ask := a.nextProbe(); k != nil && (!ok || ask.Before(at)) {
		return ask, true
	}
	return at, ok
}

// stale says that the job under way is for an address that the line no longer
// holds, or would leave by another line.
func (a *Account) stale() bool {
	if k := a.flight.probe; k != nil {
		return k.stale()
	}
	return a.Machine.Stale() || a.flight.device != a.Device && !a.Machine.inFlight
}

// routed passes on that there is a new default route.
func (a *Account) routed(now time.Time) {
	a.Machine.Routed(now)
	for _, k := range a.Probes {
		k.routed(now)
	}
}

// unrouted says that a new default route may end a wait.
func (a *Account) unrouted() bool {
	return a.Machine.unrouted() || slices.ContainsFunc(a.Probes, func(k *ProbeSource) bool {
		return k.last.Unreached() && !k.retryAt.IsZero()
	})
}

// clockSet passes on that the wall clock was set.
func (a *Account) clockSet(now time.Time) {
	a.Machine.ClockSet(now)
	for _, k := range a.Probes {
		k.clockSet(now)
	}
}
