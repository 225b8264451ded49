// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What an import says of the configuration of another client.
const (
	NowAccount       ID = "now-account"
	NowOtherFamily   ID = "now-other-family"
	HasAccount       ID = "has-account"
	SetIPv6Of        ID = "set-ipv6-of"
	LineNotTaken     ID = "line-not-taken"
	NotTaken         ID = "not-taken"
	OptionNotTaken   ID = "option-not-taken"
	OptionWithout    ID = "option-without"
	OptionNeeded     ID = "option-needed"
	LacksOption      ID = "lacks-option"
	ManyAccounts     ID = "many-accounts"
	HoldsOnly        ID = "holds-only"
	NoneIs           ID = "none-is"
	NoneHasName      ID = "none-has-name"
	NoneIsOwn        ID = "none-is-own"
	FitsNone         ID = "fits-none"
	UnknownSection   ID = "unknown-section"
	BecameHTTPS      ID = "became-https"
	GlobalKey        ID = "global-key"
	KeyFileReadable  ID = "key-file-readable"
	KeyWithoutMethod ID = "key-without-method"
	TakesLine        ID = "takes-line"
	TakesDevice      ID = "takes-device"
	Encrypts         ID = "encrypts"
	KernelTells      ID = "kernel-tells"
	SendsForExpiry   ID = "sends-for-expiry"
	KeepsRules       ID = "keeps-rules"
	RunsNothing      ID = "runs-nothing"
	AsksAuthorities  ID = "asks-authorities"
	ChecksAlways     ID = "checks-always"
	PrivateOnlyInNet ID = "private-only-in-net"
	AsksItsName      ID = "asks-its-name"
	KnowsNone        ID = "knows-none"
	SendsByLine      ID = "sends-by-line"
	SetAtProvider    ID = "set-at-provider"
	LookYourself     ID = "look-yourself"
	UseStatus        ID = "use-status"
)

var importRows = []Row{
	{NowAccount, "is now the account %s", "nothing: that is what was to happen"},
	{NowOtherFamily, "is now the other family of the account %s", "nothing: that is what was to happen"},
	{HasAccount, "is not taken over again: it has the account %s", "nothing"},
	{SetIPv6Of, "set ipv6 of that account to 1, if it is to hold both kinds of address", "as it says"},
	{LineNotTaken, "its line is not taken over: both addresses are those of one line, see interface and ip6interface", "set `ip6interface` of the account, if its IPv6 address is that of another interface"},
	{NotTaken, "is not taken over: %s", "see the reason"},
	{OptionNotTaken, "%s is not taken over: %s", "see the reason; mostly nothing"},
	{OptionWithout, "%s is not taken over", "nothing, or look for an option that means the same"},
	{OptionNeeded, "%s is needed: set that of the account %s", "as it says"},
	{LacksOption, "its %s is missing", ""},
	{ManyAccounts, "there are %s accounts", ""},
	{HoldsOnly, "%s holds only %s addresses", ""},
	{NoneIs, "no provider of dynwan is %s", ""},
	{NoneHasName, "no provider of dynwan has that name", ""},
	{NoneIsOwn, "no provider of dynwan is a URL or program of its own", ""},
	{FitsNone, "its URL fits no provider of dynwan, nor one of your own", ""},
	{UnknownSection, "is no section that dynwan knows", "nothing"},
	{BecameHTTPS, "http:// became https://; if the server does not know that, set plain_http of the account to 1", "as it says"},
	{GlobalKey, "its password is not taken over: with an e-mail address as user it is the Global API Key, which may do everything; make an API token", "as it says"},
	{KeyFileReadable, "the file of its key must be readable for the user of dynwan", "as it says"},
	{KeyWithoutMethod, "names no algorithm of its key: hmac-sha256 is taken; old versions of nsupdate took hmac-md5", "set `algorithm` of the account, if the name server has another one"},
	{TakesLine, "dynwan takes the address of the line; behind NAT set address to probe and probe_url to a page with https", ""},
	{TakesDevice, "dynwan takes the address of the device", ""},
	{Encrypts, "dynwan encrypts", ""},
	{KernelTells, "the kernel tells dynwan of changes", ""},
	{SendsForExpiry, "dynwan sends again only where names expire", ""},
	{KeepsRules, "dynwan keeps the provider's rules", ""},
	{RunsNothing, "dynwan runs no programs", ""},
	{AsksAuthorities, "dynwan asks the zone's own name servers", ""},
	{ChecksAlways, "dynwan always checks certificates, by the authorities of the system", ""},
	{PrivateOnlyInNet, "dynwan publishes private addresses only in a network of allow", ""},
	{AsksItsName, "dynwan asks DNS for the name that it updates", ""},
	{KnowsNone, "dynwan knows none", ""},
	{SendsByLine, "dynwan sends by the line of the account", ""},
	{SetAtProvider, "set it at the provider", ""},
	{LookYourself, "look at its file yourself", ""},
	{UseStatus, "use the status page or the log of dynwan", ""},
}
