// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"context"
	"crypto/tls"
	"net"
	"net/netip"
	"net/url"
)

// Line is how servers are reached.
type Line struct {
	// Dial connects to "ADDRESS:PORT" of the network "tcp4" or "tcp6".
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Lookup returns the addresses of a host in the family "ip4" or "ip6", one
	// at least or a net.DNSError.
	Lookup func(ctx context.Context, host, family string) ([]netip.Addr, error)
	// Roots returns who may have signed a server that has shown its
	// certificate. Nil means the system's, and so does a nil that it returns.
	Roots func() *Authorities
}

// Connect returns a connection to a server on which a request can be sent at
// once, by the network "tcp" or "tcp4". The name, the connection and TLS have a
// limit each. Of an https server nobody sees what is sent, an http server gets
// it in clear.
func Connect(ctx context.Context, network string, server *url.URL, line Line) (net.Conn, error) {
	conn, err := line.race(ctx, network, server.Hostname(), Port(server))
	if err != nil {
		return nil, err
	}
	// A request that the kernel still tries to deliver after we counted it as
	// over must not arrive.
	linger(conn, 0)
	if server.Scheme != "https" {
		return conn, nil
	}
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	secure := tls.Client(conn, trust(server.Hostname(), line.Roots))
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// Port returns the port of a server, spelled out.
func Port(server *url.URL) string {
	switch {
	case server.Port() != "":
		return server.Port()
	case server.Scheme == "https":
		return "443"
	}
	return "80"
}

// deliver ends a connection in the usual way: the server has answered.
func deliver(conn net.Conn) { linger(conn, -1) }

// linger sets how long the kernel may go on after a connection was closed: 0
// is not at all, -1 as long as it likes.
func linger(conn net.Conn, seconds int) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(seconds)
	}
}
