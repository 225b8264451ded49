// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"encoding/binary"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// release tells the kernel that the pages of the program file that were used at
// the start are no longer needed. Nothing is lost: they are copies of the file,
// and are read from it again when needed. This frees two thirds of the idle
// process's memory.
//
// Not every mapping that cannot be written is such a copy: the relocated data
// of a position-independent program is made read-only once the addresses are in
// it (PT_GNU_RELRO), and would be read from the file without them.
func release() {
	program, err := os.Readlink("/proc/self/exe")
	maps, err2 := os.ReadFile("/proc/self/maps")
	written, ok := writableParts()
	if err != nil || err2 != nil || !ok {
		return
	}
	for line := range strings.Lines(string(maps)) {
		// "08048000-0831a000 r-xp 00000000 fe:00 123   /usr/sbin/dynwan"
		fields := strings.Fields(line)
		if len(fields) < 6 || fields[5] != program || strings.Contains(fields[1], "w") {
			continue
		}
		from, to, _ := strings.Cut(fields[0], "-")
		start, err1 := strconv.ParseUint(from, 16, 64)
		end, err2 := strconv.ParseUint(to, 16, 64)
		offset, err3 := strconv.ParseUint(fields[2], 16, 64)
		relocated := slices.ContainsFunc(written, func(p part) bool { return p.from <= offset && offset < p.to })
		if err1 == nil && err2 == nil && err3 == nil && !relocated {
			unix.Syscall(unix.SYS_MADVISE, uintptr(start), uintptr(end-start), unix.MADV_DONTNEED)
		}
	}
}

// writableParts reads the program headers (elf(5)) and returns which parts of
// the file are loaded writable; ok is false if it cannot tell.
func writableParts() (parts []part, ok bool) {
	var head [1024]byte
	f, err := os.Open("/proc/self/exe")
	if err != nil {
		return nil, false
	}
	defer f.Close()
	f.Read(head[:])
	// The offsets of e_phoff and e_phnum, and of p_flags, p_offset and
	// p_filesz.
	phoff, phnum, size, flags, offset, filesz := 28, 44, 32, 24, 4, 16
	word := func(b []byte) uint64 { return uint64(binary.NativeEndian.Uint32(b)) }
	long := word
	if strconv.IntSize == 64 {
		phoff, phnum, size, flags, offset, filesz = 32, 56, 56, 4, 8, 32
		long = binary.NativeEndian.Uint64
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

// smallPages turns transparent huge pages off for the process, its next images
// and its children: where the kernel uses them by default, the heap of 600 KiB
// takes three of 2 MiB each.
func smallPages() { unix.Prctl(unix.PR_SET_THP_DISABLE, 1, 0, 0, 0) }
