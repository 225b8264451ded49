// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"context"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"dynwan/internal/sandbox"
	"dynwan/updater"
	"dynwan/updater/exchange"
	"dynwan/updater/provider"
)

// way leads every connection to one server, and keeps by which family each was
// wanted.
type way struct {
	*sandbox.AnyHost
	to       net.Addr
	roots    *exchange.Authorities
	mu       sync.Mutex
	families []string
}

func newWay(t testing.TB) *way {
	t.Helper()
	host, err := sandbox.NewAnyHost()
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go host.Serve(l)
	w := &way{AnyHost: host, to: l.Addr(), roots: &exchange.Authorities{}}
	w.roots.Add(host.CAPEM())
	return w
}

func (w *way) line() exchange.Line {
	return exchange.Line{
		Roots: func() *exchange.Authorities { return w.roots },
		Lookup: func(_ context.Context, _, family string) ([]netip.Addr, error) {
			if family == "ip6" {
				return []netip.Addr{netip.IPv6Loopback()}, nil
			}
			return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
		},
		Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			if ctx.Err() != nil {
				return nil, ctx.Err() // the other family of an earlier request
			}
			w.mu.Lock()
			w.families = append(w.families, strings.TrimPrefix(network, "tcp"))
			w.mu.Unlock()
			return new(net.Dialer).DialContext(ctx, "tcp", w.to.String())
		},
	}
}

// send updates a name to some addresses, as the daemon does: with one request,
// or with one for each.
func (w *way) send(t testing.TB, s provider.Settings, addrs []netip.Addr) {
	t.Helper()
	jobs := []updater.Record{recordOf(addrs...)}
	if s.Families.Apart {
		jobs = nil
		for _, ip := range addrs {
			jobs = append(jobs, recordOf(ip))
		}
	}
	w.families = nil
	for _, want := range jobs {
		s.New(s).Update(t.Context(), provider.Change{Want: want, Agent: "dynwan/test", Permit: func() bool { return true }, Line: w.line()})
	}
}

// recordOf is a record of at most two addresses.
func recordOf(addrs ...netip.Addr) (r updater.Record) {
	for _, ip := range addrs {
		if ip.Is4() {
			r.IPv4 = ip
		} else {
			r.IPv6 = ip
		}
	}
	return r
}
