// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// item is one entry of a tar.
type item struct {
	line   string // kind, mode, owner, time and name
	header *tar.Header
	body   string
}

// untar returns the entries of a tar, which may lack its end.
func untar(t *testing.T, data []byte) []item {
	t.Helper()
	var items []item
	for r := tar.NewReader(bytes.NewReader(data)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return items
		}
		if err != nil {
			t.Fatalf("could not read a tar of %d bytes: %v", len(data), err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("could not read %s of a tar: %v", h.Name, err)
		}
		line := fmt.Sprintf("%c %04o %d:%d %q:%q %d %s", h.Typeflag, h.Mode, h.Uid, h.Gid, h.Uname, h.Gname, h.ModTime.Unix(), h.Name)
		items = append(items, item{line, h, string(body)})
	}
}

// streams returns the gzip streams that data is made of: as they are, and what
// they hold.
func streams(t *testing.T, data []byte) (packed, plain [][]byte) {
	t.Helper()
	all := bytes.NewReader(data)
	in := bufio.NewReaderSize(all, 1<<20) // a byte reader, so that gzip takes no more than its own
	z := new(gzip.Reader)
	for start := 0; start < len(data); {
		if err := z.Reset(in); err != nil {
			t.Fatalf("no gzip stream at byte %d of %d: %v", start, len(data), err)
		}
		z.Multistream(false)
		if z.Name != "" || !z.ModTime.IsZero() {
			t.Errorf("gzip stream at byte %d has name %q and time %v, want none", start, z.Name, z.ModTime)
		}
		body, err := io.ReadAll(z)
		if err != nil {
			t.Fatalf("could not read the gzip stream at byte %d: %v", start, err)
		}
		end := len(data) - all.Len() - in.Buffered()
		packed, plain = append(packed, data[start:end]), append(plain, body)
		start = end
	}
	return packed, plain
}

// openIPK returns the entries of an ipk: of the file itself, of its control
// part and of its data part. size is of the data part's tar.
func openIPK(t *testing.T, data []byte) (outer, control, files []item, size int) {
	t.Helper()
	_, plain := streams(t, data)
	outer = untar(t, plain[0])
	for _, part := range outer {
		switch part.header.Name {
		case "./control.tar.gz":
			_, plain := streams(t, []byte(part.body))
			control = untar(t, plain[0])
		case "./data.tar.gz":
			_, plain := streams(t, []byte(part.body))
			files, size = untar(t, plain[0]), len(plain[0])
		}
	}
	return outer, control, files, size
}

// openAPK returns the entries of an apk, and its second stream.
func openAPK(t *testing.T, data []byte) (control, files []item, second []byte) {
	t.Helper()
	packed, plain := streams(t, data)
	if len(plain) != 2 {
		t.Fatalf("an apk of %d gzip streams, want 2", len(plain))
	}
	return untar(t, plain[0]), untar(t, plain[1]), packed[1]
}

// lines returns the entries as text.
func lines(items []item) []string {
	var text []string
	for _, i := range items {
		text = append(text, i.line)
	}
	return text
}

// body returns what the entry name holds.
func body(t *testing.T, items []item, name string) string {
	t.Helper()
	i := slices.IndexFunc(items, func(i item) bool { return i.header.Name == name })
	if i < 0 {
		t.Fatalf("no entry %s in:\n%s", name, strings.Join(lines(items), "\n"))
	}
	return items[i].body
}

// slurp returns the file name of dir.
func slurp(t *testing.T, dir, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// same fails the test where got is not want.
func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\ngot:\n%s\nwant:\n%s", what, got, want)
	}
}
