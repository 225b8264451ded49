// SPDX-License-Identifier: GPL-2.0-or-later

package send

import (
	"os"
	"path/filepath"

	"dynwan/updater/exchange"
)

// Bundle is the file in which OpenWrt's ca-bundle, like Debian, keeps all
// authorities.
const Bundle = "/etc/ssl/certs/ca-certificates.crt"

// Roots reads the authorities that may sign a server's certificate. Without a
// bundle it returns nil, which means Go's own way.
func Roots() *exchange.Authorities {
	files := rootFiles()
	if len(files) == 0 {
		return nil
	}
	all := new(exchange.Authorities)
	for i, name := range files {
		text, err := os.ReadFile(name)
		if (err != nil || !all.Add(text)) && i == 0 {
			return nil
		}
	}
	return all
}

// rootFiles names the files of authorities: a bundle, and the files that the user
// has put beside it. Go itself would read every file of that directory: on OpenWrt
// the bundle again, on Debian its 150 parts as links, which takes most of the time
// of an update.
func rootFiles() []string {
	switch named := os.Getenv("SSL_CERT_FILE"); {
	case os.Getenv("SSL_CERT_DIR") != "":
		return nil
	case named != "":
		return []string{named}
	}
	return append([]string{Bundle}, filesBeside(Bundle)...)
}

// filesBeside names the files beside a bundle that are not links.
func filesBeside(bundle string) (files []string) {
	dir := filepath.Dir(bundle)
	entries, _ := os.ReadDir(dir) // the bundle is enough for most users
	for _, e := range entries {
		if e.Type().IsRegular() && e.Name() != filepath.Base(bundle) {
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	return files
}
