// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"errors"
	"net/netip"
	"testing"

	"dynwan/updater"
	"dynwan/updater/dnscheck"
)

func TestOldRecord(t *testing.T) {
	want, old, third := netip.MustParseAddr("203.0.113.9"), netip.MustParseAddr("203.0.113.8"), netip.MustParseAddr("203.0.113.7")
	answer := func(lists ...[]netip.Addr) dnscheck.Answer {
		a := dnscheck.Answer{Authoritative: true, From: "ns"}
		for _, l := range lists {
			a.Servers = append(a.Servers, dnscheck.Server{Name: "ns", Addrs: l})
			a.Addrs = append(a.Addrs, l...)
		}
		return a
	}
	cache := answer([]netip.Addr{want})
	cache.Authoritative = false
	anyway := updater.Job{Anyway: true, Remembered: third}
	for _, c := range []struct {
		name   string
		answer dnscheck.Answer
		err    error
		job    updater.Job
		old    netip.Addr
		kind   updater.Kind // "": something has to be sent
	}{
		{"nothing there", answer(nil), nil, updater.Job{}, netip.Addr{}, ""},
		{"another address", answer([]netip.Addr{old}), nil, updater.Job{}, old, ""},
		{"the wanted one", answer([]netip.Addr{want}), nil, updater.Job{}, netip.Addr{}, updater.Confirmed},
		{"the wanted one beside another", answer([]netip.Addr{old, want}), nil, updater.Job{}, netip.Addr{}, updater.Rejected},
		{"two others", answer([]netip.Addr{third, old}), nil, anyway, netip.Addr{}, updater.Rejected},
		{"servers disagree", answer([]netip.Addr{old}, []netip.Addr{want}), nil, updater.Job{}, netip.Addr{}, updater.Unsent},
		{"a late secondary", answer(nil, []netip.Addr{old}), nil, updater.Job{}, netip.Addr{}, updater.Unsent},
		{"a cache that agrees", cache, nil, updater.Job{}, netip.Addr{}, updater.Unsent},
		{"a cache that confirms an add", cache, nil, updater.Job{Task: updater.Verify}, netip.Addr{}, updater.Unsent},
		{"the wanted one confirms an add", answer([]netip.Addr{want}), nil, updater.Job{Task: updater.Verify}, netip.Addr{}, updater.Confirmed},
		{"nobody", dnscheck.Answer{}, errors.New("x"), updater.Job{}, netip.Addr{}, updater.Unsent},
		{"nobody, and patience is over", dnscheck.Answer{}, errors.New("x"), updater.Job{Anyway: true}, netip.Addr{}, updater.Unsent},
		{"nobody, and the address is remembered", dnscheck.Answer{}, errors.New("x"), anyway, third, ""},
		{"nobody, and the wanted address is remembered", dnscheck.Answer{}, errors.New("x"), updater.Job{Anyway: true, Remembered: want}, netip.Addr{}, updater.Unverified},
		{"nobody yet, and the address is remembered", dnscheck.Answer{}, errors.New("x"), updater.Job{Remembered: third}, netip.Addr{}, updater.Unsent},
	} {
		c.job.Want = updater.Record{IPv4: want}
		got, o, done := oldRecord("home.example.net", c.answer, c.err, c.job)
		if done != (c.kind != "") || o.Kind != c.kind || !done && got != c.old {
			t.Errorf("%s: got %v, %+v, done %v; want %v, %q", c.name, got, o, done, c.old, c.kind)
		}
		if o.Sent || o.Blind != (o.Kind == updater.Unsent) || done && o.Text == "" {
			t.Errorf("%s: got %+v, want nothing sent, a reason, and Blind if it may be tried again", c.name, o)
		}
	}
}

func TestAnAddressThatIsRememberedIsNotAddedAgain(t *testing.T) {
	ip := netip.MustParseAddr("203.0.113.9")
	job := updater.Job{Anyway: true, Remembered: ip, Want: updater.Record{IPv4: ip}}
	_, o, done := oldRecord("home.example.net", dnscheck.Answer{}, errors.New("x"), job)
	if want := "the provider held 203.0.113.9 before the reboot, and DNS does not tell"; !done || o.Text.String() != want {
		t.Errorf("got %+v, want %q", o, want)
	}
}
