// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
)

func TestWeigh(t *testing.T) {
	want, old := netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("203.0.113.8")
	says := func(name string, a netip.Addr) dnscheck.Server {
		return dnscheck.Server{Name: name, Addrs: []netip.Addr{a}}
	}
	both := dnscheck.Answer{Authoritative: true, Servers: []dnscheck.Server{says("ns1", want), says("ns2", old)}}
	cache := dnscheck.Answer{From: "the system's resolver", Addrs: []netip.Addr{want}, Servers: []dnscheck.Server{says("r", want)}, TTL: 77 * time.Second}
	news, other := cache, cache
	news.TTL = 300 * time.Second
	other.Addrs, other.Servers = []netip.Addr{old}, []dnscheck.Server{says("r", old)}
	stale := other
	other.TTL = 300 * time.Second
	for _, c := range []struct {
		name   string
		answer dnscheck.Answer
		err    error
		job    updater.Job
		done   bool
		kind   updater.Kind
		blind  bool
		text   string
	}{
		{"servers disagree", both, nil, updater.Job{}, true, updater.Unsent, false,
			"home: the name servers of home.example.net disagree: 203.0.113.9 (ns1), 203.0.113.8 (ns2); trying again in T"},
		{"servers disagree for too long", both, nil, updater.Job{Anyway: true}, false, updater.Unsent, false, ""},
		{"a resolver has just fetched the wanted address", news, nil, updater.Job{}, true, updater.Confirmed, false, ""},
		{"a resolver has just fetched it, after another address was tried", news, nil, updater.Job{Strict: true}, true, updater.Unsent, true, ""},
		{"a resolver has just fetched another address", other, nil, updater.Job{}, false, updater.Unsent, false, ""},
		{"a cache agrees", cache, nil, updater.Job{Anyway: true}, true, updater.Unsent, true,
			"home: home.example.net answers 203.0.113.9 (the system's resolver), which may be old; trying again in T"},
		{"a cache agrees, and was waited for", cache, nil, updater.Job{Anyway: true, Aged: true}, true, updater.Confirmed, false, ""},
		{"a cache agrees with what was sent", cache, nil, updater.Job{Task: updater.Verify}, true, updater.Confirmed, false, ""},
		{"a cache agrees, was waited for, and is not believed", cache, nil, updater.Job{Aged: true, Strict: true}, false, updater.Unsent, true, ""},
		{"a cache has another address", stale, nil, updater.Job{Anyway: true}, true, updater.Unsent, true, ""},
		{"a cache has another address, and was waited for", stale, nil, updater.Job{Anyway: true, Aged: true}, false, updater.Unsent, true, ""},
		{"a resolver has just fetched another address than what was sent", other, nil, updater.Job{Task: updater.Verify, Strict: true}, true, updater.Unsent, false, ""},
		{"nobody answers", dnscheck.Answer{}, errors.New("x"), updater.Job{}, true, updater.Unsent, true, ""},
		{"nobody answers for too long", dnscheck.Answer{}, errors.New("x"), updater.Job{Anyway: true}, false, updater.Unsent, true, ""},
	} {
		c.job.Task, c.job.Want = cmp.Or(c.job.Task, updater.Update), updater.Record{IPv4: want}
		o, done := weigh("home.example.net", c.answer, c.err, c.job)
		if done != c.done || o.Kind != c.kind || o.Blind != c.blind || c.text != "" && fmt.Sprintf("home: %s; trying again in T", o.Text) != c.text {
			t.Errorf("%s: got %+v, done %v; want %s, blind %v, done %v, %q", c.name, o, done, c.kind, c.blind, c.done, c.text)
		}
		if o.Other && !c.answer.Authoritative {
			t.Errorf("%s: got %+v, want nobody but the zone's own servers to tell of another record", c.name, o)
		}
		if o.Blind && o.TTL != c.answer.TTL || !o.Blind && o.TTL != 0 {
			t.Errorf("%s: got a TTL of %v, want that of the cache", c.name, o.TTL)
		}
	}
}
