// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"cmp"
	"errors"
	"net/netip"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
)

// TestTheWorseFamilyDecides says what two answers mean, whichever family has
// which.
func TestTheWorseFamilyDecides(t *testing.T) {
	want4, want6 := netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("2001:db8::9")
	const (
		right   = iota // the zone's servers have it
		none           // they have nothing
		half           // one of them has it
		old            // a cache has it that is not fresh
		older          // and one that keeps that for longer
		passing        // and one that does not keep it at all
		mute           // nobody answers
	)
	answers := func(what int, want netip.Addr) said {
		server := func(name string, addrs ...netip.Addr) dnscheck.Server {
			return dnscheck.Server{Name: name, Addrs: addrs}
		}
		a := dnscheck.Answer{From: "ns1", Authoritative: what < old, Addrs: []netip.Addr{want}, Servers: []dnscheck.Server{server("ns1", want)}}
		switch what {
		case none:
			a.Addrs, a.Servers = nil, []dnscheck.Server{server("ns1")}
		case half:
			a.Servers = append(a.Servers, server("ns2"))
		case old:
			a.TTL = 77 * time.Second
		case older:
			a.TTL = 177 * time.Second
		case mute:
			return said{err: errors.New("no answer")}
		}
		return said{answer: a}
	}
	const (
		confirmed = "confirmed"
		sends     = "sends"
		asksAgain = "asks again"
		blind     = "blind"
		blindFor  = "blind for 1m17s"
		blindLong = "blind for 2m57s"
		differs   = "differs"
	)
	verify := updater.Job{Task: updater.Verify}
	for _, c := range []struct {
		a, b int
		job  updater.Job
		want string
	}{
		{right, right, updater.Job{}, confirmed},
		{right, none, updater.Job{}, sends},
		{none, none, updater.Job{}, sends},
		{half, none, updater.Job{}, sends}, // it is due, whatever the other servers say
		{mute, none, updater.Job{}, sends},
		{old, none, updater.Job{}, sends},
		{right, half, updater.Job{}, asksAgain},
		{right, half, updater.Job{Anyway: true}, sends},
		{half, mute, updater.Job{}, asksAgain},
		{right, mute, updater.Job{}, blind},
		{right, mute, updater.Job{Anyway: true}, sends},
		{right, old, updater.Job{}, blindFor},
		{right, old, updater.Job{Aged: true}, confirmed},
		{right, old, updater.Job{Aged: true, Strict: true}, sends},
		{old, older, updater.Job{}, blindLong},
		{old, mute, updater.Job{}, blindFor},
		{old, mute, updater.Job{Anyway: true}, blindFor},
		{old, mute, updater.Job{Anyway: true, Aged: true}, sends},
		{passing, mute, updater.Job{Anyway: true, Strict: true}, blind},
		{right, right, verify, confirmed},
		{right, old, verify, confirmed},
		{right, none, verify, differs},
		{mute, none, verify, differs},
		{half, none, verify, differs},
		{right, half, verify, asksAgain},
		{right, mute, verify, blind},
		{right, old, updater.Job{Task: updater.Verify, Strict: true}, blindFor},
	} {
		c.job.Task, c.job.Want = cmp.Or(c.job.Task, updater.Update), updater.Record{IPv4: want4, IPv6: want6}
		for _, swapped := range []bool{false, true} {
			a, b := c.a, c.b
			if swapped {
				a, b = b, a
			}
			o, done := weighBoth("home.example.net", answers(a, want4), answers(b, want6), c.job)
			got := sends
			switch {
			case !done:
			case o.Kind == updater.Confirmed:
				got = confirmed
			case o.Other:
				got = differs
			case o.Blind:
				if got = blind; o.TTL > 0 {
					got += " for " + updater.Span(o.TTL.Seconds())
				}
			default:
				got = asksAgain
			}
			if got != c.want {
				t.Errorf("A %d, AAAA %d for %+v: got %s (%+v), want %s", a, b, c.job, got, o, c.want)
			}
		}
	}
	o, _ := weighBoth("home.example.net", answers(right, want4), answers(right, want6), updater.Job{Want: updater.Record{IPv4: want4, IPv6: want6}})
	if got, want := o.Text.String(), "home.example.net answers 203.0.113.9 (ns1), 2001:db8::9 (ns1)"; got != want {
		t.Errorf("text: got %q, want %q", got, want)
	}
	for job, want := range map[updater.Job]bool{
		{Want: updater.Record{IPv4: want4}}: true,
		{Want: updater.Record{IPv6: want6}}: false,
	} {
		if _, done := weighBoth("home.example.net", answers(right, want4), answers(none, want6), job); done != want {
			t.Errorf("%+v: done is %v, want only the wanted family to matter", job, done)
		}
	}
}
