// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestAnInterfaceGivesItsDevice(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + good("lan") + "\toption interface 'lan_2'\n" + good("dev") + "\toption device 'eth7'\n" +
		good("both") + "\toption device 'eth8'\n\toption interface 'wan'\n")
	look := func(want string) {
		t.Helper()
		var got []string
		for _, name := range []string{"home", "lan", "dev", "both"} {
			a := r.accounts()[name]
			got = append(got, fmt.Sprintf("%v=%v", a["interface"], a["device"]))
		}
		if fmt.Sprint(got) != want {
			t.Errorf("interfaces and devices: got %v, want %s", got, want)
		}
	}
	res := r.start()
	look("[wan=<nil> lan_2=<nil> <nil>=eth7 wan=eth8]")
	if got, want := res.call("add_reload_interface_trigger"), []string{"lan_2", "wan"}; !slices.Equal(got, want) {
		t.Errorf("triggers: got %q, want %q", got, want)
	}
	if out := r.verb("check").out; !strings.Contains(out, "home: ok: mtgsy keeps home.example.net at the address of interface wan, which is down\n") {
		t.Errorf("check of an interface that never was up: got %q", out)
	}
	r.up("wan", "pppoe-wan")
	r.up("lan_2", "br-lan")
	r.start()
	look("[wan=pppoe-wan lan_2=br-lan <nil>=eth7 wan=eth8]")
	r.up("wan", "wwan0")
	r.start()
	look("[wan=wwan0 lan_2=br-lan <nil>=eth7 wan=eth8]")
}

// A restart at each end of a redial would cost the very seconds in which the
// address has to be told to the provider.
func TestARedialChangesNothing(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home"))
	r.up("wan", "pppoe-wan")
	r.start()
	before := r.read("var/etc/dynwan.toml")
	r.down("wan")
	r.start()
	if got := r.read("var/etc/dynwan.toml"); got != before {
		t.Errorf("after the interface went down: got\n%s\nwant\n%s", got, before)
	}
	r.up("wan", "pppoe-wan")
	r.start()
	if got := r.read("var/etc/dynwan.toml"); got != before {
		t.Errorf("after the interface came up: got\n%s\nwant\n%s", got, before)
	}
	r.down("wan")
	for _, other := range []string{"wwan", ".*", "wan$|#", "../up/wan"} {
		r.uci(good("home") + good("other") + "\toption interface '" + other + "'\n")
		r.start()
		if got := r.accounts()["other"]["device"]; got != nil {
			t.Errorf("the interface %q, which is down: got device %v, want none", other, got)
		}
	}
}
