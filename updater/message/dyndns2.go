// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What the codes of dyndns2 mean.
const (
	Means                ID = "means"
	HadAlready           ID = "had-already"
	TookOther            ID = "took-other"
	WrongLogin           ID = "wrong-login"
	NotPaidFor           ID = "not-paid-for"
	NotActive            ID = "not-active"
	NotYours             ID = "not-yours"
	NoSuchName           ID = "no-such-name"
	NoFullName           ID = "no-full-name"
	TooManyNames         ID = "too-many-names"
	BlockedForAbuse      ID = "blocked-for-abuse"
	ProgramRefused       ID = "program-refused"
	RequestNotUnderstood ID = "request-not-understood"
	NameServersInTrouble ID = "name-servers-in-trouble"
	OutOfOrder           ID = "out-of-order"
	CorrectHostname      ID = "correct-hostname"
	ReportIt             ID = "report-it"
)

var dyndns2Rows = []Row{
	{Means, "%s, which means that %s", ""},
	{HadAlready, "the provider had %s already", "nothing: the name was right"},
	{TookOther, "the answer %s names another address than %s", "ask the provider why it takes another address; it is tried again after a day"},
	{WrongLogin, "user or pass is wrong", ""},
	{NotPaidFor, "this needs a paid account", ""},
	{NotActive, "the account is not active", ""},
	{NotYours, "the name belongs to another account", ""},
	{NoSuchName, "the account has no such name", ""},
	{NoFullName, "the name is no full domain name", ""},
	{TooManyNames, "these are too many names, or one with several addresses", ""},
	{BlockedForAbuse, "the name is blocked for abuse", ""},
	{ProgramRefused, "the provider refuses this program", ""},
	{RequestNotUnderstood, "the provider does not understand the request", ""},
	{NameServersInTrouble, "the provider's name servers are in trouble", "wait"},
	{OutOfOrder, "the provider is out of order", "wait: it is left alone for half an hour"},
	{CorrectHostname, "correct hostname", ""},
	{ReportIt, "report it to the makers of dynwan", ""},
}
