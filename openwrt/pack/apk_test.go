// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"testing"
)

func TestAnAPKHoldsWhatOpenWrtsBuildWouldPutThere(t *testing.T) {
	enterProject(t)
	control, files, _ := openAPK(t, slurp(t, packFor(t, "mips_24kc", testEpoch), "dynwan-0.1.0-r1_mips_24kc.apk"))
	same(t, "the control part", "\n"+strings.Join(lines(control), "\n"), `
0 0644 0:0 "root":"root" 1763841607 .PKGINFO
0 0755 0:0 "root":"root" 1763841607 .post-install
0 0755 0:0 "root":"root" 1763841607 .post-upgrade
0 0755 0:0 "root":"root" 1763841607 .pre-deinstall`)
	same(t, "the data part", "\n"+strings.Join(lines(files), "\n"), `
5 0755 0:0 "root":"root" 1763841607 etc/
5 0755 0:0 "root":"root" 1763841607 etc/config/
0 0600 0:0 "root":"root" 1763841607 etc/config/dynwan
5 0755 0:0 "root":"root" 1763841607 etc/init.d/
0 0755 0:0 "root":"root" 1763841607 etc/init.d/dynwan
5 0755 0:0 "root":"root" 1763841607 lib/
5 0755 0:0 "root":"root" 1763841607 lib/apk/
5 0755 0:0 "root":"root" 1763841607 lib/apk/packages/
0 0644 0:0 "root":"root" 1763841607 lib/apk/packages/dynwan.conffiles
0 0644 0:0 "root":"root" 1763841607 lib/apk/packages/dynwan.conffiles_static
0 0644 0:0 "root":"root" 1763841607 lib/apk/packages/dynwan.list
0 0644 0:0 "root":"root" 1763841607 lib/apk/packages/dynwan.rusers
5 0755 0:0 "root":"root" 1763841607 lib/upgrade/
5 0755 0:0 "root":"root" 1763841607 lib/upgrade/keep.d/
0 0644 0:0 "root":"root" 1763841607 lib/upgrade/keep.d/dynwan
5 0755 0:0 "root":"root" 1763841607 usr/
5 0755 0:0 "root":"root" 1763841607 usr/lib/
5 0755 0:0 "root":"root" 1763841607 usr/lib/dynwan/
0 0644 0:0 "root":"root" 1763841607 usr/lib/dynwan/render.sh
5 0755 0:0 "root":"root" 1763841607 usr/libexec/
5 0755 0:0 "root":"root" 1763841607 usr/libexec/rpcd/
0 0755 0:0 "root":"root" 1763841607 usr/libexec/rpcd/dynwan
5 0755 0:0 "root":"root" 1763841607 usr/sbin/
0 0755 0:0 "root":"root" 1763841607 usr/sbin/dynwan
0 0755 0:0 "root":"root" 1763841607 usr/sbin/dynwan-import
5 0755 0:0 "root":"root" 1763841607 usr/share/
5 0755 0:0 "root":"root" 1763841607 usr/share/rpcd/
5 0755 0:0 "root":"root" 1763841607 usr/share/rpcd/acl.d/
0 0644 0:0 "root":"root" 1763841607 usr/share/rpcd/acl.d/dynwan.json`)
}

func TestTheFilesOfAnAPKAreTheProjectsAndTheScripts(t *testing.T) {
	enterProject(t)
	control, files, _ := openAPK(t, slurp(t, packFor(t, "mips_24kc", testEpoch), "dynwan-0.1.0-r1_mips_24kc.apk"))
	for _, tt := range []struct {
		in         []item
		name, want string
	}{
		{files, "etc/init.d/dynwan", projectFiles["init.d/dynwan"]},
		{files, "usr/lib/dynwan/render.sh", projectFiles["init.d/render.sh"]},
		{files, "etc/config/dynwan", projectFiles["openwrt/dynwan/files/dynwan.config"]},
		{files, "usr/sbin/dynwan-import", projectFiles["openwrt/dynwan/files/dynwan-import"]},
		{files, "lib/upgrade/keep.d/dynwan", projectFiles["openwrt/dynwan/files/dynwan.keep"]},
		{files, "usr/sbin/dynwan", program(builds["mips"])},
		{files, "lib/apk/packages/dynwan.rusers", "dynwan=867:dynwan=867\n"},
		{files, "lib/apk/packages/dynwan.conffiles", "/etc/config/dynwan\n"},
		// The sum is what `printf "config dynwan 'global'\n" | sha256sum` prints.
		{files, "lib/apk/packages/dynwan.conffiles_static",
			"/etc/config/dynwan 2fb6a00ab0226fd1948a856dc84b8c0a76cd2494e97389f0125e85564822c547\n"},
		{files, "lib/apk/packages/dynwan.list", `/etc/config/dynwan
/etc/init.d/dynwan
/lib/apk/packages/dynwan.rusers
/lib/upgrade/keep.d/dynwan
/usr/lib/dynwan/render.sh
/usr/libexec/rpcd/dynwan
/usr/sbin/dynwan
/usr/sbin/dynwan-import
/usr/share/rpcd/acl.d/dynwan.json
`},
		{control, ".post-install", `#!/bin/sh
[ "${IPKG_NO_SCRIPT}" = "1" ] && exit 0
[ -s ${IPKG_INSTROOT}/lib/functions.sh ] || exit 0
. ${IPKG_INSTROOT}/lib/functions.sh
export root="${IPKG_INSTROOT}"
export pkgname="dynwan"
add_group_and_user
default_postinst
` + dynwanPostInst},
		{control, ".post-upgrade", `#!/bin/sh
export PKG_UPGRADE=1
[ "${IPKG_NO_SCRIPT}" = "1" ] && exit 0
[ -s ${IPKG_INSTROOT}/lib/functions.sh ] || exit 0
. ${IPKG_INSTROOT}/lib/functions.sh
export root="${IPKG_INSTROOT}"
export pkgname="dynwan"
add_group_and_user
default_postinst
` + dynwanPostInst},
		{control, ".pre-deinstall", `#!/bin/sh
[ -s ${IPKG_INSTROOT}/lib/functions.sh ] || exit 0
. ${IPKG_INSTROOT}/lib/functions.sh
export root="${IPKG_INSTROOT}"
export pkgname="dynwan"
default_prerm
`},
	} {
		same(t, tt.name, body(t, tt.in, tt.name), tt.want)
	}
}

func TestAnAPKTellsItsNameSizeAndHash(t *testing.T) {
	enterProject(t)
	control, files, second := openAPK(t, slurp(t, packFor(t, "aarch64_cortex-a53", testEpoch), "dynwan-0.1.0-r1_aarch64_cortex-a53.apk"))
	size := 0
	for _, f := range files {
		size += len(f.body)
	}
	same(t, ".PKGINFO", body(t, control, ".PKGINFO"), fmt.Sprintf(`pkgname = dynwan
pkgver = 0.1.0-r1
pkgdesc = Keeps dynamic DNS names at the address of a WAN device. It knows the providers of ddns-scripts and more, dyndns2 and signed updates (RFC 2136), sleeps until the kernel tells it of a change, and asks DNS before it sends.
builddate = 1763841607
size = %d
arch = aarch64_cortex-a53
origin = openwrt/dynwan
license = GPL-2.0-or-later
depend = libc
depend = ca-bundle
datahash = %x
`, size, sha256.Sum256(second)))
}

func TestOnlyTheSecondTarOfAnAPKHasAnEnd(t *testing.T) {
	enterProject(t)
	_, plain := streams(t, slurp(t, packFor(t, "x86_64", testEpoch), "dynwan-0.1.0-r1_x86_64.apk"))
	end := make([]byte, 1024)
	for i, want := range []bool{false, true} {
		if got := bytes.HasSuffix(plain[i], end); got != want {
			t.Errorf("tar %d ends with two empty blocks: got %v, want %v", i+1, got, want)
		}
		if len(plain[i])%512 != 0 {
			t.Errorf("tar %d has %d bytes, want full blocks of 512", i+1, len(plain[i]))
		}
	}
}

func TestEveryFileOfAnAPKHasItsSum(t *testing.T) {
	enterProject(t)
	_, files, _ := openAPK(t, slurp(t, packFor(t, "x86_64", testEpoch), "dynwan-0.1.0-r1_x86_64.apk"))
	sums := make(map[string]string)
	for _, f := range files {
		if sum := f.header.PAXRecords["APK-TOOLS.checksum.SHA1"]; sum != "" {
			sums[f.header.Name] = sum
		}
	}
	// The sum is what `echo '#!/bin/sh' | sha1sum` prints.
	if got, want := sums["usr/sbin/dynwan-import"], "bd971bec88149956458a10fc9c5ecb3eb99dd452"; got != want {
		t.Errorf("the sum of the importer is %q, want %q", got, want)
	}
	if got, want := len(sums), 12; got != want {
		t.Errorf("%d files have a sum, want all %d: %v", got, want, sums)
	}
}
