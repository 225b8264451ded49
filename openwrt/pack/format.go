// SPDX-License-Identifier: GPL-2.0-or-later

package main

import "fmt"

// format is the form of a package, named as the end of its file name.
type format string

// The forms, one for each of OpenWrt's package managers.
const (
	ipk format = "ipk" // opkg, up to OpenWrt 24.10
	apk format = "apk" // apk, from 25.12
)

// parseFormat returns the formats that the word of -format means.
func parseFormat(word string) ([]format, error) {
	switch word {
	case "all":
		return []format{ipk, apk}, nil
	case "ipk", "apk":
		return []format{format(word)}, nil
	}
	return nil, fmt.Errorf("-format %q is not ipk, apk or all", word)
}

// pack returns p in the form f, once for each of arches.
func (f format) pack(p Package, arches []string) ([][]byte, error) {
	if f == ipk {
		return packIPK(p, arches)
	}
	return packAPK(p, arches)
}

// fileName is what p for arch is called in the form f. OpenWrt's own apk files
// have no architecture in the name, as they lie in a directory for each; ours
// lie in one.
func (f format) fileName(p Package, arch string) string {
	if f == ipk {
		return fmt.Sprintf("%s_%s_%s.ipk", p.Name, p.Version, arch)
	}
	return fmt.Sprintf("%s-%s_%s.apk", p.Name, p.Version, apkArch(arch))
}
