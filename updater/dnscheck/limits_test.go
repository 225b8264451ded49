// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestZeroAskerUsesTheSystem(t *testing.T) {
	var a Client
	got := fmt.Sprint(a.port(), " ", a.resolvConf(), " ", a.times())
	if want := fmt.Sprint("53 /etc/resolv.conf ", usualPace); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAskEndsSoonWhenTheResolverIsDown(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.deaf = true
	})
	begin := time.Now()
	_, err := l.asker().Query(t.Context(), "a.home.example.net", "ip4")
	const want = "cannot learn what a.home.example.net holds: found no name servers of a.home.example.net: no answer; " +
		"the system's resolver 127.0.0.1: no answer"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
	// One lookup and two tries; parents are not looked up.
	if took := time.Since(begin); took > 1800*time.Millisecond {
		t.Errorf("took %v with a lookup of 500ms and two tries of 200ms", took)
	}
}

func TestAskLeavesTimeForTheResolver(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(l *lab) {
		l.system = fromCache(holds(wan))
	})
	l.serve(ns1IP, silent)
	l.serve(ns2IP, silent)
	asker := l.asker()
	asker.pace.try, asker.pace.zone = 10*time.Second, 500*time.Millisecond
	if a, err := asker.Query(t.Context(), "home.example.net", "ip4"); err != nil || !a.Holds(netip.MustParseAddr(wan)) {
		t.Errorf("got %s, %v, want the resolver's answer", describe(a), err)
	}
	if left := usualPace.total - usualPace.zone; left < usualPace.try {
		t.Errorf("the usual pace leaves the resolver %v, less than one try", left)
	}
}

func TestAskHasAnEnd(t *testing.T) {
	t.Parallel()
	l := newLab(t, func(*lab) {})
	l.serve(ns1IP, silent)
	l.serve(ns2IP, silent)
	asker := l.asker()
	asker.pace = pace{try: time.Minute, lookup: time.Minute, zone: time.Minute, total: 400 * time.Millisecond}
	begin := time.Now()
	if _, err := asker.Query(t.Context(), "home.example.net", "ip4"); err == nil {
		t.Error("got no error from silent servers")
	}
	if took := time.Since(begin); took > 1500*time.Millisecond {
		t.Errorf("took %v, want about 400ms", took)
	}
}

func TestAskEndsAtOnceWhenItsContextIsCanceled(t *testing.T) {
	for _, where := range []string{"at the zone's servers", "at the resolver"} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, func(l *lab) {
				l.deaf = where == "at the resolver"
			})
			l.serve(ns1IP, silent)
			l.serve(ns2IP, silent)
			asker := l.asker()
			asker.pace = usualPace
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(200*time.Millisecond, cancel)
			begin := time.Now()
			_, err := asker.Query(ctx, "home.example.net", "ip4")
			if !errors.Is(err, context.Canceled) || strings.Contains(err.Error(), errSilent.Error()) {
				t.Errorf("got %v, want an error that wraps context.Canceled and blames no server", err)
			}
			if took := time.Since(begin); took > 1200*time.Millisecond {
				t.Errorf("took %v, want about 200ms", took)
			}
		})
	}
}

func TestAskRefusesWhatItCannotAskFor(t *testing.T) {
	long := strings.Repeat("a", 63) + "."
	tests := []struct{ name, host, family, want string }{
		{"an empty name", "", "ip4", `cannot learn what "" holds: not a host name`},
		{"a name with a blank", "home example.net", "ip4", `cannot learn what "home example.net" holds: not a host name`},
		{"a name with a line break", "home\n.net", "ip4", `cannot learn what "home\n.net" holds: not a host name`},
		{"an empty label", "home..net", "ip4", `cannot learn what "home..net" holds: not a host name`},
		{"a label of 64 bytes", strings.Repeat("a", 64) + ".net", "ip4", "not a host name"},
		{"a name of 256 bytes", strings.Repeat(long, 4), "ip4", "not a host name"},
		{"an unknown family", "home.example.net", "ip", `cannot learn what home.example.net holds: "ip" is no address family`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Client{}.Query(t.Context(), tt.host, tt.family)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Ask(%q, %q): got %v, want %q", tt.host, tt.family, err, tt.want)
			}
		})
	}
}

func TestErrorsHaveABound(t *testing.T) {
	cause := errors.New(strings.Repeat("cause ", 100))
	for _, host := range []string{strings.Repeat("a.", 120) + "net", strings.Repeat("\x00", 300), "home.example.net"} {
		err := failed(host, cause)
		text := err.Error()
		if len(text) > 300 || !strings.HasPrefix(text, "cannot learn what ") || !strings.Contains(text, " holds: cause") {
			t.Errorf("host %.20q: got %d bytes: %s", host, len(text), text)
		}
		if !errors.Is(err, cause) {
			t.Errorf("host %.20q: the cause is lost", host)
		}
	}
}
