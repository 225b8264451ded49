// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestSeveralInterfacesGiveTheirDevices, in their order, with a place for one
// that never was up, and what is down as it was.
func TestSeveralInterfacesGiveTheirDevices(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\tlist interface 'wan'\n\tlist interface 'wanb'\n" + good("text") + "\toption interface 'wanb  wan'\n" +
		good("one") + "\tlist interface 'wan'\n" + good("dev") + "\tlist device 'eth7'\n\tlist device 'eth8'\n\tlist interface 'lte'\n\tlist interface 'wan'\n")
	look := func(want ...string) {
		t.Helper()
		var got []string
		for _, name := range []string{"home", "text", "one", "dev"} {
			a := r.accounts()[name]
			got = append(got, fmt.Sprintf("%v=%q", a["interface"], a["device"]))
		}
		if !slices.Equal(got, want) {
			t.Errorf("interfaces and devices: got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	dev := `lte wan="eth7 eth8"` // the program takes it apart
	res := r.start()
	look(`[wan wanb]=["" ""]`, `[wanb wan]=["" ""]`, `wan=%!q(<nil>)`, dev)
	if got, want := res.call("add_reload_interface_trigger"), []string{"lte", "wan", "wanb"}; !slices.Equal(got, want) {
		t.Errorf("triggers: got %q, want %q", got, want)
	}
	r.up("wanb", "wwan0")
	r.start()
	look(`[wan wanb]=["" "wwan0"]`, `[wanb wan]=["wwan0" ""]`, `wan=%!q(<nil>)`, dev)
	r.up("wan", "pppoe-wan")
	r.start()
	look(`[wan wanb]=["pppoe-wan" "wwan0"]`, `[wanb wan]=["wwan0" "pppoe-wan"]`, `wan="pppoe-wan"`, dev)
	before := r.read("var/etc/dynwan.toml")
	r.down("wan")
	r.down("wanb")
	if r.start(); r.read("var/etc/dynwan.toml") != before {
		t.Errorf("both are down: got\n%s\nwant\n%s", r.read("var/etc/dynwan.toml"), before)
	}
	want := "home: ok: mtgsy keeps home.example.net at the address of the first of these that has one: pppoe-wan, wwan0\n"
	if check := r.verb("check"); check.code != 0 || !strings.Contains(check.out, want) {
		t.Errorf("check: got %d\n%s\nwant 0 and %q in it", check.code, check.out, want)
	}
}

func TestTwoInterfacesOfADeviceAreOneLine(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\tlist interface 'wan'\n\tlist interface 'wan6'\n\tlist interface 'wanb'\n")
	r.up("wan", "eth1")
	r.up("wan6", "eth1")
	r.up("wanb", "wwan0")
	r.start()
	a := r.accounts()["home"]
	if got, want := fmt.Sprint(a["interface"], a["device"]), "[wan wanb] [eth1 wwan0]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhatIsWrongWithLinesIsSaid(t *testing.T) {
	r := newRouter(t)
	for lines, want := range map[string]string{
		"\tlist interface 'wan'\n\tlist interface 'wan'\n":   "interface: must not have wan twice",
		"\tlist interface 'down'\n\tlist interface 'down'\n": "interface: must not have down twice",
		"\tlist interface 'wan'\n\tlist interface 'w.n'\n":   "interface: must be the name of an interface",
		"\tlist interface 'wan'\n\tlist interface '.*'\n":    "interface: must be the name of an interface",
		"\tlist device 'eth1'\n\tlist device 'eth1'\n":       "device: must not have eth1 twice",
		"\toption interface 'a b c d e f g h i'\n":           "interface: must not have more than 8",
		"\toption interface '  '\n":                          "device: is missing",
	} {
		r.uci(good("home") + lines)
		r.up("wan", "pppoe-wan")
		if check := r.verb("check"); check.code != 2 || !strings.HasPrefix(check.out, "dynwan.home."+want) || strings.Count(check.out, "\n") > 2 {
			t.Errorf("%q: got %d %q, want 2 and %q", lines, check.code, check.out, want)
		}
	}
}

// TestEachLineHasItsOwnAddresses: what another interface has on its device is left
// out, whatever the other lines have.
func TestEachLineHasItsOwnAddresses(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\tlist interface 'wan'\n\tlist interface 'wanb'\n" + good("mine") + "\tlist interface 'wan'\n\tlist interface 'wanb'\n\toption prefer '192.0.2.1'\n")
	for _, c := range []struct {
		netifd []string
		want   string
	}{
		{[]string{"wan static eth1 203.0.113.10", "wanb static eth2 203.0.113.20"}, "203.0.113.10 203.0.113.20"},
		{[]string{"wan dhcp eth1", "alias static eth1 203.0.113.200", "wanb dhcp eth2", "more static eth2 203.0.113.201"}, "!203.0.113.200 203.0.113.201"},
		{[]string{"wan dhcp eth1", "alias static eth1 203.0.113.200", "wanb static eth2 203.0.113.20"}, "!203.0.113.200"},
	} {
		r.netifd(c.netifd...)
		for range 2 {
			if got, want := r.prefers("home", "mine"), "[eth1 eth2] "+c.want+", [eth1 eth2] 192.0.2.1"; got != want {
				t.Errorf("%q: got %s, want %s", c.netifd, got, want)
			}
			var down []string
			for _, i := range c.netifd {
				down = append(down, strings.Join(strings.Fields(i)[:2], " "))
			}
			r.netifd(down...) // as it was
		}
	}
}
