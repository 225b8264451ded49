// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"sync"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

// bundle is where OpenWrt's ca-bundle, as Debian, keeps all authorities in one file.
const bundle = "/etc/ssl/certs/ca-certificates.crt"

// roots reads the authorities that a server may be signed by: a bundle, and the
// files that the user has put beside it. Go itself would read each file of that
// directory, which on OpenWrt is the bundle once more and on Debian the 150
// parts of it, as links: most of the time of an update. It returns nil, for
// Go's own way, if there is no bundle.
func roots() *exchange.Authorities {
	if os.Getenv("SSL_CERT_DIR") != "" {
		return nil
	}
	all := new(exchange.Authorities)
	if named := os.Getenv("SSL_CERT_FILE"); named != "" {
		if !addFile(all, named) {
			return nil
		}
		return all
	}
	if !addFile(all, bundle) {
		return nil
	}
	addOthers(all, bundle)
	return all
}

// rootsSoon begins to read the authorities if a job may need them, while it
// asks DNS and connects, and returns what waits for them.
func rootsSoon(job updater.Job) func() *exchange.Authorities {
	all := sync.OnceValue(roots)
	if job.Task != updater.Verify {
		go all()
	}
	return all
}

// addOthers adds the files beside a bundle that are no links.
func addOthers(all *exchange.Authorities, bundle string) {
	dir := filepath.Dir(bundle)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // the bundle is what most need
	}
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != filepath.Base(bundle) {
			addFile(all, filepath.Join(dir, e.Name()))
		}
	}
}

func addFile(all *exchange.Authorities, name string) bool {
	text, err := os.ReadFile(name)
	return err == nil && all.Add(text)
}
