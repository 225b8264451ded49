// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"time"
)

// Places says where to listen, as host:port; port 0 is one that the kernel
// chooses. An empty place is not opened.
type Places struct {
	HTTP      string   `json:"http"`     // the provider's port 80
	HTTPAlt   string   `json:"http_alt"` // 8147, "usefull for bypassing ISP's stealthy proxies"
	HTTPS     string   `json:"https"`    // 443
	Authority []string `json:"authority"`
	Resolver  string   `json:"resolver"`
	Control   string   `json:"control"`
}

// Start opens the places and serves them; it returns where they really are.
// The sockets are opened by the calling goroutine, so that a thread locked to
// a network namespace opens them there. After an error nothing is open.
func (s *Sandbox) Start(p Places) (Places, error) {
	o := &opener{}
	http80, http8147, https := o.stream(&p.HTTP), o.stream(&p.HTTPAlt), o.stream(&p.HTTPS)
	p.Authority = slices.Clone(p.Authority)
	var zones []pair
	for i := range p.Authority {
		zones = append(zones, o.pair(&p.Authority[i]))
	}
	resolver, control := o.pair(&p.Resolver), o.stream(&p.Control)
	if len(o.errs) > 0 {
		o.closeAll()
		return p, fmt.Errorf("open the stand-in's sockets: %w", errors.Join(o.errs...))
	}
	for _, l := range []net.Listener{http80, http8147} {
		if l != nil {
			s.ServePlain(l)
		}
	}
	if https != nil {
		s.ServeTLS(https)
	}
	for _, z := range zones {
		s.ServeAuthority(z.packets, z.stream)
	}
	if resolver.stream != nil {
		s.ServeResolver(resolver.packets, resolver.stream)
	}
	if control != nil {
		s.ServeControl(control)
	}
	return p, nil
}

// ServeControl serves Control on a listener and returns at once. Whoever
// reaches it may do everything, so it belongs on loopback.
func (s *Sandbox) ServeControl(l net.Listener) {
	server := &http.Server{Handler: s.Control(), ReadHeaderTimeout: 10 * time.Second}
	s.running.Go(func() { _ = server.Serve(l) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closers = append(s.closers, func() { _ = server.Close() })
}

// pair is the two sockets of a DNS server.
type pair struct {
	packets net.PacketConn
	stream  net.Listener
}

// opener opens sockets and remembers them and what went wrong.
type opener struct {
	opened []interface{ Close() error }
	errs   []error
}

// stream listens at a place and writes back where that is.
func (o *opener) stream(place *string) net.Listener {
	if *place == "" {
		return nil
	}
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", *place)
	if err != nil {
		o.errs = append(o.errs, err)
		return nil
	}
	o.opened = append(o.opened, l)
	*place = l.Addr().String()
	return l
}

// pair opens TCP first: the kernel chooses a port there if it is to, and UDP
// follows.
func (o *opener) pair(place *string) pair {
	asked := *place
	for attempt := 0; ; attempt++ {
		l := o.stream(place)
		if l == nil {
			return pair{}
		}
		pc, err := new(net.ListenConfig).ListenPacket(context.Background(), "udp", *place)
		if err == nil {
			o.opened = append(o.opened, pc)
			return pair{pc, l}
		}
		if attempt == 10 || asked == *place {
			o.errs = append(o.errs, err)
			return pair{}
		}
		// The port that the kernel chose for TCP is taken for UDP: choose anew.
		*place = asked
		_ = l.Close()
	}
}

func (o *opener) closeAll() {
	for _, c := range o.opened {
		_ = c.Close()
	}
}
