// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"compress/flate"
	"os"
	"path/filepath"
	"testing"
)

// packagesFor reads the packages of dir that a router of arch can install.
func packagesFor(t *testing.T, dir, arch string) []*pkg {
	t.Helper()
	found, err := readPackages(dir)
	if err != nil {
		t.Fatal(err)
	}
	return byArch(found)[arch]
}

// feedOf writes a feed of packages.
func feedOf(t *testing.T, packages []*pkg, k keys) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "feed")
	if _, err := writeFeed(dir, packages, k); err != nil {
		t.Fatal(err)
	}
	return dir
}

// changed returns packages with another byte in the first gzip header, or in the
// last one, which says on which system it was made: they stay valid and as long
// as they are.
func changed(t *testing.T, packages []*pkg, last bool) []*pkg {
	t.Helper()
	dir := t.TempDir()
	for _, p := range packages {
		body, at := slurp(t, p.path), 9
		if last && p.manager == ".apk" {
			at += p.control
		}
		body[at] ^= 1
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(p.path)), body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found, err := readPackages(dir)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// badFeeds returns feeds like good, which is of packages, each with something
// that no router may take.
func badFeeds(t *testing.T, good string, packages []*pkg) map[string]string {
	t.Helper()
	// mix returns good with the files that with has otherwise; its answer nil
	// leaves the file out.
	mix := func(other []*pkg, with func(name string, good, other []byte) []byte) string {
		dir, second := filepath.Join(t.TempDir(), "feed"), files(t, feedOf(t, other, testKeys(t)))
		for name, text := range files(t, good) {
			body := with(filepath.Base(name), []byte(text), []byte(second[name]))
			if body == nil {
				continue
			}
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), body, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	packagesOnly := func(name string, good, other []byte) []byte {
		if ext := filepath.Ext(name); ext == ".ipk" || ext == ".apk" {
			return other
		}
		return good
	}
	return map[string]string{
		"a feed signed by another key":    feedOf(t, packages, testKeys(t)),
		"packages with another beginning": mix(changed(t, packages, false), packagesOnly),
		"packages with other files":       mix(changed(t, packages, true), packagesOnly),
		"other packages and their indexes": mix(changed(t, packages, false), func(name string, good, other []byte) []byte {
			switch name {
			case "Packages.sig", "dynwan.pub", "dynwan.pem":
				return good
			case "packages.adb":
				return reseal(t, openADB(t, other).body, openADB(t, good).signature)
			}
			return other
		}),
		"indexes without a signature": mix(packages, func(name string, good, _ []byte) []byte {
			switch name {
			case "Packages.sig":
				return nil
			case "packages.adb":
				return reseal(t, openADB(t, good).body, nil)
			}
			return good
		}),
	}
}

// reseal returns the file of an index of apk with a signature that need not fit.
func reseal(t *testing.T, body, signature []byte) []byte {
	t.Helper()
	file := bytes.NewBufferString("ADBd")
	w, err := flate.NewWriter(file, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	plain := append([]byte("ADB.indx"), block(blockADB, body)...)
	if signature != nil {
		plain = append(plain, block(blockSignature, signature)...)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
