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
	feed        string // the directory of its Makefile
	program     string // where the program goes; none makes a package for every processor
	depends     []string
	section     string
	users       string
	description string
	postInst    string
	sources     []source
	made        []File // no file of the project
}

// source is a file of the project, or a directory and all files below it.
type source struct {
	from    string
	to      string      // on the router
	mode    fs.FileMode // 0: 0755 for what is executable here, 0644 for the rest
	conf    bool        // the user's: an upgrade keeps it as it is
	compile func([]byte) ([]byte, error)
}

// input is all that the packages of a recipe are made of.
type input struct {
	files    []File
	programs map[string][]byte // by target
}

// read reads what r packs; binaries is the directory of the programs.
func (r recipe) read(binaries string) (input, error) {
	files, err := readSources(r.sources)
	if err != nil {
		return input{}, err
	}
	in := input{files: append(files, r.made...)}
	if r.program != "" {
		in.programs, err = readPrograms(binaries)
	}
	return in, err
}

// pack writes the packages of r, once for every processor, to dist.
func (r recipe) pack(opts options, in input, dist *dist) error {
	if r.program == "" {
		return r.packFiles(opts, dist, in.files, []string{anyArch})
	}
	// The file part of a package is the same for all processors of a target,
	// and squeezing it is nearly all of the work.
	for target, names := range byTarget() {
		program := File{Path: r.program, Mode: 0o755, Body: in.programs[target]}
		if err := r.packFiles(opts, dist, append(slices.Clone(in.files), program), names); err != nil {
			return err
		}
	}
	return nil
}

// packFiles writes the package of files in every format of opts for each arch.
func (r recipe) packFiles(opts options, dist *dist, files []File, arches []string) error {
	p := Package{
		Name: r.name, Version: opts.version, Depends: r.depends, Section: r.section,
		Source: r.feed, License: "GPL-2.0-or-later", LicenseFiles: "LICENSE",
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
		before := len(files)
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
		if len(files) == before {
			return nil, fmt.Errorf("%s has no files", s.from)
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
	if err != nil {
		return File{}, err
	}
	if s.compile != nil {
		if body, err = s.compile(body); err != nil {
			return File{}, err
		}
	}
	return File{Path: path.Join(s.to, filepath.ToSlash(below)), Mode: mode, Body: body, Conf: s.conf}, nil
}
