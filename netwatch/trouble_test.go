// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// listeners returns the messages lost by each subscribed netlink socket of this network, from the kernel's own list:
// sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode, of which Eth is the protocol and NETLINK_ROUTE is 0.
func listeners(t *testing.T) (drops []int) {
	t.Helper()
	text, err := os.ReadFile("/proc/net/netlink")
	must(t, err)
	for _, line := range strings.Split(string(text), "\n")[1:] {
		f := strings.Fields(line)
		if len(f) < 10 || f[1] != "0" || f[3] == "00000000" {
			continue
		}
		d, err := strconv.Atoi(f[8])
		must(t, err)
		drops = append(drops, d)
	}
	return drops
}

// failAfter lets the first good calls of open through, and no other.
func failAfter(good int, open func() (*os.File, error)) func() (*os.File, error) {
	return func() (*os.File, error) {
		if good--; good < 0 {
			return nil, unix.EMFILE
		}
		return open()
	}
}

func TestFloodThatOverrunsTheSocket(t *testing.T) {
	newNet(t, wan)
	p := watch(t, []string{wan}, func(w *watcher) {
		w.open = func() (*os.File, error) { return subscribe(1, changes, nil) } // The kernel makes it its minimum, some 2 KiB.
	})
	p.empty()
	link, err := netlink.LinkByName(wan)
	must(t, err)
	h, err := netlink.NewHandle(unix.NETLINK_ROUTE)
	must(t, err)
	defer h.Close()
	flap := &netlink.Addr{IPNet: &net.IPNet{IP: net.IPv4(203, 0, 113, 7), Mask: net.CIDRMask(32, 32)}}
	start := time.Now()
	for range 5000 {
		must(t, h.AddrAdd(link, flap))
		must(t, h.AddrDel(link, flap))
	}
	flap.IP = net.IPv4(203, 0, 113, 77)
	must(t, h.AddrAdd(link, flap))
	took := time.Since(start)
	p.until("203.0.113.77")
	p.quiet()
	if drops := listeners(t); len(drops) != 1 || drops[0] == 0 {
		t.Errorf("the sockets lost %v messages, want one socket that lost some", drops)
	}
	if got := len(p.sockets); got != 1 {
		t.Errorf("%d sockets were opened: a full one is no broken one", got)
	}
	if got, most := p.dumps.Load(), int64(took/pause)+5; got > most {
		t.Errorf("%d dumps in %v, want at most %d", got, took, most)
	}
	t.Logf("10,001 changes in %v: %d dumps, %v messages lost", took, p.dumps.Load(), listeners(t))
}

func TestClosedSocketIsReplaced(t *testing.T) {
	n := newNet(t, wan)
	// Room for one attempt only: each socket that had worked must give a new one.
	p := watch(t, []string{wan}, func(w *watcher) { w.reopen = w.reopen[:1] })
	p.empty()
	for i := range 3 {
		must(t, p.socket().Close())
		ip := "203.0.113." + strconv.Itoa(i+1)
		must(t, n.AddAddr(wan, ip))
		p.only4(ip)
		must(t, n.DelAddr(wan, ip))
		p.empty()
	}
	if got := len(p.sockets); got != 4 {
		t.Errorf("%d sockets were opened, want 4", got)
	}
}

func TestSocketThatNeverWorksEndsTheWatch(t *testing.T) {
	newNet(t, wan)
	waits := []time.Duration{0, time.Millisecond, 2 * time.Millisecond}
	dead := func() (*os.File, error) {
		s, err := subscribe(receiveBuffer, changes, nil)
		s.Close()
		return s, err
	}
	for _, c := range []struct {
		name    string
		change  func(*watcher)
		want    error
		opened  int
		reports int
	}{
		{"no socket at all", func(w *watcher) { w.open = failAfter(0, w.open) }, unix.EMFILE, 1, 0},
		{"no dump at all", func(w *watcher) {
			w.dump = func([]string) ([]held, error) { return nil, unix.EPERM }
		}, unix.EPERM, 1, 0},
		{"each socket breaks at once", func(w *watcher) { w.open = dead }, os.ErrClosed, 4, 1},
	} {
		p := watch(t, []string{wan}, c.change, func(w *watcher) { w.reopen = waits })
		select {
		case err := <-p.ended:
			p.ended <- err
			if !errors.Is(err, c.want) || len(p.sockets) != c.opened || len(p.reports) != c.reports {
				t.Errorf("%s: it ended with %v after %d sockets and %d reports, want %v, %d and %d",
					c.name, err, len(p.sockets), len(p.reports), c.want, c.opened, c.reports)
			}
		case <-time.After(5 * time.Second):
			t.Errorf("%s: the watch does not end", c.name)
		}
	}
}

func TestWatchGoesOnWhenSocketsCanBeOpenedAgain(t *testing.T) {
	n := newNet(t, wan)
	calls := 0
	p := watch(t, []string{wan}, func(w *watcher) {
		w.open = func() (*os.File, error) {
			if calls++; calls == 2 || calls == 3 {
				return nil, unix.ENFILE
			}
			return subscribe(receiveBuffer, changes, nil)
		}
	})
	p.empty()
	must(t, p.socket().Close())
	must(t, n.AddAddr(wan, "203.0.113.9"))
	p.only4("203.0.113.9")
	must(t, n.AddAddr(wan, "2001:db8:1::9"))
	p.next(wan, Addrs{IPv4: netip.MustParseAddr("203.0.113.9"), IPv6: netip.MustParseAddr("2001:db8:1::9")})
}

func TestInterruptedDumpIsNotBelieved(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, "203.0.113.9"))
	calls := 0
	p := watch(t, []string{wan}, func(w *watcher) {
		w.dump = func(devices []string) ([]held, error) {
			s, err := dump(devices, make([]byte, answerBuffer))
			switch calls++; calls {
			case 1:
				return []held{{Link: Link{Name: wan}}}, errInterrupted
			case 2:
				return []held{{Link: s[0].Link}}, errInterrupted
			}
			return s, err
		}
	})
	p.only4("203.0.113.9")
}

func TestDumpsThatAreInterruptedWithoutEndAreBelieved(t *testing.T) {
	n := newNet(t, wan)
	must(t, n.AddAddr(wan, "203.0.113.9"))
	calls := 0
	for name, doubted := range map[string]func(s []held) []held{
		"the same each time": func(s []held) []held { return s },
		"another each time": func(s []held) []held {
			if calls++; calls%2 == 0 {
				s[0].addresses = nil
			}
			return s
		},
	} {
		p := watch(t, []string{wan}, func(w *watcher) {
			w.dump = func(devices []string) ([]held, error) {
				s, _ := dump(devices, make([]byte, answerBuffer))
				return doubted(s), errInterrupted
			}
		})
		if name == "the same each time" {
			p.only4("203.0.113.9")
		} else {
			p.empty() // wrong, but said: the next event brings the next look
		}
	}
}

func TestFirstEventIsAnsweredAtOnce(t *testing.T) {
	n := newNet(t, wan)
	p := watch(t, []string{wan})
	p.empty()
	best := time.Hour
	for range 3 {
		time.Sleep(3 * pause)
		start := time.Now()
		must(t, n.AddAddr(wan, "203.0.113.9"))
		p.only4("203.0.113.9")
		best = min(best, time.Since(start))
		time.Sleep(3 * pause)
		must(t, n.DelAddr(wan, "203.0.113.9"))
		p.empty()
	}
	if best > pause/2 {
		t.Errorf("the quickest report came after %v, want less than %v", best, pause/2)
	}
	t.Logf("the quickest report came after %v", best)
}

func TestNothingIsDoneWhileNothingHappens(t *testing.T) {
	n := newNet(t, wan)
	p := watch(t, []string{wan})
	p.empty()
	for i := range 30 { // All of these must be answered soon, and by a few dumps.
		must(t, n.AddAddr(wan, "203.0.113."+strconv.Itoa(i)+"/24"))
	}
	time.Sleep(4 * pause)
	before := p.dumps.Load()
	time.Sleep(6 * pause)
	if got := p.dumps.Load() - before; got != 0 {
		t.Errorf("%d dumps without an event", got)
	}
}
