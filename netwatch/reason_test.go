// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import (
	"fmt"
	"net/netip"
	"strings"
)

// words are the Words as the tests have them.
var words = map[string]Word{
	"does not exist": NoDevice, "is down": DeviceDown, "has no carrier": NoCarrier,
	"has no IPv4 address": NoAddress, "has no IPv6 address": NoAddress,

	"a loopback address": Loopback, "a link-local address": LinkLocal, "a multicast address": Multicast,
	"no address at all": Unspecified, "the broadcast address": Broadcast, "a private address": Private,
	"shared by the provider's NAT": Shared, "used only up to the provider's NAT": UpToNAT,
	"a documentation address": Documentation, "an address for benchmarks": Benchmarks, "a reserved address": Reserved,

	"not of global scope": NotGlobal, "which another machine uses": UsedElsewhere,
	"not checked for duplicates yet": Tentative, "deprecated": Deprecated,
	"a temporary privacy address": Temporary, "which prefer leaves out": LeftOutByPrefer,
}

// because reads a Reason: "wan has only 10.0.0.1, a private address (and 2 more)", or "" for none.
func because(text string) (r Reason) {
	if text == "" {
		return r
	}
	_, what, _ := strings.Cut(text, " ")
	if list, ok := strings.CutPrefix(what, "has only "); ok {
		var ip string
		ip, what, _ = strings.Cut(list, ", ")
		r.Address = netip.MustParseAddr(ip)
		if before, more, ok := strings.Cut(what, " (and "); ok {
			what = before
			fmt.Sscanf(more, "%d more)", &r.More)
		}
	}
	var ok bool
	if r.Word, ok = words[what]; !ok {
		panic("no Word is " + what)
	}
	return r
}

// chosen is what because is, or an address that is chosen.
func chosen(text string) Reason {
	if ip, err := netip.ParseAddr(text); err == nil {
		return Reason{Address: ip}
	}
	return because(text)
}
