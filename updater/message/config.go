// SPDX-License-Identifier: GPL-2.0-or-later

package message

// The rules of options, and doubts about values.
const (
	Missing                  ID = "missing"
	MissingProvider          ID = "missing-provider"
	MissingDevice            ID = "missing-device"
	MissingEmail             ID = "missing-email"
	MissingHostnameOfAccount ID = "missing-hostname-of-account"
	MissingHostname          ID = "missing-hostname"
	MissingCheckUser         ID = "missing-check-user"
	MissingCommand           ID = "missing-command"
	MustBe                   ID = "must-be"
	NotLonger                ID = "not-longer"
	NotOneLine               ID = "not-one-line"
	NotText                  ID = "not-text"
	NotTexts                 ID = "not-texts"
	NotTextOrTexts           ID = "not-text-or-texts"
	NotFlag                  ID = "not-flag"
	NotFlagUCI               ID = "not-flag-uci"
	NotSpan                  ID = "not-span"
	NotPrefixes              ID = "not-prefixes"
	NotAbsolute              ID = "not-absolute"
	NotTable                 ID = "not-table"
	NotTables                ID = "not-tables"
	NotAccountName           ID = "not-account-name"
	NotTOML                  ID = "not-toml"
	NotTOMLBecause           ID = "not-toml-because"
	NestedTooDeep            ID = "nested-too-deep"
	UnknownKey               ID = "unknown-key"
	UnknownAccountKey        ID = "unknown-account-key"
	KeyOfProvider            ID = "key-of-provider"
	IPv4Only                 ID = "ipv4-only"
	KeyOfOthers              ID = "key-of-others"
	Duplicate                ID = "duplicate"
	DeviceWithAt             ID = "device-with-at"
	NotDevice                ID = "not-device"
	NotInterface             ID = "not-interface"
	NotPrefer                ID = "not-prefer"
	NotPatterns              ID = "not-patterns"
	NotRecheck               ID = "not-recheck"
	RecheckOfNoUse           ID = "recheck-of-no-use"
	ServerWithAllow          ID = "server-with-allow"
	IPWithoutBind            ID = "ip-without-bind"
	IPWithCheck              ID = "ip-with-check"
	ProbeNeedsPage           ID = "probe-needs-page"
	ProbeOfNothing           ID = "probe-of-nothing"
	HostnameOutsideEmail     ID = "hostname-outside-email"
	HostnameWww              ID = "hostname-www"
	GapOfProvider            ID = "gap-of-provider"
	GapByPage                ID = "gap-by-page"
	GapUnknown               ID = "gap-unknown"
	CheckIntervalUnknown     ID = "check-interval-unknown"
	NotDomainName            ID = "not-domain-name"
	NotDomainNameInASCII     ID = "not-domain-name-in-ascii"
	NotServer                ID = "not-server"
	NotServerWithPath        ID = "not-server-with-path"
	NotSecure                ID = "not-secure"
	NamedTwice               ID = "named-twice"
	TooMany                  ID = "too-many"
	NoFamily                 ID = "no-family"
	NotSuffix                ID = "not-suffix"
	SuffixTooLong            ID = "suffix-too-long"
	SuffixWithoutIPv6        ID = "suffix-without-ipv6"
	WithoutSuffix            ID = "without-suffix"
	UserWithColon            ID = "user-with-colon"
	ServerNotInASCII         ID = "server-not-in-ascii"
	ServerPort               ID = "server-port"
	ServerPortOfPage         ID = "server-port-of-page"
	ServerOfPage             ID = "server-of-page"
	NotEmail                 ID = "not-email"
	Port80                   ID = "port-80"
	NotPort                  ID = "not-port"
	NotURL                   ID = "not-url"
	NotMX                    ID = "not-mx"
	TypeAaaa                 ID = "type-aaaa"
	TypeOfName               ID = "type-of-name"
	DeleteWhose              ID = "delete-whose"
	Placeholders             ID = "placeholders"
	CommandStart             ID = "command-start"
	CommandWord              ID = "command-word"
	NotHexadecimal           ID = "not-hexadecimal"
	NotInCommand             ID = "not-in-command"
	DomainNotEnd             ID = "domain-not-end"
	SameAsDelete             ID = "same-as-delete"
	DomainNotSet             ID = "domain-not-set"
	PortNotSet               ID = "port-not-set"
	PassInCommand            ID = "pass-in-command"
	PortOfNoUse              ID = "port-of-no-use"
	NotASCII                 ID = "not-ascii"
	PasswordInClear          ID = "password-in-clear"
	AddressInClear           ID = "address-in-clear"
	SuccessNotSet            ID = "success-not-set"
)

var configRows = []Row{
	{Missing, "is missing", ""},
	{MissingProvider, "is missing; dynwan providers lists them", ""},
	{MissingDevice, "is missing; name the device that holds the address, such as pppoe-wan", ""},
	{MissingEmail, "is missing; it is the account's name or one domain of it", ""},
	{MissingHostnameOfAccount, "is missing; an account's name does not say which name to ask DNS for, and clients must check whether an update is required before sending it", ""},
	{MissingHostname, "is missing; email is no domain name that DNS could be asked for", ""},
	{MissingCheckUser, "is missing; the IP check of MyServer.org needs the user name of an account there, and no password; or set probe_url", ""},
	{MissingCommand, "must be set: of the page that describes this protocol the wording of this command is lost; copy it from the documentation of your account, the part behind the question mark, and put placeholders such as {host} for the values", ""},
	{MustBe, "must be %s", ""},
	{NotLonger, "must not be longer than %s bytes", ""},
	{NotOneLine, "must be one line of UTF-8 without control characters", ""},
	{NotText, "must be a text in quotes", ""},
	{NotTexts, "must be a list of texts in quotes", ""},
	{NotTextOrTexts, "must be a text in quotes or a list of them", ""},
	{NotFlag, "must be true or false", ""},
	{NotFlagUCI, "must be 1 or 0", ""},
	{NotSpan, `must be a time from %s to %s with its unit, such as "1s"`, ""},
	{NotPrefixes, `must be a list of prefixes such as "203.0.113.0/24"`, ""},
	{NotAbsolute, "must be an absolute path", ""},
	{NotTable, "must be a table, such as [account.home]", ""},
	{NotTables, "must be a table a name, such as [account.home]", ""},
	{NotAccountName, "the name of an account must be 1 to 32 letters, digits or _", ""},
	{NotTOML, "is not valid TOML", ""},
	{NotTOMLBecause, "is not valid TOML: %s", ""},
	{NestedTooDeep, "is nested more than %s deep", ""},
	{UnknownKey, "is not a key of dynwan", ""},
	{UnknownAccountKey, "is not a key of an account", ""},
	{KeyOfProvider, "is a key of provider %s", ""},
	{IPv4Only, "is of no use: provider %s holds IPv4 addresses only", ""},
	{KeyOfOthers, "is a key of other providers; dynwan providers %s says which this one has", ""},
	{Duplicate, "is also updated by account.%s; one of them is enough", ""},
	{DeviceWithAt, "must be the part before the @; in the place of @wan set interface to wan", ""},
	{NotDevice, "must be the name of a device of at most 15 letters, such as pppoe-wan", ""},
	{NotInterface, "must be the name of an interface of OpenWrt, such as wan", ""},
	{NotPrefer, `must be addresses or networks such as "203.0.113.0/24", with a ! before them for any other`, ""},
	{NotPatterns, "must be texts of 1 to 120 bytes to look for in the answer", ""},
	{NotRecheck, "must be 0s for never or at least 1h", ""},
	{RecheckOfNoUse, "is of no use: DNS cannot tell what %s holds, so it is never asked", ""},
	{ServerWithAllow, "must be another one while allow is set: reserved addresses are not for the provider", ""},
	{IPWithoutBind, "must be device while bind is false: the server would take the address of whatever line the request leaves by", ""},
	{IPWithCheck, "must be device while address is probe: the provider would take the address that it sees itself", ""},
	{ProbeNeedsPage, "is missing; for IPv6 a page has to be asked, the IP check of MyServer.org knows IPv4 alone", ""},
	{ProbeOfNothing, "must be device while ip6suffix is set and ipv4 is off: nothing is left to ask for", ""},
	{HostnameOutsideEmail, "must be %s or a name below it: email says which domain is updated", ""},
	{HostnameWww, "must be the domain itself: with port or hb, www may answer with the provider's web server", ""},
	{GapOfProvider, "must be at least %s: %s allows no update sooner after another one", ""},
	{GapByPage, "must be at least 10m: the protocol page blocks accounts that update more often", ""},
	{GapUnknown, "must be at least 10m: how often this provider may be asked is not known", ""},
	{CheckIntervalUnknown, "must be at least 5m: how often this server may be asked is not known", ""},
	{NotDomainName, "must be a full domain name such as home.example.net", ""},
	{NotDomainNameInASCII, "must be a full domain name such as home.example.net, in ASCII", ""},
	{NotServer, "must be https://HOST, http://HOST or http://HOST:PORT, without a path", ""},
	{NotServerWithPath, "must be https://HOST or http://HOST, with a port and a path at most", ""},
	{NotSecure, "must be https://..., or set probe_http: everybody on the way could make the name point elsewhere", ""},
	{NamedTwice, "must not have %s twice", ""},
	{TooMany, "must not have more than %s", ""},
	{NoFamily, "must be on while ipv4 is off: nothing is published otherwise", ""},
	{NotSuffix, "must be the lower half of an IPv6 address, such as ::1234 or ::1:2:3:4, or a MAC address such as 00:11:22:33:44:55", ""},
	{SuffixTooLong, "must not be longer than 64 bits: the upper half is the prefix, which the router gives", ""},
	{SuffixWithoutIPv6, "is of no use while ipv6 is off", ""},
	{WithoutSuffix, "is of no use without ip6suffix, which says the address of which host", ""},
	{UserWithColon, "must hold no colon: the protocol ends the user name with one", ""},
	{ServerNotInASCII, "must name its host in ASCII", ""},
	{ServerPort, "must have a port from 1 to 65535", ""},
	{ServerPortOfPage, "must use a port of the protocol page: 443 for https, 80 or 8147 for http", ""},
	{ServerOfPage, "must be a place of the protocol page: %s or, without encryption, %s with port 80, 8080 or 1400", ""},
	{NotEmail, "must be an e-mail address or a full domain name such as home.example.net, in ASCII, without *, blanks or a period at its end", ""},
	{Port80, `must not be 80: the protocol page says "If port is 80 DO NOT USE"; leave port out`, ""},
	{NotPort, "must be a port number from 1 to 65535", ""},
	{NotURL, "must be a full URL such as http://www.example.net/away", ""},
	{NotMX, `must end with a period: the protocol page wants the server name in full, such as "mail.example.net."`, ""},
	{TypeAaaa, "must not be AAAA: the record types of this protocol have no IPv6 address", ""},
	{TypeOfName, "must be A: a record of type %s holds a name, and dynwan has only an address to publish", ""},
	{DeleteWhose, "must say whose record to delete, by %s or at least by %s: another name may have the address %s", ""},
	{Placeholders, "must have no other placeholder here than %s", ""},
	{CommandStart, "must be the part of the command behind the question mark, which starts with %s", ""},
	{CommandWord, "must have a command word behind %s", ""},
	{NotHexadecimal, "must have two hexadecimal digits behind each %", ""},
	{NotInCommand, "must not hold %s unless written as %s: it is sent as it stands", ""},
	{DomainNotEnd, "must be the end of hostname", ""},
	{SameAsDelete, "must not be the same as delete_query", ""},
	{DomainNotSet, "has {domain}, and domain is not set", ""},
	{PortNotSet, "has {port}, and port is not set", ""},
	{PassInCommand, "must have {pass} in place of the password: templates are shown, passwords are not", ""},
	{PortOfNoUse, "is of no use without {port} in relay_query", ""},
	{NotASCII, "holds a character that is not ASCII; it is sent as UTF-8, and nobody knows whether the server reads it so", ""},
	{PasswordInClear, "is without encryption: everybody on the way can read the password", ""},
	{AddressInClear, "is without encryption: everybody on the way can make the name point elsewhere", ""},
	{SuccessNotSet, "is not set: no answer can say that a record was deleted, and without that nothing is added", ""},
}
