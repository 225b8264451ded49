// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dynwan/updater"
)

// diary notes the connections of one router, to the second in words, and when
// DNS answered.
type diary struct {
	behaviour
	w    *world
	ends []string
	at   []time.Duration
	dns  []time.Duration
}

func (d *diary) looked(r int32, held uint32) {
	d.dns = append(d.dns, d.w.now)
	d.behaviour.looked(r, held)
}

func (d *diary) answered(r int32, end kind) {
	d.at = append(d.at, d.w.now)
	d.ends = append(d.ends, fmt.Sprint(d.w.now.Truncate(time.Second), " ", []string{refused: "refused", busy: "busy", accepted: "ok"}[end]))
	d.behaviour.answered(r, end)
}

// follow plays one router whose provider is out of order from 10m to 70m.
func follow(c Client, as kind, lines func(*world)) *diary {
	d := new(diary)
	s := Scenario{
		length: 3 * time.Hour, outage: outage{from: 10 * time.Minute, to: 70 * time.Minute, as: as},
		lines: lines,
	}
	play(s, Client{c.Name, func(w *world) behaviour {
		d.behaviour, d.w = c.make(w), w
		return d
	}}, 1, 1)
	return d
}

// connectionsOf returns when a router connects that redials 5 minutes after
// the begin of the outage.
func connectionsOf(c Client, as kind) []time.Duration {
	return follow(c, as, redialAt(15*time.Minute)).at
}

func redialAt(at time.Duration) func(*world) {
	return func(w *world) { w.redial(0, at) }
}

func bootAt(at time.Duration, turn uint16) func(*world) {
	return func(w *world) { w.queue.push(event{at: at, router: 0, kind: powerUp, turn: turn}) }
}

func TestOneRouterByHand(t *testing.T) {
	dynwan := Dynwan(updater.DefaultPolicy())
	tests := []struct {
		name   string
		client Client
		as     kind
		lines  func(*world)
		want   string
	}{
		{"ddns-scripts sends at ifup, once", DDNSScripts(), refused, redialAt(5 * time.Minute), "5m0s ok"},
		{"ddns-scripts repeats a failed transfer each minute", DDNSScripts(), refused, redialAt(66*time.Minute + 30*time.Second),
			"1h6m30s refused, 1h7m30s refused, 1h8m30s refused, 1h9m30s refused, 1h10m30s ok"},
		{"ddns-scripts takes a 503 for a failed transfer", DDNSScripts(), busy, redialAt(68*time.Minute + 30*time.Second),
			"1h8m30s busy, 1h9m30s busy, 1h10m30s ok"},
		{"ddns-scripts with curl takes a 503 for an answer", DDNSScriptsWithCurl(), busy, redialAt(55*time.Minute + 30*time.Second),
			"55m30s busy, 1h5m30s busy, 1h15m30s ok"},
		{"ddns-scripts with curl repeats a failed transfer too", DDNSScriptsWithCurl(), refused, redialAt(68*time.Minute + 30*time.Second),
			"1h8m30s refused, 1h9m30s refused, 1h10m30s ok"},
		{"ddns-scripts sends at a boot without need", DDNSScripts(), refused, bootAt(5*time.Minute, sameAddress), "5m0s ok"},
		{"inadyn sends at a boot without need", Inadyn(), refused, bootAt(5*time.Minute, sameAddress), "5m0s ok"},
		{"inadyn with its cache file does not", InadynWithFile(), refused, bootAt(5*time.Minute, sameAddress), ""},
		{"inadyn with its cache file sends what is new", InadynWithFile(), refused, bootAt(5*time.Minute, 0), "5m0s ok"},
		{"dynwan asks DNS at a boot", dynwan, refused, bootAt(5*time.Minute, sameAddress), ""},
		{"dynwan sends a second after a boot what is new", dynwan, refused, bootAt(5*time.Minute, 0), "5m1s ok"},
		{"dynwan sends a second after a redial, once", dynwan, refused, redialAt(5 * time.Minute), "5m1s ok"},
	}
	for _, tt := range tests {
		d := follow(tt.client, tt.as, tt.lines)
		if got := strings.Join(d.ends, ", "); got != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, got, tt.want)
		}
	}
}

func TestInadynTriesAtItsNextCheck(t *testing.T) {
	for _, tt := range []struct {
		as   kind
		wait time.Duration
	}{{refused, 2 * time.Minute}, {busy, 10 * time.Minute}} {
		at := connectionsOf(Inadyn(), tt.as)
		if len(at) < 6 || at[0] > 15*time.Minute+inadynPeriod+time.Second {
			t.Fatalf("%d: got connections at %v, want the first within a period of 15m", tt.as, at)
		}
		for i := 1; i < len(at); i++ {
			if gap := at[i] - at[i-1]; gap < tt.wait || gap > tt.wait+time.Second {
				t.Errorf("%d: connection %d came %v after the last one, want %v", tt.as, i, gap, tt.wait)
			}
		}
		if last := at[len(at)-1]; last < 70*time.Minute || at[len(at)-2] > 70*time.Minute {
			t.Errorf("%d: got connections at %v, want one after the outage", tt.as, at)
		}
	}
}

func TestDynwanWaitsLongerAfterEach503(t *testing.T) {
	p := updater.DefaultPolicy()
	at := connectionsOf(Dynwan(p), busy)
	if len(at) < 3 {
		t.Fatalf("got connections at %v, want three at least", at)
	}
	for i := 1; i < len(at); i++ {
		want := max(p.MinGap, p.Resend[min(i, len(p.Resend))-1].Least)
		if gap := at[i] - at[i-1]; gap < want {
			t.Errorf("connection %d came %v after the last one, want %v at least", i, gap, want)
		}
	}
}

func TestDynwanAsksDNSSoonAfterAnUpdate(t *testing.T) {
	p := updater.DefaultPolicy()
	d := follow(Dynwan(p), refused, redialAt(5*time.Minute))
	wait := p.Verify[0]
	if len(d.at) != 1 || len(d.dns) != 1 || d.dns[0]-d.at[0] < wait || d.dns[0]-d.at[0] > wait*5/4+time.Second {
		t.Errorf("got an update at %v and DNS at %v, want it once, %v later", d.at, d.dns, wait)
	}
}

func TestDynwanSendsNoAddressThatTheLineHasLost(t *testing.T) {
	d := follow(Dynwan(updater.DefaultPolicy()), refused, func(w *world) {
		bootAt(5*time.Minute, 0)(w)
		lost := 5*time.Minute + time.Second + time.Millisecond // DNS is being asked
		w.queue.push(event{at: lost, router: 0, kind: lineDown})
		w.queue.push(event{at: 6 * time.Minute, router: 0, kind: lineUp})
	})
	if got, want := strings.Join(d.ends, ", "), "6m1s ok"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAnIfdownEndsTheProcessOfDDNSScripts(t *testing.T) {
	d := follow(DDNSScripts(), refused, func(w *world) {
		w.redial(0, 15*time.Minute)
		w.queue.push(event{at: 17 * time.Minute, router: 0, kind: lineDown})
	})
	if got, want := strings.Join(d.ends, ", "), "15m0s refused, 16m0s refused"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
