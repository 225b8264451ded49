// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"cmp"
	"crypto/x509"
	"os"
)

// bundles are where OpenWrt's ca-bundle and others keep all authorities in one
// file.
var bundles = []string{"/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem"}

// roots reads the authorities that a server may be signed by. Go itself would
// read the bundle and then every file in its directory, which on OpenWrt is the
// bundle once more and on Debian 150 files: most of the time of an update. It
// returns nil, for Go's own way, if there is no bundle.
func roots() *x509.CertPool {
	if os.Getenv("SSL_CERT_DIR") != "" {
		return nil
	}
	pool := x509.NewCertPool()
	for _, file := range bundles {
		file = cmp.Or(os.Getenv("SSL_CERT_FILE"), file)
		if text, err := os.ReadFile(file); err == nil && pool.AppendCertsFromPEM(text) {
			return pool
		}
	}
	return nil
}
