// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// dist is the directory that the packages go to.
type dist struct {
	dir  string
	sums map[string][sha256.Size]byte // of each file written
}

// newDist returns the directory dir, which it makes if need be.
func newDist(dir string) (*dist, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("could not make the directory of the packages: %w", err)
	}
	return &dist{dir: dir, sums: make(map[string][sha256.Size]byte)}, nil
}

// write writes one package.
func (d *dist) write(name string, body []byte) error {
	d.sums[name] = sha256.Sum256(body)
	if err := os.WriteFile(filepath.Join(d.dir, name), body, 0o644); err != nil {
		return fmt.Errorf("could not write a package: %w", err)
	}
	return nil
}

// writeSums writes the file that `sha256sum -c sha256sums` reads.
func (d *dist) writeSums() error {
	var lines bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(d.sums)) {
		fmt.Fprintf(&lines, "%x  %s\n", d.sums[name], name)
	}
	if err := os.WriteFile(filepath.Join(d.dir, "sha256sums"), lines.Bytes(), 0o644); err != nil {
		return fmt.Errorf("could not write the sums: %w", err)
	}
	return nil
}
