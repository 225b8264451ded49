// SPDX-License-Identifier: GPL-2.0-or-later

package main

import "fmt"

// dynwanPostInst is what an installation of dynwan does on a running router.
//
// The first reload_config after an installation only learns that there is a new
// configuration, so without this one the user's first change would go unseen.
//
// apk stops nothing when it upgrades, and procd does not restart a command that
// reads the same as before. Under opkg the service is stopped by then, procd would
// say that it knows none to stop, and a start follows.
//
// rpcd, where it is, learns the calls of ubus and who may make them.
const dynwanPostInst = `if [ -z "${IPKG_INSTROOT}" ]; then
	if [ "${PKG_UPGRADE}" = 1 ]; then
		! /etc/init.d/dynwan running || /etc/init.d/dynwan restart || true
	else
		/sbin/reload_config || true
	fi
	/etc/init.d/rpcd reload 2>/dev/null || true
fi
`

// luciPostInst is what the luci.mk of LuCI does after the installation of a page:
// LuCI forgets the menu that it knew, and rpcd learns the rights and the calls
// of the new page.
const luciPostInst = `if [ -z "${IPKG_INSTROOT}" ]; then
	rm -f /tmp/luci-indexcache.*
	rm -rf /tmp/luci-modulecache/
	/etc/init.d/rpcd reload 2>/dev/null || true
fi
`

// OpenWrt's build gives these to every package. The functions are in
// package/base-files/files/lib/functions.sh of OpenWrt: they create the users,
// and enable, start and stop the services.
const (
	shebang      = "#!/bin/sh\n"
	ifWanted     = `[ "${IPKG_NO_SCRIPT}" = "1" ] && exit 0` + "\n"
	useFunctions = `[ -s ${IPKG_INSTROOT}/lib/functions.sh ] || exit 0` + "\n" +
		`. ${IPKG_INSTROOT}/lib/functions.sh` + "\n"
)

// opkg runs these; they find the name of the package in their own.
const (
	ipkPostInst = shebang + ifWanted + useFunctions + "default_postinst $0 $@\n"
	ipkPreRm    = shebang + useFunctions + "default_prerm $0 $@\n"
)

// apkForPackage tells the functions what they are about.
const apkForPackage = `export root="${IPKG_INSTROOT}"
export pkgname="%s"
`

// apkScripts returns the scripts of p that apk runs, by file name.
func apkScripts(p Package) map[string]string {
	about := fmt.Sprintf(apkForPackage, p.Name)
	install := ifWanted + useFunctions + about + "add_group_and_user\ndefault_postinst\n" + p.PostInst
	return map[string]string{
		".post-install":  shebang + install,
		".post-upgrade":  shebang + "export PKG_UPGRADE=1\n" + install,
		".pre-deinstall": shebang + useFunctions + about + "default_prerm\n",
	}
}
