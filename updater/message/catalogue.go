// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What is wrong with the description of a provider, or with an account at one of
// the catalogue.
const (
	ProviderGone     ID = "provider-gone"
	GoneBy2015       ID = "gone-by-2015"
	GoneBy2019       ID = "gone-by-2019"
	ClosedIn2024     ID = "closed-in-2024"
	ClosedLate2024   ID = "closed-late-2024"
	OnlyPicture      ID = "only-picture"
	OnlyPage         ID = "only-page"
	CalledRFC2136    ID = "called-rfc2136"
	ProviderUnknown  ID = "provider-unknown"
	ProviderTaken    ID = "provider-taken"
	NotProviderName  ID = "not-provider-name"
	UnknownField     ID = "unknown-field"
	NotNumbers       ID = "not-numbers"
	NotStatus        ID = "not-status"
	NotLimit         ID = "not-limit"
	NotEntryURL      ID = "not-entry-url"
	NoYes            ID = "no-yes"
	NotAuth          ID = "not-auth"
	NotItem          ID = "not-item"
	NotHeader        ID = "not-header"
	OneBody          ID = "one-body"
	BodyWithGet      ID = "body-with-get"
	NotQuoted        ID = "not-quoted"
	NotWord          ID = "not-word"
	NoAddressSent    ID = "no-address-sent"
	TogetherWithIP   ID = "together-with-ip"
	DetectsTogether  ID = "detects-together"
	OnlyApart        ID = "only-apart"
	NotUpdateURL     ID = "not-update-url"
	NotTTL           ID = "not-ttl"
	NotParam         ID = "not-param"
	NotRaw           ID = "not-raw"
	NotInZone        ID = "not-in-zone"
	NotZoneItself    ID = "not-zone-itself"
	BindForDetects   ID = "bind-for-detects"
	DeviceForDetects ID = "device-for-detects"
	HostForDetects   ID = "host-for-detects"
	AnswerUnreadable ID = "answer-unreadable"
	CannotSign       ID = "cannot-sign"
	NotRSA           ID = "not-rsa"
	NoZoneThere      ID = "no-zone-there"
	NoRecordThere    ID = "no-record-there"
	ManyThere        ID = "many-there"
	ListTooLong      ID = "list-too-long"
	RemoveOthers     ID = "remove-others"
	CreateItThere    ID = "create-it-there"
	RuleGap          ID = "rule-gap"
	RuleLimit        ID = "rule-limit"
	RuleRefresh      ID = "rule-refresh"
	RuleNoQuery      ID = "rule-no-query"
	RuleReads        ID = "rule-reads"
)

var catalogueRows = []Row{
	{RuleGap, "At its own servers at least %s between two requests.", ""},
	{RuleLimit, "It allows %s updates in %s; a change beyond that waits.", ""},
	{RuleRefresh, "It deletes names that are not updated, so after %s the same is sent once more.", ""},
	{RuleNoQuery, "DNS cannot tell what it holds and is not asked: its answers count.", ""},
	{RuleReads, "DNS cannot tell what it holds and is not asked: it says so itself.", ""},
	{ProviderGone, "there is no provider %s: %s", ""},
	{GoneBy2015, "seems to be gone; nothing newer than 2015 is to be found", ""},
	{GoneBy2019, "gone; its domain was for sale in 2019", ""},
	{ClosedIn2024, "closed in 2024; its domains went to Squarespace, which has no dynamic DNS", ""},
	{ClosedLate2024, "closed on 20 December 2024", ""},
	{OnlyPicture, "impossible: it has only a web page, with a picture to read at the login", ""},
	{OnlyPage, "impossible: it has only a web page", ""},
	{CalledRFC2136, "it is called rfc2136 here", ""},
	{ProviderUnknown, "must be the name of a provider: dynwan providers lists them; or it is one of your own that has a mistake", ""},
	{ProviderTaken, "is the name of a provider that dynwan has; take another one", ""},
	{NotProviderName, "the name of a provider must be 1 to 32 letters, digits or _", ""},
	{UnknownField, "is not a key of a provider", ""},
	{NotNumbers, "must be a list of numbers", ""},
	{NotStatus, "must be numbers of HTTP from 200 to 599", ""},
	{NotLimit, `must be limits such as "48 in 24h"`, ""},
	{NotEntryURL, "must be https:// and one host, and then a path at most, where alone placeholders may stand; or {update_url}", ""},
	{NoYes, "is missing: some answer must mean that the address is set; set yes, status_yes, as or unverified", ""},
	{NotAuth, "must be basic and two of user, pass, token, hostname, zone and record_id, or bearer and one of them", ""},
	{NotItem, "must be items NAME=VALUE of which all but the placeholders is ASCII, without blanks, braces, # and &", ""},
	{NotHeader, "must be lines NAME: VALUE", ""},
	{OneBody, "must not be set too: a request has one body", ""},
	{BodyWithGet, "must not be GET: the request has a body", ""},
	{NotQuoted, "must have each placeholder inside quotes, in XML between tags", ""},
	{NotWord, "must be texts; with at = json each PATH = VALUE or PATH ~ PART", ""},
	{NoAddressSent, "has no {ip}, {ip4}, {ip6} or {ips}, and neither has another part of the request; set detects if the provider takes the address that it sees", ""},
	{TogetherWithIP, "must not be together: {ip} and {type} are of one address, {ip4}, {ip6} and {ips} of both", ""},
	{DetectsTogether, "must be off: one connection has one address", ""},
	{OnlyApart, "is of no use unless families is apart", ""},
	{NotUpdateURL, "must be the whole address, https://..., in ASCII and without #", ""},
	{NotTTL, "must be a number of seconds", ""},
	{NotParam, "must be items NAME=VALUE with & between them, in ASCII and without blanks; write other characters as %XX", ""},
	{NotRaw, "must be of letters, digits and - . _ ~ = : @ / +, for it is sent as it stands, and not . or .. alone", ""},
	{NotInZone, "must be a name below %s", ""},
	{NotZoneItself, "must be a name below %s, not that name itself", ""},
	{BindForDetects, "must be on: the provider takes the address that it sees", ""},
	{DeviceForDetects, "must be device: the provider takes the address that it sees", ""},
	{HostForDetects, "must not be set: the provider takes the address that it sees, which is the router’s", ""},
	{AnswerUnreadable, "its answer is not what it documents", ""},
	{CannotSign, "nothing was sent, for a request cannot be signed with this key: pass %s", ""},
	{NotRSA, "must be an RSA key as a PEM file has it, in one line", "paste the whole file, from the first line with BEGIN to the last one with END; blanks between its lines do no harm"},
	{NoZoneThere, "%s has no zone for the name, or not for this login", ""},
	{NoRecordThere, "%s has no record of the name", ""},
	{ManyThere, "%s has %s records of the name and the kind of address; nothing was changed", ""},
	{ListTooLong, "%s gives only the first %s records, and the name is not among them; nothing was changed", ""},
	{RemoveOthers, "remove all but one of them there", ""},
	{CreateItThere, "remove other records there, or use another zone", ""},
}
