// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"os"
	"path/filepath"
	"sync"

	"dynwan/updater"
	"dynwan/updater/exchange"
)

// bundle is the file in which OpenWrt's ca-bundle, like Debian, keeps all
// authorities.
const bundle = "/etc/ssl/certs/ca-certificates.crt"

// roots reads the authorities that may sign a server's certificate: a bundle,
// and the files that the user has put beside it. Go itself would read every
// file of that directory: on OpenWrt the bundle again, on Debian its 150 parts
// as links, which takes most of the time of an update. Without a bundle it
// returns nil, which means Go's own way.
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

// rootsSoon begins to read the authorities if a job may need them, while the
// job asks DNS and connects, and returns a function that waits for them.
func rootsSoon(job updater.Job) func() *exchange.Authorities {
	all := sync.OnceValue(roots)
	if job.Task != updater.Verify {
		go all()
	}
	return all
}

// addOthers adds the files beside a bundle that are not links.
func addOthers(all *exchange.Authorities, bundle string) {
	dir := filepath.Dir(bundle)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // the bundle is enough for most users
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
