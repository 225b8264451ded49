// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// pkg is a package as its file tells it.
type pkg struct {
	path    string
	manager string // the end of the file's name: .ipk for opkg, .apk for apk
	name    string
	version string
	arch    string
	info    string // what the package says of itself: its control or .PKGINFO
	size    int
	sum     [sha256.Size]byte
	// What apk checks a package in its older form by: the sum of its first
	// stream, which in turn has the SHA-256 of the second one.
	identity [sha1.Size]byte
	control  int // bytes of the first stream
}

// readPackages reads the packages of dir, in the order of their names.
func readPackages(dir string) ([]*pkg, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("could not read the packages: %w", err)
	}
	var found []*pkg
	for _, entry := range entries {
		p := &pkg{path: filepath.Join(dir, entry.Name()), manager: filepath.Ext(entry.Name())}
		if p.manager != ".ipk" && p.manager != ".apk" {
			continue
		}
		body, err := os.ReadFile(p.path)
		if err == nil {
			err = p.read(body)
		}
		if err != nil {
			return nil, fmt.Errorf("%s is not a package: %w", p.path, err)
		}
		found = append(found, p)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s has no packages", dir)
	}
	return found, nil
}

// forEach says whether p is for every processor.
func (p *pkg) forEach() bool { return p.arch == "all" || p.arch == "noarch" }

// file is what p is called in its directory of a feed. apk makes the name out
// of its index.
func (p *pkg) file() string {
	if p.manager == ".apk" {
		return fmt.Sprintf("%s-%s.apk", p.name, p.version)
	}
	return fmt.Sprintf("%s_%s_%s.ipk", p.name, p.version, p.arch)
}

// read reads what body says of itself.
func (p *pkg) read(body []byte) error {
	p.size, p.sum = len(body), sha256.Sum256(body)
	var err error
	names, between := []string{"pkgname", "pkgver", "arch"}, " = "
	if p.manager == ".apk" {
		err = p.readAPK(body)
	} else {
		names, between = []string{"Package", "Version", "Architecture"}, ": "
		err = p.readIPK(body)
	}
	if err != nil {
		return err
	}
	for i, field := range []*string{&p.name, &p.version, &p.arch} {
		_, rest, _ := strings.Cut("\n"+p.info, "\n"+names[i]+between)
		*field, _, _ = strings.Cut(rest, "\n")
		// They become names of files.
		if *field == "" || strings.ContainsAny(*field, "/ \t") || strings.HasPrefix(*field, ".") {
			return fmt.Errorf("its %s is %q", names[i], *field)
		}
	}
	return nil
}

// readIPK reads an .ipk: a tar whose control.tar.gz has the file control.
func (p *pkg) readIPK(body []byte) error {
	outer, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return err
	}
	part, err := fileOf(outer, "./control.tar.gz")
	if err != nil {
		return err
	}
	inner, err := gzip.NewReader(bytes.NewReader(part))
	if err != nil {
		return err
	}
	control, err := fileOf(inner, "./control")
	p.info = string(control)
	return err
}

// readAPK reads an .apk of the older form: two gzip streams, of which the first
// is a tar that begins with .PKGINFO.
func (p *pkg) readAPK(body []byte) error {
	// A reader of bytes, from which gzip takes no more than the first stream.
	left := bytes.NewReader(body)
	stream, err := gzip.NewReader(left)
	if err != nil {
		return err
	}
	stream.Multistream(false)
	plain, err := io.ReadAll(stream)
	if err != nil {
		return err
	}
	p.control = len(body) - left.Len()
	p.identity = sha1.Sum(body[:p.control])
	info, err := fileOf(bytes.NewReader(plain), ".PKGINFO")
	p.info = string(info)
	return err
}

// fileOf returns the file name of a tar.
func fileOf(archive io.Reader, name string) ([]byte, error) {
	for r := tar.NewReader(archive); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("it has no %s", name)
		}
		if err != nil {
			return nil, err
		}
		if h.Name == name {
			return io.ReadAll(r)
		}
	}
}

// byArch returns the packages under every architecture that one of them is for,
// with those for every processor.
func byArch(packages []*pkg) map[string][]*pkg {
	found := make(map[string][]*pkg)
	for _, p := range packages {
		if !p.forEach() {
			found[p.arch] = nil
		}
	}
	for arch := range found {
		found[arch] = slices.DeleteFunc(slices.Clone(packages), func(p *pkg) bool { return !p.forEach() && p.arch != arch })
	}
	return found
}
