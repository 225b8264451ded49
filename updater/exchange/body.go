// SPDX-License-Identifier: GPL-2.0-or-later

package exchange

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// bodyOf returns a reader of the body of an answer. A body of known length that
// ends early is an error; without a length it ends with the connection.
func bodyOf(r *bufio.Reader, a *Answer) (io.Reader, error) {
	coding, length := a.Head["transfer-encoding"], a.Head["content-length"]
	switch {
	case a.Status == 204 || a.Status == 304:
		return strings.NewReader(""), nil
	case strings.EqualFold(coding, "chunked"):
		return &chunks{r: r}, nil
	case coding != "":
		return nil, errStrange
	case length != "":
		n, err := strconv.ParseUint(length, 10, 62)
		if err != nil {
			return nil, errStrange
		}
		return &part{r, n}, nil
	}
	return r, nil
}

// part reads bytes of known number.
type part struct {
	r    io.Reader
	left uint64
}

func (p *part) Read(b []byte) (int, error) {
	if p.left == 0 {
		return 0, io.EOF
	}
	n, err := p.r.Read(b[:min(uint64(len(b)), p.left)])
	if p.left -= uint64(n); err == io.EOF && p.left > 0 {
		err = errCut
	}
	return n, err
}

// chunks reads a body in chunked encoding (RFC 9112, 7.1).
type chunks struct {
	r     *bufio.Reader
	now   part
	later bool // the first one was read
	err   error
}

func (c *chunks) Read(b []byte) (int, error) {
	if c.err == nil && c.now.left == 0 {
		c.err = c.next()
	}
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.now.Read(b)
	if err != nil {
		c.err = err
	}
	return n, err
}

// next reads the size of the next chunk.
func (c *chunks) next() error {
	if c.later {
		switch end, err := readLine(c.r); {
		case err != nil:
			return err
		case end != "":
			return errStrange
		}
	}
	c.later = true
	line, err := readLine(c.r)
	if err != nil {
		return err
	}
	size, _, _ := strings.Cut(line, ";")
	n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 62)
	switch {
	case err != nil:
		return errStrange
	case n == 0:
		return io.EOF
	}
	c.now = part{c.r, n}
	return nil
}
