// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"syscall"
)

// gate is a listening socket that can refuse connections for a while and
// listen again. It stays the same socket, because a new one would be opened in
// the network namespace of whatever thread happens to run.
type gate struct {
	net.Listener
	scheme string

	mu   sync.Mutex
	open chan struct{} // closed while the gate is open
}

func newGate(l net.Listener, scheme string) *gate {
	g := &gate{Listener: l, scheme: scheme, open: make(chan struct{})}
	close(g.open)
	return g
}

// shut makes the kernel answer connection attempts with a reset: shutdown
// takes a listening socket back to the closed state.
func (g *gate) shut() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.isOpen() {
		return nil
	}
	err := g.control(func(fd int) error { return syscall.Shutdown(fd, syscall.SHUT_RD) })
	if err != nil {
		return fmt.Errorf("close the door at %v: %w", g.Addr(), err)
	}
	g.open = make(chan struct{})
	return nil
}

// reopen listens again on the same address.
func (g *gate) reopen() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.isOpen() {
		return nil
	}
	err := g.control(func(fd int) error {
		// A port that the kernel chose is given back at shutdown; one that
		// was asked for is still bound, and EINVAL says so.
		if err := syscall.Bind(fd, sockaddr(g.Addr())); err != nil && !errors.Is(err, syscall.EINVAL) {
			return err
		}
		return syscall.Listen(fd, syscall.SOMAXCONN)
	})
	if err != nil {
		return fmt.Errorf("open the door at %v: %w", g.Addr(), err)
	}
	close(g.open)
	return nil
}

func (g *gate) isOpen() bool {
	select {
	case <-g.open:
		return true
	default:
		return false
	}
}

// wait returns when the gate is open, or false when ctx ends.
func (g *gate) wait(ctx context.Context) bool {
	g.mu.Lock()
	open := g.open
	g.mu.Unlock()
	select {
	case <-open:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

func (g *gate) control(do func(fd int) error) error {
	socket, ok := g.Listener.(syscall.Conn)
	if !ok {
		return errors.New("the listener is not a plain TCP socket")
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return err
	}
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = do(int(fd)) }); err != nil {
		return err
	}
	return inner
}

func sockaddr(a net.Addr) syscall.Sockaddr {
	at, _ := netip.ParseAddrPort(a.String())
	if at.Addr().Is4() {
		return &syscall.SockaddrInet4{Port: int(at.Port()), Addr: at.Addr().As4()}
	}
	return &syscall.SockaddrInet6{Port: int(at.Port()), Addr: at.Addr().As16()}
}

// refuse shuts every gate of a scheme, or all of them.
func (s *Sandbox) refuse(scheme string) error {
	var errs []error
	for _, g := range s.allGates() {
		if scheme == "" || scheme == g.scheme {
			errs = append(errs, g.shut())
		}
	}
	return errors.Join(errs...)
}

func (s *Sandbox) reopen() error {
	var errs []error
	for _, g := range s.allGates() {
		errs = append(errs, g.reopen())
	}
	return errors.Join(errs...)
}
