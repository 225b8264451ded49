// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func TestMain(m *testing.M) { os.Exit(Main(m.Run)) }

func newNet(t *testing.T) *Net {
	t.Helper()
	n, err := New()
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	return n
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// serve listens at the provider and answers each connection with the client's address.
func serve(t *testing.T, n *Net, address string) {
	t.Helper()
	var l net.Listener
	must(t, n.ISP(func() (err error) {
		l, err = net.Listen("tcp", address)
		return err
	}))
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			c.Write([]byte(c.RemoteAddr().String()))
			c.Close()
		}
	}()
}

// ask returns the address that the server at the provider sees.
func ask(address, device string) (netip.Addr, error) {
	d := net.Dialer{Timeout: 2 * time.Second, Control: bindTo(device)}
	c, err := d.Dial("tcp", address)
	if err != nil {
		return netip.Addr{}, err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(2 * time.Second))
	b := make([]byte, 100)
	k, err := c.Read(b)
	if err != nil {
		return netip.Addr{}, err
	}
	ap, err := netip.ParseAddrPort(string(b[:k]))
	return ap.Addr(), err
}

func TestRouterReachesTheProviderOverPPPoE(t *testing.T) {
	n := newNet(t)
	must(t, n.ISPAddr("198.51.100.80/32", "2001:db8:53::1/128"))
	serve(t, n, "198.51.100.80:80")
	serve(t, n, "[2001:db8:53::1]:80")
	for _, c := range []struct{ name, server, local string }{
		{"IPv4 alone", "198.51.100.80:80", "203.0.113.9"},
		{"IPv6 alone", "[2001:db8:53::1]:80", "2001:db8:200::9"},
		{"IPv4 behind the provider's NAT", "198.51.100.80:80", "100.64.3.1"},
		{"an address of another provider", "198.51.100.80:80", "8.8.4.4"},
		{"IPv6 with a prefix", "[2001:db8:53::1]:80", "2a00:1:2::3/64"},
	} {
		must(t, n.AddDevice("pppoe-wan"))
		must(t, n.AddAddr("pppoe-wan", c.local))
		if _, err := ask(c.server, ""); !errors.Is(err, unix.ENETUNREACH) {
			t.Errorf("%s: without a route: got %v, want %v", c.name, err, unix.ENETUNREACH)
		}
		must(t, errors.Join(n.Route("pppoe-wan"), n.Route6("pppoe-wan")))
		start := time.Now()
		want, _, _ := strings.Cut(c.local, "/")
		if got, err := ask(c.server, ""); err != nil || got != netip.MustParseAddr(want) {
			t.Errorf("%s: the server sees %v, %v; want %v", c.name, got, err, want)
		}
		if d := time.Since(start); d > 500*time.Millisecond {
			t.Errorf("%s: a connection took %v: address resolution waits for something", c.name, d)
		}
		must(t, n.DelDevice("pppoe-wan"))
		if got, err := ask(c.server, ""); err == nil {
			t.Errorf("%s: without the device the server still sees %v", c.name, got)
		}
	}
}

func TestTwoLinesAreKeptApart(t *testing.T) {
	n := newNet(t)
	must(t, n.ISPAddr("198.51.100.80/32", "2001:db8:53::1/128"))
	lines := []struct{ server, device, local string }{
		{"198.51.100.80:80", "wan1", "203.0.113.9"},
		{"198.51.100.80:80", "wan2", "203.0.113.10"},
		{"[2001:db8:53::1]:80", "wan1", "2001:db8:200::9"},
		{"[2001:db8:53::1]:80", "wan2", "2001:db8:200::10"},
	}
	serve(t, n, "198.51.100.80:80")
	serve(t, n, "[2001:db8:53::1]:80")
	must(t, n.AddDevice("wan1"))
	must(t, n.AddDevice("wan2"))
	for _, l := range lines {
		must(t, n.AddAddr(l.device, l.local))
		must(t, errors.Join(n.Route(l.device), n.Route6(l.device)))
	}
	for i, l := range lines {
		start := time.Now()
		if got, err := ask(l.server, l.device); err != nil || got.String() != l.local {
			t.Errorf("%s bound to %s sees %v, %v; want %s", l.server, l.device, got, err, l.local)
		}
		if d := time.Since(start); d > 500*time.Millisecond {
			t.Errorf("%s bound to %s: a connection took %v", l.server, l.device, d)
		}
		first := lines[i/2*2].local
		if got, err := ask(l.server, ""); err != nil || got.String() != first {
			t.Errorf("%s unbound sees %v, %v; want the first line's %s", l.server, got, err, first)
		}
	}
}

// bindTo binds a socket to a device; empty means to none.
func bindTo(device string) func(string, string, syscall.RawConn) error {
	return func(_, _ string, c syscall.RawConn) error {
		var err error
		if device != "" {
			errControl := c.Control(func(fd uintptr) { err = unix.BindToDevice(int(fd), device) })
			err = errors.Join(err, errControl)
		}
		return err
	}
}

func TestLineComesBackAfterEachKindOfLoss(t *testing.T) {
	n := newNet(t)
	must(t, n.ISPAddr("198.51.100.80/32"))
	serve(t, n, "198.51.100.80:80")
	must(t, n.AddDevice("pppoe-wan"))
	must(t, n.AddAddr("pppoe-wan", "203.0.113.9"))
	must(t, errors.Join(n.Route("pppoe-wan"), n.Route6("pppoe-wan")))
	name := "pppoe-wan"
	for _, c := range []struct {
		name           string
		lose, comeBack func() error
	}{
		{"link down", func() error { return n.LinkDown(name) }, func() error {
			return errors.Join(n.LinkUp(name), n.Route(name), n.Route6(name))
		}},
		{"no carrier", func() error { return n.CarrierDown(name) }, func() error {
			// By now the kernel has asked for its neighbours three times and is about to give them up.
			time.Sleep(900 * time.Millisecond)
			return n.CarrierUp(name)
		}},
		{"another address", func() error { return n.DelAddr(name, "203.0.113.9") }, func() error {
			return errors.Join(n.AddAddr(name, "203.0.113.9"), n.ReplaceAddr(name, "203.0.113.9"), n.Route(name), n.Route6(name))
		}},
	} {
		must(t, c.lose())
		if got, err := ask("198.51.100.80:80", ""); err == nil {
			t.Errorf("%s: the server still sees %v", c.name, got)
		}
		must(t, c.comeBack())
		if got, err := ask("198.51.100.80:80", ""); err != nil || got.String() != "203.0.113.9" {
			t.Errorf("%s: afterwards the server sees %v, %v; want 203.0.113.9", c.name, got, err)
		}
	}
}

func TestProcessStaysAtTheRouter(t *testing.T) {
	before, err := os.Readlink("/proc/self/ns/net")
	must(t, err)
	n := newNet(t)
	for range 100 {
		var isp string
		must(t, n.ISP(func() (err error) {
			isp, err = os.Readlink("/proc/thread-self/ns/net")
			return err
		}))
		after, err := os.Readlink("/proc/self/ns/net")
		if must(t, err); after != before || isp == before {
			t.Fatalf("the process was in %s and is now in %s, the provider in %s", before, after, isp)
		}
	}
}

func TestRenamedDeviceKeepsItsLine(t *testing.T) {
	n := newNet(t)
	must(t, n.AddDevice("ppp0"))
	must(t, n.Rename("ppp0", "pppoe-wan"))
	if _, err := net.InterfaceByName("pppoe-wan"); err != nil {
		t.Errorf("after the rename: %v", err)
	}
	if err := n.AddAddr("pppoe-wan", "203.0.113.9"); err != nil {
		t.Errorf("after the rename: %v", err)
	}
	if err := n.AddAddr("ppp0", "203.0.113.9"); err == nil {
		t.Error("the old name is still a device of the lab")
	}
}

func TestResolvConfIsOursUntilClose(t *testing.T) {
	before := read(t, "/etc/resolv.conf")
	n := newNet(t)
	for _, server := range []string{"198.51.100.53", "2001:db8:53::1"} {
		must(t, n.Resolv(server))
		want := "nameserver " + server + "\n"
		if got := read(t, "/etc/resolv.conf"); !strings.HasPrefix(got, want) {
			t.Errorf("Resolv(%s): /etc/resolv.conf is %q, want it to begin with %q", server, got, want)
		}
		child, err := exec.Command("cat", "/etc/resolv.conf").Output()
		if err != nil || !strings.HasPrefix(string(child), want) {
			t.Errorf("Resolv(%s): a child reads %q, %v", server, child, err)
		}
	}
	must(t, n.Hosts("198.51.100.80 www.example.net\n"))
	if got, err := net.LookupHost("www.example.net"); err != nil || len(got) != 1 || got[0] != "198.51.100.80" {
		t.Errorf("the covered /etc/hosts gives %v, %v", got, err)
	}
	must(t, n.Close())
	if got := read(t, "/etc/resolv.conf"); got != before {
		t.Errorf("after Close /etc/resolv.conf is %q, want %q", got, before)
	}
	*n = Net{} // Closed already; the cleanup has nothing left to do.
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return string(b)
}
