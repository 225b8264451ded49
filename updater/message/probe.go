// SPDX-License-Identifier: GPL-2.0-or-later

package message

// Probes: which address a server sees.
const (
	AsksRarely         ID = "asks-rarely"
	BehindNAT          ID = "behind-nat"
	CannotAskAgain     ID = "cannot-ask-again"
	NotSeenYet         ID = "not-seen-yet"
	CheckNoLogin       ID = "check-no-login"
	CheckNoAddress     ID = "check-no-address"
	CheckManyAddresses ID = "check-many-addresses"
	CheckError         ID = "check-error"
	CheckFailed        ID = "check-failed"
)

var probeRows = []Row{
	{AsksRarely, "the server may be asked once in %s", "nothing: a second change within this time waits for its end"},
	{BehindNAT, "behind NAT: %s holds %s, %s sees %s", "forward ports in the router in front of yours; what the server sees is published"},
	{CannotAskAgain, "cannot ask again: %s", "see the reason; the address that was seen last stays published"},
	{NotSeenYet, "the address that %s sees is not known yet", "nothing: it is asked"},
	{CheckNoLogin, "the answer to the IP check does not say %s", "correct `probe_user`"},
	{CheckNoAddress, "the answer to the IP check holds no public IPv4 address", "see at the provider; your line may have no public address at all"},
	{CheckManyAddresses, "the answer to the IP check holds more than one public IPv4 address: %s and %s", "see at the provider"},
	{CheckError, "the server answered the IP check with an error: %s", "correct `probe_user`"},
	{CheckFailed, "the server did not answer the IP check: %s", "wait; if it stays, see at the provider"},
}
