// SPDX-License-Identifier: GPL-2.0-or-later

package dnscheck

import (
	"io"
	"net/netip"
	"os"
	"strings"
)

// maxResolvers is the number of nameserver lines that resolv.conf(5) allows.
const maxResolvers = 3

// readResolvers reads the addresses of the system's resolvers from a file like
// /etc/resolv.conf. Without the file, or without a usable line in it, the
// resolver is on this machine, as resolv.conf(5) says.
func readResolvers(path string) []netip.Addr {
	if found := parseResolvConf(readSome(path)); len(found) > 0 {
		return found
	}
	return []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}
}

func parseResolvConf(text string) []netip.Addr {
	var found []netip.Addr
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] != "nameserver" || len(found) == maxResolvers {
			continue
		}
		if addr, err := netip.ParseAddr(fields[1]); err == nil {
			found = append(found, addr.Unmap())
		}
	}
	return found
}

// readSome reads the first 16 KiB of a file; what cannot be read is empty.
func readSome(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 16<<10))
	if err != nil {
		return ""
	}
	return string(text)
}
