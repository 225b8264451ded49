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
// host has no IPv4 address. The networks "tcp4" and "tcp6" have one family.
func (l Line) race(ctx context.Context, network, host, port string) (net.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if family := strings.TrimPrefix(network, "tcp"); family != "" {
		conn, err := l.connect(ctx, family, host, port, 0)
		if err != nil && ctx.Err() != nil {
			err = ctx.Err()
		}
		return conn, err
	}
	families := []string{"4", "6"}
	type end struct {
		conn net.Conn
		err  error
	}
	ends := []chan end{make(chan end), make(chan end)}
	for i, family := range families {
		go func() {
			// Most published addresses are IPv4.
			conn, err := l.connect(ctx, family, host, port, time.Duration(i)*headStart)
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
// A silent one leaves time for the others. The other family gets a head start.
func (l Line) connect(ctx context.Context, family, host, port string, start time.Duration) (conn net.Conn, err error) {
	limited, cancel := context.WithTimeout(ctx, lookupTime)
	addrs, err := l.Lookup(limited, host, "ip"+family)
	cancel()
	if err == nil {
		time.Sleep(start)
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
