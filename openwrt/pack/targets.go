// SPDX-License-Identifier: GPL-2.0-or-later

package main

import (
	"bytes"
	"debug/buildinfo"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// arch is a package architecture of OpenWrt: the word that opkg and apk compare
// with their own, and the program that runs on it.
type arch struct {
	name   string // ARCH_CPUTYPE[_CPUSUBTYPE] of OpenWrt's target/linux
	target string // the Makefile builds the program as build/dynwan-TARGET
}

// arches are the package architectures of OpenWrt 24.10, 25.12 and main that Go
// can build for: all but armeb_xscale, powerpc_464fp, powerpc_8548 and
// powerpc64_e5500.
var arches = []arch{
	{"mips_24kc", "mips"},             // ath79, lantiq, realtek, econet
	{"mips_4kec", "mips"},             // realtek rtl838x in 24.10
	{"mips_mips32", "mips"},           // bmips, lantiq ase
	{"mipsel_24kc", "mipsle"},         // ramips mt7620, mt7621, mt76x8
	{"mipsel_74kc", "mipsle"},         // ramips rt3883, bcm47xx mips74k
	{"mipsel_mips32", "mipsle"},       // bcm47xx generic and legacy
	{"mipsel_24kc_24kf", "mipsle"},    // pistachio, siflower sf19a2890
	{"mips64_octeonplus", "mips64"},   // octeon
	{"mips64_mips64r2", "mips64"},     // malta be64
	{"mips64el_mips64r2", "mips64le"}, // malta le64

	// A name without vfp or neon stands for a processor without an FPU.
	{"arm_arm926ej-s", "arm5"},            // mxs, at91 sam9x
	{"arm_xscale", "arm5"},                // kirkwood
	{"arm_fa526", "arm5"},                 // gemini
	{"arm_cortex-a9", "arm5"},             // bcm53xx
	{"arm_cortex-a7", "arm5"},             // airoha en7523, mediatek mt7629
	{"arm_arm1176jzf-s_vfp", "arm6"},      // bcm2708: Raspberry Pi 1 and Zero
	{"arm_cortex-a5_vfpv4", "arm7"},       // at91 sama5
	{"arm_cortex-a7_vfpv4", "arm7"},       // at91 sama7
	{"arm_cortex-a7_neon-vfpv4", "arm7"},  // ipq40xx, mt7623, bcm2709, sunxi, imx
	{"arm_cortex-a8_vfpv3", "arm7"},       // omap, sunxi cortexa8
	{"arm_cortex-a9_neon", "arm7"},        // imx cortexa9, zynq
	{"arm_cortex-a9_vfpv3-d16", "arm7"},   // mvebu cortexa9, tegra
	{"arm_cortex-a15_neon-vfpv4", "arm7"}, // ipq806x, armsr armv7

	{"aarch64_cortex-a53", "arm64"}, // mediatek filogic and mt7622, qualcommax, bcm2710
	{"aarch64_cortex-a72", "arm64"}, // bcm2711, mvebu cortexa72
	{"aarch64_cortex-a76", "arm64"}, // bcm2712: Raspberry Pi 5
	{"aarch64_generic", "arm64"},    // rockchip, layerscape, armsr armv8

	{"i386_pentium-mmx", "386"},        // x86 geode and legacy
	{"i386_pentium4", "386sse2"},       // x86 generic
	{"x86_64", "amd64"},                // x86 64
	{"riscv64_generic", "riscv64"},     // sifiveu, starfive, d1, siflower sf21
	{"riscv64_riscv64", "riscv64"},     // the same in 24.10
	{"loongarch64_generic", "loong64"}, // loongarch64
}

// setting is one line of what the Go linker writes into a program about its
// build.
type setting struct{ key, value string }

// builds say how the program of each target must have been built. The second
// setting is what an older processor of the same kind stops at.
var builds = map[string][]setting{
	"mips":     {{"GOARCH", "mips"}, {"GOMIPS", "softfloat"}},
	"mipsle":   {{"GOARCH", "mipsle"}, {"GOMIPS", "softfloat"}},
	"mips64":   {{"GOARCH", "mips64"}, {"GOMIPS64", "softfloat"}},
	"mips64le": {{"GOARCH", "mips64le"}, {"GOMIPS64", "softfloat"}},
	"arm5":     {{"GOARCH", "arm"}, {"GOARM", "5"}},
	"arm6":     {{"GOARCH", "arm"}, {"GOARM", "6"}},
	"arm7":     {{"GOARCH", "arm"}, {"GOARM", "7"}},
	"arm64":    {{"GOARCH", "arm64"}, {"GOARM64", "v8.0"}},
	"386":      {{"GOARCH", "386"}, {"GO386", "softfloat"}},
	"386sse2":  {{"GOARCH", "386"}, {"GO386", "sse2"}},
	"amd64":    {{"GOARCH", "amd64"}, {"GOAMD64", "v1"}},
	"riscv64":  {{"GOARCH", "riscv64"}, {"GORISCV64", "rva20u64"}},
	"loong64":  {{"GOARCH", "loong64"}},
}

// everywhere holds for the program of every target: it must run on musl, so it
// must be static.
var everywhere = []setting{{"GOOS", "linux"}, {"CGO_ENABLED", "0"}}

// byTarget returns the names of arches under the target of each.
func byTarget() map[string][]string {
	names := make(map[string][]string)
	for _, a := range arches {
		names[a.target] = append(names[a.target], a.name)
	}
	return names
}

// readPrograms returns the program of every target out of dir.
func readPrograms(dir string) (map[string][]byte, error) {
	programs := make(map[string][]byte)
	for _, target := range slices.Sorted(maps.Keys(builds)) {
		var err error
		if programs[target], err = readProgram(dir, target); err != nil {
			return nil, err
		}
	}
	return programs, nil
}

// readProgram returns the program for target out of dir, once it is certain
// that it was built for that target.
func readProgram(dir, target string) ([]byte, error) {
	path := filepath.Join(dir, "dynwan-"+target)
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("could not read a program, which `make build/dynwan-%s` makes: %w", target, err)
	}
	info, err := buildinfo.Read(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s is not a program built by Go: %w", path, err)
	}
	has := make(map[string]string)
	for _, s := range info.Settings {
		has[s.Key] = s.Value
	}
	for _, want := range append(everywhere, builds[target]...) {
		if has[want.key] != want.value {
			return nil, fmt.Errorf("%s was built with %s=%s, not %s", path, want.key, has[want.key], want.value)
		}
	}
	return body, nil
}
