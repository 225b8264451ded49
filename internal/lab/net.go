// SPDX-License-Identifier: GPL-2.0-or-later

package lab

import (
	"errors"
	"fmt"
	"os"
	"runtime"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// Net is a router (the process) and a provider (a second network namespace). Its methods may not be called at the
// same time by several goroutines, except ISP.
type Net struct {
	namespace *os.File
	router    *netlink.Handle
	isp       *netlink.Handle
	lines     map[string]*line    // by the device's name
	count     int                 // lines ever made; gives each a name and a metric of its own
	mounted   map[string]*os.File // by the path that the file covers
}

// New makes the provider's namespace. The caller closes the Net.
func New() (*Net, error) {
	n := &Net{lines: map[string]*line{}, mounted: map[string]*os.File{}}
	err := onThread(n.unshare)
	if err == nil {
		n.router, err = netlink.NewHandle(unix.NETLINK_ROUTE)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot make the provider's side: %w", err), n.Close())
	}
	return n, nil
}

// unshare runs on a thread of its own, which it leaves in the new namespace.
func (n *Net) unshare() error {
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		return err
	}
	var err error
	if n.namespace, err = os.Open("/proc/thread-self/ns/net"); err != nil {
		return err
	}
	if n.isp, err = netlink.NewHandle(unix.NETLINK_ROUTE); err != nil {
		return err
	}
	lo, err := n.isp.LinkByName("lo")
	if err != nil {
		return err
	}
	return n.isp.LinkSetUp(lo)
}

// onThread runs f on an operating system thread that nobody uses afterwards: a goroutine that ends without unlocking
// its thread ends the thread too. Only the first thread of a process does not end; and /proc/self speaks of that one,
// so it must stay at the router.
func onThread(f func() error) error {
	err := errors.New("the function ended its goroutine")
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if unix.Gettid() == unix.Getpid() {
			defer runtime.UnlockOSThread()
			err = onThread(f) // on another thread, as this one is held until then
			return
		}
		err = f()
	}()
	<-done
	return err
}

// ISP runs f at the provider: what f opens (sockets, listeners, netlink) belongs to that side for good. Goroutines
// that f starts do not. So f must not call t.Fatal, and a dial belongs into f itself.
func (n *Net) ISP(f func() error) error {
	return onThread(func() error {
		if err := unix.Setns(int(n.namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("cannot enter the provider's side: %w", err)
		}
		return f()
	})
}

// ISPAddr gives the provider's loopback the addresses of servers, such as "198.51.100.80/32" or "2001:db8:53::1/128".
func (n *Net) ISPAddr(cidrs ...string) error {
	lo, err := n.isp.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("cannot find the provider's loopback: %w", err)
	}
	for _, cidr := range cidrs {
		ip, err := netlink.ParseIPNet(cidr)
		if err != nil {
			return fmt.Errorf("cannot read the server address %q: %w", cidr, err)
		}
		if err := setAddr(n.isp.AddrReplace, n.isp, lo, plain(ip)); err != nil {
			return fmt.Errorf("cannot add the server address %s: %w", cidr, err)
		}
	}
	return nil
}

// Close removes the devices that still exist, what was mounted, and the provider's side.
func (n *Net) Close() error {
	var errs []error
	for device := range n.lines {
		errs = append(errs, n.DelDevice(device))
	}
	errs = append(errs, n.unmount())
	for _, h := range []*netlink.Handle{n.router, n.isp} {
		if h != nil {
			h.Close()
		}
	}
	if n.namespace != nil {
		errs = append(errs, n.namespace.Close())
	}
	return errors.Join(errs...)
}
