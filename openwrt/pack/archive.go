// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"archive/tar"
	"bytes"
	"fmt"
	"time"
)

// archive collects a tar.
type archive struct {
	buf   bytes.Buffer
	tar   *tar.Writer
	epoch time.Time
}

// newArchive returns an empty tar whose files are all of the time epoch.
func newArchive(epoch time.Time) *archive {
	a := &archive{epoch: epoch}
	a.tar = tar.NewWriter(&a.buf)
	return a
}

// add adds f under name; header holds what is particular to a format.
func (a *archive) add(name string, f File, header tar.Header) error {
	header.Typeflag, header.Name = tar.TypeReg, name
	if f.Mode.IsDir() {
		header.Typeflag, header.Name = tar.TypeDir, name+"/"
	}
	header.Mode = int64(f.Mode.Perm())
	header.Size = int64(len(f.Body))
	header.ModTime = a.epoch
	if err := a.tar.WriteHeader(&header); err != nil {
		return fmt.Errorf("could not archive %s: %w", name, err)
	}
	if _, err := a.tar.Write(f.Body); err != nil {
		return fmt.Errorf("could not archive %s: %w", name, err)
	}
	return nil
}

// open returns the tar without the blocks that end it.
func (a *archive) open() ([]byte, error) {
	err := a.tar.Flush()
	return a.buf.Bytes(), err
}

// close returns the tar, complete.
func (a *archive) close() ([]byte, error) {
	err := a.tar.Close()
	return a.buf.Bytes(), err
}
