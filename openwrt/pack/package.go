// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

// anyArch is the architecture of a package that runs on every processor, as
// opkg calls it.
const anyArch = "all"

// Package is what a package holds and says of itself, whatever manager it is
// for and whatever processor.
type Package struct {
	Name         string
	Version      string // with the release: 0.1.0-r1
	Depends      []string
	Source       string // the directory of the recipe
	License      string
	LicenseFiles string
	Section      string
	Users        string // to create: NAME=ID:GROUP=ID
	URL          string
	Maintainer   string
	Description  string // the first line says it all
	PostInst     string // shell lines that end well, for ipk before and for apk after OpenWrt's own
	Files        []File
	Epoch        time.Time // the time of every file
}

// File is a file of a package, or a directory where Mode says so. It belongs to
// root.
type File struct {
	Path string // on the router, absolute
	Mode fs.FileMode
	Body []byte
	Conf bool // the user's: an upgrade of the package or of OpenWrt keeps it
}

// nameForm is what OpenWrt allows in the name of a package, but for capitals.
var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]*$`)

// check says what neither manager could install.
func (p Package) check() error {
	if !nameForm.MatchString(p.Name) {
		return fmt.Errorf("%q is not a name for a package", p.Name)
	}
	if len(p.Files) == 0 {
		return fmt.Errorf("package %s has no files", p.Name)
	}
	seen := make(map[string]bool)
	for _, f := range p.Files {
		if !path.IsAbs(f.Path) || path.Clean(f.Path) != f.Path || strings.ContainsAny(f.Path, " \t\n") {
			return fmt.Errorf("%q is not an absolute, clean path without blanks", f.Path)
		}
		if seen[f.Path] {
			return fmt.Errorf("%s is there twice", f.Path)
		}
		seen[f.Path] = true
	}
	return nil
}

// conffiles returns the files of p that are the user's.
func (p Package) conffiles() []File {
	return slices.DeleteFunc(inOrder(p.Files), func(f File) bool { return !f.Conf })
}

// inOrder returns files sorted by path, those of a directory right behind it.
func inOrder(files []File) []File {
	return slices.SortedFunc(slices.Values(files), func(a, b File) int {
		return slices.Compare(strings.Split(a.Path, "/"), strings.Split(b.Path, "/"))
	})
}

// withDirectories returns files in order, each behind the directories it is in.
func withDirectories(files []File) []File {
	all := slices.Clone(files)
	seen := make(map[string]bool)
	for _, f := range files {
		for dir := path.Dir(f.Path); dir != "/" && !seen[dir]; dir = path.Dir(dir) {
			seen[dir] = true
			all = append(all, File{Path: dir, Mode: fs.ModeDir | 0o755})
		}
	}
	return inOrder(all)
}
