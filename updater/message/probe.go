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
	CheckNotPublic     ID = "check-not-public"
	PageWithoutIPv6    ID = "page-without-ipv6"
	CheckError         ID = "check-error"
	CheckFailed        ID = "check-failed"
)

var probeRows = []Row{
	{AsksRarely, "the server may be asked only once every %s", "nothing: a second change within this time waits for its end"},
	{BehindNAT, "behind NAT: %s holds %s, %s sees %s", "forward ports in the router in front of yours; what the server sees is published"},
	{CannotAskAgain, "cannot ask again: %s", "see the reason; the address that was seen last stays published"},
	{NotSeenYet, "the address that %s sees is not known yet", "nothing: it is asked"},
	{CheckNoLogin, "the answer to the IP check does not say %s", "correct `probe_user`"},
	{CheckNoAddress, "the answer to the IP check holds no public %s address", "look at the page yourself: it must answer with the address that it sees, in the family in which it is asked"},
	{CheckManyAddresses, "the answer to the IP check holds more than one public %s address: %s and %s", "ask a page that says yours alone"},
	{CheckNotPublic, "the answer to the IP check has only %s, which is not public", "ask a page on the internet, not in your own network; if it is on the internet, your provider's NAT is in front of your line too"},
	{PageWithoutIPv6, "%s has no IPv6 address, so that it cannot say which one it sees", "ask a page that has both, or set `ipv6` off"},
	{CheckError, "the server answered the IP check with an error: %s", "correct `probe_user`"},
	{CheckFailed, "the server did not answer the IP check: %s", "wait; if it stays, see at the provider"},
}
