// SPDX-License-Identifier: GPL-2.0-or-later

package message

// The program itself.
const (
	Watches                 ID = "watches"
	CannotStart             ID = "cannot-start"
	SenderEnded             ID = "sender-ended"
	SenderEndedWith         ID = "sender-ended-with"
	AnotherSends            ID = "another-sends"
	ConfigurationChanged    ID = "configuration-changed"
	AfterRestart            ID = "after-restart"
	AfterReboot             ID = "after-reboot"
	CannotUseState          ID = "cannot-use-state"
	CannotWrite             ID = "cannot-write"
	CannotRead              ID = "cannot-read"
	CannotReadConfiguration ID = "cannot-read-configuration"
	Damaged                 ID = "damaged"
	NotRegular              ID = "not-regular"
	TooLong                 ID = "too-long"
	CannotCall              ID = "cannot-call"
	HookEnded               ID = "hook-ended"
	OddStatus               ID = "odd-status"
	StatusNotShown          ID = "status-not-shown"
	LinesLost               ID = "lines-lost"
	CannotLock              ID = "cannot-lock"
	AnotherRuns             ID = "another-runs"
	StopItFirst             ID = "stop-it-first"
	CannotSee               ID = "cannot-see"
	NoSuchAccount           ID = "no-such-account"
	NoSuchProvider          ID = "no-such-provider"
	CannotBecomeOwner       ID = "cannot-become-owner"
	NoStatus                ID = "no-status"
	WouldSend               ID = "would-send"
	WouldSendNothing        ID = "would-send-nothing"
	HoldsAlready            ID = "holds-already"
	NoRecordYet             ID = "no-record-yet"
	Reached                 ID = "reached"
	LoginWorks              ID = "login-works"
	LoginUnknown            ID = "login-unknown"
	LeftOut                 ID = "left-out"
	MoreProblems            ID = "more-problems"
	AccountIsOk             ID = "account-is-ok"
	AddressOf               ID = "address-of"
	AddressOfHost           ID = "address-of-host"
	AddressSeenOf           ID = "address-seen-of"
	LineDown                ID = "line-down"
	FirstLine               ID = "first-line"
	NoServerTrusted         ID = "no-server-trusted"
	NoAccount               ID = "no-account"
	Option                  ID = "option"
)

var daemonRows = []Row{
	{Watches, "dynwan %s watches %s for %s account(s)", "nothing: it has begun"},
	{CannotStart, "cannot start the sender: %s", "free memory"},
	{SenderEnded, "the sender ended without a word", "free memory; if it stays, report it"},
	{SenderEndedWith, "the sender ended without a word: %s", "free memory; if it stays, report it"},
	{AnotherSends, "another dynwan sends for this account", "nothing: `dynwan once` is at work"},
	{ConfigurationChanged, "the configuration has changed since the start of dynwan", "restart dynwan"},
	{AfterRestart, "%s; after a restart DNS decides", "make room in RAM"},
	{AfterReboot, "%s; after a reboot DNS decides", "make room in flash"},
	{CannotUseState, "cannot use the state in %s: %s", "nothing: DNS decides"},
	{CannotWrite, "cannot write %s: %s", ""},
	{CannotRead, "cannot read %s: %s", ""},
	{CannotReadConfiguration, "cannot read the configuration: %s", "see to the file"},
	{Damaged, "its content is damaged", ""},
	{NotRegular, "it is not a regular file", ""},
	{TooLong, "it is too long", ""},
	{CannotCall, "cannot call or watch %s: %s", "see to it"},
	{HookEnded, "a hook for %s did not end in %s seconds and was killed", "correct the script"},
	{OddStatus, "account %s: no hook is called for an odd value", "see who writes status.json; a device is named by letters, digits, `.`, `:`, `-` and `_`"},
	{StatusNotShown, "dynwan: %s; the work goes on, the status is not shown", "make room in RAM"},
	{LinesLost, "dynwan: the log took nothing for a while; %s lines are lost", "see to the log"},
	{CannotLock, "cannot take %s: %s", ""},
	{AnotherRuns, "another dynwan runs", ""},
	{StopItFirst, "%s; stop it first", "stop the other one: one daemon has one state directory"},
	{CannotSee, "%s; stopping, because a daemon that cannot see is of no use", "report it: the kernel did not answer"},
	{NoSuchAccount, "there is no account %s to work with", "name one of the configuration that has no problem"},
	{NoSuchProvider, "there is no provider %s; dynwan providers lists them", "name one of these"},
	{CannotBecomeOwner, "cannot become the owner of %s: %s", "run it as that user, or as root"},
	{NoStatus, "%s; is dynwan running?", "start dynwan"},
	{WouldSend, "would send %s to %s", "nothing: `once -n` only says what"},
	{WouldSendNothing, "would send nothing: %s", "nothing: `once -n` only says what"},
	{HoldsAlready, "it holds %s already", ""},
	{NoRecordYet, "no %s record of %s yet", "nothing if the first update creates it; else create it at the provider"},
	{Reached, "reached %s", "nothing: `once -n -json` goes no further than that"},
	{LoginWorks, "the login works", "nothing: the provider let dynwan read there"},
	{LoginUnknown, "whether the login is right shows only when an update is sent", "nothing: the provider is told nothing else"},
	{LeftOut, "left out: %s", "correct the configuration; that account is left out, the others run"},
	{MoreProblems, "%s more problems; dynwan check says all", "correct the configuration"},
	{AccountIsOk, "ok: %s keeps %s at %s", "nothing"},
	{AddressOf, "the address of %s", ""},
	{AddressOfHost, "the IPv6 address of %s behind %s", ""},
	{AddressSeenOf, "the address that %s sees of %s", ""},
	{LineDown, "interface %s, which is down", ""},
	{FirstLine, "the first of these that has one: %s", ""},
	{NoServerTrusted, "no server can be trusted: %s", "as it says"},
	{NoAccount, "no account is configured; dynwan has nothing to do", "configure one"},
	{Option, "%s %s", ""},
}
