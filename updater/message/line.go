// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What the lines hold.
const (
	OnDevice        ID = "on-device"
	BehindDevice    ID = "behind-device"
	SeenBy          ID = "seen-by"
	Also            ID = "also"
	FamilyMissing   ID = "family-missing"
	Keeps           ID = "keeps"
	NoDevice        ID = "no-device"
	DeviceDown      ID = "device-down"
	NoCarrier       ID = "no-carrier"
	InterfaceDown   ID = "interface-down"
	LineInUse       ID = "line-in-use"
	MoreLines       ID = "more-lines"
	NoAddress       ID = "no-address"
	HasOnly         ID = "has-only"
	HasOnlyAndMore  ID = "has-only-and-more"
	Loopback        ID = "loopback"
	LinkLocal       ID = "link-local"
	Multicast       ID = "multicast"
	Unspecified     ID = "unspecified"
	Broadcast       ID = "broadcast"
	Private         ID = "private"
	Shared          ID = "shared"
	UpToNAT         ID = "up-to-nat"
	Documentation   ID = "documentation"
	Benchmarks      ID = "benchmarks"
	Reserved        ID = "reserved"
	NotGlobal       ID = "not-global"
	UsedElsewhere   ID = "used-elsewhere"
	Tentative       ID = "tentative"
	Deprecated      ID = "deprecated"
	Temporary       ID = "temporary"
	LeftOutByPrefer ID = "left-out-by-prefer"
)

var lineRows = []Row{
	{OnDevice, "%s on %s", "nothing: that is what the line holds"},
	{BehindDevice, "%s behind %s", "nothing: that is the address of the host that `ip6suffix` names, in the network of the device"},
	{SeenBy, "%s, as %s sees %s", "nothing: `address` is `\"probe\"`, and that is what the server sees"},
	{Also, "%s has %s too; prefer says which one is published", "nothing: `prefer` chooses another one"},
	{FamilyMissing, "no %s address to publish: %s", "nothing if the line has one family only, else see to the line; the address of the other family is published"},
	{Keeps, "the provider keeps %s", "nothing: no update takes an address away, and the next one replaces it; if it does harm until then, delete it on the provider's page"},
	{NoDevice, "%s does not exist", "see to the line; a device may come later"},
	{DeviceDown, "%s is down", "see to the line"},
	{NoCarrier, "%s has no carrier", "see to the line"},
	{InterfaceDown, "interface %s is down", "see to the line"},
	{LineInUse, "%s is used: %s", "see to the line that comes first; the next one is used meanwhile"},
	{MoreLines, "so with %s more lines", "see to the lines"},
	{NoAddress, "%s has no %s address", "see to the line"},
	{HasOnly, "%s has only %s, %s", "ask your line's provider for a public address; if a router in front of yours has one, set `address` to `\"probe\"`"},
	{HasOnlyAndMore, "%s has only %s, %s (and %s more)", "the same"},
	{Loopback, "a loopback address", ""},
	{LinkLocal, "a link-local address", ""},
	{Multicast, "a multicast address", ""},
	{Unspecified, "no address at all", ""},
	{Broadcast, "the broadcast address", ""},
	{Private, "a private address", ""},
	{Shared, "shared by the provider's NAT", ""},
	{UpToNAT, "used only up to the provider's NAT", ""},
	{Documentation, "a documentation address", ""},
	{Benchmarks, "an address for benchmarks", ""},
	{Reserved, "a reserved address", ""},
	{NotGlobal, "not of global scope", ""},
	{UsedElsewhere, "which another machine uses", ""},
	{Tentative, "not checked for duplicates yet", ""},
	{Deprecated, "deprecated", ""},
	{Temporary, "a temporary privacy address", ""},
	{LeftOutByPrefer, "which prefer leaves out", ""},
}
