// SPDX-License-Identifier: GPL-2.0-or-later

package initd

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
)

// netInterface is what netifd says of an interface, as far as the scripts ask.
type netInterface struct {
	Interface string    `json:"interface"`
	Proto     string    `json:"proto"`
	Up        bool      `json:"up"`
	Device    string    `json:"l3_device,omitempty"`
	IPv4      []address `json:"ipv4-address"`
}

type address struct {
	Address string `json:"address"`
	Mask    int    `json:"mask"`
}

// query is the form of question to jsonfilter that the scripts have, down the
// other one.
var query = regexp.MustCompile(`^@\.interface\[@\.proto='static' && @\.l3_device='([^']*)' && @\.interface(!?=)'([^']*)'\]\['ipv4-address'\]\[\*\]\.address$`)

const down = "@.interface[@.proto='static' && @.up=false].interface"

// jsonfilter is the command jsonfilter for that question, and for a text of an
// object in a file.
func jsonfilter(args []string) int {
	if len(args) == 4 && args[0] == "-i" && args[2] == "-e" {
		return member(args[1], strings.TrimPrefix(args[3], "@."))
	}
	var dump struct {
		Interface []netInterface `json:"interface"`
	}
	if len(args) != 2 || args[0] != "-e" || args[1] != down && !query.MatchString(args[1]) {
		fmt.Println("jsonfilter: the stand-in knows only two questions, not", args)
		return 126
	}
	if json.NewDecoder(os.Stdin).Decode(&dump) != nil {
		return 126
	}
	q := query.FindStringSubmatch(args[1])
	found := false
	for _, i := range dump.Interface {
		if i.Proto != "static" {
			continue
		} else if args[1] == down && !i.Up {
			fmt.Println(i.Interface)
			found = true
		} else if args[1] != down && i.Device == q[1] && (i.Interface == q[3]) == (q[2] == "=") {
			for _, a := range i.IPv4 {
				fmt.Println(a.Address)
				found = true
			}
		}
	}
	if !found {
		return 1
	}
	return 0
}

// member prints a text of the object in a file.
func member(file, name string) int {
	var object map[string]string
	text, err := os.ReadFile(file)
	if err != nil || json.Unmarshal(text, &object) != nil || object[name] == "" {
		return 1
	}
	fmt.Println(object[name])
	return 0
}

// installJSONFilter puts the stand-in or the program of $JSONFILTER in its place.
func installJSONFilter(path string) error {
	if real := os.Getenv("JSONFILTER"); real != "" {
		return os.WriteFile(path, []byte("#!/bin/sh\nexec "+real+" \"$@\"\n"), 0o755)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	return os.Symlink(self, path)
}

// netifd sets what netifd says: "INTERFACE PROTO DEVICE ADDRESS..." each, a
// device and addresses of none that is down.
func (r *router) netifd(interfaces ...string) {
	r.t.Helper()
	var list []netInterface
	for _, text := range interfaces {
		f := strings.Fields(text)
		i := netInterface{Interface: f[0], Proto: f[1], IPv4: []address{}}
		os.Remove(r.path("up/" + f[0]))
		if len(f) > 2 {
			i.Device = f[2]
			r.up(f[0], f[2])
		}
		for _, ip := range f[min(3, len(f)):] {
			i.IPv4, i.Up = append(i.IPv4, address{ip, 32}), true
		}
		list = append(list, i)
	}
	text, err := json.Marshal(map[string]any{"interface": list})
	r.check(err)
	r.write("dump", string(text))
}

// prefers returns what each account prefers, by the order of names.
func (r *router) prefers(names ...string) string {
	r.t.Helper()
	r.start()
	var got []string
	for _, name := range names {
		got = append(got, fmt.Sprint(r.accounts()[name]["device"], " ", r.accounts()[name]["prefer"]))
	}
	return strings.Join(got, ", ")
}

func TestAnInterfaceHasItsOwnAddressOfADevice(t *testing.T) {
	const up = "eth1 <nil>"
	for name, c := range map[string]struct {
		netifd []string
		want   string
	}{
		"one interface":                    {[]string{"wan dhcp eth1 203.0.113.10"}, up + ", <nil> <nil>"},
		"another one on another device":    {[]string{"wan dhcp eth1 203.0.113.10", "alias static br-lan 192.168.1.1"}, up + ", br-lan 192.168.1.1"},
		"a static one beside a lease":      {[]string{"wan dhcp eth1 203.0.113.10", "alias static eth1 203.0.113.200"}, "eth1 !203.0.113.200, eth1 203.0.113.200"},
		"the lease is not there yet":       {[]string{"wan dhcp eth1", "alias static eth1 203.0.113.200"}, "eth1 !203.0.113.200, eth1 203.0.113.200"},
		"two addresses of a static one":    {[]string{"wan pppoe eth1 203.0.113.10", "alias static eth1 203.0.113.200 203.0.113.201"}, "eth1 !203.0.113.200 203.0.113.201, eth1 203.0.113.200 203.0.113.201"},
		"two that are static":              {[]string{"wan static eth1 203.0.113.10", "alias static eth1 203.0.113.200"}, "eth1 203.0.113.10, eth1 203.0.113.200"},
		"two static ones beside a lease":   {[]string{"wan dhcp eth1", "alias static eth1 203.0.113.200", "more static eth1 203.0.113.201"}, "eth1 !203.0.113.200 203.0.113.201, eth1 203.0.113.200"},
		"two that lease: nothing is known": {[]string{"wan dhcp eth1 203.0.113.10", "alias dhcp eth1 203.0.113.11"}, up + ", " + up},
		"one of IPv6 beside it":            {[]string{"wan dhcp eth1 203.0.113.10", "wan6 dhcpv6 eth1"}, up + ", <nil> <nil>"},
	} {
		r := newRouter(t)
		r.uci(good("home") + good("second") + "\toption interface 'alias'\n")
		r.netifd(c.netifd...)
		if got := r.prefers("home", "second"); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		if check := r.verb("check"); check.code != 0 {
			t.Errorf("%s: check: got %d %q", name, check.code, check.out+check.errors)
		}
	}
}

func TestWhatTheUserPrefersGoesBeforeWhatNetifdSays(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + "\toption prefer '203.0.113.0/26'\n" + good("list") + "\tlist prefer '203.0.113.7'\n\tlist prefer '203.0.113.8'\n" +
		good("dev") + "\toption device 'eth7'\n\toption prefer '!203.0.113.9'\n" + good("plain"))
	r.netifd("wan dhcp eth1 203.0.113.10", "alias static eth1 203.0.113.200")
	want := "eth1 203.0.113.0/26, eth1 203.0.113.7 203.0.113.8, eth7 !203.0.113.9, eth1 !203.0.113.200"
	for range 2 {
		if got := r.prefers("home", "list", "dev", "plain"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		r.netifd("wan dhcp", "alias static") // all is down: as it was
	}
}

func TestARedialBesideAnAliasChangesNothing(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home") + good("second") + "\toption interface 'alias'\n")
	r.netifd("wan dhcp eth1 203.0.113.10", "alias static eth1 203.0.113.200")
	r.start()
	before := r.read("var/etc/dynwan.toml")
	for _, state := range [][]string{
		{"wan dhcp", "alias static"},
		{"wan dhcp eth1", "alias static"},
		{"wan dhcp eth1 203.0.113.77", "alias static"},
		{"wan dhcp eth1 203.0.113.77", "alias static eth1"},
		{"wan dhcp eth1 203.0.113.78", "alias static eth1 203.0.113.200"},
		{"wan dhcp", "alias static eth1 203.0.113.200"},
	} {
		r.netifd(state...)
		if r.start(); r.read("var/etc/dynwan.toml") != before {
			t.Errorf("%q: got\n%s\nwant\n%s", state, r.read("var/etc/dynwan.toml"), before)
		}
	}
	r.netifd("wan dhcp eth1 203.0.113.200", "lan static br-lan 192.168.1.1")
	if got, want := r.prefers("home"), "eth1 <nil>"; got != want {
		t.Errorf("after the alias was removed: got %s, want %s", got, want)
	}
	r.netifd("wan dhcp wwan0 203.0.113.10", "alias static eth1 203.0.113.200")
	if got, want := r.prefers("home", "second"), "wwan0 <nil>, eth1 203.0.113.200"; got != want {
		t.Errorf("after a change of the device: got %s, want %s", got, want)
	}
}

func TestThatThereIsNoRoomIsSaid(t *testing.T) {
	r := newRouter(t)
	r.uci(good("home"))
	r.check(os.MkdirAll(r.path("var/etc"), 0o755))
	r.check(os.Symlink("/dev/full", r.path("var/etc/dynwan.toml.new")))
	res := r.verb("start")
	want := "cannot write /var/etc/dynwan.toml.new: is there room in /var?\n"
	if !strings.Contains(res.errors, want) || res.runs() {
		t.Errorf("log: got %q and a daemon: %v; want %q in it, and none", res.errors, res.runs(), want)
	}
}
