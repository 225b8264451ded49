// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// dynwanPath is where the update protocol of mtgsy.net has its page
// (http://www.mtgsy.net/dns/updateprotocol.php).
const dynwanPath = "/dns/update.php"

// endpoint is the HTTPS server that all clients update at. It says yes in the
// language of each, and notes when which address arrived.
type endpoint struct {
	server http.Server

	mu       sync.Mutex
	arrivals map[arrival]time.Time // the last one
	changed  chan struct{}
}

// arrival is what a request brought.
type arrival struct{ path, address string }

// newEndpoint serves on a listener until close.
func newEndpoint(l net.Listener, cert tls.Certificate) *endpoint {
	e := &endpoint{arrivals: map[arrival]time.Time{}, changed: make(chan struct{})}
	e.server.Handler = e
	// Debian's clients hang up in ways that the server would log.
	e.server.ErrorLog = log.New(io.Discard, "", 0)
	e.server.SetKeepAlivesEnabled(false)
	e.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}
	go e.server.ServeTLS(l, "", "")
	return e
}

func (e *endpoint) close() error { return e.server.Close() }

// ServeHTTP notes an update and confirms it.
func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at, path, address := time.Now(), r.URL.Path, r.FormValue("ip")+r.FormValue("myip")
	if path == pairPath {
		path += r.FormValue("hostname")
	}
	e.mu.Lock()
	e.arrivals[arrival{path, address}] = at
	close(e.changed)
	e.changed = make(chan struct{})
	e.mu.Unlock()
	if r.URL.Path == dynwanPath {
		fmt.Fprint(w, "Record successfully updated")
		return
	}
	fmt.Fprintf(w, "good %s\n", address)
}

// wait returns when an address arrived at a path, at or after a moment.
func (e *endpoint) wait(ctx context.Context, path, address string, after time.Time) (time.Time, error) {
	for {
		e.mu.Lock()
		at, changed := e.arrivals[arrival{path, address}], e.changed
		e.mu.Unlock()
		if at.After(after) {
			return at, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return time.Time{}, fmt.Errorf("%s did not arrive at %s: %w", address, path, ctx.Err())
		}
	}
}
