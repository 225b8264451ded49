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
	// Lookup returns the addresses of a host in the family "ip4" or "ip6": at
	// least one, or a net.DNSError.
	Lookup func(ctx context.Context, host, family string) ([]netip.Addr, error)
	// Roots returns the authorities for a server that has shown its
	// certificates. Nil means the system's, and so does returning nil. It is
	// called twice, the first time to have it read them while we connect.
	Roots func() *Authorities
	// Chains are the certificates that need not be verified again. Nil means
	// none.
	Chains *Chains
}

// Connect returns a connection to a server on which a request can be sent at
// once, over the network "tcp", "tcp4" or "tcp6". The lookup, the connection and TLS
// have a time limit each. For an https server the connection is encrypted, for
// an http server it is not.
func Connect(ctx context.Context, network string, server *url.URL, line Line) (net.Conn, error) {
	if server.Scheme == "https" && line.Roots != nil && !line.Chains.expect(server.Hostname()) {
		go line.Roots()
	}
	conn, err := line.race(ctx, network, server.Hostname(), Port(server))
	if err != nil {
		return nil, err
	}
	// The kernel must not deliver a request after we have counted it as over.
	linger(conn, 0)
	if server.Scheme != "https" {
		return conn, nil
	}
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	secure := tls.Client(conn, trust(server.Hostname(), line))
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

// deliver lets a connection end in the usual way: the server has answered.
func deliver(conn net.Conn) { linger(conn, -1) }

// linger sets how long the kernel may keep sending after a connection was
// closed: 0 means not at all, -1 without a limit.
func linger(conn net.Conn, seconds int) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(seconds)
	}
}
