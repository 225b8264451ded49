// SPDX-License-Identifier: GPL-2.0-or-later

package netwatch

import "net/netip"

// Reason is why a device offers no address of a family; the zero Reason says that it does. The caller makes a sentence
// of it.
type Reason struct {
	Word    Word
	Address netip.Addr // the one that it has, if it has any
	More    int        // how many more it has
}

// Word is an identifier for what is wrong with a device, an address or a route: "no-carrier".
type Word string

// What a device lacks.
const (
	NoDevice   Word = "no-device"
	DeviceDown Word = "device-down"
	NoCarrier  Word = "no-carrier"
	NoAddress  Word = "no-address" // of the family
)

// What an address is, or what is held against it.
const (
	Loopback        Word = "loopback"
	LinkLocal       Word = "link-local"
	Multicast       Word = "multicast"
	Unspecified     Word = "unspecified"
	Broadcast       Word = "broadcast"
	Private         Word = "private"
	Shared          Word = "shared"    // by the provider's NAT
	UpToNAT         Word = "up-to-nat" // RFC 6333 (DS-Lite), RFC 7335
	Documentation   Word = "documentation"
	Benchmarks      Word = "benchmarks"
	Reserved        Word = "reserved"
	NotGlobal       Word = "not-global" // its scope
	UsedElsewhere   Word = "used-elsewhere"
	Tentative       Word = "tentative"
	Deprecated      Word = "deprecated"
	Temporary       Word = "temporary"
	LeftOutByPrefer Word = "left-out-by-prefer"
)

// What a route to a server lacks.
const (
	Unrouted        Word = "no-route"
	RoutedElsewhere Word = "no-route-see-bind" // there is one through another device
)
