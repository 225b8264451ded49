// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// recipe says what is in a package, by paths in this project.
type recipe struct {
	name        string
	program     string // where the program goes; none makes a package for every processor
	depends     []string
	section     string
	users       string
	description string
	postInst    string
	sources     []source
}

// source is a file of the project, or a directory and all files below it.
type source struct {
	from string
	to   string      // on the router
	mode fs.FileMode // 0: 0755 for what is executable here, 0644 for the rest
	conf bool        // the user's: an upgrade keeps it as it is
}

// recipes are the packages of the project. They say the same as the Makefile of
// each in OpenWrt's own build.
var recipes = []recipe{{
	name:    "dynwan",
	program: "/usr/sbin/dynwan",
	depends: []string{"libc", "ca-bundle"},
	section: "net",
	// The number is one that no package of OpenWrt's feeds uses.
	users: "dynwan=867:dynwan=867",
	description: "Keeps a name at CloudFloorDNS (Microtech, mtgsy.net) at the address that a WAN\n" +
		"device holds. It sleeps until the kernel tells it of a change, asks DNS before\n" +
		"it sends, and keeps the provider's 10 minutes.",
	postInst: dynwanPostInst,
	sources: []source{
		{from: "init.d/dynwan", to: "/etc/init.d/dynwan", mode: 0o755},
		{from: "init.d/render.sh", to: "/usr/lib/dynwan/render.sh", mode: 0o644},
		// It holds passwords.
		{from: "openwrt/dynwan/files/dynwan.config", to: "/etc/config/dynwan", mode: 0o600, conf: true},
		{from: "openwrt/dynwan/files/dynwan-import", to: "/usr/sbin/dynwan-import", mode: 0o755},
	},
}}

// pack writes the packages of r, once for every processor, to dist.
func (r recipe) pack(opts options, dist *dist) error {
	files, err := readSources(r.sources)
	if err != nil {
		return err
	}
	if r.program == "" {
		return r.packFiles(opts, dist, files, []string{anyArch})
	}
	programs, err := readPrograms(opts.binaries)
	if err != nil {
		return err
	}
	// The file part of a package is the same for all processors of a target,
	// and squeezing it is nearly all of the work.
	for target, names := range byTarget() {
		program := File{Path: r.program, Mode: 0o755, Body: programs[target]}
		if err := r.packFiles(opts, dist, append(slices.Clone(files), program), names); err != nil {
			return err
		}
	}
	return nil
}

// packFiles writes the package of files in every format of opts for each arch.
func (r recipe) packFiles(opts options, dist *dist, files []File, arches []string) error {
	p := Package{
		Name: r.name, Version: opts.version, Depends: r.depends, Section: r.section,
		Source: "openwrt/" + r.name, License: "GPL-2.0-or-later", LicenseFiles: "LICENSE",
		Users: r.users, Description: r.description, PostInst: r.postInst, Files: files, Epoch: opts.epoch,
	}
	if err := p.check(); err != nil {
		return err
	}
	for _, f := range opts.formats {
		packed, err := f.pack(p, arches)
		if err != nil {
			return err
		}
		for i, arch := range arches {
			if err := dist.write(f.fileName(p, arch), packed[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// readSources reads what sources name.
func readSources(sources []source) ([]File, error) {
	var files []File
	for _, s := range sources {
		err := filepath.WalkDir(s.from, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			file, err := s.read(name, entry)
			files = append(files, file)
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("could not read %s: %w", s.from, err)
		}
	}
	return files, nil
}

// read reads the file name, which is s.from or lies below it.
func (s source) read(name string, entry fs.DirEntry) (File, error) {
	info, err := entry.Info()
	if err != nil {
		return File{}, err
	}
	if !info.Mode().IsRegular() {
		return File{}, fmt.Errorf("%s is neither a file nor a directory", name)
	}
	below, err := filepath.Rel(s.from, name)
	if err != nil {
		return File{}, err
	}
	mode := s.mode
	if mode == 0 {
		mode = 0o644
		// The other bits depend on the umask of who checked the project out.
		if info.Mode()&0o100 != 0 {
			mode = 0o755
		}
	}
	body, err := os.ReadFile(name)
	return File{Path: path.Join(s.to, filepath.ToSlash(below)), Mode: mode, Body: body, Conf: s.conf}, err
}
