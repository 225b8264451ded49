// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"bytes"
	"context"
	"net"
	"net/netip"
)

// Recorder is the way to a server whose name has one address, an IPv4 one. It
// keeps what is written to the connections, one after the other.
type Recorder struct {
	Server net.Addr // that every connection goes to, whatever its address
	Sent   bytes.Buffer
}

// Lookup knows one IPv4 address of every name, and no IPv6 address.
func (r *Recorder) Lookup(_ context.Context, _, family string) ([]netip.Addr, error) {
	if family == "ip6" {
		return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
	}
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

// Dial connects to Server.
func (r *Recorder) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", r.Server.String())
	if err != nil {
		return nil, err
	}
	return recorded{conn, &r.Sent}, nil
}

// recorded is a connection of a Recorder.
type recorded struct {
	net.Conn
	sent *bytes.Buffer
}

func (r recorded) Write(b []byte) (int, error) {
	r.sent.Write(b)
	return r.Conn.Write(b)
}
