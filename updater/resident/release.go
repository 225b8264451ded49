// SPDX-License-Identifier: GPL-2.0-or-later

package resident

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// Release tells the kernel that the pages of the program file that were used at
// the start are no longer needed. Nothing is lost: they are copies of the file,
// and are read from it again when needed. This frees two thirds of the idle
// process's memory.
//
// Not every mapping that cannot be written is such a copy: the relocated data
// of a position-independent program is made read-only once the addresses are in
// it (PT_GNU_RELRO), and would be read from the file without them.
func Release() {
	b := make([]byte, 2<<10) // the parts of the program come first in both files
	written, ok := writableParts(b[:readStart("/proc/self/exe", b)])
	program, err := os.Readlink("/proc/self/exe")
	if err != nil || !ok {
		return
	}
	for rest := b[:readStart("/proc/self/maps", b)]; ; {
		line, after, whole := bytes.Cut(rest, []byte("\n"))
		if rest = after; !whole {
			return
		}
		// "08048000-0831a000 r-xp 00000000 fe:00 123   /usr/sbin/dynwan"
		start, line := hex(line)
		end, line := hex(line)
		if !bytes.HasSuffix(line, []byte(program)) || len(line) < 6 || line[1] == 'w' {
			continue
		}
		offset, _ := hex(line[5:])
		if !slices.ContainsFunc(written, func(p part) bool { return p.from <= offset && offset < p.to }) {
			unix.Syscall(unix.SYS_MADVISE, uintptr(start), uintptr(end-start), unix.MADV_DONTNEED)
		}
	}
}

// readStart reads the beginning of a file and returns how much it got.
func readStart(path string, b []byte) int {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0
	}
	defer unix.Close(fd)
	n, _ := unix.Read(fd, b)
	return max(n, 0)
}

// hex reads a number, and drops the byte behind it.
func hex(text []byte) (n uint64, rest []byte) {
	for i, c := range text {
		switch {
		case '0' <= c && c <= '9':
			n = n<<4 | uint64(c-'0')
		case 'a' <= c && c <= 'f':
			n = n<<4 | uint64(c-'a'+10)
		default:
			return n, text[i+1:]
		}
	}
	return n, nil
}

// writableParts reads the program headers (elf(5)) and returns which parts of
// the file are loaded writable; ok is false if it cannot tell.
func writableParts(head []byte) (parts []part, ok bool) {
	// The offsets of e_phoff and e_phnum, and of p_flags, p_offset and
	// p_filesz.
	phoff, phnum, size, flags, offset, filesz := 28, 44, 32, 24, 4, 16
	word := func(b []byte) uint64 { return uint64(binary.NativeEndian.Uint32(b)) }
	long := word
	if strconv.IntSize == 64 {
		phoff, phnum, size, flags, offset, filesz = 32, 56, 56, 4, 8, 32
		long = binary.NativeEndian.Uint64
	}
	if len(head) < 64 {
		return nil, false
	}
	at, page := long(head[phoff:]), uint64(os.Getpagesize())
	for range binary.NativeEndian.Uint16(head[phnum:]) {
		if at+uint64(size) > uint64(len(head)) {
			return nil, false
		}
		h := head[at:]
		if word(h) == ptLoad && word(h[flags:])&pfWrite != 0 {
			parts = append(parts, part{long(h[offset:]) &^ (page - 1), long(h[offset:]) + long(h[filesz:])})
		}
		at += uint64(size)
	}
	return parts, len(parts) > 0
}

// From <elf.h>: a loaded segment, and its write permission.
const ptLoad, pfWrite = 1, 2

// part is a part of a file.
type part struct{ from, to uint64 }
