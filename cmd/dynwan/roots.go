// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"crypto/x509"
	"os"
	"path/filepath"
	"sync"

	"dynwan/updater"
)

// bundle is where OpenWrt's ca-bundle, as Debian, keeps all authorities in one file.
const bundle = "/etc/ssl/certs/ca-certificates.crt"

// roots reads the authorities that a server may be signed by: a bundle, and the
// files that the user has put beside it. Go itself would read each file of that
// directory, which on OpenWrt is the bundle once more and on Debian the 150
// parts of it, as links: most of the time of an update. It returns nil, for
// Go's own way, if there is no bundle.
func roots() *x509.CertPool {
	if os.Getenv("SSL_CERT_DIR") != "" {
		return nil
	}
	pool := x509.NewCertPool()
	if named := os.Getenv("SSL_CERT_FILE"); named != "" {
		if !addFile(pool, named) {
			return nil
		}
		return pool
	}
	if !addFile(pool, bundle) {
		return nil
	}
	addOthers(pool, bundle)
	return pool
}

// rootsSoon begins to read the authorities if a job may need them, while it
// asks DNS and connects, and returns what waits for them.
func rootsSoon(job updater.Job) func() *x509.CertPool {
	pool := sync.OnceValue(roots)
	if job.Task == updater.Update {
		go pool()
	}
	return pool
}

// addOthers adds the files beside a bundle that are no links.
func addOthers(pool *x509.CertPool, bundle string) {
	dir := filepath.Dir(bundle)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // the bundle is what most need
	}
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != filepath.Base(bundle) {
			addFile(pool, filepath.Join(dir, e.Name()))
		}
	}
}

func addFile(pool *x509.CertPool, name string) bool {
	text, err := os.ReadFile(name)
	return err == nil && pool.AppendCertsFromPEM(text)
}
