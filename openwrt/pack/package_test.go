// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"
)

func TestWhatAPackageMaySayBesidesIsInItsPlace(t *testing.T) {
	p := Package{
		Name: "x", Version: "1-r1", URL: "https://example.org/x", Maintainer: "A Name <a@example.org>",
		Description: "Does x.", Files: []File{{Path: "/a", Mode: 0o644, Body: []byte("a")}}, Epoch: testEpoch,
	}
	packed, err := packIPK(p, []string{"mips_24kc", anyArch})
	if err != nil {
		t.Fatal(err)
	}
	for i, arch := range []string{"mips_24kc", "all"} {
		_, control, _, _ := openIPK(t, packed[i])
		same(t, "control for "+arch, body(t, control, "./control"), `Package: x
Version: 1-r1
SourceName: x
SourceDateEpoch: 1763841607
URL: https://example.org/x
Maintainer: A Name <a@example.org>
Architecture: `+arch+`
Installed-Size: 2560
Description:  Does x.
`)
	}
	if packed, err = packAPK(p, []string{anyArch}); err != nil {
		t.Fatal(err)
	}
	control, _, _ := openAPK(t, packed[0])
	info, _, _ := strings.Cut(body(t, control, ".PKGINFO"), "datahash")
	same(t, ".PKGINFO", info, `pkgname = x
pkgver = 1-r1
pkgdesc = Does x.
url = https://example.org/x
builddate = 1763841607
maintainer = A Name <a@example.org>
size = 4
arch = noarch
`)
}
