// SPDX-License-Identifier: GPL-2.0-or-later

package message

// MyServer.org, where a record is deleted and another one added.
const (
	CannotLogIn      ID = "cannot-log-in"
	LoginSlow        ID = "login-slow"
	NoSuchType       ID = "no-such-type"
	SeveralAddresses ID = "several-addresses"
	NoPublicRecord   ID = "no-public-record"
	CannotDelete     ID = "cannot-delete"
	DeletionUnknown  ID = "deletion-unknown"
	DeletionUnclear  ID = "deletion-unclear"
	NotAdded         ID = "not-added"
	CannotAdd        ID = "cannot-add"
	MayBeAdded       ID = "may-be-added"
	OldDeleted       ID = "old-deleted"
	RelayFailed      ID = "relay-failed"
	RelayUnclear     ID = "relay-unclear"
	CommandUnknown   ID = "command-unknown"
	NotSaid          ID = "not-said"
	ServerSaid       ID = "server-said"
	AnswerStatus     ID = "answer-status"
	NoAnswerInTime   ID = "no-answer-in-time"
	WasStopped       ID = "was-stopped"
	AccountEnds      ID = "account-ends"
	AccountEnded     ID = "account-ended"
	Level            ID = "level"
	Until            ID = "until"
)

var myserverRows = []Row{
	{CannotLogIn, "cannot log in: %s", "see the reason, and whether `success` has what the answers say; nothing has changed"},
	{LoginSlow, "the login took too long, nothing was changed", "nothing: it is tried again"},
	{NoSuchType, "the account may not hold records of type %s", "ask the provider"},
	{SeveralAddresses, "%s has more than one address, %s and %s: delete all but one at the provider", "do that, then run `dynwan once`"},
	{NoPublicRecord, "%s answers %s, which is no public address: delete that record at the provider", "do that, then run `dynwan once`"},
	{CannotDelete, "cannot delete the record of %s: %s; nothing was added", "see the reason, and whether `success` has what the answers say; nothing has changed"},
	{DeletionUnknown, "whether the record of %s is deleted is not known: %s; nothing was added", "nothing: DNS will tell"},
	{DeletionUnclear, "the answer to the deletion of %s says neither yes nor no: %s; nothing was added", "set `success` to what the answers say"},
	{NotAdded, "the record of %s is deleted, and %s not added: %s", "nothing: the name has no record until the add goes through"},
	{CannotAdd, "cannot add %s: %s", "see the reason, and whether `success` has what the answers say"},
	{MayBeAdded, "%s, %s may have been added", "nothing: DNS will tell"},
	{OldDeleted, "the old record is deleted and the new one not added", "nothing: the add is next"},
	{RelayFailed, "cannot set up the port relay: %s", "see the reason, and `relay_query`"},
	{RelayUnclear, "the answer to the port relay says neither yes nor no: %s", "set `success` to what the answers say"},
	{CommandUnknown, "its command is not known", ""},
	{NotSaid, "the answer does not say so: %s", ""},
	{ServerSaid, "the server said %s", ""},
	{AnswerStatus, "the answer has the status %s", ""},
	{NoAnswerInTime, "no answer came in time", ""},
	{WasStopped, "dynwan was stopped", ""},
	{AccountEnds, "the account ends on %s", "renew it at the provider"},
	{AccountEnded, "the account ended on %s", "renew it at the provider"},
	{Level, "level %s", "nothing: the provider says so of the account"},
	{Until, "until %s", "nothing: the provider says so of the account"},
}
