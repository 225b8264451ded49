// SPDX-License-Identifier: GPL-2.0-or-later

package mtgsy

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"dynwan/updater"
)

// Limits of one update.
const (
	connectTime = 10 * time.Second // name, connection and TLS together
	answerTime  = 30 * time.Second
	maxBody     = 4 << 10
	maxHeader   = 16 << 10
)

// Client sends updates for an Account. It implements one way and no other: one
// request, one answer, no redirect followed (the query holds the password), no
// proxy, no second try.
type Client struct {
	Account
	// Server is a place that CheckServer accepts.
	Server string
	// ServerDetects leaves ip= out, so that the server takes the address
	// that the request comes from.
	ServerDetects bool
	// UserAgent names the program and its version: "All clients must provide
	// unique useragent" (the provider's knowledge base).
	UserAgent string
	// Success and Failure are texts that decide what an answer means, before
	// anything that this package believes. Case does not matter.
	Success, Failure []string
	// Dial connects; the caller binds it to the account's device.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Ask is called when the connection stands and nothing was sent. Only if
	// it returns true the request is sent.
	Ask func() bool
	// Roots verifies the server. Nil means the system's.
	Roots *x509.CertPool
}

// Update asks the provider to hold want, and says how that ended. An update
// replaces whatever was there.
func (c *Client) Update(ctx context.Context, want updater.Record) updater.Outcome {
	u, err := url.Parse(c.Server)
	if err != nil {
		return unsent("the server's name cannot be read", err)
	}
	conn, err := c.connect(ctx, u)
	if err != nil {
		return c.unreachable(u.Hostname(), err)
	}
	defer conn.Close()
	if !c.Ask() {
		return unsent("the address changed before anything was sent", nil)
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	resp, body, err := c.exchange(ctx, conn, u, want.IPv4)
	if err != nil {
		return unsure(err)
	}
	return c.classify(resp, body, want.IPv4, time.Now())
}

// connect returns a connection on which the request can be sent at once.
func (c *Client) connect(ctx context.Context, u *url.URL) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTime)
	defer cancel()
	network := "tcp"
	if c.ServerDetects {
		network = "tcp4" // the server must see the IPv4 address
	}
	conn, err := c.Dial(ctx, network, hostPort(u))
	if err != nil {
		return nil, err
	}
	discardOnClose(conn, true)
	if u.Scheme != "https" {
		return conn, nil
	}
	secure := tls.Client(conn, &tls.Config{ServerName: u.Hostname(), RootCAs: c.Roots})
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, err
	}
	return secure, nil
}

// exchange sends the request and reads the answer. It uses the transport
// alone, not http.Client: that would follow redirects, and put the whole URL
// with the password into its errors.
func (c *Client) exchange(ctx context.Context, conn net.Conn, u *url.URL, want netip.Addr) (*http.Response, []byte, error) {
	ready := func(context.Context, string, string) (net.Conn, error) { return conn, nil }
	transport := &http.Transport{
		DialContext: ready, DialTLSContext: ready,
		DisableKeepAlives: true, DisableCompression: true,
		MaxResponseHeaderBytes: maxHeader,
	}
	if c.ServerDetects {
		want = netip.Addr{}
	}
	req := (&http.Request{
		Method: http.MethodGet,
		URL:    &url.URL{Scheme: u.Scheme, Host: u.Host, Path: path, RawQuery: c.query(want)},
		Header: http.Header{"User-Agent": {c.UserAgent}},
	}).WithContext(ctx)
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err == nil {
		discardOnClose(conn, false)
	}
	return resp, body, err
}

// discardOnClose says what closing does with a request that the kernel still
// tries to deliver: an update must not arrive after we counted it as over.
func discardOnClose(conn net.Conn, discard bool) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return
	}
	linger := -1
	if discard {
		linger = 0
	}
	tcp.SetLinger(linger)
}
