// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The public keys of a feed, beside the directories of its architectures.
const (
	opkgPublicFile = "dynwan.pub"
	apkPublicFile  = "dynwan.pem"
)

// writeFeed writes a feed of packages to dir and returns for how many
// architectures it is. As in OpenWrt's own feeds each has a directory, with all
// that a router of it can install.
func writeFeed(dir string, packages []*pkg, k keys) (int, error) {
	if left, err := os.ReadDir(dir); err == nil && len(left) > 0 {
		return 0, fmt.Errorf("%s is not empty", dir)
	}
	pem, err := k.apk.publicFile()
	if err != nil {
		return 0, err
	}
	archs := byArch(packages)
	if len(archs) == 0 {
		return 0, fmt.Errorf("no package is for a processor")
	}
	for arch, list := range archs {
		if err := writeArch(filepath.Join(dir, arch), list, k); err != nil {
			return 0, err
		}
	}
	if err := write(dir, apkPublicFile, pem); err != nil {
		return 0, err
	}
	return len(archs), write(dir, opkgPublicFile, k.opkg.publicFile())
}

// writeArch writes the packages of one architecture and their indexes.
func writeArch(dir string, packages []*pkg, k keys) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("could not make a directory of the feed: %w", err)
	}
	for _, p := range packages {
		body, err := os.ReadFile(p.path)
		if err != nil {
			return fmt.Errorf("could not read a package: %w", err)
		}
		if err := write(dir, p.file(), body); err != nil {
			return err
		}
	}
	forAPK := func(p *pkg) bool { return p.manager == ".apk" }
	index := opkgIndex(slices.DeleteFunc(slices.Clone(packages), forAPK))
	squeezed, err := squeeze(index)
	if err != nil {
		return err
	}
	signed, err := apkIndex(slices.DeleteFunc(slices.Clone(packages), func(p *pkg) bool { return !forAPK(p) }), k.apk)
	if err != nil {
		return err
	}
	for name, body := range map[string][]byte{
		"Packages": index, "Packages.gz": squeezed, "Packages.sig": k.opkg.sign(index), "packages.adb": signed,
	} {
		if err := write(dir, name, body); err != nil {
			return err
		}
	}
	return nil
}

// opkgIndex returns the file Packages, as OpenWrt's scripts/ipkg-make-index.sh
// makes it: what each package says of itself, and how to find and check it.
func opkgIndex(packages []*pkg) []byte {
	var text bytes.Buffer
	for _, p := range packages {
		// The description is last, for it may have several lines.
		about, description, _ := strings.Cut(p.info, "Description:")
		fmt.Fprintf(&text, "%sFilename: %s\nSize: %d\nSHA256sum: %x\nDescription:%s\n", about, p.file(), p.size, p.sum, description)
	}
	return text.Bytes()
}

// write writes a file of the feed, for all to read.
func write(dir, name string, body []byte) error {
	if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
		return fmt.Errorf("could not write the feed: %w", err)
	}
	return nil
}

// squeeze returns body as a gzip stream without a name and a time.
func squeeze(body []byte) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
