// SPDX-License-Identifier: GPL-2.0-or-later

package fleet

import (
	"strings"
	"testing"
	"time"

	"dynwan/updater"
)

func TestDNSThatIsDownDelaysNothing(t *testing.T) {
	r := Run(Silent(), Dynwan(updater.DefaultPolicy()), 10*small, 5)
	if want := 10 * small / 24; r.Names != want || r.Updates != want || r.Needless != 0 || r.All > 2*time.Second {
		t.Errorf("got %+v, want one request for each of %d names within two seconds", r, want)
	}
	if peer := Run(Silent(), DDNSScripts(), 10*small, 5); peer.Most < 30*time.Minute || peer.Updates != r.Updates {
		t.Errorf("got %+v, want a client that looks first to wait for DNS", peer)
	}
}

// After a boot nothing is known, and nobody says it: two minutes are waited.
func TestABootWhileDNSIsDownIsOneRequest(t *testing.T) {
	for _, turn := range []uint16{0, sameAddress} {
		d := new(diary)
		s := Scenario{length: time.Hour, silent: outage{from: lead, to: time.Hour}, lines: bootAt(15*time.Minute, turn)}
		c := Dynwan(updater.DefaultPolicy())
		play(s, Client{c.Name, func(w *world) behaviour {
			d.behaviour, d.w = c.make(w), w
			return d
		}}, 1, 1)
		if len(d.at) != 1 || d.at[0] < 17*time.Minute || d.at[0] > 17*time.Minute+20*time.Second {
			t.Errorf("got %s at %v, want one request two minutes after the boot", strings.Join(d.ends, ", "), d.at)
		}
	}
}

func TestWhereOnlyACacheAnswersANewAddressIsSentOnceItIsNew(t *testing.T) {
	r := Run(Blocked(), Dynwan(updater.DefaultPolicy()), 10*small, 5)
	if r.Updates != r.Names || r.Needless != 0 || r.All > recordTTL+5*time.Second {
		t.Errorf("got %+v, want one request for each name as soon as the cache must ask again", r)
	}
	if r.Half < 30*time.Second {
		t.Errorf("half of the names were right after %v, before their cache could have asked again", r.Half)
	}
}
