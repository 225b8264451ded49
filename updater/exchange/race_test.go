// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// never is the wait for what does not come.
const never = time.Hour

// way is how a resolver and a server behave in one family.
type way struct {
	lookup time.Duration // when the answer of the resolver comes
	wrong  error         // what it is, if not addresses
	hosts  int           // how many
	silent int           // of these, the first ones that do not answer
	dial   error         // what the others do, nil for a connection
}

func after(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reach connects in a world of two ways, and tells by which network and when
// that ended.
func reach(network, host string, ways map[string]way) (won string, took time.Duration, err error) {
	start := time.Now()
	var by atomic.Value // the other family may still dial at the end
	by.Store("")
	line := Line{
		Lookup: func(ctx context.Context, host, family string) (list []netip.Addr, err error) {
			if ip, err := netip.ParseAddr(host); err == nil {
				return []netip.Addr{ip}, nil
			}
			w := ways[family[2:]]
			if after(ctx, w.lookup) != nil {
				return nil, &net.DNSError{Err: "no answer", IsTimeout: true}
			} else if w.wrong != nil {
				return nil, w.wrong
			}
			for i := range w.hosts {
				ip := netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})
				if family == "ip6" {
					ip = netip.MustParseAddr("2001:db8::").Next()
				}
				list = append(list, ip)
			}
			return list, nil
		},
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			w := ways[network[3:]]
			if at, err := netip.ParseAddrPort(address); err != nil || at.Addr().Is4() != (network == "tcp4") {
				return nil, errors.New("dials " + address + " by " + network)
			} else if b := at.Addr().As16(); int(b[15]) < w.silent {
				return nil, after(ctx, never)
			}
			if w.dial != nil {
				return nil, w.dial
			}
			by.Store(network)
			ours, _ := net.Pipe()
			return ours, nil
		},
	}
	_, err = Connect(context.Background(), network, &url.URL{Scheme: "http", Host: host}, line)
	return by.Load().(string), time.Since(start), err
}

func TestFamiliesAreReachedApart(t *testing.T) {
	fine := way{hosts: 1}
	nothing := way{wrong: &net.DNSError{Err: "no such host", IsNotFound: true}}
	unreachable := way{hosts: 1, dial: syscall.ENETUNREACH}
	ms := time.Millisecond
	for _, c := range []struct {
		name, network, host string
		v4, v6              way
		won, text           string
		took                time.Duration
	}{
		{"both at once", "tcp", "x.example", fine, fine, "tcp4", "", 0},
		{"AAAA never comes", "tcp", "x.example", fine, way{lookup: never}, "tcp4", "", 0},
		{"A never comes", "tcp", "x.example", way{lookup: never}, fine, "tcp6", "", headStart},
		{"A comes late, IPv6 leads nowhere", "tcp", "x.example", way{lookup: 2500 * ms, hosts: 1}, unreachable, "tcp4", "", 2500 * ms},
		{"AAAA fails, A comes late", "tcp", "x.example", way{lookup: 5500 * ms, hosts: 1}, way{wrong: errors.New("SERVFAIL")}, "tcp4", "", 5500 * ms},
		{"no A", "tcp", "x.example", nothing, fine, "tcp6", "", headStart},
		{"the connection has the time that the resolver took", "tcp4", "x.example", way{lookup: 7500 * ms, hosts: 2, silent: 1}, fine, "tcp4", "", 12500 * ms},
		{"a silent address before a good one", "tcp", "x.example", way{hosts: 2, silent: 1}, nothing, "tcp4", "", 5 * time.Second},
		{"IPv4 alone is wanted", "tcp4", "x.example", nothing, fine, "", "cannot find x.example: no such host", 0},
		{"IPv6 alone is wanted", "tcp6", "x.example", fine, fine, "tcp6", "", 0},
		{"IPv6 alone is wanted, and there is none", "tcp6", "x.example", fine, nothing, "", "cannot find x.example: no such host", 0},
		{"IPv6 alone is wanted, and it leads nowhere", "tcp6", "x.example", fine, unreachable, "", "network is unreachable", 0},
		{"no answer at all", "tcp", "x.example", way{lookup: never}, way{lookup: never}, "", "cannot find x.example: the resolver does not answer", lookupTime},
		{"neither", "tcp", "x.example", nothing, nothing, "", "cannot find x.example: no such host", 0},
		{"refused, and no IPv6", "tcp", "x.example", way{hosts: 1, dial: syscall.ECONNREFUSED}, unreachable, "", "connection refused", headStart},
		{"no IPv4 address, and no IPv6 here", "tcp", "x.example", nothing, unreachable, "", "network is unreachable", headStart},
		{"silent servers", "tcp", "x.example", way{hosts: 3, silent: 3}, nothing, "", "no connection in 10s", connectTime},
		{"an address", "tcp", "192.0.2.7", fine, fine, "tcp4", "", 0},
		{"an address of IPv6", "tcp", "[2001:db8::1]", fine, fine, "tcp6", "", headStart},
		{"an address of IPv6, IPv4 wanted", "tcp4", "[2001:db8::1]", fine, fine, "", "dials [2001:db8::1]:80 by tcp4", 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			won, took, err := reach(c.network, c.host, map[string]way{"4": c.v4, "6": c.v6})
			text := ""
			if err != nil {
				text = Unreachable(c.host, err).Text.String()
			}
			if won != c.won || took != c.took || !strings.Contains(text, c.text) || c.text == "" && text != "" {
				t.Errorf("%s: got %q after %v, %q; want %q after %v, %q", c.name, won, took, text, c.won, c.took, c.text)
			}
			time.Sleep(never) // who is still under way ends
		})
	}
}

func TestWhoLosesTheRaceIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		line := Line{
			Lookup: func(_ context.Context, _, family string) ([]netip.Addr, error) {
				if family == "ip4" {
					return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil
				}
				return []netip.Addr{netip.MustParseAddr("2001:db8::1")}, nil
			},
			Dial: func(_ context.Context, network, _ string) (net.Conn, error) {
				if network == "tcp6" {
					time.Sleep(time.Second)
					return ours, nil
				}
				time.Sleep(500 * time.Millisecond)
				c, _ := net.Pipe()
				return c, nil
			},
		}
		if _, err := Connect(t.Context(), "tcp", &url.URL{Scheme: "http", Host: "x.example"}, line); err != nil {
			t.Fatal(err)
		}
		if _, err := theirs.Read(make([]byte, 1)); err == nil {
			t.Error("the connection that came second: got a byte, want it closed")
		}
	})
}

func TestAStopEndsTheConnecting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		cancel()
		line := Line{Lookup: func(ctx context.Context, _, _ string) ([]netip.Addr, error) { return nil, after(ctx, never) }}
		for _, network := range []string{"tcp", "tcp4", "tcp6"} {
			_, err := Connect(ctx, network, &url.URL{Scheme: "http", Host: "x.example"}, line)
			if got := Unreachable("x.example", err).Text.String(); got != "cannot reach x.example: stopped" {
				t.Errorf("%s, stopped while the resolver is silent: got %q", network, got)
			}
		}
	})
}
