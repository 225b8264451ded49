// SPDX-License-Identifier: GPL-2.0-or-later

package main

import "strings"

// recipes are the packages of the project. They say the same as the Makefile of
// each in OpenWrt's own build.
var recipes = []recipe{{
	name:    "dynwan",
	feed:    "openwrt/dynwan",
	program: "/usr/sbin/dynwan",
	depends: []string{"libc", "ca-bundle"},
	section: "net",
	// The number is one that no package of OpenWrt's feeds uses.
	users: "dynwan=867:dynwan=867",
	description: "Keeps dynamic DNS names at the address of a WAN device. It knows the providers\n" +
		"of ddns-scripts and more, dyndns2 and signed updates (RFC 2136), sleeps until\n" +
		"the kernel tells it of a change, and asks DNS before it sends.",
	postInst: dynwanPostInst,
	sources: []source{
		{from: "init.d/dynwan", to: "/etc/init.d/dynwan", mode: 0o755},
		{from: "init.d/render.sh", to: "/usr/lib/dynwan/render.sh", mode: 0o644},
		// It holds passwords.
		{from: "openwrt/dynwan/files/dynwan.config", to: "/etc/config/dynwan", mode: 0o600, conf: true},
		{from: "openwrt/dynwan/files/dynwan-import", to: "/usr/sbin/dynwan-import", mode: 0o755},
		{from: "openwrt/dynwan/files/dynwan.rpcd", to: "/usr/libexec/rpcd/dynwan", mode: 0o755},
		{from: "openwrt/dynwan/files/dynwan.acl.json", to: "/usr/share/rpcd/acl.d/dynwan.json", mode: 0o644},
		// What the user wants remembered over a reboot outlasts a new firmware too.
		{from: "openwrt/dynwan/files/dynwan.keep", to: "/lib/upgrade/keep.d/dynwan", mode: 0o644},
	},
}, {
	name:        "luci-app-dynwan",
	feed:        "openwrt/luci-app-dynwan",
	depends:     []string{"libc", "luci-base", "dynwan"},
	section:     "luci",
	description: "LuCI page for dynwan, the dynamic DNS updater",
	postInst:    luciPostInst,
	// JavaScript goes in as it is, as a browser shows it to who looks for a fault.
	sources: []source{
		{from: "openwrt/luci-app-dynwan/htdocs", to: "/www"},
		{from: "openwrt/luci-app-dynwan/root", to: "/"},
	},
},
	translation("de", "de", "Deutsch (German)"),
	translation("zh_Hans", "zh-cn", "简体中文 (Simplified Chinese)"),
	{
		name:        "prometheus-node-exporter-lua-dynwan",
		feed:        "openwrt/prometheus-node-exporter-lua-dynwan",
		depends:     []string{"libc", "prometheus-node-exporter-lua", "dynwan"},
		section:     "utils",
		description: "Prometheus node exporter (dynwan collector)",
		sources: []source{
			{from: "openwrt/prometheus-node-exporter-lua-dynwan/files/dynwan.lua", to: "/usr/lib/lua/prometheus-collectors/dynwan.lua", mode: 0o644},
		},
	},
}

// translation is the package that the luci.mk of LuCI makes out of a directory
// of po. LuCI calls some languages by another code than their directory.
func translation(dir, code, language string) recipe {
	name := "luci-i18n-dynwan-" + code
	return recipe{
		name:        name,
		feed:        "openwrt/luci-app-dynwan",
		depends:     []string{"libc", "luci-app-dynwan"},
		section:     "luci",
		description: "Translation for luci-app-dynwan - " + language,
		sources: []source{{
			from: "openwrt/luci-app-dynwan/po/" + dir + "/dynwan.po", to: "/usr/lib/lua/luci/i18n/dynwan." + code + ".lmo",
			mode: 0o644, compile: compileLMO,
		}},
		// OpenWrt's default_postinst runs it once: LuCI lists the language from then on.
		made: []File{{
			Path: "/etc/uci-defaults/" + name, Mode: 0o644,
			Body: []byte("uci set luci.languages." + strings.ReplaceAll(code, "-", "_") + "='" + language + "'; uci commit luci\n"),
		}},
	}
}
