// SPDX-License-Identifier: GPL-2.0-or-later

package myserver

// Everything that is sent, or looked for in an answer, is in this file. A test
// compares it with the page.

// DefaultServer is the server unless the user names another one:
// "https://ssl.myserver.org:443/autoupdate/dnslogin3.asp?FXN=".
const DefaultServer = "https://ssl.myserver.org"

// PlainServer is the server without encryption, on ports 80, 8080 and 1400:
// "http://autoupdate.myserver.org:80/dnslogin3.asp?FXN=". With it everybody on
// the way can read the password.
const PlainServer = "http://autoupdate.myserver.org"

// The provider's zone, and the paths of the two base strings. They differ.
const (
	zone       = "myserver.org"
	securePath = "/autoupdate/dnslogin3.asp"
	plainPath  = "/dnslogin3.asp"
)

// function starts every command: both base strings end with it.
const function = "FXN="

// The two commands whose wording survived. There is none for add, delete and
// port relay, and there must not be.
const (
	addressQuery = "FXN=GetIPAddress&Usr={user}"
	// DefaultLoginQuery is composed from the page's list of parameters.
	DefaultLoginQuery = "FXN=login&Usr={user}&Pwd={pass}"
)

// Keys and values of answers, before and after the first colon.
const (
	keyLogin       = "DNS LOGIN"
	valueLoggedIn  = "SUCCESS"
	keyError       = "Error"
	badPassword    = "Invalid Password"
	keyExpiration  = "ExpirationDate"
	keyUserName    = "UserName"
	keyUserLevel   = "UserLevel"
	keyRecordTypes = "RecordTypes"
	between        = ";;" // separates the parts of RecordTypes

	// expiration is the form of "Jun 11 2010 12:00AM".
	expiration = "Jan 2 2006 3:04PM"
)

// The record types that the page lists. "MX 10" is one of priority 10. There
// is no AAAA.
const (
	typeA     = "A"
	typeCNAME = "CNAME"
	typeNS    = "NS"
	typeMX    = "MX"
)
