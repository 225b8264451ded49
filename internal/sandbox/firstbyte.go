// SPDX-License-Identifier: GPL-2.0-or-later

package sandbox

import (
	"errors"
	"io"
	"time"
)

// firstByte notes when the first byte of a request was there, and bounds the
// request.
type firstByte struct {
	io.Reader
	at   time.Time
	left int
}

func (f *firstByte) Read(p []byte) (int, error) {
	if f.left <= 0 {
		return 0, errors.New("the request is too long")
	}
	n, err := f.Reader.Read(p[:min(len(p), f.left)])
	if n > 0 && f.at.IsZero() {
		f.at = time.Now()
	}
	f.left -= n
	return n, err
}
