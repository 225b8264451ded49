// SPDX-License-Identifier: GPL-2.0-or-later

package updater

import (
	"cmp"
	"net/netip"
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
			a.choice.take(now, &kept, a.offer(o), a.rank(o), a.lacks(o))
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
	a.seen, a.ipv6, a.also, a.why = true, o.IPv6, o.Also, o.Why4
	if a.Probe == nil {
		a.want(now, a.publishes(o.Record), a.nothing(o))
		return
	}
	by := ""
	if a.choice != nil {
		by = a.Device
	}
	a.Probe.observe(now, o.any4(), by)
	a.takeProbe(now)
}

// any4 is the IPv4 address of the device, be it public or not.
func (o Observation) any4() netip.Addr {
	if o.Record.IPv4.IsValid() {
		return o.Record.IPv4
	}
	return o.Hidden
}

// without says why there is nothing to publish.
func (a *Account) without(o Observation) message.Message {
	switch {
	case !a.IPv6 || o.down() != "":
		return o.Why4
	case !a.IPv4:
		return o.IPv6
	}
	return message.And(o.Why4, o.IPv6)
}

// missing says which published family the device has no address of, while it has
// one of the other.
func (a *Account) missing() message.Message {
	want := a.Machine.want
	switch {
	case !a.IPv4 || !a.IPv6 || !want.HasAddress():
		return ""
	case !want.IPv4.IsValid():
		return message.New(message.FamilyMissing, "IPv4", a.why)
	case !want.IPv6.IsValid():
		return message.New(message.FamilyMissing, "IPv6", a.ipv6)
	}
	return ""
}

// takeProbe takes over what the probe has found.
func (a *Account) takeProbe(now time.Time) {
	a.Probe.compare()
	record, why := a.Probe.wants(a.why)
	a.want(now, record, why)
}

func (a *Account) want(now time.Time, r Record, why message.Message) {
	if r.HasAddress() {
		r.Settings = a.Settings
	}
	a.Machine.Observe(now, r, why)
}

// asks says whether a probe is the next thing to do.
func (a *Account) asks(now time.Time) bool {
	at, ok := a.probeDue()
	return ok && !at.After(now)
}

// probeDue returns when to probe, false while there is nothing to probe for.
func (a *Account) probeDue() (at time.Time, ok bool) {
	if a.Probe == nil || a.Machine.stopped() {
		return at, false
	}
	return a.Probe.due()
}

// due returns when there is something to do, false while there is nothing. A
// probe that is due comes first: it may change the update that waits for it.
func (a *Account) due() (at time.Time, ok bool) {
	if a.flight != nil {
		return at, false
	}
	at, ok = a.Machine.Due()
	if ask, asks := a.probeDue(); asks && (!ok || ask.Before(at)) {
		return ask, true
	}
	return at, ok
}

// stale says that the job under way is for an address that the line no longer
// holds, or would leave by another line.
func (a *Account) stale() bool {
	if a.flight.asks {
		return a.Probe.stale()
	}
	return a.Machine.Stale() || a.flight.device != a.Device && !a.Machine.inFlight
}

// routed passes on that there is a new default route.
func (a *Account) routed(now time.Time) {
	a.Machine.Routed(now)
	if a.Probe != nil {
		a.Probe.routed(now)
	}
}

// unrouted says that a new default route may end a wait.
func (a *Account) unrouted() bool {
	return a.Machine.unrouted() || a.Probe != nil && a.Probe.last.Unreached() && !a.Probe.retryAt.IsZero()
}

// clockSet passes on that the wall clock was set.
func (a *Account) clockSet(now time.Time) {
	a.Machine.ClockSet(now)
	if a.Probe != nil {
		a.Probe.clockSet(now)
	}
}
