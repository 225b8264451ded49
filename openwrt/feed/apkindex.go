// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"cmp"
	"compress/flate"
	"crypto/sha512"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The numbers of the fields of a package in an index, from 1.
const (
	fieldName = iota
	fieldVersion
	fieldHash
	fieldDescription
	fieldArch
	fieldLicense
	fieldOrigin
	fieldMaintainer
	fieldURL
	_ // the commit
	fieldBuildTime
	fieldInstalledSize
	fieldFileSize
	_ // the priority among providers
	fieldDepends
	fieldCount
)

// infoFields are the lines of .PKGINFO that stand in an index.
var infoFields = map[string]int{
	"pkgname": fieldName, "pkgver": fieldVersion, "pkgdesc": fieldDescription, "arch": fieldArch, "license": fieldLicense,
	"origin": fieldOrigin, "maintainer": fieldMaintainer, "url": fieldURL, "builddate": fieldBuildTime, "size": fieldInstalledSize,
}

// apkIndex returns the file packages.adb for packages, as `apk mkndx --sign-key`
// makes it.
func apkIndex(packages []*pkg, key apkKey) ([]byte, error) {
	db := newADB()
	type entry struct {
		name string
		value
	}
	var entries []entry
	for _, p := range packages {
		v, err := p.indexEntry(db)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.path, err)
		}
		entries = append(entries, entry{p.name, v})
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	var values []value
	for _, e := range entries {
		values = append(values, e.value)
	}
	// The first field would be a description of the index. apk writes the list of
	// packages as an object, not as an array.
	return sealADB("indx", db.close(db.object(none, db.object(values...))), key)
}

// indexEntry adds p to db. The order in which the values come to be is apk's.
func (p *pkg) indexEntry(db *adb) (value, error) {
	var fields [fieldCount]value
	var names []string
	depends := make(map[string]value)
	for line := range strings.Lines(p.info) {
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " = ")
		field, known := infoFields[name]
		switch {
		case name == "datahash": // of the package alone
		case name == "depend":
			if strings.ContainsAny(text, " <>=~!@") {
				return none, fmt.Errorf("a dependency on %q is not supported", text)
			}
			names = append(names, text)
			depends[text] = db.object(db.text(text))
		case !known || fields[field] != none:
			return none, fmt.Errorf("the line %q of .PKGINFO is unknown, or there twice", name)
		case field == fieldBuildTime || field == fieldInstalledSize:
			n, err := strconv.ParseUint(text, 10, 64)
			if err != nil {
				return none, fmt.Errorf("the line %q of .PKGINFO is no number", name)
			}
			fields[field] = db.number(n)
		default:
			fields[field] = db.text(text)
		}
	}
	slices.Sort(names)
	var sorted []value
	for _, name := range slices.Compact(names) {
		sorted = append(sorted, depends[name])
	}
	fields[fieldDepends] = db.array(sorted...)
	fields[fieldFileSize] = db.number(uint64(p.size))
	fields[fieldHash] = db.text(string(p.identity[:]))
	return db.object(fields[:]...), nil
}

// sealADB returns the file of a database: compressed, and signed by key.
func sealADB(schema string, body []byte, key apkKey) ([]byte, error) {
	id, err := key.id()
	if err != nil {
		return nil, err
	}
	const version, sha512ID = 0, 4
	head := append([]byte{version, sha512ID}, id[:]...)
	sum := sha512.Sum512(body)
	signature, err := key.sign(slices.Concat([]byte(schema), head, sum[:]))
	if err != nil {
		return nil, err
	}
	file := bytes.NewBufferString("ADBd")
	w, err := flate.NewWriter(file, flate.BestCompression)
	if err != nil {
		return nil, err
	}
	for _, part := range [][]byte{[]byte("ADB." + schema), block(blockADB, body), block(blockSignature, append(head, signature...))} {
		if _, err := w.Write(part); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}
