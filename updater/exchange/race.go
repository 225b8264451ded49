// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"
)

// race connects over IPv4 and IPv6 independently: neither waits for a resolver
// that drops the queries of the other. It returns the error of IPv4, unless the
// host has no IPv4 address, or IPv6 alone is wanted.
func (l Line) race(ctx context.Context, network, host, port string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	families := []string{"4", "6"}
	if one := strings.TrimPrefix(network, "tcp"); one != "" {
		families = []string{one}
	}
	type end struct {
		conn net.Conn
		err  error
	}
	ends := []chan end{make(chan end), make(chan end)}
	for i, family := range families {
		go func() {
			conn, err := l.connect(ctx, family, host, port)
			select {
			case ends[i] <- end{conn, err}:
			case <-ctx.Done():
				if conn != nil {
					conn.Close()
				}
			}
		}()
	}
	var failed [2]error
	for range families {
		var e end
		select {
		case e = <-ends[0]:
			failed[0] = e.err
		case e = <-ends[1]:
			failed[1] = e.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		if e.err == nil {
			return e.conn, nil
		}
	}
	if no, ok := errors.AsType[*net.DNSError](failed[0]); ok && no.IsNotFound && failed[1] != nil {
		return nil, failed[1]
	}
	return nil, failed[0]
}

// connect connects to a host in one family, to the first address that accepts.
// A silent one leaves time for the others. IPv4 gets a head start, because most
// published addresses are of that family.
func (l Line) connect(ctx context.Context, family, host, port string) (conn net.Conn, err error) {
	limited, cancel := context.WithTimeout(ctx, lookupTime)
	addrs, err := l.Lookup(limited, host, "ip"+family)
	cancel()
	if family == "6" && err == nil {
		time.Sleep(headStart)
	}
	over := time.Now().Add(connectTime)
	for i, a := range addrs {
		limited, cancel := context.WithTimeout(ctx, time.Until(over)/time.Duration(len(addrs)-i))
		conn, err = l.Dial(limited, "tcp"+family, net.JoinHostPort(a.String(), port))
		cancel()
		if err == nil {
			break
		}
	}
	return conn, err
}
