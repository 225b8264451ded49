// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What two small packages say of themselves to each package manager.
const (
	alphaControl = `Package: alpha
Version: 1.2-r3
Depends: libc
License: GPL-2.0-or-later
Architecture: all
Installed-Size: 3584
Description:  Does a.
`
	zetaControl = `Package: zeta
Version: 1.2-r3
Depends: libc, alpha, ca-bundle
License: GPL-2.0-or-later
Section: net
URL: https://example.org/zeta
Architecture: x86_64
Installed-Size: 3584
Description:  Does z,
 at length.
`
	alphaInfo = `pkgname = alpha
pkgver = 1.2-r3
pkgdesc = Does a.
builddate = 1763841607
size = 19
arch = noarch
origin = openwrt/alpha
license = GPL-2.0-or-later
depend = libc
`
	zetaInfo = `pkgname = zeta
pkgver = 1.2-r3
pkgdesc = Does z, at length.%s
url = https://example.org/zeta
builddate = 1763841607
maintainer = A Name <a@example.org>
size = 73
arch = x86_64
origin = openwrt/zeta
license = GPL-2.0-or-later
depend = libc
depend = alpha
depend = ca-bundle
`
)

// testPackages returns a directory with both packages in both forms.
func testPackages(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, body := range map[string][]byte{
		"alpha_1.2-r3_all.ipk":      testIPK(t, alphaControl),
		"zeta_1.2-r3_x86_64.ipk":    testIPK(t, zetaControl),
		"alpha-1.2-r3_noarch.apk":   testAPK(t, alphaInfo),
		"zeta-1.2-r3_x86_64.apk":    testAPK(t, fmt.Sprintf(zetaInfo, strings.Repeat(" More than 255 letters need two bytes for their length.", 6))),
		"not-a-package-1.2-r3.text": nil,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// testIPK returns a package for opkg, without a file in it.
func testIPK(t *testing.T, control string) []byte {
	t.Helper()
	return stored(t, archive(t, "./control.tar.gz", string(stored(t, archive(t, "./control", control, true))), true))
}

// testAPK returns a package for apk in its older form: the first of its two
// streams does not end the archive, and has the sum of the second.
func testAPK(t *testing.T, info string) []byte {
	t.Helper()
	files := stored(t, archive(t, "usr/share/words", "a few words\n", true))
	info += fmt.Sprintf("datahash = %x\n", sha256.Sum256(files))
	return slices.Concat(stored(t, archive(t, ".PKGINFO", info, false)), files)
}

// archive returns a tar of one file.
func archive(t *testing.T, name, text string, ended bool) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text)), Format: tar.FormatUSTAR}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	end := w.Flush
	if ended {
		end = w.Close
	}
	if err := end(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// stored returns body as a gzip stream that is not compressed, so that its sum
// is the same under every release of Go.
func stored(t *testing.T, body []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.NoCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}
