// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// testEpoch is 2025-11-22 20:00:07 UTC.
var testEpoch = time.Unix(1763841607, 0).UTC()

// projectFiles are a project as small as the recipes allow.
var projectFiles = map[string]string{
	"init.d/dynwan":                                                "#!/bin/sh /etc/rc.common\n",
	"init.d/render.sh":                                             "# render\n",
	"openwrt/dynwan/files/dynwan.config":                           "config dynwan 'global'\n",
	"openwrt/dynwan/files/dynwan-import":                           "#!/bin/sh\n",
	"openwrt/dynwan/files/dynwan.keep":                             "/etc/dynwan/\n",
	"openwrt/dynwan/files/dynwan.rpcd":                             "#!/bin/sh\n# rpcd\n",
	"openwrt/dynwan/files/dynwan.acl.json":                         "{\"acl\":{}}\n",
	"openwrt/prometheus-node-exporter-lua-dynwan/files/dynwan.lua": "return {}\n",
	"openwrt/luci-app-dynwan/htdocs/view.js":                       "'use strict';\n",
	"openwrt/luci-app-dynwan/root/usr/share/acl.json":              "{}\n",
	"openwrt/luci-app-dynwan/po/de/dynwan.po":                      "msgid \"Address\"\nmsgstr \"Adresse\"\n",
	"openwrt/luci-app-dynwan/po/zh_Hans/dynwan.po":                 "msgid \"Address\"\nmsgstr \"地址\"\n",
}

// enterProject makes a project with programs for all targets, and goes there.
func enterProject(t *testing.T) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range projectFiles {
		put(t, name, text)
	}
	for target, settings := range builds {
		put(t, "build/dynwan-"+target, program(settings))
	}
}

// put writes a file and makes its directory.
func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// program returns an ELF file that says of itself that Go built it for every
// router with the settings.
func program(settings []setting) string {
	return programWith(append(append([]setting(nil), everywhere...), settings...))
}

// programWith returns an ELF file that says of itself that Go built it with the
// settings. It has one writable segment and no section; the layout of what is
// in there is told by debug/buildinfo.
func programWith(settings []setting) string {
	var lines strings.Builder
	for _, s := range settings {
		fmt.Fprintf(&lines, "build\t%s=%s\n", s.key, s.value)
	}
	fence := strings.Repeat("*", 16)
	info := append([]byte("\xff Go buildinf:\x08\x02"), make([]byte, 16)...)
	for _, text := range []string{"go1.26.8", fence + lines.String() + fence} {
		info = binary.AppendUvarint(info, uint64(len(text)))
		info = append(info, text...)
	}
	const start = 128
	header := elf.Header64{
		Ident: [16]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_EXEC), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Phoff: 64, Ehsize: 64, Phentsize: 56, Phnum: 1, Shentsize: 64,
	}
	segment := elf.Prog64{
		Type: uint32(elf.PT_LOAD), Flags: uint32(elf.PF_R | elf.PF_W), Off: start, Vaddr: 0x10000,
		Filesz: uint64(len(info)), Memsz: uint64(len(info)), Align: 16,
	}
	var out bytes.Buffer
	for _, part := range []any{header, segment, make([]byte, start-64-56), info} {
		if err := binary.Write(&out, binary.LittleEndian, part); err != nil {
			panic(err)
		}
	}
	return out.String()
}

// packProject packs the project of enterProject for all architectures.
func packProject(t *testing.T, epoch time.Time) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "dist")
	opts := options{version: "0.1.0-r1", out: out, binaries: "build", formats: []format{ipk, apk}, epoch: epoch}
	if err := run(opts, new(bytes.Buffer)); err != nil {
		t.Fatal(err)
	}
	return out
}

// packFor packs the project of enterProject for one architecture only.
func packFor(t *testing.T, arch string, epoch time.Time) string {
	t.Helper()
	dist, err := newDist(filepath.Join(t.TempDir(), "dist"))
	if err != nil {
		t.Fatal(err)
	}
	r := recipes[0]
	files, err := readSources(r.sources)
	if err != nil {
		t.Fatal(err)
	}
	target := targetOf(arch)
	opts := options{version: "0.1.0-r1", formats: []format{ipk, apk}, epoch: epoch}
	binary := File{Path: r.program, Mode: 0o755, Body: []byte(program(builds[target]))}
	if err := r.packFiles(opts, dist, append(files, binary), []string{arch}); err != nil {
		t.Fatal(err)
	}
	return dist.dir
}

// targetOf returns the target whose program runs on arch.
func targetOf(name string) string {
	return arches[slices.IndexFunc(arches, func(a arch) bool { return a.name == name })].target
}
