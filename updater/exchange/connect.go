// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"context"
	"crypto/tls"
	"net"
	"net/url"
)

// Dial connects to an address ("host:port") of a network such as "tcp4".
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Connect returns a connection to a server on which a request can be sent at
// once. It takes 10 seconds at most. roots is asked for who may have signed the
// server when that has shown its certificate; nil means the system's, and so
// does a nil that it returns. Of an https server nobody sees what is sent, an
// http server gets it in clear.
func Connect(ctx context.Context, network string, server *url.URL, dial Dial, roots func() *Authorities) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	conn, err := dial(ctx, network, net.JoinHostPort(server.Hostname(), Port(server)))
	if err != nil {
		return nil, err
	}
	// A request that the kernel still tries to deliver after we counted it as
	// over must not arrive.
	linger(conn, 0)
	if server.Scheme != "https" {
		return conn, nil
	}
	secure := tls.Client(conn, trust(server.Hostname(), roots))
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
