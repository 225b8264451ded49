// SPDX-License-Identifier: GPL-2.0-or-later

package bench

import (
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// written is what a process and its children did to files outside RAM.
type written struct {
	files map[string]int // by path, how often it was opened for writing, made, renamed, removed
	bytes int
}

var (
	quoted  = regexp.MustCompile(`"([^"]*)"`)
	decoded = regexp.MustCompile(`^(?:\d+|AT_FDCWD)<([^>]*)>`)
)

// changing are the calls that change a path without opening it.
var changing = map[string]bool{
	"rename": true, "renameat": true, "renameat2": true, "unlink": true, "unlinkat": true, "mkdir": true, "mkdirat": true,
	"rmdir": true, "link": true, "linkat": true, "symlink": true, "symlinkat": true, "truncate": true, "mknod": true,
	"mknodat": true, "chmod": true, "fchmodat": true, "chown": true, "lchown": true, "fchownat": true, "utimensat": true,
	"utime": true, "utimes": true, "setxattr": true, "creat": true,
}

// writing are the calls that write to an open file and return how much.
var writing = map[string]bool{
	"write": true, "pwrite64": true, "writev": true, "pwritev": true, "pwritev2": true, "sendfile": true,
	"copy_file_range": true,
}

// writtenBy looks for writes to paths that ram does not hold. A call that
// failed is left out.
func writtenBy(calls []call, ram []string) written {
	w := written{files: map[string]int{}}
	for _, c := range calls {
		if c.result < 0 {
			continue
		}
		path := pathOf(c)
		if path == "" || inside(path, ram) {
			continue
		}
		switch {
		case writing[c.name]:
			w.bytes += c.result
		case changing[c.name], strings.HasPrefix(c.name, "open") && writable(c.text):
			w.files[path]++
		}
	}
	return w
}

// writable says whether an open may change the file.
func writable(text string) bool {
	for _, flag := range []string{"O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"} {
		if strings.Contains(text, flag) {
			return true
		}
	}
	return false
}

// pathOf is the file that a call is about: the last name among its arguments,
// or what strace -y tells of its descriptor. It is "" for what is no file.
func pathOf(c call) string {
	of, base := "", ""
	if m := decoded.FindStringSubmatch(c.text); m != nil {
		base = m[1]
	}
	if names := quoted.FindAllStringSubmatch(c.text, -1); len(names) > 0 && !writing[c.name] {
		of = names[len(names)-1][1]
		if !filepath.IsAbs(of) {
			of = filepath.Join(base, of)
		}
	} else {
		of = base
	}
	if !strings.HasPrefix(of, "/") {
		return "" // a pipe, a socket
	}
	if strings.HasPrefix(of, "/memfd:") {
		return "" // a file that has no name, in memory
	}
	return filepath.Clean(of)
}

// inside says whether a path is in one of some directories.
func inside(path string, dirs []string) bool {
	for _, dir := range dirs {
		if path == dir || strings.HasPrefix(path, dir+"/") {
			return true
		}
	}
	return false
}

// String lists the paths, most touched first.
func (w written) String() string {
	paths := slices.Sorted(maps.Keys(w.files))
	slices.SortStableFunc(paths, func(a, b string) int { return w.files[b] - w.files[a] })
	for i, path := range paths {
		paths[i] = fmt.Sprintf("%s (%d)", path, w.files[path])
	}
	return strings.Join(paths, ", ")
}

// times is how often the files were touched in all.
func (w written) times() (n int) {
	for _, times := range w.files {
		n += times
	}
	return n
}
