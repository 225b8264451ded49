// SPDX-License-Identifier: GPL-2.0-or-later

package message

// What happens next, what the user can do, and what joins messages.
const (
	Both                   ID = "both"
	List                   ID = "list"
	Sending                ID = "sending"
	Comparing              ID = "comparing"
	TryingAgain            ID = "trying-again"
	AskingDNS              ID = "asking-dns"
	AskingServer           ID = "asking-server"
	AskingAgain            ID = "asking-again"
	NothingToPublish       ID = "nothing-to-publish"
	NothingSentAgain       ID = "nothing-sent-again"
	WaitingForTurn         ID = "waiting-for-turn"
	OneUpdateIn            ID = "one-update-in"
	UpdatesIn              ID = "updates-in"
	Refreshing             ID = "refreshing"
	DNSCannotTell          ID = "dns-cannot-tell"
	Pause                  ID = "pause"
	CorrectAccount         ID = "correct-account"
	CorrectEmail           ID = "correct-email"
	CorrectEmailOrPass     ID = "correct-email-or-pass"
	CorrectUserOrPass      ID = "correct-user-or-pass"
	CorrectUserOrPassOrAsk ID = "correct-user-or-pass-or-ask"
	AskProvider            ID = "ask-provider"
	AskThenChange          ID = "ask-then-change"
	SeeToAccount           ID = "see-to-account"
	SeeToDomain            ID = "see-to-domain"
	ThenOnce               ID = "then-once"
)

var nextRows = []Row{
	{Both, "%s; %s", ""},
	{List, "%s, %s", ""},
	{Sending, "sending", ""},
	{Comparing, "comparing with DNS", ""},
	{TryingAgain, "trying again", ""},
	{AskingDNS, "asking DNS", ""},
	{AskingServer, "asking %s which address it sees", ""},
	{AskingAgain, "asking again", ""},
	{NothingToPublish, "nothing to publish", ""},
	{NothingSentAgain, "nothing is sent again", ""},
	{WaitingForTurn, "waiting for its turn", "nothing: two accounts at most are at work at once"},
	{OneUpdateIn, "the provider allows one update in %s", "nothing: a second change waits for the provider's 10 minutes"},
	{UpdatesIn, "the provider allows %s updates in %s", "nothing: the newest change waits until the provider allows it"},
	{Refreshing, "sending it once more", "nothing: the provider deletes names that are not updated"},
	{DNSCannotTell, "DNS cannot tell, the provider's answer counts", "nothing: a record that somebody else changes is noticed only at a provider that says itself what it holds (`recheck`)"},
	{Pause, "the provider asked for a pause", "nothing: it is kept"},
	{CorrectAccount, "correct the account", ""},
	{CorrectEmail, "correct email", ""},
	{CorrectEmailOrPass, "correct email or pass", ""},
	{CorrectUserOrPass, "correct user or pass", ""},
	{CorrectUserOrPassOrAsk, "correct user or pass, or ask the provider", ""},
	{AskProvider, "ask the provider", ""},
	{AskThenChange, "ask the provider, then change a setting or run dynwan once", ""},
	{SeeToAccount, "see to the account at the provider, then run dynwan once", ""},
	{SeeToDomain, "see to the domain at the provider, then run dynwan once", ""},
	{ThenOnce, "then run dynwan once", ""},
}
