// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"archive/tar"
	"fmt"
	"io/fs"
	"strings"
)

// packIPK returns p as an ipk for each of arches. The form is what OpenWrt's
// scripts/ipkg-build and include/package-pack.mk make.
func packIPK(p Package, arches []string) ([][]byte, error) {
	plain, err := ipkTar(p, withDirectories(p.Files))
	if err != nil {
		return nil, err
	}
	data, err := squeeze(plain)
	if err != nil {
		return nil, err
	}
	var packed [][]byte
	for _, arch := range arches {
		control, err := ipkSqueezedTar(p, ipkControlFiles(p, arch, len(plain)))
		if err != nil {
			return nil, err
		}
		whole, err := ipkOuter(p, data, control)
		if err != nil {
			return nil, err
		}
		packed = append(packed, whole)
	}
	return packed, nil
}

// ipkOuter returns the file that holds the two parts of an ipk.
func ipkOuter(p Package, data, control []byte) ([]byte, error) {
	outer := newArchive(p.Epoch)
	for _, f := range []File{
		{Path: "/debian-binary", Mode: 0o644, Body: []byte("2.0\n")},
		{Path: "/data.tar.gz", Mode: 0o644, Body: data},
		{Path: "/control.tar.gz", Mode: 0o644, Body: control},
	} {
		if err := outer.add("."+f.Path, f, tar.Header{Format: tar.FormatGNU}); err != nil {
			return nil, err
		}
	}
	whole, err := outer.close()
	if err != nil {
		return nil, err
	}
	return squeeze(whole)
}

// ipkTar returns files as one part of an ipk.
func ipkTar(p Package, files []File) ([]byte, error) {
	part := newArchive(p.Epoch)
	if err := part.add(".", File{Mode: fs.ModeDir | 0o755}, tar.Header{Format: tar.FormatGNU}); err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := part.add("."+f.Path, f, tar.Header{Format: tar.FormatGNU}); err != nil {
			return nil, err
		}
	}
	return part.close()
}

// ipkSqueezedTar is ipkTar and squeeze.
func ipkSqueezedTar(p Package, files []File) ([]byte, error) {
	part, err := ipkTar(p, files)
	if err != nil {
		return nil, err
	}
	return squeeze(part)
}

// ipkControlFiles returns what p tells opkg, in order; size is of the unpacked
// tar of its files.
func ipkControlFiles(p Package, arch string, size int) []File {
	files := []File{
		{Path: "/control", Mode: 0o644, Body: []byte(ipkControl(p, arch, size))},
		{Path: "/postinst", Mode: 0o755, Body: []byte(ipkPostInst)},
		{Path: "/prerm", Mode: 0o755, Body: []byte(ipkPreRm)},
	}
	if p.PostInst != "" {
		files = append(files, File{Path: "/postinst-pkg", Mode: 0o755, Body: []byte(shebang + p.PostInst)})
	}
	if conffiles := pathLines(p.conffiles()); conffiles != "" {
		files = append(files, File{Path: "/conffiles", Mode: 0o644, Body: []byte(conffiles)})
	}
	return inOrder(files)
}

// ipkControl returns the fields of p as OpenWrt orders them.
func ipkControl(p Package, arch string, size int) string {
	var text strings.Builder
	for _, field := range []struct{ name, value string }{
		{"Package", p.Name},
		{"Version", p.Version},
		{"Depends", strings.Join(p.Depends, ", ")},
		{"Source", p.Source},
		{"SourceName", p.Name},
		{"License", p.License},
		{"LicenseFiles", p.LicenseFiles},
		{"Section", p.Section},
		{"Require-User", p.Users},
		{"SourceDateEpoch", fmt.Sprint(p.Epoch.Unix())},
		{"URL", p.URL},
		{"Maintainer", p.Maintainer},
		{"Architecture", arch},
		{"Installed-Size", fmt.Sprint(size)},
		// The blank before each line is what marks the second one as the same field.
		{"Description", " " + strings.ReplaceAll(p.Description, "\n", "\n ")},
	} {
		if field.value != "" {
			fmt.Fprintf(&text, "%s: %s\n", field.name, field.value)
		}
	}
	return text.String()
}

// pathLines returns the path of each file on a line of its own.
func pathLines(files []File) string {
	var text strings.Builder
	for _, f := range files {
		fmt.Fprintln(&text, f.Path)
	}
	return text.String()
}
