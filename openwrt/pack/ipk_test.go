// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"strings"
	"testing"
)

func TestAnIPKHoldsWhatOpenWrtsBuildWouldPutThere(t *testing.T) {
	enterProject(t)
	outer, control, files, _ := openIPK(t, slurp(t, packFor(t, "mips_24kc", testEpoch), "dynwan_0.1.0-r1_mips_24kc.ipk"))
	for _, tt := range []struct {
		part string
		got  []item
		want string
	}{
		{"the file itself", outer, `
0 0644 0:0 "":"" 1763841607 ./debian-binary
0 0644 0:0 "":"" 1763841607 ./data.tar.gz
0 0644 0:0 "":"" 1763841607 ./control.tar.gz`},
		{"the control part", control, `
5 0755 0:0 "":"" 1763841607 ./
0 0644 0:0 "":"" 1763841607 ./conffiles
0 0644 0:0 "":"" 1763841607 ./control
0 0755 0:0 "":"" 1763841607 ./postinst
0 0755 0:0 "":"" 1763841607 ./postinst-pkg
0 0755 0:0 "":"" 1763841607 ./prerm`},
		{"the data part", files, `
5 0755 0:0 "":"" 1763841607 ./
5 0755 0:0 "":"" 1763841607 ./etc/
5 0755 0:0 "":"" 1763841607 ./etc/config/
0 0600 0:0 "":"" 1763841607 ./etc/config/dynwan
5 0755 0:0 "":"" 1763841607 ./etc/init.d/
0 0755 0:0 "":"" 1763841607 ./etc/init.d/dynwan
5 0755 0:0 "":"" 1763841607 ./lib/
5 0755 0:0 "":"" 1763841607 ./lib/upgrade/
5 0755 0:0 "":"" 1763841607 ./lib/upgrade/keep.d/
0 0644 0:0 "":"" 1763841607 ./lib/upgrade/keep.d/dynwan
5 0755 0:0 "":"" 1763841607 ./usr/
5 0755 0:0 "":"" 1763841607 ./usr/lib/
5 0755 0:0 "":"" 1763841607 ./usr/lib/dynwan/
0 0644 0:0 "":"" 1763841607 ./usr/lib/dynwan/render.sh
5 0755 0:0 "":"" 1763841607 ./usr/libexec/
5 0755 0:0 "":"" 1763841607 ./usr/libexec/rpcd/
0 0755 0:0 "":"" 1763841607 ./usr/libexec/rpcd/dynwan
5 0755 0:0 "":"" 1763841607 ./usr/sbin/
0 0755 0:0 "":"" 1763841607 ./usr/sbin/dynwan
0 0755 0:0 "":"" 1763841607 ./usr/sbin/dynwan-import
5 0755 0:0 "":"" 1763841607 ./usr/share/
5 0755 0:0 "":"" 1763841607 ./usr/share/rpcd/
5 0755 0:0 "":"" 1763841607 ./usr/share/rpcd/acl.d/
0 0644 0:0 "":"" 1763841607 ./usr/share/rpcd/acl.d/dynwan.json`},
	} {
		same(t, tt.part, "\n"+strings.Join(lines(tt.got), "\n"), tt.want)
	}
}

func TestTheFilesOfAnIPKAreTheProjects(t *testing.T) {
	enterProject(t)
	outer, control, files, _ := openIPK(t, slurp(t, packFor(t, "mips_24kc", testEpoch), "dynwan_0.1.0-r1_mips_24kc.ipk"))
	for _, tt := range []struct {
		in         []item
		name, want string
	}{
		{outer, "./debian-binary", "2.0\n"},
		{files, "./etc/init.d/dynwan", projectFiles["init.d/dynwan"]},
		{files, "./usr/lib/dynwan/render.sh", projectFiles["init.d/render.sh"]},
		{files, "./etc/config/dynwan", projectFiles["openwrt/dynwan/files/dynwan.config"]},
		{files, "./usr/sbin/dynwan-import", projectFiles["openwrt/dynwan/files/dynwan-import"]},
		{files, "./lib/upgrade/keep.d/dynwan", projectFiles["openwrt/dynwan/files/dynwan.keep"]},
		{files, "./usr/sbin/dynwan", program(builds["mips"])},
		{control, "./conffiles", "/etc/config/dynwan\n"},
		{control, "./postinst", `#!/bin/sh
[ "${IPKG_NO_SCRIPT}" = "1" ] && exit 0
[ -s ${IPKG_INSTROOT}/lib/functions.sh ] || exit 0
. ${IPKG_INSTROOT}/lib/functions.sh
default_postinst $0 $@
`},
		{control, "./prerm", `#!/bin/sh
[ -s ${IPKG_INSTROOT}/lib/functions.sh ] || exit 0
. ${IPKG_INSTROOT}/lib/functions.sh
default_prerm $0 $@
`},
		{control, "./postinst-pkg", "#!/bin/sh\n" + dynwanPostInst},
	} {
		same(t, tt.name, body(t, tt.in, tt.name), tt.want)
	}
}

func TestTheControlFieldsOfAnIPKAreInOpenWrtsOrder(t *testing.T) {
	enterProject(t)
	_, control, _, size := openIPK(t, slurp(t, packFor(t, "arm_cortex-a7_neon-vfpv4", testEpoch), "dynwan_0.1.0-r1_arm_cortex-a7_neon-vfpv4.ipk"))
	// 24 entries of 512 bytes, 8 bodies of up to 512, and the two last blocks.
	if size != (24+8+2)*512 {
		t.Errorf("the tar of the fixture has %d bytes, want %d", size, (24+8+2)*512)
	}
	same(t, "control", body(t, control, "./control"), `Package: dynwan
Version: 0.1.0-r1
Depends: libc, ca-bundle
Source: openwrt/dynwan
SourceName: dynwan
License: GPL-2.0-or-later
LicenseFiles: LICENSE
Section: net
Require-User: dynwan=867:dynwan=867
SourceDateEpoch: 1763841607
Architecture: arm_cortex-a7_neon-vfpv4
Installed-Size: 17408
Description:  Keeps dynamic DNS names at the address of a WAN device. It knows the providers
 of ddns-scripts and more, dyndns2 and signed updates (RFC 2136), sleeps until
 the kernel tells it of a change, and asks DNS before it sends.
`)
}
