// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"

	"dynwan/internal/sandbox"
	"dynwan/internal/scene"
	"dynwan/updater"
)

// duringRequest starts on the first address and calls f when the provider has
// read the request, which it will answer after a delay.
func duringRequest(delay string, f func(p *play)) func(p *play) {
	return func(p *play) {
		p.fault(sandbox.Delay, 1, delay)
		p.begins()
		_, err := p.Box.WaitRequests(p.ctx, 1)
		p.ok(err)
		f(p)
	}
}

const notWaited = "dynwan did not wait for the answer, the update may have arrived"

const heldBack = "home: 203.0.113.10 on pppoe-wan; the provider allows one update in 1s; sending in T"

var lineRows = []row{
	{"an address before its route", func(p *play) {
		p.ok(p.Net.AddAddr(scene.Device, "203.0.113.9"))
		p.start()
		p.says("trying again")
		p.ok(p.Net.Route(scene.Device))
		p.recovers()
	}, unlearned("found no name servers of example.net: network is unreachable; " +
		"the system's resolver 198.51.100.53: network is unreachable"), updater.Current, "203.0.113.9", 1},
	{"a path by IPv6 only", func(p *play) {
		p.ok(p.Line("203.0.113.9"))
		p.ok(p.Net.AddAddr(scene.Device, "2001:db8:200::9"))
		p.ok(p.Net.Route6(scene.Device))
		p.noRoute4()
		p.ok(p.Net.Resolv(scene.Resolver6))
		p.start()
		p.recovers()
	}, []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"address gone for a moment while the request runs", duringRequest("2s", func(p *play) {
		p.ok(p.Net.DelAddr(scene.Device, "203.0.113.9"))
		p.ok(p.Line("203.0.113.9"))
		p.recovers()
	}), []string{usual, confirmed}, updater.Current, "203.0.113.9", 1},
	{"address gone while the request runs", duringRequest("2s", func(p *play) {
		p.ok(p.Net.DelAddr(scene.Device, "203.0.113.9"))
		p.says("nothing to publish")
		p.ok(p.Line("203.0.113.9"))
		p.finds()
	}), []string{usual, "home: pppoe-wan has no IPv4 address; nothing to publish",
		again(notWaited), found}, updater.Current, "203.0.113.9", 1},
	{"device gone while the request runs", duringRequest("1s", func(p *play) {
		p.ok(p.Net.DelDevice(scene.Device))
		p.says("nothing to publish")
		p.ok(p.Net.AddDevice(scene.Device))
		p.ok(p.Line("203.0.113.10"))
		p.says("confirmed 203.0.113.10")
	}), []string{usual, "home: pppoe-wan does not exist; nothing to publish", heldBack, "home: confirmed 203.0.113.10"},
		updater.Current, "203.0.113.10", 2},
	{"a second change while the request runs", duringRequest("1s", func(p *play) {
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("confirmed 203.0.113.10")
	}), []string{usual, again(notWaited), "home: confirmed 203.0.113.10"}, updater.Current, "203.0.113.10", 2},
	{"the old address again after a lost answer", func(p *play) {
		p.begins()
		p.recovers()
		p.pass(2)
		p.fault(sandbox.DropAfterApply, 1, "")
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("trying again")
		p.ok(p.Change("203.0.113.10", "203.0.113.9"))
		p.recovers()
	}, []string{usual, confirmed, "home: 203.0.113.10 on pppoe-wan; sending in T", again(broke),
		strings.ReplaceAll(heldBack, ".10", ".9"), confirmed}, updater.Current, "203.0.113.9", 3},
	{"only an address of the provider's NAT", func(p *play) {
		p.begins()
		p.recovers()
		p.ok(p.Change("203.0.113.9", "100.64.3.1"))
		p.says("nothing to publish")
		p.pass(2)
		p.ok(p.Change("100.64.3.1", "203.0.113.9"))
		p.recovers()
	}, []string{usual, confirmed, "home: pppoe-wan has only 100.64.3.1, shared by the provider's NAT; nothing to publish", confirmed},
		updater.Current, "203.0.113.9", 1},
}

// noRoute4 takes the default route of IPv4 away.
func (p *play) noRoute4() {
	p.t.Helper()
	_, all, err := net.ParseCIDR("0.0.0.0/0")
	p.ok(err)
	routes, err := netlink.RouteListFiltered(netlink.FAMILY_V4, &netlink.Route{Dst: all}, netlink.RT_FILTER_DST)
	p.ok(err)
	if len(routes) == 0 {
		p.t.Fatal("there is no default route to take away")
	}
	for _, r := range routes {
		p.ok(netlink.RouteDel(&r))
	}
}

// senderOf is the process that sends for the daemon now.
func (p *play) senderOf() int {
	p.t.Helper()
	for range 1000 {
		if list := children(p.t, p.daemon.PID()); len(list) > 0 {
			return list[0]
		}
		time.Sleep(5 * time.Millisecond)
	}
	p.t.Fatal("the daemon started no sender")
	return 0
}

// fds are the open files of the daemon.
func (p *play) fds() []os.DirEntry {
	list, err := os.ReadDir(procFile(p.daemon.PID(), "fd"))
	p.ok(err)
	return list
}

var machineRows = []row{
	{"sender killed before it sends", func(p *play) {
		p.fault(sandbox.HangAccept, 1, "")
		p.begins()
		_, err := p.Box.WaitConnections(p.ctx, 1)
		p.ok(err)
		p.ok(syscall.Kill(p.senderOf(), syscall.SIGKILL))
		p.recovers()
	}, []string{usual, again("the sender ended without a word: signal: killed"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"sender killed while it sends", duringRequest("20s", func(p *play) {
		p.ok(syscall.Kill(p.senderOf(), syscall.SIGKILL))
		p.finds() // the request was on its way all the same
	}), []string{usual, again("the sender ended without a word: signal: killed, the update may have arrived"), found},
		updater.Current, "203.0.113.9", 1},
	{"sender hangs", duringRequest("1s", func(p *play) {
		p.ok(syscall.Kill(p.senderOf(), syscall.SIGSTOP))
		p.finds()
	}), []string{usual, again("the sender ended without a word: signal: killed, the update may have arrived"), found},
		updater.Current, "203.0.113.9", 1},
	{"no memory for the sender", func(p *play) {
		p.start()
		p.says("nothing to publish")
		// A page of stack is too little for any program to start, and a limit
		// that the daemon itself cannot feel any more.
		p.limit(unix.RLIMIT_STACK, 4096)
		p.ok(p.Line("203.0.113.9"))
		p.says("the sender ended without a word")
		p.limit(unix.RLIMIT_STACK, 8<<20)
		p.recovers()
	}, []string{noAddress, usual, again("the sender ended without a word: signal: segmentation fault"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"no sender can be started", func(p *play) {
		p.start()
		p.says("nothing to publish")
		// Enough to look at the devices, too few for the pipes to a sender.
		fds := p.fds()
		p.limit(unix.RLIMIT_NOFILE, uint64(len(fds)+3))
		p.ok(p.Line("203.0.113.9"))
		p.says("cannot start the sender")
		// A pipe that stays open until the next collection of garbage would
		// leave none for the state file.
		p.settles("open files after it", func() bool { return len(p.fds()) <= len(fds) })
		p.limit(unix.RLIMIT_NOFILE, 1024)
		p.recovers()
	}, []string{noAddress, usual, again("cannot start the sender: too many open files"), confirmed}, updater.Current, "203.0.113.9", 1},
	{"state directory read-only", func(p *play) {
		p.ok(unix.Mount(p.StateDir(), p.StateDir(), "", unix.MS_BIND, ""))
		p.ok(unix.Mount("", p.StateDir(), "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""))
		p.t.Cleanup(func() { unix.Unmount(p.StateDir(), unix.MNT_DETACH) })
		p.begins()
		p.recovers()
		p.ok(unix.Unmount(p.StateDir(), unix.MNT_DETACH))
		p.pass(2)
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("confirmed 203.0.113.10")
	}, unkept("read-only file system"), updater.Current, "203.0.113.10", 2},
	{"an old state in a directory that has become read-only", func(p *play) {
		p.begins()
		p.recovers()
		p.ok(unix.Mount(p.StateDir(), p.StateDir(), "", unix.MS_BIND, ""))
		p.ok(unix.Mount("", p.StateDir(), "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""))
		p.pass(2)
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("confirmed 203.0.113.10")
		p.daemon.Kill()
		p.ok(p.Change("203.0.113.10", "203.0.113.9")) // which the old state calls confirmed
		p.start()
		p.recovers()
		p.ok(unix.Unmount(p.StateDir(), unix.MNT_DETACH))
		_, err := p.daemon.Stop() // writes the last status down
		p.ok(err)
	}, []string{
		"dynwan: cannot write DIR/status.json: read-only file system; the work goes on, the status is not shown",
		"home: 203.0.113.9 on pppoe-wan; the provider allows one update in 1s; sending in T",
		"home: cannot write DIR/2fb4043f.state: read-only file system; after a restart DNS decides", confirmed},
		updater.Current, "203.0.113.9", 3},
	{"state directory full", func(p *play) {
		p.ok(unix.Mount("tmpfs", p.StateDir(), "tmpfs", 0, "size=16k"))
		p.t.Cleanup(func() { unix.Unmount(p.StateDir(), unix.MNT_DETACH) })
		stuffing := filepath.Join(p.StateDir(), "stuffing")
		os.WriteFile(stuffing, make([]byte, 64<<10), 0o600) // as much as fits
		p.begins()
		p.recovers()
		p.ok(os.Remove(stuffing))
		p.pass(2)
		p.ok(p.Change("203.0.113.9", "203.0.113.10"))
		p.says("confirmed 203.0.113.10")
	}, unkept("no space left on device"), updater.Current, "203.0.113.10", 2},
}

// unkept is the log of a change while the state cannot be kept.
func unkept(why string) []string {
	return []string{
		"dynwan: cannot write DIR/status.json: " + why + "; the work goes on, the status is not shown",
		usual, confirmed,
		"home: cannot write DIR/2fb4043f.state: " + why + "; after a restart DNS decides",
		"home: 203.0.113.10 on pppoe-wan; sending in T",
		"home: confirmed 203.0.113.10",
	}
}

const noAddress = "home: pppoe-wan has no IPv4 address; nothing to publish"

// limit sets a limit of the running daemon, which its senders inherit.
func (p *play) limit(resource int, value uint64) {
	p.t.Helper()
	var old unix.Rlimit
	p.ok(unix.Prlimit(p.daemon.PID(), resource, nil, &old))
	p.ok(unix.Prlimit(p.daemon.PID(), resource, &unix.Rlimit{Cur: min(value, old.Max), Max: old.Max}, nil))
}
