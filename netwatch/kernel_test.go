// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dynwan/internal/lab"
)

func TestMain(m *testing.M) { os.Exit(lab.Main(m.Run)) }

const (
	wan   = "pppoe-wan"
	gone  = wan + " does not exist"
	none4 = wan + " has no IPv4 address"
	none6 = wan + " has no IPv6 address"
)

// labs are the networks that count as public in these tests.
var labs = prefixes("203.0.113.0/24", "192.0.2.0/24", "2001:db8::/32")

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func newNet(t *testing.T, devices ...string) *lab.Net {
	t.Helper()
	n, err := lab.New()
	must(t, err)
	t.Cleanup(func() { must(t, n.Close()) })
	for _, d := range devices {
		must(t, n.AddDevice(d))
	}
	return n
}

type seen struct {
	device string
	Addrs
}

// probe is a running Watch with everything it did on record.
type probe struct {
	t       *testing.T
	reports chan seen
	dumps   atomic.Int64
	stop    context.CancelFunc
	ended   chan error

	mu      sync.Mutex
	sockets []*os.File
}

// watch starts a watcher on devices; change may adjust it first.
func watch(t *testing.T, devices []string, change ...func(*watcher)) *probe {
	t.Helper()
	p := &probe{t: t, reports: make(chan seen, 1000), ended: make(chan error, 1)}
	choices := make([]Choice, len(devices))
	for i, name := range devices {
		choices[i].Device = name
	}
	w := newWatcher(choices, labs, func(Choice) netip.Addr { return netip.Addr{} }, func(c Choice, a Addrs) { p.reports <- seen{c.Device, a} })
	for _, f := range change {
		f(w)
	}
	open, dump := w.open, w.dump
	w.open = func() (*os.File, error) {
		s, err := open()
		p.mu.Lock()
		defer p.mu.Unlock()
		p.sockets = append(p.sockets, s)
		return s, err
	}
	w.dump = func(devices []string) ([]held, error) {
		p.dumps.Add(1)
		return dump(devices)
	}
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	go func() { p.ended <- w.run(ctx) }()
	t.Cleanup(func() { p.end() })
	return p
}

// end stops the watcher and returns how long that took and what it returned.
func (p *probe) end() (time.Duration, error) {
	p.stop()
	start := time.Now()
	select {
	case err := <-p.ended:
		p.ended <- err
		return time.Since(start), err
	case <-time.After(5 * time.Second):
		p.t.Fatal("the watch does not end")
		return 0, nil
	}
}

// socket is the newest one.
func (p *probe) socket() *os.File {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sockets[len(p.sockets)-1]
}

// next wants exactly this report.
func (p *probe) next(device string, want Addrs) {
	p.t.Helper()
	select {
	case got := <-p.reports:
		if got.device != device || got.Addrs != want {
			p.t.Fatalf("reported %+v, want %s %+v", got, device, want)
		}
	case <-time.After(5 * time.Second):
		p.t.Fatalf("no report, want %s %+v", device, want)
	}
}

// until reads reports up to one with this IPv4 address, and returns all before it.
func (p *probe) until(ip string) (before []seen) {
	p.t.Helper()
	for {
		select {
		case got := <-p.reports:
			if got.IPv4.IsValid() && got.IPv4.String() == ip {
				return before
			}
			before = append(before, got)
		case <-time.After(5 * time.Second):
			p.t.Fatalf("no report of %s, only %+v", ip, before)
		}
	}
}

// quiet wants no report although several dumps could have been made.
func (p *probe) quiet() {
	p.t.Helper()
	select {
	case got := <-p.reports:
		p.t.Fatalf("reported %+v, want nothing", got)
	case <-time.After(3 * pause):
	}
}

func (p *probe) only4(ip string) {
	p.t.Helper()
	p.next(wan, Addrs{IPv4: netip.MustParseAddr(ip), Why6: because(none6)})
}

// two wants one address, and another named that would do.
func (p *probe) two(ip, also string) {
	p.t.Helper()
	p.next(wan, Addrs{IPv4: netip.MustParseAddr(ip), Also: netip.MustParseAddr(also), Why6: because(none6)})
}

func (p *probe) only6(ip string) {
	p.t.Helper()
	p.next(wan, Addrs{IPv6: netip.MustParseAddr(ip), Why4: because(none4)})
}

func (p *probe) none(why string) {
	p.t.Helper()
	p.next(wan, Addrs{Why4: because(why), Why6: because(why)})
}

func (p *probe) empty() {
	p.t.Helper()
	p.next(wan, Addrs{Why4: because(none4), Why6: because(none6)})
}

func TestAddressesComeChangeAndGo(t *testing.T) {
	n := newNet(t, wan)
	p := watch(t, []string{wan})
	p.empty()
	must(t, n.AddAddr(wan, "203.0.113.9")) // 203.0.113.9 peer 198.51.100.1
	p.only4("203.0.113.9")
	must(t, n.AddAddr(wan, "203.0.113.10/24"))
	p.two("203.0.113.9", "203.0.113.10")
	must(t, n.DelAddr(wan, "203.0.113.9"))
	p.only4("203.0.113.10")
	must(t, n.DelAddr(wan, "203.0.113.10/24"))
	p.empty()
	must(t, n.AddAddr(wan, "192.168.1.2/24"))
	p.next(wan, Addrs{Why4: because(wan + " has only 192.168.1.2, a private address"), Why6: because(none6), Hidden: netip.MustParseAddr("192.168.1.2")})
	must(t, n.AddAddr(wan, "203.0.113.9/24"))
	p.only4("203.0.113.9")
	must(t, n.AddAddr(wan, "203.0.113.11/24")) // The kernel makes it secondary.
	p.two("203.0.113.9", "203.0.113.11")
}

func TestPeerThatIsPublicIsNeverReported(t *testing.T) {
	n := newNet(t, wan)
	p := watch(t, []string{wan})
	p.empty()
	must(t, n.AddAddr(wan, "100.64.3.1", lab.Peer("203.0.113.1")))
	p.next(wan, Addrs{Why4: because(wan + " has only 100.64.3.1, shared by the provider's NAT"), Why6: because(none6), Hidden: netip.MustParseAddr("100.64.3.1")})
	must(t, n.AddAddr(wan, "2001:db8:1::9", lab.Peer("2001:db8:2::1")))
	p.next(wan, Addrs{
		Why4: because(wan + " has only 100.64.3.1, shared by the provider's NAT"),
		IPv6: netip.MustParseAddr("2001:db8:1::9"), Hidden: netip.MustParseAddr("100.64.3.1"),
	})
}

func TestIPv6FollowsTheKernel(t *testing.T) {
	n := newNet(t, wan)
	p := watch(t, []string{wan})
	p.empty()
	must(t, n.AddAddr(wan, "2001:db8:1::9/64"))
	p.only6("2001:db8:1::9")
	// The provider changes the prefix and says nothing about the old one: the newest wins.
	must(t, n.AddAddr(wan, "2001:db8:2::9/64"))
	p.only6("2001:db8:2::9")
	must(t, n.ReplaceAddr(wan, "2001:db8:2::9/64", lab.Lifetime(time.Hour, 0)))
	p.only6("2001:db8:1::9")
	must(t, n.DelAddr(wan, "2001:db8:1::9/64"))
	p.next(wan, Addrs{Why4: because(none4), Why6: because(wan + " has only 2001:db8:2::9, deprecated")})
	must(t, n.DelAddr(wan, "2001:db8:2::9/64"))
	p.empty()
	must(t, n.AddAddr(wan, "2001:db8:3::9/64", lab.DAD()))
	p.next(wan, Addrs{Why4: because(none4), Why6: because(wan + " has only 2001:db8:3::9, not checked for duplicates yet")})
	p.only6("2001:db8:3::9")
}

func TestRedialKeepsTheName(t *testing.T) {
	n := newNet(t)
	p := watch(t, []string{wan})
	p.none(gone) // It is absent at the start and appears later.
	allowed := []string{gone, wan + " is down", wan + " has no carrier", none4}
	var last int
	for i := range 5 {
		must(t, n.AddDevice(wan))
		must(t, n.AddAddr(wan, "203.0.113.9"))
		for _, r := range p.until("203.0.113.9") {
			if !slices.ContainsFunc(allowed, func(text string) bool { return because(text) == r.Why4 }) {
				t.Errorf("redial %d: reported %+v on the way", i, r)
			}
		}
		link, err := net.InterfaceByName(wan)
		if must(t, err); link.Index == last {
			t.Fatalf("redial %d: the index %d is not new", i, last)
		}
		last = link.Index
		p.quiet()
		must(t, n.DelDevice(wan))
		p.none(gone)
	}
}

func TestRedialFasterThanTheDumps(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, "203.0.113.9"))
	p := watch(t, []string{wan})
	p.only4("203.0.113.9")
	for i := range 10 {
		must(t, n.DelDevice(wan))
		must(t, n.AddDevice(wan))
		must(t, n.AddAddr(wan, fmt.Sprintf("203.0.113.%d", 10+i)))
	}
	p.until("203.0.113.19")
	p.quiet()
}

func TestRenamedDevices(t *testing.T) {
	n := newNet(t, "ppp0")
	must(t, n.AddAddr("ppp0", "203.0.113.9"))
	p := watch(t, []string{wan})
	p.none(gone)
	must(t, n.Rename("ppp0", wan))
	p.until("203.0.113.9")
	must(t, n.Rename(wan, "old"))
	p.none(gone)
	must(t, n.AddDevice(wan))
	must(t, n.AddAddr(wan, "203.0.113.10"))
	p.until("203.0.113.10")
	must(t, n.DelAddr("old", "203.0.113.9"))
	p.quiet()
}

func TestDownAndUp(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, "203.0.113.9"))
	p := watch(t, []string{wan})
	p.only4("203.0.113.9")
	must(t, n.LinkDown(wan)) // IPv4 addresses stay on it.
	p.none(wan + " is down")
	must(t, n.LinkUp(wan))
	p.until("203.0.113.9")
	must(t, n.CarrierDown(wan))
	p.none(wan + " has no carrier")
	must(t, n.CarrierUp(wan))
	p.only4("203.0.113.9")
}

func TestSeveralDevicesShareOneSocket(t *testing.T) {
	n := newNet(t, wan, "eth1")
	p := watch(t, []string{wan, "eth1", "wwan0"})
	p.empty()
	eth1 := Addrs{Why4: because("eth1 has no IPv4 address"), Why6: because("eth1 has no IPv6 address")}
	p.next("eth1", eth1)
	p.next("wwan0", Addrs{Why4: because("wwan0 does not exist"), Why6: because("wwan0 does not exist")})
	must(t, n.AddAddr("eth1", "203.0.113.10"))
	eth1.IPv4, eth1.Why4 = netip.MustParseAddr("203.0.113.10"), Reason{}
	p.next("eth1", eth1)
	must(t, n.AddAddr(wan, "203.0.113.9"))
	p.only4("203.0.113.9")
	if got := len(listeners(t)); got != 1 {
		t.Errorf("%d sockets are subscribed, want 1", got)
	}
}

func TestRefreshedLifetimesAreNoNews(t *testing.T) {
	n := newNet(t, wan)
	for _, ip := range []string{"203.0.113.9", "2001:db8:1::9/64"} {
		must(t, n.AddAddr(wan, ip, lab.Lifetime(2*time.Hour, time.Hour)))
	}
	p := watch(t, []string{wan})
	p.next(wan, Addrs{IPv4: netip.MustParseAddr("203.0.113.9"), IPv6: netip.MustParseAddr("2001:db8:1::9")})
	for i := range 3 {
		before := p.dumps.Load()
		for _, ip := range []string{"203.0.113.9", "2001:db8:1::9/64"} {
			must(t, n.ReplaceAddr(wan, ip, lab.Lifetime(time.Duration(3+i)*time.Hour, time.Hour)))
		}
		p.quiet()
		if p.dumps.Load() == before {
			t.Error("a renewal made no event: this test proves nothing")
		}
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	newNet(t, wan)
	broken := func(w *watcher) { w.open = failAfter(1, w.open); w.reopen = []time.Duration{time.Hour} }
	for _, c := range []struct {
		name   string
		change func(*watcher)
		bring  func(*probe)
	}{
		{"while nothing happens", func(*watcher) {}, func(p *probe) { time.Sleep(3 * pause) }},
		{"at the very start", func(*watcher) {}, func(*probe) {}},
		{"while it waits to open a socket", broken, func(p *probe) { p.socket().Close(); time.Sleep(pause) }},
	} {
		p := watch(t, []string{wan}, c.change)
		p.empty()
		c.bring(p)
		if took, err := p.end(); !errors.Is(err, context.Canceled) || took > 100*time.Millisecond {
			t.Errorf("%s: it ended with %v after %v, want %v within 100ms", c.name, err, took, context.Canceled)
		}
	}
}
