// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os/exec"
	"slices"
)

// squeezer is the command of another gzip, which reads data and writes a stream
// without a name and a time; none means Go's own. libdeflate's makes the packages
// a twenty-fifth smaller.
var squeezer []string

// squeeze returns data as a gzip stream without a name and a time.
func squeeze(data []byte) ([]byte, error) {
	if len(squeezer) > 0 {
		cmd := exec.Command(squeezer[0], squeezer[1:]...)
		cmd.Stdin = bytes.NewReader(data)
		squeezed, err := cmd.Output()
		if err == nil && !bytes.HasPrefix(squeezed, slices.Concat([]byte{0x1f, 0x8b, 8, 0}, make([]byte, 4))) {
			err = fmt.Errorf("it wrote no gzip stream without a name and a time: %.10x", squeezed)
		}
		if err != nil {
			return nil, fmt.Errorf("could not compress by %s: %w", squeezer[0], err)
		}
		return squeezed, nil
	}
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
