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

// dyn is a good account of a provider that holds IPv6 addresses too.
func dyn(name string) string {
	return "config account '" + name + "'\n\toption enabled '1'\n\toption provider 'dyndns2'\n\toption server 'https://dyn.example.com'\n" +
		"\toption user 'me'\n\toption pass 'x'\n\toption hostname '" + name + ".example.net'\n\toption ipv6 '1'\n\toption ip6suffix '::1234'\n"
}

func TestTheNetworkOfAHostGivesItsDevice(t *testing.T) {
	r := newRouter(t)
	r.uci(dyn("home") + "\toption ip6interface 'lan'\n" + dyn("dev") + "\toption ip6device 'br-guest'\n\toption ip6interface 'guest'\n")
	look := func(want string) {
		t.Helper()
		a := r.accounts()
		if got := fmt.Sprint(a["home"]["ip6device"], " ", a["dev"]["ip6device"]); got != want {
			t.Errorf("devices of the networks: got %s, want %s", got, want)
		}
	}
	res := r.start()
	look("<nil> br-guest")
	if got, want := res.call("add_reload_interface_trigger"), []string{"guest", "lan", "wan"}; !slices.Equal(got, want) {
		t.Errorf("triggers: got %q, want %q", got, want)
	}
	r.up("wan", "pppoe-wan")
	r.up("lan", "br-lan")
	r.start()
	look("br-lan br-guest")
	if out := r.verb("check").out; !strings.Contains(out, "home: ok: ") || strings.Contains(out, "home.ip6") {
		t.Errorf("check: got %q", out)
	}
	r.down("lan") // it is kept, so that nothing restarts
	r.start()
	look("br-lan br-guest")
	r.uci(dyn("home") + "\toption ip6interface 'la.n'\n")
	r.start()
	if out := r.verb("check").out; !strings.Contains(out, "dynwan.home.ip6interface: must be the name of an interface") {
		t.Errorf("a name that is none: got %q", out)
	}
}
