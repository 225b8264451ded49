// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"archive/tar"
	"crypto/sha1"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// packAPK returns p as an apk for each of arches. The form is version 2 of
// apk's: https://wiki.alpinelinux.org/wiki/Apk_spec, which apk 3 installs as
// well as its own. It is two gzip streams, one behind the other.
func packAPK(p Package, arches []string) ([][]byte, error) {
	files := append(slices.Clone(p.Files), apkMetadata(p)...)
	data, err := apkData(p, files)
	if err != nil {
		return nil, err
	}
	var packed [][]byte
	for _, arch := range arches {
		control, err := apkControl(p, apkInfo(p, arch, files, data))
		if err != nil {
			return nil, err
		}
		packed = append(packed, append(control, data...))
	}
	return packed, nil
}

// apkArch returns what apk calls the architecture arch of OpenWrt.
func apkArch(arch string) string {
	if arch == anyArch {
		return "noarch"
	}
	return arch
}

// apkMetadata returns the files that tell OpenWrt's scripts of p what opkg has
// in its own lists: what to create and start, and what a sysupgrade must keep.
func apkMetadata(p Package) []File {
	files := slices.Clone(p.Files)
	var metadata []File
	add := func(end, text string) {
		if text != "" {
			metadata = append(metadata, File{Path: "/lib/apk/packages/" + p.Name + end, Mode: 0o644, Body: []byte(text)})
		}
	}
	if p.Users != "" {
		add(".rusers", p.Users+"\n")
	}
	// OpenWrt's build lists itself what is there by now, and no more.
	add(".list", pathLines(inOrder(append(files, metadata...))))
	var sums strings.Builder
	for _, f := range p.conffiles() {
		fmt.Fprintf(&sums, "%s %x\n", f.Path, sha256.Sum256(f.Body))
	}
	add(".conffiles", pathLines(p.conffiles()))
	add(".conffiles_static", sums.String())
	return metadata
}

// apkData returns the second stream: files.
func apkData(p Package, files []File) ([]byte, error) {
	part := newArchive(p.Epoch)
	for _, f := range withDirectories(files) {
		header := tar.Header{Format: tar.FormatPAX, Uname: "root", Gname: "root"}
		if f.Mode.IsRegular() {
			sum := fmt.Sprintf("%x", sha1.Sum(f.Body))
			header.PAXRecords = map[string]string{"APK-TOOLS.checksum.SHA1": sum}
		}
		if err := part.add(f.Path[1:], f, header); err != nil {
			return nil, err
		}
	}
	whole, err := part.close()
	if err != nil {
		return nil, err
	}
	return squeeze(whole)
}

// apkControl returns the first stream. Its tar has no end, so that the two
// streams together are one tar.
func apkControl(p Package, info string) ([]byte, error) {
	part := newArchive(p.Epoch)
	header := tar.Header{Format: tar.FormatUSTAR, Uname: "root", Gname: "root"}
	if err := part.add(".PKGINFO", File{Mode: 0o644, Body: []byte(info)}, header); err != nil {
		return nil, err
	}
	scripts := apkScripts(p)
	for _, name := range slices.Sorted(maps.Keys(scripts)) {
		if err := part.add(name, File{Mode: 0o755, Body: []byte(scripts[name])}, header); err != nil {
			return nil, err
		}
	}
	open, err := part.open()
	if err != nil {
		return nil, err
	}
	return squeeze(open)
}

// apkInfo returns what p tells apk; data is its second stream, with files.
func apkInfo(p Package, arch string, files []File, data []byte) string {
	size := 0
	for _, f := range files {
		size += len(f.Body)
	}
	lines := []struct{ name, value string }{
		{"pkgname", p.Name},
		{"pkgver", p.Version},
		{"pkgdesc", strings.ReplaceAll(p.Description, "\n", " ")},
		{"url", p.URL},
		{"builddate", fmt.Sprint(p.Epoch.Unix())},
		{"maintainer", p.Maintainer},
		{"size", fmt.Sprint(size)},
		{"arch", apkArch(arch)},
		{"origin", p.Source},
		{"license", p.License},
	}
	for _, name := range p.Depends {
		lines = append(lines, struct{ name, value string }{"depend", name})
	}
	lines = append(lines, struct{ name, value string }{"datahash", fmt.Sprintf("%x", sha256.Sum256(data))})
	var text strings.Builder
	for _, line := range lines {
		if line.value != "" {
			fmt.Fprintf(&text, "%s = %s\n", line.name, line.value)
		}
	}
	return text.String()
}
